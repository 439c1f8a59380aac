# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.logistics_base.mapping.errors import DecodeError

from ..canonical.fulfillment_parts import PartsError
from .fulfillment_reader import Reader
from .fulfillment_telling import Refused, Waits


class LogisticsFulfillmentReading(models.AbstractModel):
    """Finds which lines, products and quantities the updates of orders mean."""

    _name = "logistics.fulfillment.reading"
    _description = "Reading of Warehouse Fulfilments"

    @api.model
    def _read_all(self, integration, tellings):
        """Fill the goods of each telling; return those that can be applied.

        The items of all others are refused, or wait.
        """
        reader = Reader(
            self.env["logistics.goods"],
            integration,
            self._products(integration, tellings),
        )
        return [each for each in tellings if self._attempt(each, reader.read)]

    @api.model
    def _attempt(self, telling, step):
        """Take a step with a telling; return whether it is still to be applied."""
        try:
            step(telling)
        except Refused as error:
            telling.item.refuse(error.category, str(error))
            if error.severity:
                telling.order._open_case_once("other", str(error), error.severity)
        except Waits as error:
            telling.item.park(error.category, str(error), error.waits)
        except DecodeError as error:
            telling.item.refuse(error.category, str(error))
        except PartsError as error:
            words = self.env._(
                "%(order)s: %(why)s.", order=telling.order.name, why=error
            )
            telling.item.refuse("value", words)
        return telling.item.is_open

    @api.model
    def _products(self, integration, tellings):
        """Return {SKU: product} of what is not called as the release called it."""
        unknown = set()
        for telling in tellings:
            known = set(telling.order.line_ids.mapped("sku"))
            named = {*_skus(telling.update)} - known
            unknown |= {sku for sku in named if sku}
        if not unknown:
            return {}
        return self.env["logistics.goods"]._products(integration, unknown)


def _skus(update):
    for line in update.lines:
        yield line.sku
        yield line.substitutes
    for package in update.packages:
        for packed in package.contents:
            yield packed.sku
