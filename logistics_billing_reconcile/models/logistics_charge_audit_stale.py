# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..auditing.matching import NUMBERS

#: What may change what a carrier may bill, or whether it may.
TELLING = (
    "shipment.stage",
    "shipment.proof",
    "shipment.expected",
    "shipment.milestone",
    "shipment.milestone.retracted",
    "shipment.milestone.mapped",
)


class LogisticsChargeAudit(models.Model):
    """Audits are stale as soon as something changes that they rest on."""

    _inherit = "logistics.charge.audit"

    @api.model
    def _on_events(self, rows):
        """Have charges of the shipments that the events are about audited again."""
        self._mark_stale({row.shipment_id for row in rows if row.type in TELLING})

    @api.model
    def _mark_stale(self, shipment_ids):
        """Have all charges of shipments audited again; in one statement."""
        ids = [shipment_id for shipment_id in shipment_ids if shipment_id]
        if not ids:
            return
        self.env["logistics.reference"].flush_model()
        self._set_stale(
            SQL(
                """
                SELECT l.id FROM logistics_reference r
                  JOIN logistics_carrier_invoice_line l
                    ON l.normalized = r.normalized AND l.company_id = r.company_id
                 WHERE r.shipment_id = ANY(%(ids)s) AND r.type = ANY(%(numbers)s)
                 UNION
                SELECT id FROM logistics_charge_audit
                 WHERE shipment_id = ANY(%(ids)s)
                   AND method IN ('reference', 'bol', 'hand')
                """,
                ids=ids,
                numbers=list(NUMBERS),
            )
        )

    @api.model
    def _mark_stale_numbers(self, company, numbers):
        """Have charges billed by numbers that are somebody else's now audited again."""
        if numbers:
            self._set_stale(
                SQL(
                    "SELECT id FROM logistics_carrier_invoice_line "
                    "WHERE company_id = %s AND normalized = ANY(%s)",
                    company.id,
                    list(numbers),
                )
            )

    @api.model
    def _mark_stale_invoices(self, company, integration):
        """Have all charges of a company, or of one of its carriers, audited again."""
        self._set_stale(
            SQL(
                """
                SELECT a.id FROM logistics_charge_audit a
                  JOIN logistics_carrier_invoice i ON i.id = a.invoice_id
                 WHERE i.company_id = %s AND i.state IN ('audited', 'review') %s
                """,
                company.id,
                SQL("AND i.integration_id = %s", integration.id)
                if integration
                else SQL(),
            )
        )

    @api.model
    def _set_stale(self, ids):
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE logistics_charge_audit SET is_stale = true "
                "WHERE id IN (%s) AND is_stale IS NOT TRUE",
                ids,
            )
        )
        self.invalidate_model(["is_stale"], flush=False)


class LogisticsEvent(models.Model):
    _inherit = "logistics.event"

    @api.model
    def _consumers(self):
        return [*super()._consumers(), "logistics.charge.audit"]
