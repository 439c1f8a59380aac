# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Cartons on a pallet, each with a serial shipping container code (GS1 SSCC-18)."""

from .words import filled, whole

#: Of the packer, 7 digits; the extension digit before it makes 8.
COMPANY_PREFIX = "4012345"
CARTON_WEIGHT = 0.4
PALLET_WEIGHT = 22.0
CARTON_SIZE = {"length": 40, "width": 30, "height": 25}
PALLET_SIZE = {"length": 120, "width": 80, "height": 145}


def check_digit(digits):
    """Return the GS1 check digit of a number: weights 3 and 1 from the right."""
    total = sum(
        int(digit) * (3 if position % 2 == 0 else 1)
        for position, digit in enumerate(reversed(digits))
    )
    return str(-total % 10)


def sscc(serial, extension=0):
    """Return the SSCC with a serial number of the packer's."""
    digits = f"{extension}{COMPANY_PREFIX}{serial:09d}"
    return digits + check_digit(digits)


class Packing:
    """Packs what was picked.

    :param shelf: knows the weights. :param carton: pieces that one carton holds.
    """

    def __init__(self, book, shelf, carton):
        self.book = book
        self.shelf = shelf
        self._carton = carton

    def pack(self, picked):
        """Return the handling units of a shipment: a pallet and the cartons on it.

        :param picked: ``[{line, sku, quantity, lot, is_serial}]``.
        """
        pallet = self._next(1)
        cartons = [self._packed(pallet, inside) for inside in self._split(picked)]
        weight = PALLET_WEIGHT + sum(carton["weight"] for carton in cartons)
        top = {
            "reference": pallet,
            "type": "pallet",
            "weight": whole(weight),
            **PALLET_SIZE,
        }
        return [top, *cartons]

    def _packed(self, pallet, inside):
        weight = CARTON_WEIGHT + sum(
            each["quantity"] * self.shelf.weight(each["sku"]) for each in inside
        )
        return {
            "reference": self._next(0),
            "parent": pallet,
            "type": "carton",
            "weight": whole(weight),
            **CARTON_SIZE,
            "contents": [_content(each) for each in inside],
        }

    def _split(self, picked):
        """Yield what goes into one carton after the other."""
        inside, room = [], self._carton
        for each in picked:
            left = each["quantity"]
            while left > 0:
                part = min(left, room)
                inside.append({**each, "quantity": part})
                left, room = left - part, room - part
                if room <= 0:
                    yield inside
                    inside, room = [], self._carton
        if inside:
            yield inside

    def _next(self, extension):
        return sscc(self.book.next_number("sscc"), extension)


def _content(each):
    serial = each["lot"] if each["is_serial"] else None
    return filled(
        {
            "line": each["line"],
            "sku": each["sku"],
            "quantity": whole(each["quantity"]),
            "lot": None if serial else each["lot"],
            "serials": [serial] if serial else [],
        }
    )
