# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsException(models.Model):
    """The one way in which a program opens a case, and makes one graver."""

    _inherit = "logistics.exception"

    @api.model
    def _open_case(
        self,
        shipment,
        type,
        severity,
        summary,
        user=None,
        automatic=False,
        *,
        package=None,
        reason_code=None,
        **values,
    ):
        """Return the open case of each shipment for a type of trouble.

        An automatic one is opened once for each shipment, package and type: where it is
        open already, that one is returned, made graver if need be. Milestones may close
        an automatic case; any other is closed by a person.

        :param shipment: one or several shipments.
        :param str severity: a key of ``SEVERITIES``.
        :param str summary: what is wrong, for people.
        :param user: who shall own it; else owner rules say.
        :param package: of the shipment, where one alone is meant.
        :param values: further values of new cases.
        """
        known = self.browse()
        if automatic:
            known = self._open_already(shipment, type, package)
            known._escalate(severity, summary)
        fresh = self.create(
            [
                {
                    **values,
                    "shipment_id": one.id,
                    "package_id": package and package.id,
                    "type": type,
                    "severity": severity,
                    "summary": summary,
                    "reason_code": reason_code,
                    "user_id": user and user.id,
                    "automatic": automatic,
                }
                for one in shipment - known.shipment_id
            ]
        )
        return known | fresh

    @api.model
    def _open_already(self, shipments, type, package):
        return self.search(
            [
                ("shipment_id", "in", shipments.ids),
                ("package_id", "=", package.id if package else False),
                ("type", "=", type),
                ("automatic", "=", True),
                ("state", "!=", "resolved"),
            ]
        )

    def _escalate(self, severity, reason):
        """Make open cases as grave as that, and say why; no case becomes less grave.

        :param str severity: a key of ``SEVERITIES``.
        """
        graver = self.filtered(
            lambda case: case.state != "resolved" and case.severity < severity
        )
        if graver:
            graver.write({"severity": severity})
            graver._message_log_batch(bodies=dict.fromkeys(graver.ids, reason))
        return graver
