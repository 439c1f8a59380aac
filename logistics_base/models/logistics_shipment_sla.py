# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .logistics_sla_measure import STATES
from .logistics_sla_policy import SHIPMENT_KINDS

#: Of several measures of a shipment the worst one speaks for it.
WORST_FIRST = ("breached", "at_risk", "running", "met")


class LogisticsShipment(models.Model):
    """What a shipment is measured by: its lane, its service levels, its promise."""

    _inherit = "logistics.shipment"

    lane = fields.Char(
        compute="_compute_lane",
        store=True,
        help="From which country to which, as it was when the addresses were chosen.",
    )
    warehouse = fields.Char(
        compute="_compute_warehouse",
        store=True,
        help="The code of the warehouse that ships or receives it, where one does.",
    )
    sla_measure_ids = fields.One2many(
        "logistics.sla.measure", "shipment_id", string="Service Level Measures"
    )
    sla_state = fields.Selection(
        [row for row in STATES if row[0] in WORST_FIRST],
        string="Service Level",
        compute="_compute_sla",
        search="_search_sla_state",
    )
    sla_due_at = fields.Datetime(
        string="Next Due",
        compute="_compute_sla",
        help="When the next of its service levels is due.",
    )
    sla_due_kind = fields.Char(string="What Is Due", compute="_compute_sla")
    sla_measure_count = fields.Integer(compute="_compute_sla")

    _by_delivery = models.Index(
        "(company_id, delivered_date) WHERE delivered_date IS NOT NULL"
    )
    _by_promise = models.Index(
        "(company_id, promised_date) WHERE promised_date IS NOT NULL"
    )
    _by_revised_promise = models.Index(
        "(company_id, revised_promise_date) WHERE revised_promise_date IS NOT NULL"
    )

    @api.depends("ship_from_id", "ship_to_id")
    def _compute_lane(self):
        for shipment in self:
            ends = (shipment.ship_from_id, shipment.ship_to_id)
            codes = [end.sudo().country_id.code or "?" for end in ends]
            shipment.lane = "-".join(codes) if set(codes) != {"?"} else False

    def _compute_warehouse(self):
        """Leave it empty: an addon that knows warehouses fills it in."""
        for shipment in self:
            shipment.warehouse = shipment.warehouse or False

    @api.depends("sla_measure_ids.state", "sla_measure_ids.due_at")
    def _compute_sla(self):
        labels = dict(
            self.env["logistics.sla.measure"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        for shipment in self:
            measures = shipment.sla_measure_ids
            of_it = measures.filtered(lambda m: not m.exception_id)
            states = set(of_it.mapped("state"))
            open_ones = measures._is_open().filtered("due_at").sorted("due_at")
            shipment.sla_state = next((s for s in WORST_FIRST if s in states), False)
            shipment.sla_due_at = open_ones[:1].due_at
            shipment.sla_due_kind = labels.get(open_ones[:1].kind)
            shipment.sla_measure_count = len(measures)

    def _search_sla_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = Domain.FALSE
        kinds = ("kind", "in", list(SHIPMENT_KINDS))
        worse = []
        for state in WORST_FIRST:
            has = Domain("sla_measure_ids", "any", [kinds, ("state", "=", state)])
            if state in value:
                found |= Domain.AND([has, *(~other for other in worse)])
            worse.append(has)
        if False in value:
            found |= Domain.AND([~other for other in worse])
        return found

    def action_view_sla_measures(self):
        """Open the service levels of the shipment."""
        return self._related_action("logistics_base.logistics_sla_measure_action")

    # Events

    @api.model_create_multi
    def create(self, vals_list):
        shipments = super().create(vals_list)
        self.env["logistics.event"]._publish("shipment.created", shipments)
        return shipments

    # The promise

    def _set_office_state(self, state, *, from_states):
        """Move on; what is released without a promise gets the one of its service."""
        now = fields.Datetime.now()
        unreleased = self.filtered(lambda s: not s.released_date)
        unpromised = unreleased.filtered(lambda s: not s.promised_date)
        promises = self.env["logistics.sla.policy"]._promises(unpromised, now)
        for shipment, promise in promises.items():
            shipment.promised_date = promise
        return super()._set_office_state(state, from_states=from_states)
