# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: What the tax office gives back costs nothing.
_NOT_LANDED = ("vat", "import_tax")


class LogisticsLanding(models.AbstractModel):
    """Lays what carriers billed for inbound shipments on what was received by them."""

    _name = "logistics.landing"
    _description = "Freight of Receipts"

    @api.model
    def _land(self, shipments):
        """Make landed costs of what is billed and not landed yet; return them.

        Shipments whose goods are not received yet wait; the receipt asks again.
        """
        self = self.sudo()
        costs = self.env["stock.landed.cost"]
        inbound = shipments.sudo().filtered(lambda s: s.direction == "inbound")
        for company, some in inbound.grouped("company_id").items():
            if company.logistics_landing != "no":
                costs |= self.with_company(company)._land_own(company, some)
        return costs

    @api.model
    def _land_own(self, company, shipments):
        shipments._lock()
        receipts = self._receipts(shipments)
        landed = self._landed(shipments)
        groups = {}
        for key, amount in self._billed(company, shipments).items():
            bill, _invoice, shipment, _type = key
            found = receipts.get(shipment)
            missing = company.currency_id.round(amount - landed.pop(key[1:], 0.0))
            if found and missing:
                groups.setdefault((bill, found), {})[key[1:]] = missing
        for key, amount in landed.items():
            # What was landed and is billed no more is taken back.
            found = receipts.get(key[1])
            if found and not company.currency_id.is_zero(amount):
                bill = self.env["account.move"]
                groups.setdefault((bill, found), {})[key] = -amount
        return self.env["stock.landed.cost"].union(
            *(
                self._make(company, bill, found, amounts)
                for (bill, found), amounts in groups.items()
            )
        )

    # What is there

    @api.model
    def _billed(self, company, shipments):
        """Return {(bill, invoice, shipment, type): amount} of posted bills."""
        self.env.flush_all()
        choose = self.env["logistics.charge.account"]._chooser(company)
        found = {}
        for charge in self.env["logistics.charge"].search(
            [
                ("shipment_id", "in", shipments.ids),
                ("basis", "=", "invoiced"),
                ("carrier_invoice_id.bill_state", "in", ("posted", "paid")),
                ("type", "not in", _NOT_LANDED),
            ],
            order="id",
        ):
            invoice = charge.carrier_invoice_id
            row, bill = choose(invoice.integration_id, charge.type), invoice.move_id
            if row and not row.is_landed:
                continue
            day = bill.invoice_date or bill.date
            key = bill, invoice, charge.shipment_id, charge.type
            amount = charge.currency_id._convert(
                charge.cost, company.currency_id, company, day
            )
            found[key] = found.get(key, 0.0) + amount
        return found

    @api.model
    def _landed(self, shipments):
        """Return {(invoice, shipment, type): amount} of what is in landed costs."""
        charges = self.env["logistics.landed.charge"]
        rows = charges._read_group(
            [("shipment_id", "in", shipments.ids), ("cost_id.state", "!=", "cancel")],
            ["invoice_id", "shipment_id", "type"],
            ["amount:sum"],
        )
        return {
            (invoice, shipment, kind): amount
            for invoice, shipment, kind, amount in rows
        }

    @api.model
    def _receipts(self, shipments):
        """Return {shipment: its receipts that are done and may bear a landed cost}."""
        found = {}
        for shipment, picking in self._links(shipments):
            if picking.state == "done" and picking._logistics_bears_cost():
                found[shipment] = found.get(shipment, picking.browse()) | picking
        return found

    @api.model
    def _links(self, shipments):
        """Return [(shipment, receipt)]: linked, or named by a number of the shipment."""
        pickings = self.env["stock.picking"]
        pairs = []
        if "logistics_shipment_id" in pickings._fields:
            linked = pickings.search([("logistics_shipment_id", "in", shipments.ids)])
            pairs = [(each.logistics_shipment_id, each) for each in linked]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT r.shipment_id, p.id
                  FROM logistics_reference r
                  JOIN logistics_shipment s ON s.id = r.shipment_id
                  JOIN stock_picking p
                    ON p.company_id = s.company_id
                   AND (p.name = r.value OR p.origin = r.value)
                 WHERE r.shipment_id = ANY(%s)
                   AND r.type IN ('order', 'delivery', 'customer')
                """,
                list(shipments.ids),
            )
        )
        browse = self.env["logistics.shipment"].browse
        pairs += [(browse(one), pickings.browse(other)) for one, other in rows]
        return [
            pair
            for pair in dict.fromkeys(pairs)
            if pair[1].picking_type_code == "incoming"
        ]

    @api.model
    def _shipments_of(self, pickings):
        """Return the inbound shipments by which goods may have come."""
        shipments = self.env["logistics.shipment"]
        numbers = {p.name for p in pickings} | {p.origin for p in pickings} - {False}
        found = (
            self.env["logistics.reference"]
            .search(
                [
                    ("value", "in", list(numbers)),
                    ("type", "in", ("order", "delivery", "customer")),
                    ("shipment_id.company_id", "in", pickings.company_id.ids),
                ]
            )
            .shipment_id
        )
        if "logistics_shipment_id" in pickings._fields:
            found |= pickings.logistics_shipment_id
        return shipments | found.filtered(lambda s: s.direction == "inbound")

    # Landed costs

    @api.model
    def _make(self, company, bill, receipts, amounts):
        """Return the landed cost of amounts {(invoice, shipment, type): amount}."""
        costs = self.env["stock.landed.cost"]
        cost = costs.create(
            {
                "company_id": company.id,
                "picking_ids": [Command.set(receipts.ids)],
                "vendor_bill_id": bill.id if bill.move_type == "in_invoice" else False,
                "date": self._open_day(company, bill.date),
                "description": ", ".join(
                    sorted({shipment.name for _invoice, shipment, _type in amounts})
                ),
                "cost_lines": self._cost_lines(company, amounts),
            }
        )
        self.env["logistics.landed.charge"].create(
            [
                {
                    "cost_id": cost.id,
                    "invoice_id": invoice.id,
                    "shipment_id": shipment.id,
                    "company_id": company.id,
                    "type": kind,
                    "amount": amount,
                }
                for (invoice, shipment, kind), amount in amounts.items()
            ]
        )
        if company.logistics_landing == "validate":
            self._validate(cost)
        return cost

    @api.model
    def _open_day(self, company, day):
        """Return today or the bill's day, whichever is in an open period."""
        day = day or fields.Date.context_today(self)
        locks = company._get_violated_lock_dates(
            day, False, self.env["account.journal"]
        )
        return locks[-1][0] + timedelta(days=1) if locks else day

    @api.model
    def _cost_lines(self, company, amounts):
        """Return the commands of the lines: one for each type of charge and carrier."""
        accounts = self.env["logistics.charge.account"]
        choose = accounts._chooser(company)
        journal = self.env["logistics.vendor.bill"]._journal(company)
        labels = dict(accounts._fields["type"]._description_selection(self.env))
        sums = {}
        for (invoice, _shipment, kind), amount in amounts.items():
            key = choose(invoice.integration_id, kind), kind
            sums[key] = sums.get(key, Decimal(0)) + Decimal(str(amount))
        default = company._logistics_landed_product()
        commands = []
        for (row, kind), amount in sums.items():
            product = row.product_id if row.product_id.landed_cost_ok else default
            commands.append(
                Command.create(
                    {
                        "product_id": product.id,
                        "name": labels.get(kind, kind),
                        "price_unit": float(amount),
                        "split_method": row.landed_split
                        or product.split_method_landed_cost
                        or "by_weight",
                        "account_id": accounts._account_of(row, journal).id,
                    }
                )
            )
        return commands

    @api.model
    def _validate(self, cost):
        """Validate a landed cost; what keeps it a draft is told on it."""
        try:
            with self.env.cr.savepoint():
                cost.compute_landed_cost()
                cost.button_validate()
        except UserError as error:
            cost.message_post(
                body=self.env._("It could not be validated by itself: %s", error)
            )
