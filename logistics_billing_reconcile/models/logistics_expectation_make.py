# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from ..expecting.expected_cost import ExpectedCost

#: What is not handed to a carrier yet, or never will be.
_NOT_YET = ("draft",)
_CALLED_OFF = ("cancelled",)


class LogisticsExpectation(models.Model):
    """Works out what carriers may bill, for many shipments at once."""

    _inherit = "logistics.expectation"

    @api.model
    def _expect(self, shipments):
        """Bring what is expected for shipments in line with what is known now.

        Drafts have no expected cost; shipments that were called off lose theirs. Where
        nothing is known, what was expected before stands.

        :return: the shipments that have an expectation afterwards.
        """
        self = self.sudo()
        shipments = shipments.sudo().exists()
        off = shipments.filtered(lambda s: s.state in _CALLED_OFF)
        self._void(off)
        due = shipments.filtered(lambda s: s.state not in (*_NOT_YET, *_CALLED_OFF))
        found = self._worked_out(due)
        self._store({id_: c for id_, c in found.items() if not c.is_negative()})
        made = self.search([("shipment_id", "in", shipments.ids)])
        return made.shipment_id

    @api.model
    def _worked_out(self, shipments):
        """Return {shipment id: ExpectedCost} for those of which something is known.

        An addon that knows contracts goes before this, and asks it for the rest.
        """
        return self._known_charges(shipments)

    @api.model
    def _known_charges(self, shipments):
        """Return what was agreed when they were booked, else what was quoted."""
        found = {}
        for basis, source in (("booked", "booking"), ("quoted", "quote")):
            rest = shipments.filtered(lambda s: s.id not in found)
            for id_, charges in self._present_charges(rest, basis).items():
                found[id_] = ExpectedCost(
                    source=source,
                    currency=charges[0].currency,
                    charges=tuple(charges),
                )
        facts = self._own_facts(shipments.browse(found))
        for id_, cost in found.items():
            cost.facts.update(facts[id_])
        return found

    @api.model
    def _own_facts(self, shipments):
        """Return {shipment id: facts} that the shipments themselves tell."""
        return {
            shipment.id: {
                "integration_id": shipment.integration_id.id,
                "service_code": shipment.service_code,
                "actual_weight": sum(shipment.package_ids.mapped("weight"))
                or shipment.weight,
            }
            for shipment in shipments
        }

    @api.model
    def _why_not(self, shipment):
        """Return why nothing can be expected for a shipment, as a sentence."""
        _ = self.env._
        if shipment.state in _NOT_YET:
            return _("%s is a draft: release it first.", shipment.name)
        if shipment.state in _CALLED_OFF:
            return _("%s was called off: nothing may be billed.", shipment.name)
        found = self.sudo()._worked_out(shipment.sudo())
        if found and found[shipment.id].is_negative():
            return _(
                "The prices known for %s add up to less than nothing: check its "
                "charges, or enter the expected cost by hand.",
                shipment.name,
            )
        return _(
            "Nothing is known of what %s may cost: no contract, no booking and no "
            "quotation. Enter the expected cost by hand.",
            shipment.name,
        )

    def action_expect_again(self):
        """Work these out anew, in place of what was set by hand."""
        self.check_access("write")
        own = self.sudo()
        if called_off := own.shipment_id.filtered(
            lambda s: s.state in (*_NOT_YET, *_CALLED_OFF)
        )[:1]:
            raise UserError(self._why_not(called_off))
        found = own._worked_out(own.shipment_id)
        found = {id_: cost for id_, cost in found.items() if not cost.is_negative()}
        if unknown := own.shipment_id.filtered(lambda s: s.id not in found)[:1]:
            raise UserError(self._why_not(unknown))
        own._store(found, over_hand=True)
