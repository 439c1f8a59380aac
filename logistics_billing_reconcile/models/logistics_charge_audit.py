# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.logistics_base.models.loose_fields import LooseMany2one


class LogisticsChargeAudit(models.Model):
    """What became of one billed charge: which shipment it is of, and whether it is right.

    Its id is the line's, and nothing it names is looked up while it is written: there
    are millions of them.
    """

    _name = "logistics.charge.audit"
    _description = "Audit of a Billed Charge"
    _order = "id"

    invoice_id = LooseMany2one("logistics.carrier.invoice", required=True)
    company_id = LooseMany2one("res.company", required=True)
    currency_id = fields.Many2one(related="invoice_id.currency_id")
    shipment_id = LooseMany2one("logistics.shipment")
    package_id = LooseMany2one("logistics.package")
    method = fields.Selection(
        [
            ("tracking", "Tracking Number"),
            ("reference", "Reference"),
            ("bol", "Bill of Lading or PRO"),
            ("hand", "By Hand"),
        ],
        string="Matched by",
    )
    match_state = fields.Selection(
        [
            ("matched", "Matched"),
            ("unknown", "Unknown"),
            ("ambiguous", "Several Shipments"),
            ("elsewhere", "Another Company's"),
            ("none", "Of the Invoice"),
        ],
        required=True,
    )
    expected = fields.Monetary()
    difference = fields.Monetary(help="Billed less expected, of all of its kind.")
    verdict = fields.Selection(
        [
            ("right", "Right"),
            ("tolerated", "Within Tolerance"),
            ("unpriced", "Nothing to Compare"),
            ("suspect", "Being Looked At"),
            ("finding", "Finding"),
        ],
        required=True,
    )
    decided_by_id = fields.Many2one("res.users", help="Who said which shipment it is.")
    is_stale = fields.Boolean(help="Something it rests on has changed since.")

    _stale = models.Index("(company_id, invoice_id) WHERE is_stale")
    _to_see = models.Index(
        "(invoice_id, verdict) WHERE verdict IN ('suspect', 'finding', 'tolerated')"
    )
    _unmatched = models.Index(
        "(company_id, invoice_id) "
        "WHERE match_state IN ('unknown', 'ambiguous', 'elsewhere')"
    )
    # Those that a tracking number leads to are found by it.
    _otherwise = models.Index(
        "(shipment_id) WHERE method IN ('reference', 'bol', 'hand')"
    )
