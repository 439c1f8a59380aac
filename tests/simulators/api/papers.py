# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Papers a carrier prints beside labels: the close-out and the commercial invoice."""

import io
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from .labels import address_lines

_STYLES = getSampleStyleSheet()
_GRID = [
    ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
    ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
    ("FONTSIZE", (0, 0), (-1, -1), 8),
]


def manifest(carrier, number, day, parcels):
    """Return the close-out the driver signs, as PDF.

    :param parcels: rows of (tracking number, recipient, service, weight in kg).
    """
    rows = [("Tracking number", "Recipient", "Service", "kg"), *parcels]
    weight = sum(row[3] for row in parcels)
    return _paper(
        f"{carrier}: manifest {number}",
        [f"{day:%Y-%m-%d}", f"{len(parcels)} parcels, {weight:.2f} kg"],
        [(*row[:3], row[3] if row is rows[0] else f"{row[3]:.2f}") for row in rows],
        "Signature of the driver: ______________________",
    )


def commercial_invoice(consignment, number):
    """Return the commercial invoice of a consignment that crosses a border, as PDF."""
    customs = consignment.customs
    header = ("Description", "HS code", "Origin", "Quantity", "Unit value")
    rows = [_article(each) for piece in consignment.pieces for each in piece.articles]
    facts = [
        f"From: {', '.join(address_lines(consignment.ship_from))}",
        f"To: {', '.join(address_lines(consignment.ship_to))}",
        f"Incoterm: {customs and customs.incoterm or '-'}",
        f"Contents: {customs.contents if customs else 'merchandise'}",
    ]
    title = f"Commercial invoice {customs and customs.invoice_number or number}"
    return _paper(title, facts, [header, *rows], "Signed: ______________________")


def _article(article):
    value = article.value
    return (
        article.description[:60],
        article.hs_code or "-",
        article.origin or "-",
        f"{article.quantity:g}",
        f"{value.amount} {value.currency}" if value else "-",
    )


def _paper(title, facts, rows, closing):
    stream = io.BytesIO()
    document = SimpleDocTemplate(stream, pagesize=A4, title=title, invariant=True)
    document.build(
        [
            Paragraph(escape(title), _STYLES["Title"]),
            *(Paragraph(escape(fact), _STYLES["Normal"]) for fact in facts),
            Spacer(1, 12),
            Table(rows, repeatRows=1, style=_GRID),
            Spacer(1, 24),
            Paragraph(closing, _STYLES["Normal"]),
        ]
    )
    return stream.getvalue()
