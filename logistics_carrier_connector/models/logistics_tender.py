# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.logistics_base.canonical.vocabulary import MODES

#: The carrier has been asked and nothing is decided.
OPEN_STATES = ("sent", "counter")
#: What may still be called off.
LIVE_STATES = ("draft", "sent", "counter", "accepted")
#: What asking and being answered tells of a tender.
RECORDED = frozenset(
    {
        "state",
        "offering",
        "respond_by",
        "sent_at",
        "answered_at",
        "counter_price",
        "counter_currency_id",
        "counter_pickup_at",
        "reason_code",
        "reason",
        "carrier_reference",
        "late_answer_at",
        "has_load",
    }
)


class LogisticsTender(models.Model):
    """A load offered to one carrier, which may accept or decline it.

    The carriers of one offering are asked one after the other, in the order of
    ``sequence``: each has a tender of its own, and all share ``offering``. Who accepts
    first gets the load.
    """

    _name = "logistics.tender"
    _description = "Load Tender"
    _inherit = ["mail.thread", "mail.activity.mixin", "logistics.recorded"]
    _order = "id desc"
    _check_company_auto = True
    _recorded = RECORDED

    name = fields.Char(
        string="Number",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env._("New"),
        help="Ours; the carrier's answer names it.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    shipment_ids = fields.Many2many(
        "logistics.shipment",
        "logistics_tender_shipment_rel",
        "tender_id",
        "shipment_id",
        string="Shipments",
        required=True,
        check_company=True,
    )
    shipment_names = fields.Char(compute="_compute_shipment_names", string="Load")
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        required=True,
        index=True,
        check_company=True,
        domain="[('kind', 'in', ('carrier', 'forwarder'))]",
        tracking=True,
    )
    service_code = fields.Char(string="Service")
    mode = fields.Selection(list(MODES.items()))
    state = fields.Selection(
        [
            ("draft", "To Be Asked"),
            ("sent", "Asked"),
            ("counter", "Counter-Offer"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("expired", "No Answer"),
            ("cancelled", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    offering = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: uuid.uuid4().hex,
        help="Tenders of one offering are asked one after the other.",
    )
    sequence = fields.Integer(string="Order", default=10, help="In the routing guide.")
    respond_within = fields.Float(string="Answer within (h)", default=2.0)
    respond_by = fields.Datetime(readonly=True, copy=False, tracking=True)
    sent_at = fields.Datetime(string="Asked at", readonly=True, copy=False)
    answered_at = fields.Datetime(readonly=True, copy=False)
    pickup_from = fields.Datetime()
    pickup_until = fields.Datetime()
    deliver_from = fields.Datetime()
    deliver_until = fields.Datetime()
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    price = fields.Monetary(help="What we offer to pay. 0: as the contract says.")
    counter_price = fields.Monetary(
        readonly=True, copy=False, currency_field="counter_currency_id"
    )
    counter_currency_id = fields.Many2one("res.currency", readonly=True, copy=False)
    counter_pickup_at = fields.Datetime(
        string="Would Pick Up at", readonly=True, copy=False
    )
    reason_code = fields.Char(readonly=True, copy=False)
    reason = fields.Char(readonly=True, copy=False, tracking=True)
    carrier_reference = fields.Char(readonly=True, copy=False)
    late_answer_at = fields.Datetime(
        string="Answered Too Late",
        readonly=True,
        copy=False,
        help="The carrier accepted after the offer was withdrawn: it was told no.",
    )
    has_load = fields.Boolean(
        readonly=True,
        copy=False,
        help="The carrier has accepted, and keeps the load while it is asked about a "
        "change.",
    )
    is_by_hand = fields.Boolean(
        compute="_compute_is_by_hand",
        help="The carrier's system cannot be sent tenders: ask by phone, e-mail or its "
        "portal, and record what it answers.",
    )
    offering_ids = fields.Many2many(
        "logistics.tender", compute="_compute_offering_ids", string="All Carriers"
    )
    is_late = fields.Boolean(compute="_compute_is_late")

    _name_unique = models.Constraint(
        "unique(name, company_id)", "This tender number is taken."
    )
    _in_time = models.Constraint(
        "CHECK(respond_within > 0)", "A carrier needs some time to answer."
    )
    _windows = models.Constraint(
        "CHECK(pickup_from <= pickup_until AND deliver_from <= deliver_until)",
        "A time window ends before it begins.",
    )
    _price_positive = models.Constraint(
        "CHECK(price >= 0)", "The price must not be below zero."
    )
    _due = models.Index("(respond_by) WHERE state = 'sent'")
    # Only one carrier of an offering may have the load.
    _one_accepted = models.UniqueIndex(
        "(offering) WHERE state = 'accepted'",
        "Another carrier has accepted this load already.",
    )

    @api.depends("shipment_ids.name")
    def _compute_shipment_names(self):
        for tender in self:
            tender.shipment_names = ", ".join(tender.shipment_ids.mapped("name"))

    @api.depends("integration_id.adapter")
    def _compute_is_by_hand(self):
        for tender in self:
            tender.is_by_hand = not tender._is_sent_by_message()

    @api.depends("offering")
    def _compute_offering_ids(self):
        found = self.search([("offering", "in", self.mapped("offering"))])
        by_offering = found.sorted("sequence").grouped("offering")
        for tender in self:
            tender.offering_ids = by_offering.get(tender.offering, self.browse())

    @api.depends("state", "respond_by")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for tender in self:
            is_open = tender.state == "sent" and tender.respond_by
            tender.is_late = bool(is_open and tender.respond_by < now)

    @api.constrains("shipment_ids")
    def _check_shipments(self):
        for tender in self:
            if not tender.shipment_ids:
                raise ValidationError(self.env._("A tender needs a shipment."))
            for name in ("ship_from_id", "ship_to_id"):
                if len(tender.shipment_ids.mapped(name)) > 1:
                    raise ValidationError(
                        self.env._(
                            "These shipments go between different places: tender "
                            "them one by one."
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        sequence = self.env["ir.sequence"]
        for vals in vals_list:
            if not vals.get("name"):
                company = vals.get("company_id") or self.env.company.id
                vals["name"] = sequence.with_company(company).next_by_code(
                    "logistics.tender"
                )
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unasked(self):
        if asked := self.filtered("sent_at"):
            raise UserError(
                self.env._(
                    "Carriers have been asked: withdraw instead of deleting: %s",
                    ", ".join(asked.mapped("name")),
                )
            )

    # What a dispatcher does

    def action_send(self):
        """Ask the carrier."""
        for tender in self._decided():
            tender._must_be("draft")
            tender._check_nobody_else_is_asked()
            tender._ask()

    def action_accept(self):
        """Record that the carrier accepted, or agree to its counter-offer."""
        for tender in self._decided():
            tender._must_be("sent", "counter", "expired", "declined")
            tender._check_nobody_else_is_asked()
            if tender.state == "counter":
                tender._take_counter_offer()
            tender._set_accepted()

    def action_decline(self):
        """Record that the carrier declined, or turn its counter-offer down."""
        for tender in self._decided():
            tender._must_be("sent", "counter", "accepted")
            if tender.state == "counter":
                tender._tell("cancel")
            tender._set_declined()
            tender._continue()

    def action_next(self):
        """Give up waiting for this carrier and ask the next one."""
        for tender in self._decided():
            tender._must_be("sent", "counter")
            tender._withdraw(self.env._("The next carrier was asked."))
            tender._continue()

    def action_change(self):
        """Tell the carrier what has changed; it may answer anew."""
        for tender in self._decided():
            tender._must_be("sent", "counter", "accepted")
            tender._ask(purpose="change")

    def action_cancel(self):
        """Withdraw the load from this carrier and from those not asked yet."""
        for tender in self._decided():
            tender._must_be(*LIVE_STATES)
            waiting = tender._offering().filtered(lambda t: t.state == "draft")
            (tender | waiting)._withdraw(self.env._("The load was withdrawn."))

    def _decided(self):
        """Return the tenders as who may decide on them writes down what follows."""
        self.check_access("write")
        return self.sudo()

    def _must_be(self, *states):
        """Raise UserError unless the tender is in one of the states; locks it."""
        self.ensure_one()
        self.lock_for_update()
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(tender)s is “%(state)s”: that cannot be done now.",
                    tender=self.name,
                    state=labels[self.state],
                )
            )

    def _check_nobody_else_is_asked(self):
        others = (self._offering() - self).filtered(
            lambda t: t.state in ("sent", "counter", "accepted")
        )
        if others:
            raise UserError(
                self.env._(
                    "%(carrier)s has this load or is being asked: withdraw it there "
                    "first (%(tender)s).",
                    carrier=others[0].integration_id.name,
                    tender=others[0].name,
                )
            )

    def action_view_shipments(self):
        """Open the shipments of the load."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_shipment_action"
        )
        if len(self.shipment_ids) == 1:
            return {
                **action,
                "views": [(False, "form")],
                "res_id": self.shipment_ids.id,
            }
        return {**action, "domain": [("id", "in", self.shipment_ids.ids)]}

    def action_view_messages(self):
        """Open what was sent and received about this load."""
        return self.shipment_ids.action_view_messages()

    def action_email(self):
        """Write to a carrier that is not asked by message."""
        self.ensure_one()
        template = self.env.ref("logistics_carrier_connector.mail_template_tender")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask by E-mail"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment",
            },
        }
