# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Values that nobody should send, in every place of what warehouses tell."""

import copy
import json
from contextlib import suppress

from odoo.tests import tagged
from odoo.tools import mute_logger

from .inbound_common import InboundCase

TEXTS = ("A\0B", "\ud800", "%(sku)s' --", {"a": [1]}, "x" * 70_000)
NUMBERS = (float("nan"), -1, 1e308, 10**400)
TIMES = ("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "\0")
FINAL = ("done", "dead", "parked", "quarantined")
DISPATCH = "odoo.addons.logistics_base.models.logistics_message_dispatch"


class _Undo(Exception):
    """Takes back what a test has done so far."""


def _places(value, path=()):
    """Yield the path of every value within a document's data."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _places(one, (*path, name))
    elif isinstance(value, list):
        for position, one in enumerate(value):
            yield from _places(one, (*path, position))
    else:
        yield path


def _at(data, path):
    for key in path:
        data = data[key]
    return data


def _spoilt(said):
    """Yield (path, value, what is said with that value there)."""
    for path in _places(said["data"]):
        is_number = isinstance(_at(said["data"], path), (int, float))
        is_time = str(path[-1]).endswith(("_at", "as_of", "expires"))
        for value in TIMES if is_time else NUMBERS if is_number else TEXTS:
            wrong = copy.deepcopy(said)
            _at(wrong["data"], path[:-1])[path[-1]] = value
            yield path, value, wrong


@tagged("-at_install", "post_install")
class TestHostileValues(InboundCase):
    """A message with such a value is refused, parked or applied, and breaks nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bolt = cls.make_product("BOLT", tracking="lot")
        cls.nut = cls.make_product("NUT", stock=50)

    @mute_logger(DISPATCH, "odoo.sql_db")
    def assertBorne(self, said):
        for path, value, wrong in _spoilt(said):
            name = f"{'.'.join(map(str, path))} = {value!r:.30}"
            with self.subTest(name), suppress(_Undo), self.env.cr.savepoint():
                body = json.dumps(wrong).encode()
                message = self.receive(body, integration=self.wms)
                self.drain()
                self.assertIn(message.state, FINAL, name)
                category = message.error_category
                self.assertNotIn(category, ("internal", "transient"), name)
                raise _Undo
            self.env.invalidate_all()

    def test_fulfillments(self):
        order = self.make_order((self.nut, 5))
        line = {"line": "1", "sku": "NUT", "quantity": 5, "unit": "Units"}
        self.assertBorne(
            self.fulfillment(
                order,
                "shipped",
                id="S-1",
                revision=1,
                partner_reference="W-1",
                carrier="DHL",
                reason="none",
                references=[{"type": "order", "value": order.name}],
                lines=[{**line, "shorted": 0, "lots": [{"lot": "L", "quantity": 5}]}],
                packages=[
                    {
                        "reference": "C-1",
                        "tracking_number": "1Z999",
                        "weight": 2.5,
                        "contents": [{"sku": "NUT", "quantity": 5}],
                    }
                ],
            )
        )

    def test_receipts(self):
        lot = {"lot": "L9", "quantity": 12, "expires": "2027-01-01"}
        line = {"line": "1", "sku": "BOLT", "quantity": 12, "unit": "Units"}
        self.assertBorne(
            {
                "type": "warehouse.receipt",
                "data": {
                    "id": "R-1",
                    "advice": self.make_advice((self.bolt, 12)).name,
                    "warehouse": self.warehouse.logistics_code,
                    "received_at": "2026-03-02T08:00:00Z",
                    "partner_reference": "W-2",
                    "lines": [{**line, "reason": "fine", "lots": [lot]}],
                    "packages": [
                        {
                            "reference": "C-1",
                            "contents": [{"sku": "BOLT", "quantity": 12, "lot": "L9"}],
                        }
                    ],
                },
            }
        )

    def test_stock(self):
        said = {
            "warehouse": self.warehouse.logistics_code,
            "as_of": "2026-03-02T08:00:00Z",
            "sequence": 4,
        }
        line = {"sku": "BOLT", "unit": "Units", "status": "good", "lot": "L1"}
        counted = {**line, "quantity": 7, "owner": "Somebody"}
        changed = {**line, "change": 3, "on_hand": 9, "reason": "FOUND"}
        for document_type, data in (
            ("inventory.snapshot", {**said, "count": "C1", "lines": [counted]}),
            ("inventory.delta", {**said, "id": "X-1", "lines": [changed]}),
        ):
            self.assertBorne({"type": document_type, "data": data})

    def test_answers_to_master_data(self):
        result = {"sku": "BOLT", "result": "refused", "partner_id": "7", "reason": "no"}
        self.assertBorne(
            {
                "type": "warehouse.items.result",
                "data": {"id": "A", "number": "B-1", "results": [result]},
            }
        )
