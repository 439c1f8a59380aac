# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stamps: what a folder was made from, so that it is made again only if needed."""

import hashlib
import json


def digest(*parts):
    """Return a short hexadecimal digest of any JSON-like parts."""
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_fresh(stamp, value):
    """Tell whether the file ``stamp`` holds ``value``."""
    return stamp.is_file() and stamp.read_text() == value


def write(stamp, value):
    """Write ``value`` into the file ``stamp``, whole or not at all."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    half = stamp.with_name(f"{stamp.name}.part")
    half.write_text(value)
    half.replace(stamp)


def file_digest(path):
    """Return the SHA-256 of a file."""
    sha = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            sha.update(block)
    return sha.hexdigest()
