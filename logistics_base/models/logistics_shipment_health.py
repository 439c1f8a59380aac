# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..canonical.references import normalize
from ..canonical.vocabulary import CLOSED_STATES, MOVING_STATES

#: The columns that the board shows even when nothing stands in them.
BOARD_STATES = ("released", "booked", "picked_up", "in_transit", "out_for_delivery")


class LogisticsShipment(models.Model):
    """How a shipment fares, at a glance: what the board is coloured and sorted by."""

    _inherit = "logistics.shipment"

    state = fields.Selection(group_expand="_group_expand_state")
    health = fields.Selection(
        [
            ("exception", "Exception"),
            ("late", "Late"),
            ("silent", "No News"),
            ("on_track", "On Track"),
            ("closed", "Closed"),
        ],
        compute="_compute_health",
        search="_search_health",
        help="The worst that can be said of it: a case is open, its promise has passed, "
        "nothing was heard of it for too long.",
    )
    last_place = fields.Char(string="Last Seen", compute="_compute_last_place")
    open_exception_summary = fields.Char(compute="_compute_open_exception_summary")
    any_reference = fields.Char(
        compute="_compute_any_reference",
        search="_search_any_reference",
        help="Any number it or one of its packages is known by, however it is typed.",
    )
    milestone_count = fields.Integer(compute="_compute_related_counts")
    claim_count = fields.Integer(compute="_compute_related_counts")
    exception_count = fields.Integer(
        string="Exceptions of All Time", compute="_compute_related_counts"
    )

    @api.model
    def _group_expand_state(self, states, domain):
        """Return the board's columns: the usual ones, and those that hold something."""
        shown = {*BOARD_STATES, *states}
        return [code for code in dict(self._fields["state"].selection) if code in shown]

    # Health

    def _health_sql(self, alias, query):
        """Return the SQL expression of ``health``; the worst counts."""
        self.env["res.company"].flush_model(["logistics_silence_days"])

        def column(name):
            return self._field_to_sql(alias, name, query)

        return SQL(
            """
            CASE
                WHEN %(has_exception)s IS TRUE THEN 'exception'
                WHEN %(state)s NOT IN ('returned', 'cancelled')
                 AND COALESCE(%(delivered)s, %(now)s) > %(promised)s THEN 'late'
                WHEN %(state)s IN %(closed)s THEN 'closed'
                WHEN %(state)s IN %(moving)s
                 AND %(last_news)s < %(now)s - make_interval(days => (
                        SELECT c.logistics_silence_days FROM res_company c
                         WHERE c.id = %(company)s)) THEN 'silent'
                ELSE 'on_track'
            END
            """,
            has_exception=column("has_exception"),
            state=column("state"),
            delivered=column("delivered_date"),
            promised=column("promised_date"),
            last_news=column("last_milestone_date"),
            company=column("company_id"),
            closed=tuple(CLOSED_STATES),
            moving=tuple(MOVING_STATES),
            now=fields.Datetime.now(),
        )

    @api.depends(
        "has_exception",
        "state",
        "delivered_date",
        "promised_date",
        "last_milestone_date",
        "company_id.logistics_silence_days",
    )
    def _compute_health(self):
        stored = self.filtered("id")
        (self - stored).health = False
        stored.flush_recordset()
        query = stored._search([("id", "in", stored.ids)], active_test=False)
        health = self._health_sql(self._table, query)
        rows = dict(
            self.env.execute_query(
                query.select(SQL.identifier(self._table, "id"), health)
            )
        )
        for shipment in stored:
            shipment.health = rows.get(shipment.id, False)

    def _search_health(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = tuple(value)
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN %s", model._health_sql(alias, query), wanted
            )
        )

    def _read_group_groupby(self, alias, groupby_spec, query):
        if groupby_spec == "health":
            return self._health_sql(alias, query)
        return super()._read_group_groupby(alias, groupby_spec, query)

    # Where, and under which numbers

    @api.depends("milestone_ids.occurred_at", "milestone_ids.retracted")
    def _compute_last_place(self):
        self.env["logistics.milestone"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (shipment_id) shipment_id,
                       concat_ws(', ', COALESCE(location_city, location_name),
                                 location_country)
                  FROM logistics_milestone
                 WHERE shipment_id = ANY(%s) AND classifier = 'actual'
                   AND retracted IS NOT TRUE
                   AND COALESCE(location_city, location_name) IS NOT NULL
                 ORDER BY shipment_id, occurred_at DESC, id DESC
                """,
                list(self.ids),
            )
        )
        places = dict(rows)
        for shipment in self:
            shipment.last_place = places.get(shipment.id)

    @api.depends("reference_ids.value")
    def _compute_any_reference(self):
        for shipment in self:
            shipment.any_reference = ", ".join(shipment.reference_ids.mapped("value"))

    def _search_any_reference(self, operator, value):
        """A whole number finds exactly what bears it, a part of one all that hold it."""
        if operator not in ("ilike", "like", "=") or not isinstance(value, str):
            return NotImplemented
        number = normalize(value)
        if not number:
            return Domain.FALSE
        exact = Domain("reference_ids.normalized", "=", number)
        if operator == "=" or self.search_count(exact, limit=1):
            return exact
        return Domain("reference_ids.normalized", "like", number)

    # Counts and related records

    @api.depends("exception_ids.state", "exception_ids.summary")
    def _compute_open_exception_summary(self):
        for shipment in self:
            cases = shipment.exception_ids.filtered(lambda e: e.state != "resolved")
            shipment.open_exception_summary = "; ".join(cases[:3].mapped("summary"))

    def _compute_related_counts(self):
        for name, model in (
            ("milestone_count", "logistics.milestone"),
            ("claim_count", "logistics.claim"),
            ("exception_count", "logistics.exception"),
        ):
            counts = dict(
                self.env[model]._read_group(
                    [("shipment_id", "in", self.ids)], ["shipment_id"], ["__count"]
                )
            )
            for shipment in self:
                shipment[name] = counts.get(shipment, 0)

    def action_view_milestones(self):
        """Open the milestones as a list."""
        return self._related_action("logistics_base.logistics_milestone_action")

    def action_view_exceptions(self):
        """Open the exceptions of the shipment, the resolved ones too; one at once."""
        action = self._related_action("logistics_base.logistics_exception_action")
        if len(self.exception_ids) == 1:
            action.update(
                views=[(False, "form")],
                view_mode="form",
                res_id=self.exception_ids.id,
            )
        return action

    def action_view_claims(self):
        """Open the claims for the shipment."""
        return self._related_action("logistics_base.logistics_claim_action")

    def _related_action(self, xml_id):
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        action["domain"] = [("shipment_id", "in", self.ids)]
        action["context"] = {"default_shipment_id": self[:1].id}
        return action

    def action_record_milestone(self):
        """Ask what happened, where no partner tells it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record a Milestone"),
            "res_model": "logistics.milestone",
            "view_mode": "form",
            "views": [
                (
                    self.env.ref("logistics_base.logistics_milestone_view_record").id,
                    "form",
                )
            ],
            "target": "new",
            "context": {"default_shipment_id": self.id},
        }
