# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from odoo.addons.logistics_base.canonical.references import normalize

from ..canonical import booking_answer
from ..canonical.labels import MIMETYPES, content_of, format_of, is_complete
from .label_files import in_one_file


class LogisticsBooking(models.Model):
    """The numbers, labels and papers that a carrier gives."""

    _inherit = "logistics.booking"

    # Numbers

    def _piece_keys(self):
        pieces = (self.request or {}).get("consignment", {}).get("pieces", [])
        return [piece["key"] for piece in pieces]

    def _numbers(self):
        """Return the tracking numbers, one each."""
        return [n for n in (self.tracking_number or "").split(", ") if n]

    def _all_numbers(self):
        """Return the tracking numbers of several bookings, one each."""
        return list(dict.fromkeys(n for booking in self for n in booking._numbers()))

    def _numbers_in(self, document):
        """Return the tracking numbers that a document gives, in order, one each."""
        pieces = booking_answer.pieces_of(document, self._piece_keys())
        numbers = [piece.tracking_number for piece in pieces]
        numbers += [
            reference.value
            for reference in document.references
            if reference.type in ("tracking", "pro", "bol")
        ]
        return list(dict.fromkeys(n for n in numbers if n and normalize(n)))

    @api.model
    def _joined(self, numbers):
        return ", ".join(numbers)

    # Files

    def _keep_files(self, document):
        """Attach labels and papers to the transfer, named as Odoo names them."""
        pieces = booking_answer.pieces_of(document, self._piece_keys())
        labels = [(p.tracking_number, p.label) for p in pieces if p.label]
        if document.label:
            labels = [(self._joined(self._numbers_in(document)), document.label)]
        kept = [
            self._attach(self._label_name(number, content), content)
            for number, label in labels
            if is_complete(content := content_of(label))
        ]
        if kept:
            self.label_ids = [fields.Command.set(kept)]
        papers = [
            self._attach(f"{self._paper_prefix()}-{paper.name}", content)
            for paper in document.documents
            if (content := content_of(paper))
        ]
        if papers:
            self.document_ids = [fields.Command.set(papers)]

    def _attach(self, name, content):
        kind = format_of(content)
        vals = {
            "name": name,
            "raw": content,
            "res_model": "stock.picking",
            "res_id": self.picking_id.id,
        }
        if kind:
            vals["mimetype"] = MIMETYPES[kind]
        return self.env["ir.attachment"].create(vals).id

    def _label_name(self, number, content):
        carrier = self.carrier_id
        prefix = (
            carrier.get_return_label_prefix()
            if self.purpose == "return"
            else carrier._get_delivery_label_prefix()
        )
        return f"{prefix}-{number or self.name}.{format_of(content)}".replace("/", "-")

    def _paper_prefix(self):
        return self.carrier_id._get_delivery_doc_prefix()

    # Printing

    def _labels_in_one(self):
        """Return one attachment with all labels."""
        self.ensure_one()
        labels = self.label_ids.sorted("id")
        if len(labels) < 2:
            return labels
        name = f"Labels-{self.name}".replace("/", "-")
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("name", "=like", f"{name}.%"),
            ],
            limit=1,
        )
        return files or self._merge_labels(name, labels)

    def _merge_labels(self, name, labels):
        kind, content = in_one_file([label.raw for label in labels], name)
        return self.env["ir.attachment"].create(
            {
                "name": f"{name}.{kind}",
                "raw": content,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
