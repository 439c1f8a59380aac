# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

#: What of a charge a person may say; the rest follows from where it stands.
_SAID = ("type", "cost", "currency_id", "description", "raw_code")


class LogisticsExpectation(models.Model):
    """What a person says a carrier may bill, by form or import.

    It goes before every contract until that person has it worked out anew.
    """

    _inherit = "logistics.expectation"

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            made = super().create(self._with_defaults(vals_list))
            made._adopt_charges()
            return made
        self.check_access("create")
        for vals in vals_list:
            self._check_said(vals)
            vals.update(source="manual")
        own = self.sudo()
        made = super(LogisticsExpectation, own).create(own._with_defaults(vals_list))
        made._adopt_charges()
        made._check_by_hand()
        made.sudo(False).check_access("create")
        made.sudo(False).shipment_id.check_access("read")
        made._stored(made.shipment_id.ids)
        return made.sudo(False)

    def _with_defaults(self, vals_list):
        """Return the values, with what follows from the shipments."""
        shipments = self.env["logistics.shipment"]
        for vals in vals_list:
            shipment = shipments.browse(vals.get("shipment_id"))
            vals.setdefault("company_id", shipment.company_id.id)
            vals.setdefault("integration_id", shipment.integration_id.id)
            vals.setdefault("service_code", shipment.service_code)
            vals.setdefault("currency_id", shipment.company_id.currency_id.id)
        return vals_list

    def _adopt_charges(self):
        """Take over what was expected of the shipments before there was this."""
        self.env["logistics.charge"].search(
            [
                ("shipment_id", "in", self.shipment_id.ids),
                ("basis", "=", "expected"),
                ("expectation_id", "=", False),
            ]
        )._adopt()

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._check_said(vals)
        self.check_access("write")
        own = self.sudo()
        if vals.keys() & self._by_hand_fields():
            own.env.flush_all()
            own._keep_versions(own.ids, "hand")
            own.invalidate_recordset(["version", "made_at"], flush=False)
            vals = {**vals, "source": "manual", "is_void": False}
        result = super(LogisticsExpectation, own).write(vals)
        if "source" in vals:
            own._check_by_hand()
            own._stored(own.shipment_id.ids)
        return result

    @api.model
    def _by_hand_fields(self):
        """Return what a person may set."""
        return ({*self._fact_types()} - {"rated_on", "note"}) | {
            "charge_ids",
            "currency_id",
        }

    def _check_said(self, vals):
        """Let a person say what it costs, not where that comes from."""
        allowed = self._by_hand_fields() | {"shipment_id"}
        if self:
            allowed -= {"shipment_id"}
        told = {name for name in vals if name in self._fields} - allowed
        told -= {name for name in told if name.startswith(("message_", "activity_"))}
        if told - {"company_id"} or ("company_id" in told and self):
            raise UserError(
                self.env._(
                    "Where an expected cost comes from is kept by itself: say what it "
                    "costs."
                )
            )
        vals.pop("company_id", None)
        if "charge_ids" in vals:
            vals["charge_ids"] = [
                self._said_charge(command) for command in vals["charge_ids"]
            ]

    def _said_charge(self, command):
        """Return a command on charges; only its own, and only what may be said."""
        code, charge_id, said = (*command, 0, 0)[:3]
        if code == Command.CREATE:
            return Command.create({n: v for n, v in said.items() if n in _SAID})
        if code == Command.CLEAR:
            return Command.clear()
        if charge_id not in self.charge_ids.ids:
            raise UserError(self.env._("This charge belongs to another shipment."))
        if code == Command.UPDATE:
            said = {n: v for n, v in said.items() if n in _SAID}
            if "cost" in said:
                # How the contract came to its figure tells nothing of this one.
                said.setdefault("description", self.env._("By hand"))
            return Command.update(charge_id, said)
        if code in (Command.DELETE, Command.UNLINK):
            return Command.delete(charge_id)
        return Command.link(charge_id)

    def _check_by_hand(self):
        for expectation in self:
            shipment = expectation.shipment_id
            if shipment.state == "draft":
                raise UserError(self._why_not(shipment))
            totals = {}
            for charge in expectation.charge_ids:
                currency = charge.currency_id
                totals[currency] = totals.get(currency, 0.0) + charge.cost
            for currency, total in totals.items():
                if currency.compare_amounts(total, 0.0) < 0:
                    raise ValidationError(
                        self.env._(
                            "%s: what a carrier may bill cannot add up to less than "
                            "nothing.",
                            shipment.name,
                        )
                    )

    def _set_by_hand(self):
        """Keep what is expected as a version: a person is about to change it."""
        own = self.sudo()
        own.env.flush_all()
        own._keep_versions(own.ids, "hand")
        own.invalidate_recordset(["version", "made_at"], flush=False)
        own.write({"source": "manual", "is_void": False})
