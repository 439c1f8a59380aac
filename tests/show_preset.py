# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a preset makes of its samples: ``python -m tests.show_preset FOLDER``.

Prints for each document of each sample our word for it, then the document. With
``--write`` it also writes the expectations that are not there yet: read every line of
them before they are committed. What exists is never overwritten.
"""

import argparse
import json
from pathlib import Path

from tests import plain  # noqa: F401  makes the plain floor importable

# isort: split
from logistics_base.mapping.errors import DecodeError, PresetError
from logistics_base.mapping.preset import Preset
from tests.preset_samples import Sample


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder that holds preset.yaml")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    try:
        preset = Preset.load((arguments.folder / "preset.yaml").read_text())
    except PresetError as error:
        raise SystemExit(str(error)) from None
    for message in sorted((arguments.folder / "samples").iterdir()):
        if "." not in message.stem:
            show(preset, Sample(arguments.folder, message), arguments.write)


def show(preset, sample, write):
    """Print what one sample gives; write its expectation if asked and missing."""
    print(f"\n{sample.message.name}")
    try:
        documents = preset.decode(sample.body, headers=sample.headers)
    except DecodeError as error:
        print(f"  {error.category}: {error}")
        return
    values = [document.to_json() for document in documents]
    for document, value in zip(documents, values, strict=True):
        print(f"  {word(preset, document)}  {json.dumps(value, ensure_ascii=False)}")
    expectation = sample.message.with_name(f"{sample.message.stem}.expected.json")
    if write and not expectation.exists():
        text = json.dumps(values, indent=2, ensure_ascii=False)
        expectation.write_text(text + "\n")


def word(preset, document):
    """Return our word for a tracking event, ``UNMAPPED`` where there is none."""
    table = preset.codes.get("milestone", {})
    codes = (document.raw_code, *document.raw_code_alternatives)
    return document.code or next(filter(None, map(table.get, codes)), "UNMAPPED")


if __name__ == "__main__":
    main()
