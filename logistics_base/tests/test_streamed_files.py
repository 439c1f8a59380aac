# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import os
import shutil
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models import logistics_adapter_preset, logistics_message_spool
from ..models.logistics_folder import ROOTS_VARIABLE
from ..protocols.signatures import SignedRequest, get
from .common import SECRET, LogisticsCase

SOURCE = """
code: test_rows
name: Rows of References
kind: wms
format: csv
signature: {scheme: standard_webhooks}
csv: {file_names: ["list_{batch}.csv"]}
flows:
  - {document_type: shipment, direction: inbound, latency: batch}
messages:
  - document_type: shipment
    stream:
      field: references
      trailer: {when: "kind == 'END'", count: number}
    fields:
      id: file.batch
      references: {type: kind, value: number}
"""
#: More than is kept in the database or, in these tests, looked into as a whole.
LARGE = 64 * 1024
LOGGER = "odoo.addons.logistics_base.models.logistics_message_drain"


def keep_row_by_row(handler, batch):
    """Apply shipments as handlers of long documents do: nothing is held."""
    for item in batch.live():
        shipment = handler.env["logistics.shipment"].create({})
        for one in item.document.references:
            handler.env["logistics.reference"].create(
                {"shipment_id": shipment.id, "type": one.type, "value": one.value}
            )


