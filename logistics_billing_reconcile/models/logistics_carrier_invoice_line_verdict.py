# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

#: What a charge tells of its audit, which bears its id.
_TOLD = ("verdict", "match_state", "method", "expected", "difference")


class LogisticsCarrierInvoiceLine(models.Model):
    """A charge tells what became of it, as long as it was audited."""

    _inherit = "logistics.carrier.invoice.line"

    verdict = fields.Selection(
        lambda self: self._of_audit("verdict"),
        compute="_compute_verdict",
        search="_search_verdict",
        help="Empty until the charge is audited.",
    )
    match_state = fields.Selection(
        lambda self: self._of_audit("match_state"),
        string="Match",
        compute="_compute_verdict",
        search="_search_match_state",
    )
    method = fields.Selection(
        lambda self: self._of_audit("method"),
        string="Matched by",
        compute="_compute_verdict",
    )
    shipment_id = fields.Many2one(
        "logistics.shipment", compute="_compute_verdict", search="_search_shipment_id"
    )
    expected = fields.Monetary(compute="_compute_verdict")
    difference = fields.Monetary(
        compute="_compute_verdict",
        help="Billed less expected, of all of its kind for the shipment.",
    )

    def _of_audit(self, name):
        audits = self.env["logistics.charge.audit"]
        return audits._fields[name]._description_selection(self.env)

    def _compute_verdict(self):
        audits = self.env["logistics.charge.audit"].sudo()
        audited = {audit.id: audit for audit in audits.browse(self.ids).exists()}
        shipments = self.env["logistics.shipment"].search(
            [("id", "in", [audit.shipment_id.id for audit in audited.values()])]
        )
        for line in self:
            audit = audited.get(line.id, audits)
            for name in _TOLD:
                line[name] = audit[name]
            line.shipment_id = audit.shipment_id & shipments

    def _search_verdict(self, operator, value):
        return self._search_audit("verdict", operator, value)

    def _search_match_state(self, operator, value):
        return self._search_audit("match_state", operator, value)

    def _search_shipment_id(self, operator, value):
        return self._search_audit("shipment_id", operator, value)

    def _search_audit(self, name, operator, value):
        if operator != "in":
            return NotImplemented
        audits = self.env["logistics.charge.audit"].sudo()
        return [("id", "in", audits._search([(name, operator, value)]))]
