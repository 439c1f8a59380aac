# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LogisticsShipment(models.Model):
    """Who revises a promise by hand is on record; what policies do, they log."""

    _inherit = "logistics.shipment"

    def _revise_promise(self, when, reason, *, rule=None):
        before = {shipment.id: shipment.shown_promise_date for shipment in self}
        result = super()._revise_promise(when, reason, rule=rule)
        if rule is None:
            for shipment in self:
                self.env["logistics.audit.entry"]._record(
                    "promise.revised",
                    shipment,
                    {
                        "promise": {
                            "before": before[shipment.id],
                            "after": shipment.shown_promise_date,
                        },
                        "reason": reason,
                    },
                )
        return result


class LogisticsProcess(models.Model):
    """Who takes a process over, and lets it go on, is on record."""

    _inherit = "logistics.process"

    def _take_over(self, reason):
        result = super()._take_over(reason)
        self.env["logistics.audit.entry"]._record(
            "process.taken_over", self, {"reason": reason}
        )
        return result

    def action_resume(self):
        resumed = self.filtered("taken_over_by_id")
        result = super().action_resume()
        if resumed:
            self.env["logistics.audit.entry"]._record("process.resumed", resumed)
        return result


class LogisticsExport(models.AbstractModel):
    """Who takes much at once is on record, before the first byte leaves."""

    _inherit = "logistics.export"

    def _stream(self, dataset, date_from, date_to, form):
        stream = super()._stream(dataset, date_from, date_to, form)
        self.env["logistics.audit.entry"]._record_read(
            "export",
            self.env[dataset.model],
            {"from": date_from, "to": date_to, "format": form},
        )
        return stream
