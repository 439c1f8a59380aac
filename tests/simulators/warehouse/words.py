# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The words a warehouse uses."""

FORMATS = ("rest", "x12", "edifact")
STATUSES = ("good", "damaged", "hold", "in_transit")
DISPOSITIONS = ("restock", "quarantine", "scrap")
#: Where goods go that came back, by their disposition; scrap goes nowhere.
SHELF_OF = {"restock": "good", "quarantine": "hold"}

RELEASE = "warehouse.release"
ADVICE = "warehouse.advice"
ITEMS = "warehouse.items"
COUNT = "warehouse.count"
FULFILLMENT = "warehouse.fulfillment"
RECEIPT = "warehouse.receipt"
ITEMS_RESULT = "warehouse.items.result"
SNAPSHOT = "inventory.snapshot"
DELTA = "inventory.delta"


def filled(values):
    """Return values without those that say nothing."""
    return {
        name: value for name, value in values.items() if value not in (None, [], "", {})
    }


def whole(number):
    """Return a number as JSON writes it: no fraction where there is none."""
    number = round(number, 6)
    return int(number) if number == int(number) else number
