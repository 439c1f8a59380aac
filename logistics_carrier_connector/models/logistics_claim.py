# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

#: Kind of claim -> field of the integration that says how long it may wait.
DAYS = {
    "damage": "claim_days_damage",
    "shortage": "claim_days_damage",
    "loss": "claim_days_loss",
    "delay": "claim_days_delay",
}
#: The draft is on somebody's list so many days before it is too late.
REMIND_BEFORE = timedelta(days=3)


class LogisticsIntegration(models.Model):
    """How long a carrier takes claims, and how long it takes to answer them."""

    _inherit = "logistics.integration"

    claim_days_damage = fields.Integer(
        string="Damage and Shortage: Within (days)",
        default=7,
        help="From delivery on. 7 is what CMR gives for damage that is not seen at once; "
        "parcel carriers give more. 0: not known.",
    )
    claim_days_loss = fields.Integer(
        string="Loss: Within (days)",
        default=60,
        help="From the day on which the goods should have arrived. 0: not known.",
    )
    claim_days_delay = fields.Integer(
        string="Delay: Within (days)",
        default=21,
        help="From delivery on; 21 is what CMR gives. 0: not known.",
    )
    claim_days_answer = fields.Integer(
        string="Answers Within (days)",
        default=30,
        help="People are reminded to ask when a filed claim was not answered by then. "
        "0: nobody is.",
    )

    _claim_days_positive = models.Constraint(
        "CHECK(claim_days_damage >= 0 AND claim_days_loss >= 0 "
        "AND claim_days_delay >= 0 AND claim_days_answer >= 0)",
        "Days cannot be below zero.",
    )


