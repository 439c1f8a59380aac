# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LogisticsCharge(models.Model):
    """A charge that is expected belongs to the shipment's expected cost.

    A person who changes one by itself sets the expected cost by hand.
    """

    _inherit = "logistics.charge"

    expectation_id = fields.Many2one(
        "logistics.expectation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.model_create_multi
    def create(self, vals_list):
        expectations = self.env["logistics.expectation"].sudo()
        for vals in vals_list:
            if not self.env.su:
                if vals.get("carrier_invoice_id"):
                    raise UserError(self._words_billed())
                # Said, so that no default takes their place.
                vals |= {"expectation_id": False, "carrier_invoice_id": False}
            if expectation := expectations.browse(vals.get("expectation_id")):
                vals.setdefault("shipment_id", expectation.shipment_id.id)
                vals.setdefault("integration_id", expectation.integration_id.id)
                vals.setdefault("currency_id", expectation.currency_id.id)
        charges = super().create(vals_list)
        expected = charges.filtered(lambda charge: charge.basis == "expected")
        orphans = expected.filtered(lambda charge: not charge.expectation_id)
        if orphans:
            orphans._adopt(by_hand=not self.env.su)
        return charges

    def write(self, vals):
        if not self.env.su:
            vals = {n: v for n, v in vals.items() if n != "expectation_id"}
            if vals.get("carrier_invoice_id"):
                raise UserError(self._words_billed())
            self._check_stays(vals)
            self._tell_hand()
        return super().write(vals)

    def unlink(self):
        if not self.env.su:
            self._tell_hand()
        return super().unlink()

    @api.model
    def _words_billed(self):
        return self.env._("What a carrier billed follows from its invoice alone.")

    def _check_stays(self, vals):
        """What is expected does not turn into something else, nor anything into it."""
        bases = {*self.mapped("basis"), vals.get("basis")}
        if "expected" in bases and {"basis", "shipment_id"} & vals.keys():
            raise UserError(
                self.env._("Delete this charge, and enter it where it belongs.")
            )

    def _tell_hand(self):
        """Keep what was expected, as a person changes it now; what was billed stays."""
        self.check_access("write")
        if self.sudo().carrier_invoice_id:
            raise UserError(self._words_billed())
        if expectations := self.sudo().expectation_id:
            expectations._set_by_hand()

    def _adopt(self, by_hand=False):
        """Give expected charges to the expected costs of their shipments."""
        own = self.sudo()
        expectations = own.env["logistics.expectation"].search(
            [("shipment_id", "in", own.shipment_id.ids)]
        )
        if by_hand:
            expectations._set_by_hand()
            expectations |= self._begun(own, own.shipment_id - expectations.shipment_id)
        by_shipment = {each.shipment_id: each for each in expectations}
        for shipment, charges in own.grouped("shipment_id").items():
            if shipment in by_shipment:
                charges.expectation_id = by_shipment[shipment]

    @api.model
    def _begun(self, charges, shipments):
        """Return new expected costs of shipments, as told by their first charges."""
        first = {charge.shipment_id: charge for charge in reversed(charges)}
        return (
            self.env["logistics.expectation"]
            .sudo()
            .create(
                [
                    {"shipment_id": each.id, "currency_id": first[each].currency_id.id}
                    for each in shipments
                ]
            )
        )
