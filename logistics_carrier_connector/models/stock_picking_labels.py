# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .label_files import in_one_file
from .stock_picking_booking import NOT_YET

#: What was put together for one print is of no use after so many days.
KEEP_DAYS = 2
_BATCH = "logistics.label.batch"


class StockPicking(models.Model):
    """Many labels in one print: as they were bought, nothing is bought again."""

    _inherit = "stock.picking"

    def action_get_labels(self):
        """Have the labels bought of all these transfers that can have one.

        Whatever cannot is named, with the reason; it keeps nothing else waiting.
        """
        self.check_access("write")
        reasons = {}
        for picking in self:
            if reason := picking._logistics_why_no_label_yet():
                reasons[picking] = reason
                continue
            booking = self.env["logistics.booking"]._intend(picking)
            if booking.state == "failed" and booking.error_category == "invalid":
                reasons[picking] = booking.error_message
        if not reasons:
            return False
        told = "\n".join(f"{picking.name}: {why}" for picking, why in reasons.items())
        reload = {"type": "ir.actions.client", "tag": "soft_reload"}
        return self._logistics_tell(
            self.env._("No label was asked for:\n%s", told), reload
        )

    def _logistics_why_no_label_yet(self):
        """Return why no label can be bought now; None where it can."""
        self.ensure_one()
        if self.delivery_type != "logistics":
            return self.env._("not shipped by a carrier that is integrated here")
        if self.state in NOT_YET:
            return self.env._("not ready to be packed yet")
        return None

    def action_print_labels(self):
        """Open the labels of all these transfers as one file, in the transfers' order.

        Whatever has no label is named.
        """
        self.check_access("read")
        labelled = self.filtered(lambda p: p.label_state == "ready")
        if not labelled:
            raise UserError(self.env._("None of these has a label yet."))
        batch = labelled._logistics_label_batch()
        download = {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{batch.id}",
            "target": "new",
        }
        if missing := self - labelled:
            return self._logistics_tell(
                self.env._("Without a label: %s", ", ".join(missing.mapped("name"))),
                download,
            )
        return download

    @api.model
    def _logistics_tell(self, message, then):
        """Return an action that tells people something and goes on to another one."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": message,
                "next": then,
            },
        }

    def _logistics_label_batch(self):
        """Return one attachment, of this user alone, with the labels of the transfers."""
        labels = [
            label.raw
            for picking in self
            for label in picking.sudo().booking_id.label_ids.sorted("id")
        ]
        name = f"Labels-{fields.Date.context_today(self)}"
        kind, content = in_one_file(labels, name)
        return self.env["ir.attachment"].create(
            {"name": f"{name}.{kind}", "raw": content, "description": _BATCH}
        )


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.autovacuum
    def _gc_label_batches(self):
        """Delete what was put together for a print."""
        old = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.sudo().search(
            [
                ("description", "=", _BATCH),
                ("res_model", "=", False),
                ("create_date", "<", old),
            ]
        ).unlink()
