# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid

from odoo import api, fields, models
from odoo.tools import SQL

#: What a portal user may read of a shipment through any door, RPC included.
PORTAL_FIELDS = frozenset(
    {
        "id",
        "display_name",
        "name",
        "company_id",
        "partner_id",
        "state",
        "mode",
        "direction",
        "package_count",
        "delivered_package_count",
        "promised_date",
        "revised_promise_date",
        "shown_promise_date",
        "eta_date",
        "picked_up_date",
        "delivered_date",
        "last_milestone_date",
        "last_milestone_code",
        "is_late",
        "access_url",
        "access_token",
    }
)


class LogisticsShipment(models.Model):
    """The shipment's doors for customers: who may enter, and what they may read."""

    _name = "logistics.shipment"
    _inherit = ["logistics.shipment", "portal.mixin"]

    portal_document_ids = fields.Many2many(
        "ir.attachment",
        "logistics_shipment_portal_document_rel",
        string="Documents for the Customer",
        copy=False,
        bypass_search_access=True,
        help="The customer sees these files, and no others, on the shipment page.",
    )
    share_url = fields.Char(
        string="Tracking Link",
        compute="_compute_share_url",
        help="Whoever has this link follows the shipment without signing in. "
        "Names, signatures, photos and documents are left out.",
    )

    _share_token_once = models.UniqueIndex(
        "(access_token) WHERE access_token IS NOT NULL"
    )

    def _compute_access_url(self):
        super()._compute_access_url()
        for shipment in self:
            shipment.access_url = f"/my/shipments/{shipment.id}"

    @api.depends("access_token")
    def _compute_share_url(self):
        for shipment in self:
            token = shipment.access_token
            shipment.share_url = (
                f"{shipment.get_base_url()}/track/{token}" if token else False
            )

    def _has_field_access(self, field, operation):
        """Let customers read the fields of ``PORTAL_FIELDS`` and no others."""
        if not super()._has_field_access(field, operation):
            return False
        if self.env.su or not self.env.user.share:
            return True
        return operation == "read" and field.name in PORTAL_FIELDS

    @api.model
    def _get_thread_with_access(
        self, thread_id, *, hash=None, pid=None, token=None, **kwargs
    ):
        """Keep the conversation closed to who has no more than a tracking link."""
        return super()._get_thread_with_access(
            thread_id, hash=hash, pid=pid, token=None, **kwargs
        )

    # The tracking link

    def action_renew_share_link(self):
        """Make a tracking link, or a new one: the link given out before is dead then."""
        for shipment in self:
            had_link = bool(shipment.access_token)
            shipment.access_token = str(uuid.uuid4())
            if had_link:
                shipment.message_post(
                    body=self.env._("The tracking link was replaced by a new one.")
                )

    def action_revoke_share_link(self):
        """Take the tracking link back: whoever has it sees nothing any more."""
        for shipment in self.filtered("access_token"):
            shipment.access_token = False
            shipment.message_post(body=self.env._("The tracking link was revoked."))

    def action_open_share_link(self):
        """Open the page that the bearer of the tracking link sees."""
        self.ensure_one()
        token = self._portal_ensure_token()
        return {
            "type": "ir.actions.act_url",
            "url": f"/track/{token}",
            "target": "new",
        }

    def _row_version(self):
        """Return what is another after each change of the shipment's row.

        Whatever partners tell changes the row; its last milestone at least.
        """
        self.ensure_one()
        self.flush_recordset()
        row = self.env.execute_query(
            SQL(
                "SELECT xmin::text, ctid::text FROM logistics_shipment WHERE id = %s",
                self.id,
            )
        )
        return row[0] if row else None

    @api.model
    def _of_share_token(self, token):
        """Return the shipment of a tracking link, privileged, or an empty recordset."""
        if not isinstance(token, str) or not token:
            return self.sudo().browse()
        return self.sudo().search([("access_token", "=", token)], limit=1)
