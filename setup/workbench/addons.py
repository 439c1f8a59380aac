# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The addons of this repository, as their manifests tell."""

import ast
import hashlib
import os

from .problem import Problem

IGNORED = {"__pycache__", "i18n", "readme", "tests", "description"}


def find(root):
    """Return ``{name: manifest}`` of the installable addons in ``root``, sorted."""
    found = {}
    for manifest in sorted(root.glob("*/__manifest__.py")):
        values = read(manifest)
        if values.get("installable", True):
            found[manifest.parent.name] = values
    return found


def read(manifest):
    """Return the values of a manifest.

    :raise Problem: when it is not a Python dictionary.
    """
    try:
        return dict(ast.literal_eval(manifest.read_text()))
    except (SyntaxError, TypeError, ValueError) as error:
        raise Problem(
            f"{manifest} is not a manifest: {error}",
            "it must hold one dictionary of plain Python values",
        ) from error


def content_digest(root, names):
    """Return a digest of all that installing these addons reads."""
    sha = hashlib.sha256()
    for name in sorted(names):
        for base, folders, files in os.walk(root / name):
            folders[:] = sorted(set(folders) - IGNORED)
            for file in sorted(files):
                path = os.path.join(base, file)
                sha.update(os.path.relpath(path, root).encode() + b"\0")
                with open(path, "rb") as content:
                    sha.update(hashlib.sha256(content.read()).digest())
    return sha.hexdigest()[:16]
