# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsIntegration(models.Model):
    """Which of our master data a partner is told."""

    _inherit = "logistics.integration"

    item_scope = fields.Selection(
        [
            ("none", "None"),
            ("all", "All Storable Products"),
            ("category", "By Category"),
            ("tag", "By Tag"),
        ],
        string="Products Told",
        required=True,
        default="none",
        tracking=True,
        help="Which products the partner is told of, and told again when they change.",
    )
    item_category_ids = fields.Many2many(
        "product.category",
        "logistics_integration_item_category_rel",
        "integration_id",
        "category_id",
        string="Product Categories",
    )
    item_tag_ids = fields.Many2many(
        "product.tag",
        "logistics_integration_item_tag_rel",
        "integration_id",
        "tag_id",
        string="Product Tags",
    )
    item_partner_scope = fields.Selection(
        [("none", "None"), ("company", "All Companies"), ("tag", "By Tag")],
        string="Contacts Told",
        required=True,
        default="none",
        tracking=True,
        help="Which contacts the partner is told of. Their addresses go with them.",
    )
    item_partner_tag_ids = fields.Many2many(
        "res.partner.category",
        "logistics_integration_item_partner_tag_rel",
        "integration_id",
        "tag_id",
        string="Contact Tags",
    )
    item_batch_size = fields.Integer(
        string="Records in a Batch", required=True, default=200
    )
    item_problem = fields.Char(
        string="Master Data Problem",
        readonly=True,
        copy=False,
        help="Why nothing could be sent when that was last tried.",
    )
    item_ids = fields.One2many(
        "logistics.item.sync", "integration_id", string="Master Data", readonly=True
    )
    item_refused_count = fields.Integer(compute="_compute_item_refused_count")

    _item_batch_positive = models.Constraint(
        "CHECK(item_batch_size BETWEEN 1 AND 5000)",
        "A batch holds between 1 and 5000 records.",
    )

    def _compute_item_refused_count(self):
        counts = dict(
            self.env["logistics.item.sync"]._read_group(
                [("integration_id", "in", self.ids), ("state", "=", "refused")],
                ["integration_id"],
                ["__count"],
            )
        )
        for integration in self:
            integration.item_refused_count = counts.get(integration, 0)

    def _item_domain(self):
        """Return the domain of the products that the partner is told of."""
        domain = [
            ("is_storable", "=", True),
            ("active", "=", True),
            ("company_id", "in", (False, self.company_id.id)),
        ]
        if self.item_scope == "category":
            return [*domain, ("categ_id", "child_of", self.item_category_ids.ids)]
        if self.item_scope == "tag":
            return [*domain, ("all_product_tag_ids", "in", self.item_tag_ids.ids)]
        return domain if self.item_scope == "all" else [("id", "=", False)]

    def _item_partner_domain(self):
        """Return the domain of the contacts, and addresses, that it is told of."""
        domain = [
            ("active", "=", True),
            ("company_id", "in", (False, self.company_id.id)),
        ]
        if self.item_partner_scope == "company":
            return [*domain, ("commercial_partner_id.is_company", "=", True)]
        if self.item_partner_scope == "tag":
            tags = self.item_partner_tag_ids.ids
            return [
                *domain,
                "|",
                ("category_id", "in", tags),
                ("parent_id.category_id", "in", tags),
            ]
        return [("id", "=", False)]

    def action_view_items(self):
        """Open what the partner was told, what it refused first."""
        return self._own_action("logistics_wms_sync.logistics_item_sync_action")

    def action_send_items(self):
        """Tell what changed now, not at the next scheduled time."""
        self.check_access("read")
        self.env["logistics.item.sync"]._wake()
