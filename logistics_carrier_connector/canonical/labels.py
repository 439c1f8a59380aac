# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Telling a label that came whole from half a label."""

import base64
import binascii
import io

from PIL import Image

#: Where the end of a PDF is looked for; some append a few bytes after it.
_TAIL = 1024
#: The usual label is so wide.
_INCHES = 4
MIMETYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "zpl": "x-application/zpl",
}


def content_of(attachment):
    """Return the bytes of a document's Attachment; b"" where there are none.

    What is not base64 from end to end counts as nothing: it was cut off.
    """
    try:
        return base64.b64decode(attachment.content or "", validate=True)
    except (binascii.Error, ValueError):
        return b""


def format_of(content):
    """Return ``pdf``, ``zpl`` or ``png`` by how the label begins, else None."""
    start = content.lstrip()
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if start[:3].upper() == b"^XA" or b"^XA" in start[:200].upper():
        return "zpl"
    return None


def is_complete(content):
    """Tell whether a label can be printed: it is of a known kind, and has its end."""
    kind = format_of(content)
    if kind == "pdf":
        return b"%%EOF" in content[-_TAIL:]
    if kind == "png":
        return b"IEND" in content[-_TAIL:]
    if kind == "zpl":
        text = content.upper()
        return text.count(b"^XA") == text.count(b"^XZ") and text.rstrip().endswith(
            b"^XZ"
        )
    return False


def as_page(picture):
    """Return a PDF of one page that holds a picture, as large as it was meant.

    :param bytes picture: a PNG. Where it does not tell its resolution, it is taken for
        a label four inches wide.
    """
    with Image.open(io.BytesIO(picture)) as image:
        dots = (image.info.get("dpi") or (0,))[0] or image.width / _INCHES
        page = Image.new("RGB", image.size, "white")
        opaque = image.convert("RGBA")
        page.paste(opaque, mask=opaque)
    stream = io.BytesIO()
    page.save(stream, "PDF", resolution=float(dots))
    return stream.getvalue()
