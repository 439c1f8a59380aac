# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..canonical import vocabulary


class LogisticsShipment(models.Model):
    """Goods for one consignee under one responsibility, from one place to another.

    ``state`` is never set by hand: :meth:`_derive` reads it from the milestones. Where
    no milestone tells the stage yet, ``office_state`` does: how far the shipment got
    through Odoo's own steps.
    """

    _name = "logistics.shipment"
    _description = "Shipment"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "reference_ids.value"]

    name = fields.Char(
        required=True,
        copy=False,
        readonly=True,
        index=True,
        default=lambda self: self.env._("New"),
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one("res.partner", string="Customer", check_company=True)
    ship_from_id = fields.Many2one("res.partner", check_company=True)
    ship_to_id = fields.Many2one("res.partner", check_company=True)
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        index="btree_not_null",
        check_company=True,
        help="The carrier that executes the shipment. Each leg has its own.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Dispatcher",
        index="btree_not_null",
        tracking=True,
        default=lambda self: self.env.company.logistics_user_id,
    )
    mode = fields.Selection(
        list(vocabulary.MODES.items()), required=True, default="parcel"
    )
    direction = fields.Selection(
        list(vocabulary.DIRECTIONS.items()), required=True, default="outbound"
    )
    service_code = fields.Char(string="Service")
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0")
    incoterm_id = fields.Many2one("logistics.incoterm")
    weight = fields.Float(string="Weight (kg)", digits=(16, 3))
    volume = fields.Float(string="Volume (m³)", digits=(16, 4))
    note = fields.Html(string="Notes")

    state = fields.Selection(
        list(vocabulary.STATES.items()),
        string="Stage",
        required=True,
        default="draft",
        copy=False,
        group_expand=True,
    )
    office_state = fields.Selection(
        [("draft", "Draft"), ("released", "Released"), ("booked", "Booked")],
        required=True,
        default="draft",
        copy=False,
        help="How far the shipment got in Odoo; it counts until a milestone tells more.",
    )
    has_exception = fields.Boolean(copy=False)
    package_count = fields.Integer(copy=False)
    delivered_package_count = fields.Integer(copy=False)

    released_date = fields.Datetime(copy=False)
    promised_date = fields.Datetime(
        string="Promised",
        copy=False,
        help="The original promise. It is frozen when the shipment is released.",
    )
    revised_promise_date = fields.Datetime(
        string="Revised Promise",
        copy=False,
        tracking=True,
        help="What the customer is shown instead of the original promise.",
    )
    revised_promise_reason = fields.Char(copy=False, tracking=True)
    shown_promise_date = fields.Datetime(
        string="Promise", compute="_compute_shown_promise_date", store=True
    )
    eta_date = fields.Datetime(string="ETA", copy=False)
    picked_up_date = fields.Datetime(copy=False)
    delivered_date = fields.Datetime(copy=False)
    last_milestone_date = fields.Datetime(string="Last News", copy=False)
    last_milestone_code = fields.Selection(
        [(code, word.label) for code, word in vocabulary.MILESTONES.items()],
        string="Last Milestone",
        copy=False,
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    correlation_id = fields.Char(
        required=True,
        copy=False,
        index=True,
        readonly=True,
        default=lambda self: uuid.uuid4().hex,
    )
    reference_ids = fields.One2many("logistics.reference", "shipment_id")
    package_ids = fields.One2many("logistics.package", "shipment_id")
    leg_ids = fields.One2many("logistics.leg", "shipment_id")
    milestone_ids = fields.One2many("logistics.milestone", "shipment_id")
    exception_ids = fields.One2many("logistics.exception", "shipment_id")
    charge_ids = fields.One2many("logistics.charge", "shipment_id")
    proof_ids = fields.One2many("logistics.proof", "shipment_id")
    claim_ids = fields.One2many("logistics.claim", "shipment_id")
    tracking_reference = fields.Char(
        string="Tracking Numbers", compute="_compute_tracking_reference"
    )
    open_exception_count = fields.Integer(compute="_compute_open_exception_count")
    message_count = fields.Integer(compute="_compute_message_count")

    _company_state = models.Index("(company_id, state, id)")
    _partner_portal = models.Index("(partner_id, id)")
    _with_exception = models.Index("(company_id, id) WHERE has_exception")

    @api.depends("promised_date", "revised_promise_date")
    def _compute_shown_promise_date(self):
        for shipment in self:
            shipment.shown_promise_date = (
                shipment.revised_promise_date or shipment.promised_date
            )

    @api.depends("promised_date", "delivered_date", "state")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for shipment in self:
            shipment.is_late = bool(
                shipment.promised_date
                and shipment.state not in ("returned", "cancelled")
                and (shipment.delivered_date or now) > shipment.promised_date
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        late = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "COALESCE(%s, %s) > %s AND %s NOT IN ('returned', 'cancelled')",
                model._field_to_sql(alias, "delivered_date", query),
                now,
                model._field_to_sql(alias, "promised_date", query),
                model._field_to_sql(alias, "state", query),
            )
        )
        return late if True in value else ~late

    @api.depends("reference_ids.value", "reference_ids.type")
    def _compute_tracking_reference(self):
        for shipment in self:
            numbers = shipment.reference_ids.filtered(lambda r: r.type == "tracking")
            # A lone package has its shipment's number.
            shipment.tracking_reference = ", ".join(
                dict.fromkeys(numbers.mapped("value"))
            )

    @api.depends("exception_ids.state")
    def _compute_open_exception_count(self):
        counts = dict(
            self.env["logistics.exception"]._read_group(
                [("shipment_id", "in", self.ids), ("state", "!=", "resolved")],
                ["shipment_id"],
                ["__count"],
            )
        )
        for shipment in self:
            shipment.open_exception_count = counts.get(shipment, 0)

    def _compute_message_count(self):
        messages = self.env["logistics.message"]
        counts = {}
        if messages.has_access("read"):
            counts = dict(
                messages._read_group(
                    [("correlation_id", "in", self.mapped("correlation_id"))],
                    ["correlation_id"],
                    ["__count"],
                )
            )
        for shipment in self:
            shipment.message_count = counts.get(shipment.correlation_id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        self._number(vals_list)
        for vals in vals_list:
            state = vals.get("state")
            if state in dict(self._fields["office_state"].selection):
                vals.setdefault("office_state", state)
        return super().create(vals_list)

    @api.model
    def _number(self, vals_list):
        """Draw a name for each that has none, by its company's sequence."""
        sequences = {}
        for vals in vals_list:
            if vals.get("name"):
                continue
            company = vals.get("company_id") or self.env.company.id
            if company not in sequences:
                sequences[company] = self.env["ir.sequence"].search(
                    [
                        ("code", "=", "logistics.shipment"),
                        ("company_id", "in", (company, False)),
                    ],
                    order="company_id",
                    limit=1,
                )
            if sequence := sequences[company]:
                vals["name"] = sequence.next_by_id()

    def write(self, vals):
        if "promised_date" in vals:
            self._check_promise_not_frozen(vals["promised_date"])
        if (
            "released_date" in vals
            and not self.env.su
            and any(shipment.released_date for shipment in self)
        ):
            raise UserError(
                self.env._("A shipment is released once: that froze its promise.")
            )
        return super().write(vals)

    def _check_promise_not_frozen(self, promise):
        promise = fields.Datetime.to_datetime(promise)
        for shipment in self:
            if shipment.released_date and promise != shipment.promised_date:
                raise UserError(
                    self.env._(
                        "The promise of %s was frozen when it was released. "
                        "Revise the promise instead.",
                        shipment.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if moved := self.filtered(lambda s: s.state not in ("draft", "cancelled")):
            raise UserError(
                self.env._(
                    "Only draft or cancelled shipments can be deleted: %s",
                    ", ".join(moved.mapped("name")),
                )
            )

    # Steps taken in Odoo

    def action_release(self):
        """Hand the shipment over to execution and freeze the promise."""
        self._set_office_state("released", from_states=("draft",))

    def action_book(self):
        """Record that the carrier has been told."""
        self._set_office_state("booked", from_states=("draft", "released"))

    def action_cancel(self):
        """Call the shipment off before anything moved."""
        moved = self.filtered(lambda s: s.state not in ("draft", "released", "booked"))
        if moved:
            raise UserError(
                self.env._(
                    "Already on the way, so it cannot be cancelled here: %s",
                    ", ".join(moved.mapped("name")),
                )
            )
        self.env["logistics.milestone"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "code": "cancelled",
                    "occurred_at": fields.Datetime.now(),
                }
                for shipment in self
            ]
        )

    def _set_office_state(self, state, *, from_states):
        """Move on in Odoo's own steps, from the named ones only."""
        if wrong := self.filtered(lambda s: s.office_state not in from_states):
            raise UserError(
                self.env._(
                    "%(shipments)s: this step was taken already.",
                    shipments=", ".join(wrong.mapped("name")),
                )
            )
        for shipment in self:
            shipment.office_state = state
            if not shipment.released_date:
                shipment.released_date = fields.Datetime.now()
        self._derive()

    # Related records

    def _form_action(self):
        """Return the action that opens the form of the shipment."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_view_messages(self):
        """Open every message of this shipment."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_message_action"
        )
        action["domain"] = [("correlation_id", "in", self.mapped("correlation_id"))]
        action["context"] = {}
        return action

    def action_view_trace(self):
        """Open the trace: everything that bears the shipment's correlation id."""
        self.ensure_one()
        return self.env["logistics.trace"]._open(self.correlation_id)
