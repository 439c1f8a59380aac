# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import models
from odoo.tools import formatLang


class StockPicking(models.Model):
    """What keeps a delivery from being released, in words."""

    _inherit = "stock.picking"

    def _logistics_release_blocks(self):
        """Return {picking id: [(code, text)]} of what blocks deliveries.

        The code is one of ``logistics.release.block``. Addons that know of further
        reasons extend it; they look at all the deliveries at once.
        """
        blocks = defaultdict(list)
        for picking in self:
            blocks[picking.id] = [
                *picking._logistics_stock_blocks(),
                *picking._logistics_address_blocks(),
                *picking._logistics_reference_blocks(),
                *picking._logistics_partner_blocks(),
            ]
        self._logistics_add_credit_blocks(blocks)
        self._logistics_add_service_blocks(blocks)
        self._logistics_add_product_blocks(blocks)
        return {picking_id: found for picking_id, found in blocks.items() if found}

    # One by one

    def _logistics_stock_blocks(self):
        policy = self.picking_type_id.warehouse_id.logistics_release_stock
        moves = self.move_ids.filtered(
            lambda move: move.state not in ("cancel", "done") and move.product_qty
        )
        if policy == "any" or not moves:
            return []
        if policy == "some" and self.move_type != "one":
            if any(move._logistics_reserved() for move in moves):
                return []
            return [("stock", self.env._("Nothing of it is reserved."))]
        return [
            (
                "stock",
                self.env._(
                    "%(product)s: %(reserved)s of %(wanted)s reserved.",
                    product=move.product_id.display_name,
                    reserved=_plain(move._logistics_reserved()),
                    wanted=_plain(move.product_qty),
                ),
            )
            for move in moves
            if move.product_id.uom_id.compare(
                move._logistics_reserved(), move.product_qty
            )
            < 0
        ]

    def _logistics_address_blocks(self):
        ship_to = self._logistics_ship_to()
        if not ship_to:
            return [("address", self.env._("It is not said where it goes."))]
        missing = ship_to._logistics_missing_of_address()
        if not missing:
            return []
        labels = ship_to.fields_get(missing, ["string"])
        return [
            (
                "address",
                self.env._(
                    "The address of %(partner)s lacks: %(fields)s.",
                    partner=ship_to.display_name,
                    fields=", ".join(labels[name]["string"] for name in missing),
                ),
            )
        ]

    def _logistics_reference_blocks(self):
        warehouse = self.picking_type_id.warehouse_id
        if not warehouse.logistics_requires_reference or self._logistics_reference():
            return []
        return [("reference", self.env._("The customer's order number is missing."))]

    def _logistics_reference(self):
        """Return the customer's own number of the order."""
        return self.sale_id.client_order_ref

    def _logistics_partner_blocks(self):
        integration = self.picking_type_id.warehouse_id.logistics_integration_id
        if not integration:
            return [("partner", self.env._("No system runs the warehouse any more."))]
        if integration.state in ("live", "paused"):
            return []
        return [("partner", self.env._("%s is not live.", integration.name))]

    # All at once

    def _logistics_add_credit_blocks(self, blocks):
        """Hold back what customers beyond their credit limit ordered."""
        for company, pickings in self.grouped("company_id").items():
            if not company.account_use_credit_limit:
                continue
            over = {}
            for picking in pickings:
                order = picking.sale_id.sudo().with_company(company)
                payer = order.partner_invoice_id.commercial_partner_id
                if payer not in over:
                    over[payer] = payer and _beyond_limit(payer)
                if over[payer]:
                    limit = formatLang(
                        self.env, payer.credit_limit, currency_obj=company.currency_id
                    )
                    text = self.env._(
                        "%(partner)s is beyond its credit limit of %(limit)s.",
                        partner=payer.display_name,
                        limit=limit,
                    )
                    blocks[picking.id].append(("credit", text))

    def _logistics_add_service_blocks(self, blocks):
        words = self.env["logistics.goods"]
        for integration, pickings in self._logistics_by_integration():
            known = {
                domain: words._partner_codes(integration, domain)
                for domain in ("carrier", "service")
            }
            for picking in pickings:
                told = zip(
                    ("carrier", "service"), picking._logistics_service(), strict=True
                )
                for domain, code in told:
                    if code and known[domain] and code not in known[domain]:
                        text = self.env._(
                            "%(partner)s has no word for “%(code)s” in its code map.",
                            partner=integration.name,
                            code=code,
                        )
                        blocks[picking.id].append(("service", text))

    def _logistics_add_product_blocks(self, blocks):
        for integration, pickings in self._logistics_by_integration():
            products = pickings.move_ids.product_id
            unknown = self.env["logistics.goods"]._unknown(integration, products)
            for picking in pickings:
                for product in picking.move_ids.product_id & products.browse(unknown):
                    text = unknown[product.id]
                    blocks[picking.id].append(("product", text))

    def _logistics_by_integration(self):
        grouped = self.grouped(
            lambda p: p.picking_type_id.warehouse_id.logistics_integration_id
        )
        return [(one, pickings) for one, pickings in grouped.items() if one]


class StockMove(models.Model):
    _inherit = "stock.move"

    def _logistics_reserved(self):
        """Return how much is reserved, in the product's own unit."""
        self.ensure_one()
        if self.state in ("draft", "cancel", "confirmed", "waiting"):
            return 0.0
        return self.product_uom._compute_quantity(
            self.quantity, self.product_id.uom_id, rounding_method="HALF-UP"
        )


def _plain(quantity):
    return f"{quantity:.6f}".rstrip("0").rstrip(".")


def _beyond_limit(partner):
    """Whether a customer owes more than it may, with what is ordered and not invoiced."""
    limit = partner.credit_limit
    return bool(limit) and partner.credit + partner.credit_to_invoice > limit
