# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from .logistics_inventory_discrepancy import WAITING_STATES

#: So many activities are made in one run: nobody reads more.
_MOST = 200


class LogisticsInventoryDiscrepancy(models.Model):
    """What time does to discrepancies: they settle, age, and get urgent."""

    _inherit = "logistics.inventory.discrepancy"

    @api.model
    def _keep_up(self):
        """Look at what waits once more. Runs as a cron; commits each warehouse.

        Confirmations that came late may have settled it; what did not settle in time is
        somebody's work, and what is old or large somebody is told of.
        """
        comparison = self.env["logistics.inventory.comparison"]
        for warehouse in self._waited_for():
            waiting = self.search(
                [("warehouse_id", "=", warehouse.id), ("state", "in", WAITING_STATES)]
            )
            comparison._compare_again(warehouse, waiting)
            if self.env.context.get("ir_cron_progress_id"):
                self.env["ir.cron"]._commit_progress(1)
        self._unsettle()
        self._grow_older()
        self._escalate()

    @api.model
    def _waited_for(self):
        """Return the warehouses of which something waits."""
        found = self._read_group([("state", "in", WAITING_STATES)], ["warehouse_id"])
        return [warehouse for (warehouse,) in found]

    @api.model
    def _unsettle(self):
        """Open again what was expected to settle by itself, and has not."""
        self.sudo().search(
            [
                ("state", "=", "explained"),
                ("explained_until", "<=", fields.Datetime.now()),
            ]
        ).write({"state": "open"})

    @api.model
    def _grow_older(self):
        """Write how old differences are, in words that can be grouped by."""
        self.flush_model(["first_seen", "state", "age"])
        self.env.cr.execute(
            """
            WITH aged AS (
                SELECT id, CASE WHEN first_seen > %(now)s - interval '1 day' THEN '1'
                                WHEN first_seen > %(now)s - interval '7 days' THEN '2'
                                WHEN first_seen > %(now)s - interval '30 days' THEN '3'
                                ELSE '4' END AS age
                  FROM logistics_inventory_discrepancy
                 WHERE state IN ('open', 'explained', 'approved', 'dismissed')
            )
            UPDATE logistics_inventory_discrepancy d SET age = a.age
              FROM aged a WHERE a.id = d.id AND d.age IS DISTINCT FROM a.age
            """,
            {"now": fields.Datetime.now()},
        )
        self.invalidate_model(["age"])

    @api.model
    def _escalate(self):
        """Give somebody an activity for what is old or large, once."""
        for warehouse in self.env["stock.warehouse"].search(
            [("logistics_integration_id", "!=", False)]
        ):
            user = warehouse._logistics_answers()
            for one in self.search(self._urgent_domain(warehouse), limit=_MOST):
                one._activate(one.user_id or user)

    @api.model
    def _urgent_domain(self, warehouse):
        days, value = (
            warehouse.logistics_escalate_days,
            warehouse.logistics_escalate_value,
        )
        domain = fields.Domain.FALSE
        if days > 0:
            before = fields.Datetime.now() - timedelta(days=days)
            domain |= fields.Domain("first_seen", "<=", before)
        if value > 0:
            domain |= fields.Domain("absolute_value", ">=", value)
        return domain & fields.Domain(
            [
                ("warehouse_id", "=", warehouse.id),
                ("state", "=", "open"),
                ("within_tolerance", "=", False),
                ("is_escalated", "=", False),
            ]
        )

    def _activate(self, user):
        self.ensure_one()
        self.sudo().is_escalated = True
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Stock differs from the warehouse's"),
                user_id=user.id,
            )