class LogisticsClaim(models.Model):
    """A claim begins with what is known: what the goods were worth, until when the
    carrier takes it, and what proves it."""

    _name = "logistics.claim"
    _inherit = ["logistics.claim", "logistics.recorded"]
    _recorded = frozenset({"state", "filed_date", "closed_date"})

    deadline = fields.Date(
        compute="_compute_deadline", store=True, readonly=False, precompute=True
    )
    amount_claimed = fields.Monetary(
        compute="_compute_amount_claimed",
        store=True,
        readonly=False,
        precompute=True,
        help="What the goods were worth, as the carrier was told; change it to what was "
        "damaged or is missing.",
    )
    currency_id = fields.Many2one(
        compute="_compute_amount_claimed",
        store=True,
        readonly=False,
        precompute=True,
        default=None,
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "logistics_claim_evidence_rel",
        "claim_id",
        "attachment_id",
        copy=False,
        bypass_search_access=True,
        help="Photos of goods and packaging, the consignee's remarks, what the goods "
        "were worth.",
    )
    is_too_late = fields.Boolean(compute="_compute_is_too_late")
    is_unproven = fields.Boolean(compute="_compute_is_unproven")

    # What is known

    @api.depends(
        "type",
        "shipment_id.integration_id",
        "shipment_id.delivered_date",
        "shipment_id.promised_date",
        "shipment_id.picked_up_date",
    )
    def _compute_deadline(self):
        for claim in self:
            if claim.state in (False, "draft"):
                claim.deadline = claim._last_day() or claim.deadline

    def _last_day(self):
        """Return the last day by the carrier's terms; None where nobody can tell."""
        days = self.shipment_id.integration_id.sudo()[DAYS[self.type or "damage"]]
        since = self._counted_from()
        if not (days and since):
            return None
        zone = self.company_id.partner_id.tz or self.env.user.tz or "UTC"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), since)
        return local.date() + timedelta(days=days)

    def _counted_from(self):
        shipment = self.shipment_id
        if self.type == "loss":
            return shipment.promised_date or shipment.picked_up_date
        return shipment.delivered_date

    @api.depends("shipment_id", "package_id", "type")
    def _compute_amount_claimed(self):
        for claim in self:
            currency = claim.currency_id or claim.company_id.currency_id
            claim.currency_id = currency or self.env.company.currency_id
            if claim.state in (False, "draft"):
                claim._set_worth()

    def _set_worth(self):
        """Claim what the goods were worth; of a delay nobody knows what it cost."""
        worth = None if self.type == "delay" else self._worth()
        if worth:
            currencies = self.env["res.currency"].with_context(active_test=False)
            currency = currencies.search([("name", "=", worth[1])], limit=1)
            self.currency_id = currency or self.currency_id
        self.amount_claimed = worth[0] if worth else self.amount_claimed

    def _worth(self):
        """Return (amount, currency code) of the goods as the carrier was told."""
        asked = self._booked_consignment()
        keys = {self.package_id.piece_key} if self.package_id else None
        values = [
            piece["value"]
            for piece in asked.get("pieces", ())
            if piece.get("value") and (keys is None or piece["key"] in keys)
        ]
        if not values or len({value["currency"] for value in values}) > 1:
            return None
        return sum(float(v["amount"]) for v in values), values[0]["currency"]

    def _booked_consignment(self):
        """Return the JSON of what the carrier was told it carries."""
        pickings = self.shipment_id.sudo().picking_ids
        booked = pickings.booking_ids.filtered(
            lambda b: b.state == "ready" and b.shipment_id == self.shipment_id
        )
        if booked:
            return (booked[0].request or {}).get("consignment", {})
        picking = pickings.filtered(lambda p: p.state != "cancel")[:1]
        if not picking:
            return {}
        consignment = picking._logistics_consignment()
        return self.env["logistics.quote"]._described(consignment)["consignment"]

    @api.depends("deadline", "state")
    def _compute_is_too_late(self):
        today = fields.Date.context_today(self)
        for claim in self:
            claim.is_too_late = bool(
                claim.state == "draft" and claim.deadline and claim.deadline < today
            )

    @api.depends("evidence_ids", "type", "state")
    def _compute_is_unproven(self):
        for claim in self:
            claim.is_unproven = (
                claim.state == "draft"
                and claim.type in ("damage", "shortage")
                and not claim.evidence_ids
            )

    # Who has to do what by when

    @api.model_create_multi
    def create(self, vals_list):
        claims = super().create(vals_list)
        claims._keep_evidence()
        claims._remind()
        return claims

    def write(self, vals):
        result = super().write(vals)
        if "evidence_ids" in vals:
            self._keep_evidence()
        if not {"deadline", "state", "user_id"}.isdisjoint(vals):
            self._remind()
        return result

    def _keep_evidence(self):
        """Let who sees the claim see what was put to it."""
        for claim in self:
            loose = claim.evidence_ids.sudo().filtered(
                lambda a: (
                    not a.res_id
                    and a.res_model in (False, self._name)
                    and a.create_uid == self.env.user
                )
            )
            loose.write({"res_model": self._name, "res_id": claim.id})

    def _remind(self):
        """Put the claim on somebody's list, until it is filed or answered."""
        kind = "mail.mail_activity_data_todo"
        self.activity_unlink([kind])
        for claim in self:
            if reminder := claim._reminder():
                date, summary = reminder
                claim.activity_schedule(
                    kind,
                    date_deadline=date,
                    summary=summary,
                    user_id=(claim.user_id or self.env.user).id,
                )

    def _reminder(self):
        """Return (date, what has to be done), None where nobody is waited for."""
        if self.state == "draft" and self.deadline:
            name = self.integration_id.name or self.env._("the carrier")
            return self.deadline - REMIND_BEFORE, self.env._(
                "File the claim with %(carrier)s by %(date)s",
                carrier=name,
                date=fields.Date.to_string(self.deadline),
            )
        days = self.integration_id.sudo().claim_days_answer
        if self.state == "filed" and self.filed_date and days:
            return (
                self.filed_date + timedelta(days=days),
                self.env._("Ask what became of the claim"),
            )
        return None

    # What people do

    def _move(self, state, from_states, **values):
        self.check_access("write")
        super(LogisticsClaim, self.sudo())._move(state, from_states, **values)

    def action_settle(self):
        """The money has come: how much is on the claim.

        :raise UserError: if nobody has entered it.
        """
        if unpaid := self.filtered(lambda claim: not claim.amount_recovered):
            raise UserError(
                self.env._(
                    "Enter what the carrier has paid first: %s",
                    ", ".join(unpaid.mapped("name")),
                )
            )
        return super().action_settle()

    def action_appeal(self):
        """The carrier's no is not the last word: the claim is filed again."""
        self._move(
            "filed",
            ("rejected",),
            filed_date=fields.Date.context_today(self),
            closed_date=False,
        )

    def action_gather_evidence(self):
        """Put to the claim what is known already: proof of delivery, papers, invoices."""
        self.check_access("write")
        for claim in self:
            claim.evidence_ids |= claim._known_evidence()

    def _known_evidence(self):
        """Return copies, as the papers of others must not be lost or shown with it."""
        shipment = self.shipment_id.sudo()
        papers = shipment.proof_ids.attachment_ids
        papers |= shipment.picking_ids.booking_ids.document_ids
        present = set(self.evidence_ids.sudo().mapped("checksum"))
        owned = {"res_model": self._name, "res_id": self.id, "res_field": False}
        copies = self.env["ir.attachment"].sudo()
        for paper in papers.filtered(lambda a: a.checksum not in present):
            copies |= paper.copy({**owned, "name": paper.name})
        for proof in shipment.proof_ids.filtered("signature"):
            name = self.env._("Signature %s.png", proof.signatory or proof.id)
            if name not in self.evidence_ids.sudo().mapped("name"):
                copies |= copies.create(
                    {**owned, "name": name, "datas": proof.signature}
                )
        return copies.with_env(self.env)

    def action_email(self):
        """Write to the carrier, with the evidence."""
        self.ensure_one()
        template = self.env.ref("logistics_carrier_connector.mail_template_claim")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write to the Carrier"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment",
                "default_attachment_ids": self.evidence_ids.ids,
            },
        }
