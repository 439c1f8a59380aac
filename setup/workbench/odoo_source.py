# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo 19 itself: a checkout named by ``ODOO_SOURCE``, else Debian's package."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import apt, disk, stamp
from .debian import NO_DEBIAN, Archive
from .problem import Problem

SERIES = "19.0"
LANGUAGES = ("de", "es", "fr", "nl")
PACKAGE = {"odoo-19": "sid"}
# What the package's links point at; without jquery every page answers 500.
COMPANIONS = dict.fromkeys(
    (
        "fonts-font-awesome",
        "fonts-inconsolata",
        "fonts-montserrat",
        "fonts-ocr-b",
        "fonts-roboto-unhinted",
        "libjs-jquery",
        "libjs-jquery-form",
        "libjs-underscore",
    ),
    "trixie",
)
# Debian removed this file, yet the manifest of mail lists it: tours then fail
# on the browser's console error.
REMOVED = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
DUPLICATE = "./usr/lib/python3/dist-packages/addons"


@dataclass(frozen=True)
class OdooSource:
    """Where Odoo's Python package and its further addons lie."""

    library: Path
    addons: tuple
    version: str


def provide(places, environment, progress):
    """Return a ready `OdooSource`, unpacking Debian's package when needed."""
    checkout = environment.get("ODOO_SOURCE")
    if checkout:
        return from_checkout(Path(checkout).resolve())
    return from_debian(places, progress)


def from_checkout(folder):
    """Return the source of an existing checkout of Odoo's 19.0 branch."""
    release = folder / "odoo" / "release.py"
    version = re.search(
        r"^version_info = \((\d+), (\d+),",
        release.read_text() if release.is_file() else "",
        re.MULTILINE,
    )
    if not version or ".".join(version.groups()) != SERIES:
        raise Problem(
            f"ODOO_SOURCE={folder} is not a checkout of Odoo {SERIES}.",
            f"name the folder that holds odoo-bin of the {SERIES} branch, or unset"
            " ODOO_SOURCE to use Debian's package",
        )
    return OdooSource(folder, (folder / "addons",), f"checkout:{folder}")


def from_debian(places, progress):
    """Return Debian's package, fetched and unpacked under ``.odoo/``."""
    library = places.unpacked / "usr" / "lib" / "python3" / "dist-packages"
    done = places.state / "odoo.stamp"
    recipe = stamp.digest(PACKAGE, COMPANIONS, LANGUAGES)
    if done.is_file() and done.read_text().startswith(recipe):
        return OdooSource(library, (), done.read_text())
    disk.require(places.state, 2000)
    archive = Archive(places.cache, progress)
    files = archive.fetch({**COMPANIONS, **PACKAGE})
    unpack(files, places.unpacked, progress)
    placeholder = library / "odoo" / "addons" / REMOVED
    placeholder.parent.mkdir(parents=True, exist_ok=True)
    placeholder.touch()
    version = f"{recipe}:{files[-1].name}"
    stamp.write(done, version)
    return OdooSource(library, (), version)


def unpack(files, folder, progress):
    """Unpack ``.deb`` files into an emptied ``folder``."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    excluded = (DUPLICATE, *unwanted_languages(LANGUAGES))
    mend = f"make sure the disk is not full; or {NO_DEBIAN}"
    with progress.step(f"Unpacking Odoo {SERIES}") as step:
        apt.unpack(files, folder, step, excluded=excluded, mend=mend)


def unwanted_languages(wanted):
    """Return tar patterns for all translations but those of two-letter ``wanted``."""
    first = "".join(sorted({code[0] for code in wanted}))
    patterns = ["*/i18n/???*.po", f"*/i18n/[!{first}]?.po"]
    for letter in first:
        second = "".join(sorted(c[1] for c in wanted if c[0] == letter))
        patterns.append(f"*/i18n/{letter}[!{second}].po")
    return patterns
