# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a preset makes of its samples: ``python -m tests.show_preset FOLDER``.

Prints for each document of each sample our word for it, then the document; for each
sample of a call what is sent, and what the answer means. With ``--write`` it also writes
the expectations that are not there yet: read every line of them before they are
committed. What exists is never overwritten.
"""

import argparse
import json
from pathlib import Path

from tests import plain  # noqa: F401  makes the plain floor importable

# isort: split
from logistics_base.canonical.documents import TrackingEvent
from logistics_base.mapping.errors import DecodeError, PresetError
from logistics_base.mapping.preset import Preset
from logistics_base.transport.call_errors import CallError
from tests.preset_samples import Sample, outbound_sample


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
    for file in sorted((arguments.folder / "outbound").glob("*.request.json")):
        show_call(preset, outbound_sample(arguments.folder, file), arguments.write)


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
    if write:
        write_missing(expectation, values)


def show_call(preset, sample, write):
    """Print what one call sends and what its answer means; write what is missing."""
    print(f"\n{sample.name}")
    try:
        found = {"sent": sample.sent(preset)}
        if sample.is_answered:
            found["expected"] = sample.meaning(preset)
    except (CallError, DecodeError) as error:
        print(f"  {error.category}: {error}")
        return
    for kind, values in found.items():
        print(f"  {kind}  {json.dumps(values, ensure_ascii=False)}")
        if write:
            write_missing(sample.path(kind), values)


def write_missing(file, values):
    """Write an expectation that is not there yet."""
    if not file.exists():
        text = json.dumps(values, indent=2, ensure_ascii=False)
        file.write_text(text + "\n")


def word(preset, document):
    """Return our word for a tracking event, ``UNMAPPED`` where there is none."""
    if not isinstance(document, TrackingEvent):
        return document.document_type
    table = preset.codes.get("milestone", {})
    codes = (document.raw_code, *document.raw_code_alternatives)
    return document.code or next(filter(None, map(table.get, codes)), "UNMAPPED")


if __name__ == "__main__":
    main()