@tagged("-at_install", "post_install")
class TestStreamedFiles(LogisticsCase, HttpCase):
    """CSV files of which each row is one line of a single document."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.preset"].create({"source": SOURCE})
        cls.warehouse = cls.make_integration(preset="test_rows")
        handler = type(cls.env["logistics.handler.shipment"])
        cls.startClassPatcher(patch.object(handler, "_apply", keep_row_by_row))
        for name in ("INLINE_SIZE", "READABLE_SIZE"):
            cls.startClassPatcher(
                patch.object(logistics_message_spool, name, LARGE - 1)
            )

    def rows(self, prefix, count=2, pad=0, trailer=True):
        body = "kind,number,note\n" + "".join(
            f"pro,{prefix}-{number},{'x' * pad}\n" for number in range(count)
        )
        return (body + f"END,{count}\n" * trailer).encode()

    def take_in(self, body, filename="list_1.csv"):
        return self.warehouse.receive(io.BytesIO(body), "text/csv", filename=filename)

    def shipments(self, prefix):
        references = self.env["logistics.reference"].search(
            [("value", "=like", f"{prefix}-%")]
        )
        return references.shipment_id, len(references)

    def test_a_small_one_is_one_document(self):
        message = self.take_in(self.rows("SMALL"))
        self.drain()
        self.assertEqual((message.state, message.document_type), ("done", "shipment"))
        shipment, count = self.shipments("SMALL")
        self.assertEqual((len(shipment), count), (1, 2))

    def test_a_large_one_is_read_from_its_file(self):
        message = self.take_in(self.rows("LARGE", count=3, pad=LARGE))
        self.assertEqual(message.document_type, "shipment")
        self.assertTrue(message.attachment_id)
        with patch.object(
            type(message), "_body", side_effect=AssertionError("held in memory")
        ):
            self.drain()
        self.assertEqual(message.state, "done")
        self.assertEqual(self.shipments("LARGE")[1], 3)

    def test_the_same_under_another_name_is_a_duplicate(self):
        for pad in (0, LARGE):
            with self.subTest(pad=pad):
                body = self.rows(f"TWICE{pad}", pad=pad)
                first = self.take_in(body, "list_1.csv")
                again = self.take_in(body, "list_2.csv")
                self.assertEqual(again, first)
                self.drain()
                self.assertEqual(self.take_in(body, "list_3.csv"), first)
                self.assertEqual(first.state, "done")

    def test_a_file_cut_in_half_is_quarantined_whole(self):
        for pad in (0, LARGE):
            body = self.rows(f"HALF{pad}", count=4, pad=pad)
            for cut in (body[: len(body) // 2], self.rows(f"HALF{pad}", trailer=False)):
                with self.subTest(pad=pad, size=len(cut)):
                    message = self.take_in(cut)
                    self.drain()
                    self.assertEqual(message.state, "quarantined")
                    self.assertIn("trailer is missing", message.error_message)
                    self.assertFalse(self.shipments(f"HALF{pad}")[0])
            whole = self.take_in(body)
            self.drain()
            self.assertEqual(whole.state, "done")

    @mute_logger(LOGGER)
    def test_a_bad_row_undoes_those_before_it_and_nothing_else(self):
        good = self.take_in(self.rows("GOOD"))
        body = self.rows("BAD", trailer=False) + b"bogus,BAD-X,\nEND,3\n"
        bad = self.take_in(body)
        self.drain()
        self.assertEqual((good.state, bad.state), ("done", "dead"))
        self.assertTrue(bad.error_message.startswith("line 4: "), bad.error_message)
        self.assertFalse(self.shipments("BAD")[0])
        self.assertEqual(self.shipments("GOOD")[1], 2)

    def test_one_that_must_be_read_whole_has_a_limit(self):
        source = SOURCE.replace("test_rows", "test_whole")
        start, _stream, _rest = source.partition("    stream:")
        source = start + "    each: rows\n    fields: {tracking_number: number}\n"
        self.env["logistics.preset"].create({"source": source})
        partner = self.make_integration(preset="test_whole")
        body = self.rows("WHOLE", pad=LARGE)
        message = partner.receive(io.BytesIO(body), "text/csv")
        with patch.object(logistics_adapter_preset, "LARGEST_WHOLE", LARGE):
            self.drain()
        self.assertEqual(message.state, "quarantined")

    def test_files_that_are_posted(self):
        def post(body):
            path = f"/logistics/v1/inbound/{self.warehouse.code}"
            request = SignedRequest(method="POST", path=path, headers={}, body=body)
            signed = get("standard_webhooks").sign(
                SECRET, request, now=time.time(), message_id="msg-1"
            )
            headers = {"Content-Type": "text/csv", **signed}
            return self.url_open(path, data=body, headers=headers)

        whole = self.rows("POST", pad=LARGE)
        self.assertEqual(post(whole).status_code, 202)
        self.assertEqual(post(whole).status_code, 200)
        cut = post(whole[: len(whole) // 2])
        self.assertEqual(cut.status_code, 202)
        self.drain()
        self.assertEqual(self.shipments("POST")[1], 2)
        quarantined = self.env["logistics.message"].browse(cut.json()["id"])
        self.assertEqual(quarantined.state, "quarantined")

    def test_files_dropped_into_a_folder(self):
        root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, root)
        self.startPatcher(patch.dict(os.environ, {ROOTS_VARIABLE: str(root)}))
        self.env["logistics.folder"].create(
            {
                "name": "Stock of a warehouse",
                "integration_id": self.warehouse.id,
                "path_in": str(root),
                "min_age": 0,
                "enabled": True,
                "content_type": "text/csv",
            }
        )
        whole = self.rows("DROP", pad=LARGE)
        (root / "list_1.csv").write_bytes(whole)
        (root / "list_2.csv").write_bytes(whole)
        (root / "list_3.csv").write_bytes(whole[: len(whole) * 2 // 3])
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            with mute_logger("odoo.addons.logistics_base.models.logistics_folder"):
                self.env(cr=cr)["logistics.folder"]._collect_all()
        messages = self.env["logistics.message"].search(
            [("integration_id", "=", self.warehouse.id)], order="id"
        )
        self.drain()
        self.assertEqual(messages.mapped("state"), ["done", "quarantined"])
        moved = {
            file.name: file.parent.name
            for file in root.glob("*/**/*")
            if file.is_file() and not file.name.startswith(".")
        }
        self.assertEqual(moved["list_3.csv"], "quarantine")
        self.assertIn("list_3.csv.reason.txt", moved)
        self.assertNotIn("quarantine", (moved["list_1.csv"], moved["list_2.csv"]))
        self.assertEqual(self.shipments("DROP")[1], 2)
