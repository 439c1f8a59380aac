# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..models.logistics_retention_kinds import KINDS

MANAGER = "logistics_base.group_manager"
#: Of a message that is still to be processed nothing is taken away.
SETTLED = ("done", "discarded")


class LogisticsForgetPerson(models.TransientModel):
    """Takes what logistics holds of a person away, for good.

    That goods went from one place to another, and when, stays; who it was for, who
    signed, what was said of them and what partners sent about them does not. The audit
    trail keeps that something was done, not of whom.
    """

    _name = "logistics.forget.person"
    _description = "Forget a Person in Logistics"

    partner_id = fields.Many2one(
        "res.partner", string="Person", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Char(
        required=True, help="Such as: asked for it on 2 March, ticket 7."
    )
    anonymise_contact = fields.Boolean(
        string="Anonymise the contact as well",
        help="Its name, address, phone and e-mail are taken away, and it is archived.",
    )
    shipment_count = fields.Integer(compute="_compute_counts")
    proof_count = fields.Integer(string="Proofs of Delivery", compute="_compute_counts")
    message_count = fields.Integer(string="Messages", compute="_compute_counts")
    open_message_count = fields.Integer(
        string="Messages in Process", compute="_compute_counts"
    )

    @api.depends("partner_id")
    def _compute_counts(self):
        for wizard in self:
            shipments = wizard._shipments()
            messages = wizard._messages(shipments)
            wizard.shipment_count = len(shipments)
            wizard.proof_count = len(shipments.proof_ids)
            wizard.message_count = len(messages)
            wizard.open_message_count = len(
                messages.filtered(lambda m: m.state not in SETTLED)
            )

    def action_forget(self):
        """Take it all away; it cannot be undone."""
        self.ensure_one()
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only managers have a person forgotten."))
        if self.partner_id.is_company:
            raise UserError(
                self.env._("%s is a company, not a person.", self.partner_id.name)
            )
        self._contacts().check_access("read")
        shipments = self._shipments()
        if foreign := shipments.company_id - self.env.user.company_ids:
            raise AccessError(
                self.env._(
                    "There are shipments of this person in %s: somebody who works there "
                    "as well has to do it.",
                    ", ".join(foreign.mapped("name")),
                )
            )
        messages = self._messages(shipments)
        if left := messages.filtered(lambda m: m.state not in SETTLED):
            raise UserError(
                self.env._(
                    "%s messages about this person are still to be dealt with: process "
                    "or discard them first.",
                    len(left),
                )
            )
        self._forget(shipments, messages)
        audit = self.env["logistics.audit.entry"]
        audit._record("person.forgotten", shipments, {"reason": self.reason})
        self.env["logistics.audit.subject"].sudo()._forget(self.partner_id)
        if self.anonymise_contact:
            self._anonymise_contact()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Forgotten: %(shipments)s shipments, %(messages)s messages.",
                    shipments=len(shipments),
                    messages=len(messages),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _forget(self, shipments, messages):
        """Anonymise what hangs on these shipments; addons take away what they add."""
        for name, records in {
            "message": messages,
            "milestone": shipments.milestone_ids,
            "proof": shipments.proof_ids,
            "event": self._events(shipments),
            "case": shipments.exception_ids,
        }.items():
            if records:
                KINDS[name].anonymise(records)
        shipments.reference_ids.filtered(
            lambda reference: reference.type in ("customer", "other")
        ).unlink()
        shipments.write({"note": False})
        shipments.claim_ids.write({"description": False})
        self._forget_talk(shipments)
        self.env["logistics.binding"].sudo().search(
            [("res_model", "=", "res.partner"), ("res_id", "in", self._contacts().ids)]
        ).unlink()

    def _forget_talk(self, shipments):
        """Take away what was written about the shipments and their cases."""
        said = self.env["mail.message"].sudo()
        for records in (shipments, shipments.exception_ids, shipments.claim_ids):
            said |= said.search(
                [("model", "=", records._name), ("res_id", "in", records.ids)]
            )
        said.attachment_ids.unlink()
        said.unlink()

    # What there is

    def _contacts(self):
        """Return the person and the addresses of that person."""
        person = self.partner_id.with_context(active_test=False)
        return person | person.child_ids.filtered(lambda child: not child.is_company)

    def _shipments(self):
        """Return all shipments from, to or of the person, of every company."""
        ids = self._contacts().ids
        domain = Domain.OR(
            Domain(name, "in", ids)
            for name in ("partner_id", "ship_to_id", "ship_from_id")
        )
        return self.env["logistics.shipment"].sudo().search(domain)

    def _messages(self, shipments):
        """Return what partners sent about these shipments, and were sent."""
        return (
            self.env["logistics.message"]
            .sudo()
            .search(
                Domain("shipment_ids", "in", shipments.ids)
                | Domain("correlation_id", "in", shipments.mapped("correlation_id"))
            )
        )

    def _events(self, shipments):
        return (
            self.env["logistics.event"]
            .sudo()
            .search([("shipment_id", "in", shipments.ids)])
        )

    def _anonymise_contact(self):
        for contact in self._contacts().sudo():
            if contact.user_ids.filtered("active"):
                raise UserError(
                    self.env._(
                        "%s has a login: archive it first.", contact.display_name
                    )
                )
            contact.write(
                {
                    "name": self.env._("Forgotten (%s)", contact.id),
                    **dict.fromkeys(
                        ("street", "street2", "phone", "email", "comment", "vat"), False
                    ),
                    "image_1920": False,
                    "active": False,
                }
            )
            contact.message_ids.unlink()
