# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Labels as they come out of a printer: PDF of 100 × 150 mm, and ZPL II for 203 dpi."""

import io
import re
from dataclasses import dataclass

from reportlab.graphics.barcode import code128
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 100 * mm, 150 * mm
MARGIN = 5 * mm
CONTENT_TYPES = {"pdf": "application/pdf", "zpl": "application/zpl"}
#: what ZPL takes for commands of its own
_COMMANDS = re.compile(r"[\^~_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What is on the label of one parcel."""

    carrier: str
    service: str
    number: str
    position: int
    count: int
    weight: float
    sender: object
    recipient: object
    reference: str = ""
    is_return: bool = False


def draw(labels, form):
    """Return the labels as one file of that form: ``pdf`` or ``zpl``."""
    return _pdf(labels) if form == "pdf" else _zpl(labels)


def address_lines(party):
    """Return an address as it is written on parcels."""
    town = " ".join(filter(None, (party.postcode, party.city, party.state)))
    lines = (
        party.company,
        party.name,
        party.street,
        party.street2,
        town,
        party.country,
    )
    return [line for line in lines if line]


def _pdf(labels):
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.setTitle(f"{labels[0].carrier} {labels[0].number}")
    for label in labels:
        _draw_page(canvas, label)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _draw_page(canvas, label):
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(MARGIN, HEIGHT - 11 * mm, label.carrier)
    canvas.setFont("Helvetica", 11)
    service = f"RETURN {label.service}" if label.is_return else label.service
    canvas.drawString(MARGIN, HEIGHT - 17 * mm, service)
    canvas.drawRightString(
        WIDTH - MARGIN, HEIGHT - 11 * mm, f"{label.position}/{label.count}"
    )
    canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 17 * mm, f"{label.weight:.2f} kg")
    canvas.line(MARGIN, HEIGHT - 20 * mm, WIDTH - MARGIN, HEIGHT - 20 * mm)
    _draw_lines(canvas, "From", address_lines(label.sender), HEIGHT - 25 * mm, 8)
    _draw_lines(canvas, "To", address_lines(label.recipient), HEIGHT - 57 * mm, 12)
    canvas.line(MARGIN, 52 * mm, WIDTH - MARGIN, 52 * mm)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(MARGIN, 46 * mm, f"Reference: {label.reference}"[:60])
    _draw_barcode(canvas, label.number)


def _draw_lines(canvas, title, lines, top, size):
    canvas.setFont("Helvetica", 7)
    canvas.drawString(MARGIN, top, title)
    canvas.setFont("Helvetica-Bold", size)
    for line in lines:
        for part in simpleSplit(line, "Helvetica-Bold", size, WIDTH - 2 * MARGIN)[:2]:
            top -= size * 1.2
            canvas.drawString(MARGIN, top, part)


def _draw_barcode(canvas, number):
    barcode = code128.Code128(number, barHeight=24 * mm, barWidth=0.36 * mm)
    barcode.drawOn(canvas, (WIDTH - barcode.width) / 2, 15 * mm)
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawCentredString(WIDTH / 2, 8 * mm, number)


def _zpl(labels):
    return "\n".join(map(_zpl_page, labels)).encode()


def _zpl_page(label):
    """One label in ZPL II; ^CI28 makes it UTF-8, ^FH lets any byte be written."""
    service = f"RETURN {label.service}" if label.is_return else label.service
    fields = [
        *_text(40, 40, 50, label.carrier),
        *_text(40, 100, 34, service),
        *_text(600, 40, 50, f"{label.position}/{label.count}"),
        *_text(600, 100, 34, f"{label.weight:.2f} kg"),
        "^FO40,150^GB720,3,3^FS",
        *_block(170, 26, address_lines(label.sender)),
        *_block(400, 40, address_lines(label.recipient)),
        "^FO40,760^GB720,3,3^FS",
        *_text(40, 790, 26, f"Reference: {label.reference}"),
        f"^BY3,2,180^FO80,850^BCN,180,Y,N,N^FD{label.number}^FS",
    ]
    return "\n".join(["^XA", "^CI28", "^PW800", "^LL1200", *fields, "^XZ"])


def _text(left, top, height, text):
    escaped = _COMMANDS.sub(lambda found: f"_{ord(found[0]):02X}", text)
    return [f"^FO{left},{top}^A0N,{height},{height}^FH^FD{escaped}^FS"]


def _block(top, height, lines):
    for position, line in enumerate(lines):
        yield from _text(40, top + position * (height + 6), height, line)
