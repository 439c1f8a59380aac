# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Labels of all kinds, put together for one print."""

import io
import zipfile

from odoo.tools.pdf import merge_pdf

from ..canonical.labels import as_page, format_of


def in_one_file(labels, name):
    """Return (extension, content) of one file that holds all labels, in order.

    PDFs and pictures become the pages of one PDF; what printers read themselves is put
    one after another; where there are both, they come in an archive.

    :param labels: contents, in bytes.
    :param str name: what the files in an archive are called, without extension.
    """
    pages, printed = [], []
    for label in labels:
        kind = format_of(label)
        if kind == "zpl":
            printed.append(label)
        else:
            pages.append(as_page(label) if kind == "png" else label)
    files = {}
    if pages:
        files["pdf"] = merge_pdf(pages)
    if printed:
        files["zpl"] = b"\n".join(printed)
    if len(files) > 1:
        return "zip", _zipped(name, files)
    return next(iter(files.items()))


def _zipped(name, files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind, content in files.items():
            archive.writestr(f"{name}.{kind}", content)
    return stream.getvalue()
