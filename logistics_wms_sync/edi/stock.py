# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lines of stock from the quantities that EDI tells of a product, in either standard."""

from odoo.addons.logistics_base.mapping.errors import DecodeError

from ..canonical.inventories import StockLine

#: What a quantity can count: all that is there, what is good, what may be sold, …
WORDS = (
    *("on_hand", "good", "available", "damaged", "hold", "in_transit"),
    "ignored",
)
_STATUSES = ("damaged", "hold", "in_transit")


def stock_lines(told, common, only_good=False):
    """Yield a line for each condition that a product is in.

    What is good is all that is on hand less what is not; where only what may be sold is
    told, that.

    :param told: {word: quantity}.
    :param common: fields that all lines share, ``sku`` among them.
    :param only_good: ``on_hand`` counts only what is good.
    :raise DecodeError: more is unusable than there is.
    """
    good = _good(told, common["sku"], only_good)
    if good is not None:
        yield StockLine(**common, quantity=good)
    for status in _STATUSES:
        # Nothing damaged is no news, unless nothing else is told.
        if told.get(status) or status in told and good is None:
            yield StockLine(**common, quantity=told[status], status=status)


def _good(told, sku, only_good):
    if "good" in told:
        return told["good"]
    if "on_hand" not in told:
        return told.get("available")
    if only_good:
        return told["on_hand"]
    # What is in transit is on nobody's shelf.
    bad = told.get("damaged", 0.0) + told.get("hold", 0.0)
    if bad > told["on_hand"]:
        raise DecodeError("value", f"QTY: more of {sku} is unusable than is there")
    return round(told["on_hand"] - bad, 6)
