# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

STATES = {
    "to_send": "To Send",
    "sent": "Sent",
    "accepted": "Accepted",
    "refused": "Refused",
}
ITEM_CRON = "logistics_wms_sync.ir_cron_items"


class LogisticsItemSync(models.Model):
    """What a partner was told last of a product, a contact or an address of ours."""

    _name = "logistics.item.sync"
    _description = "Master Data at a Partner"
    _order = "state desc, id"
    _rec_name = "told_as"

    integration_id = fields.Many2one(
        "logistics.integration",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="integration_id.company_id", store=True, index=True
    )
    product_id = fields.Many2one(
        "product.product", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    kind = fields.Selection(
        [("product", "Product"), ("partner", "Contact or Address")],
        compute="_compute_kind",
        store=True,
    )
    told_as = fields.Char(
        string="Told as", readonly=True, help="What the partner was told it is called."
    )
    state = fields.Selection(
        list(STATES.items()),
        required=True,
        readonly=True,
        default="to_send",
        index=True,
        group_expand=True,
    )
    is_dirty = fields.Boolean(
        string="Changed",
        readonly=True,
        default=True,
        help="It may have changed since the partner was told.",
    )
    is_left_out = fields.Boolean(
        readonly=True, help="The partner was told that it is not to be used any more."
    )
    digest = fields.Char(readonly=True, help="Of what was told last.")
    number = fields.Char(string="Batch", readonly=True)
    sent_at = fields.Datetime(readonly=True)
    answered_at = fields.Datetime(readonly=True)
    message_id = fields.Many2one(
        "logistics.message",
        string="Told by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    refusal = fields.Char(string="Why It Was Refused", readonly=True)

    _product_once = models.UniqueIndex(
        "(integration_id, product_id) WHERE product_id IS NOT NULL",
        "This product is told to this partner already.",
    )
    _partner_once = models.UniqueIndex(
        "(integration_id, partner_id) WHERE partner_id IS NOT NULL",
        "This contact is told to this partner already.",
    )
    _one_record = models.Constraint(
        "CHECK((product_id IS NULL) != (partner_id IS NULL))",
        "It is about a product or a contact.",
    )
    _dirty = models.Index("(integration_id, id) WHERE is_dirty")
    _by_name = models.Index("(integration_id, told_as)")

    @api.depends("product_id")
    def _compute_kind(self):
        for sync in self:
            sync.kind = "product" if sync.product_id else "partner"

    @api.depends("product_id.display_name", "partner_id.display_name")
    def _compute_display_name(self):
        for sync in self:
            record = sync.sudo().product_id or sync.sudo().partner_id
            sync.display_name = record.display_name

    # What has changed

    @api.model
    def _mark(self, name, ids):
        """Note that records may have changed; what nobody was told of costs nothing.

        Written where it is noted already, too: a job that tells of the change before
        this one right now, and does not see this one, must not take the note away. The
        database ends whichever of both comes second.

        :param str name: ``product_id``, ``partner_id``, or ``product_tmpl_id`` for all
            variants of templates.
        """
        if not ids:
            return
        self.flush_model(["is_dirty"])
        condition = SQL("%s = ANY(%s)", SQL.identifier(name), list(ids))
        if name == "product_tmpl_id":
            condition = SQL(
                "product_id IN (SELECT id FROM product_product "
                "WHERE product_tmpl_id = ANY(%s))",
                list(ids),
            )
        self.env.cr.execute(
            SQL(
                "UPDATE logistics_item_sync SET is_dirty = TRUE WHERE %s",
                condition,
            )
        )
        if self.env.cr.rowcount:
            self.invalidate_model(["is_dirty"])
            self._wake()

    @api.model
    def _wake(self):
        self.env.ref(ITEM_CRON).sudo()._trigger()

    # Buttons

    def action_open_record(self):
        """Open what has to be put right."""
        self.ensure_one()
        record = self.product_id or self.partner_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }

    def action_send_again(self):
        """Tell the partner anew, changed or not."""
        self.check_access("write")
        self.sudo().write(
            {"state": "to_send", "is_dirty": True, "digest": False, "refusal": False}
        )
        self._wake()
