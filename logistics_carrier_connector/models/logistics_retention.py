# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.logistics_base.models.logistics_retention_kinds import (
    KINDS,
    RetentionKind,
)

#: Of these nothing is to be done any more.
SETTLED = ("draft", "ready", "failed", "cancelled")


class BookingKind(RetentionKind):
    """Labels, papers and the addresses that carriers were told with bookings."""

    model = "logistics.booking"
    company = SQL("COALESCE(s.company_id, p.company_id)")
    age = SQL("COALESCE(r.booked_at, r.create_date)")
    personal = SQL(
        "r.state IN ('ready', 'failed', 'cancelled') AND "
        "(r.request IS NOT NULL OR r.answer IS NOT NULL OR EXISTS (SELECT FROM "
        "logistics_booking_label_rel l WHERE l.logistics_booking_id = r.id))"
    )
    joins = SQL(
        "LEFT JOIN logistics_shipment s ON s.id = r.shipment_id "
        "LEFT JOIN stock_picking p ON p.id = r.picking_id "
        "LEFT JOIN res_partner consignee ON consignee.id = "
        "COALESCE(s.ship_to_id, p.partner_id)"
    )

    def anonymise(self, records):
        records = records.sudo()
        (records.label_ids | records.document_ids).unlink()
        records.write({"request": False, "answer": False})


KINDS["booking"] = BookingKind()


class LogisticsRetentionPolicy(models.Model):
    _inherit = "logistics.retention.policy"

    @api.model
    def _selection_kind(self):
        return [
            *super()._selection_kind(),
            ("booking", self.env._("Bookings: labels, papers and addresses")),
        ]
