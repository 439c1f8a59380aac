# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import models

from ..canonical.rating import top_up
from ..canonical.storage import stored


class LogisticsBillingRun(models.Model):
    """Prices what was added up, with minimums, and keeps it as lines."""

    _inherit = "logistics.billing.run"

    def _priced(self, totals, days):
        """Return {key: values of a line}."""
        found, sums = {}, defaultdict(Decimal)
        length = Decimal((self.date_to - self.date_from).days + 1)
        for rate, total in totals.items():
            card = rate.card_id
            quantity = total.quantity
            if rate.activity == "storage":
                quantity = stored(total.by_day, rate.span, rate.is_prorated)
            quantity, amount = rate._amount(quantity)
            share = len(days[card]) / length
            amount += top_up(amount, Decimal(str(rate.minimum)), share)
            rounded = card.currency_id.round(float(amount))
            sums[card] += Decimal(str(rounded))
            found[f"rate:{rate.id}"] = {
                "sequence": rate.sequence,
                "name": rate.name,
                "card_id": card.id,
                "rate_id": rate.id,
                "product_id": rate.product_id.id,
                "activity": rate.activity,
                "code": rate.code,
                "measure": rate.measure if rate.activity != "flat" else False,
                "currency_id": card.currency_id.id,
                "count": total.count,
                "quantity": float(quantity),
                "amount": rounded,
            }
        return found | self._minimums(sums, days, length)

    def _minimums(self, sums, days, length):
        found = {}
        for card, valid in days.items():
            if not (card.minimum and valid and (card in sums or card.partner_id)):
                continue
            share = len(valid) / length
            missing = top_up(sums[card], Decimal(str(card.minimum)), share)
            if missing:
                found[f"minimum:{card.id}"] = {
                    "sequence": 1000,
                    "name": self.env._("Minimum per period"),
                    "card_id": card.id,
                    "product_id": card.minimum_product_id.id,
                    "currency_id": card.currency_id.id,
                    "count": 0,
                    "quantity": 1,
                    "amount": card.currency_id.round(float(missing)),
                }
        return found

    def _todo_lines(self, todo):
        return {
            f"todo:{problem}:{warehouse_id}:{activity}:{code}": {
                "sequence": -1,
                "problem": problem,
                "warehouse_id": warehouse_id,
                "activity": activity,
                "code": code,
                "currency_id": self.company_id.currency_id.id,
                "count": count,
            }
            for (problem, warehouse_id, activity, code), count in todo.items()
        }

    def _put_lines(self, found):
        """Write what was found; what is invoiced and no more there comes to nothing."""
        present = {line.key: line for line in self.line_ids}
        for key, line in present.items():
            if key in found:
                line.write(found[key])
            elif line.move_line_ids:
                line.write({"amount": 0.0, "quantity": 0.0, "count": 0})
            else:
                line.unlink()
        self.env["logistics.billing.run.line"].create(
            [
                {"run_id": self.id, "key": key, **values}
                for key, values in found.items()
                if key not in present
            ]
        )
