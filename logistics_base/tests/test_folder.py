# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import contextlib
import json
import os
import shutil
import tempfile
import tracemalloc
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.logistics_folder import ROOTS_VARIABLE
from ..transport.claimed_file import ClaimedFile
from .common import LogisticsCase

LOGGER = "odoo.addons.logistics_base.models.logistics_folder"
LARGE = 48 * 1024 * 1024


class Killed(BaseException):
    """What a test raises where a process would be gone."""


@tagged("-at_install", "post_install")
class TestFolder(LogisticsCase):
    """Files become messages, once each, and are moved on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.root)
        cls.startClassPatcher(patch.dict(os.environ, {ROOTS_VARIABLE: str(cls.root)}))

    def setUp(self):
        super().setUp()
        self.inbox = Path(tempfile.mkdtemp(dir=self.root))
        self.folder = self.make_folder()

    def make_folder(self, **vals):
        return self.env["logistics.folder"].create(
            {
                "name": "Files of a partner",
                "integration_id": self.integration.id,
                "path_in": str(self.inbox),
                "min_age": 0,
                "enabled": True,
                **vals,
            }
        )

    def put(self, name, content):
        content = (
            content if isinstance(content, bytes) else json.dumps(content).encode()
        )
        (self.inbox / name).write_bytes(content)

    def collect(self):
        """Run the cron as its worker would, in a transaction of its own."""
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["logistics.folder"]._collect_all()

    def collect_until_killed_at(self, step):
        # assertRaises would take back what was committed before.
        with patch.object(ClaimedFile, step, side_effect=Killed) as killed:
            with contextlib.suppress(Killed):
                self.collect()
            killed.assert_called_once()

    def messages(self):
        return self.env["logistics.message"].search(
            [("integration_id", "=", self.integration.id)], order="id"
        )

    def files(self, *parts):
        path = self.inbox.joinpath(*parts)
        return (
            sorted(p.name for p in path.rglob("*") if p.is_file())
            if path.exists()
            else []
        )

    def left(self):
        return sorted(p.name for p in self.inbox.iterdir() if p.is_file())

    def test_a_file_becomes_a_message_and_then_history(self):
        shipment = self.make_shipment("1Z1")
        self.put("status.json", self.event("1Z1", "picked_up"))
        self.collect()
        self.drain()
        self.assertEqual(self.messages().filename, "status.json")
        self.assertEqual(shipment.state, "picked_up")
        self.assertEqual(self.files("archive"), ["status.json"])
        self.assertEqual(self.left(), [])
        self.assertTrue(self.folder.last_run_at)
        self.assertFalse(self.folder.last_error)

    def test_the_same_content_under_two_names_is_one_message(self):
        for name in ("one.json", "two.json"):
            self.put(name, self.event("1Z1"))
        self.collect()
        self.put("three.json", self.event("1Z1"))
        self.collect()
        self.assertEqual(len(self.messages()), 1)
        self.assertEqual(self.files("archive"), ["one.json", "three.json", "two.json"])

    def test_a_duplicate_of_a_message_that_is_gone_is_archived_too(self):
        self.put("one.json", self.event("1Z1"))
        self.collect()
        self.messages().sudo().unlink()
        self.put("two.json", self.event("1Z1"))
        self.collect()
        self.assertFalse(self.messages())
        self.assertEqual(self.files("archive"), ["one.json", "two.json"])

    @mute_logger(LOGGER)
    def test_what_cannot_be_read_is_quarantined_and_said(self):
        self.put("broken.json", b'{"type": "shipment.mile')
        self.put("empty.json", b"")
        self.put("good.json", self.event("1Z1"))
        self.collect()
        self.assertEqual(
            self.files("quarantine"),
            [
                "broken.json",
                "broken.json.reason.txt",
                "empty.json",
                "empty.json.reason.txt",
            ],
        )
        states = {m.filename: m.state for m in self.messages()}
        self.assertEqual(
            states, {"broken.json": "quarantined", "good.json": "received"}
        )
        self.assertIn("empty.json", self.folder.last_error)

    # Killed in the middle

    def test_killed_before_the_archive_it_is_found_again_and_is_a_duplicate(self):
        self.put("status.json", self.event("1Z1"))
        self.collect_until_killed_at("move_to_archive")
        self.assertEqual(len(self.messages()), 1)
        self.collect()
        self.assertEqual(len(self.messages()), 1)
        self.assertEqual(self.files("archive"), ["status.json"])

    def test_killed_before_the_commit_it_is_taken_by_the_next_run(self):
        self.put("status.json", self.event("1Z1"))
        self.collect_until_killed_at("check_settled")
        self.assertEqual(self.left(), [])
        self.collect()
        self.assertEqual(len(self.messages()), 1)
        self.assertEqual(self.files("archive"), ["status.json"])

    @mute_logger(LOGGER)
    def test_trouble_with_one_file_stops_no_other_and_is_tried_again(self):
        for name in ("a.json", "b.json", "c.json"):
            self.put(name, self.event(f"1Z-{name}"))
        integrations = self.registry["logistics.integration"]
        receive = integrations.receive

        def fails_on_b(records, payload, filename=None, **more):
            if filename == "b.json":
                raise ConnectionError("the disk of the filestore is away")
            return receive(records, payload, filename=filename, **more)

        with patch.object(integrations, "receive", fails_on_b):
            self.collect()
        self.assertEqual(self.files("archive"), ["a.json", "c.json"])
        self.assertIn("b.json", self.folder.last_error)
        self.collect()
        self.assertEqual(self.files("archive"), ["a.json", "b.json", "c.json"])
        self.assertEqual(len(self.messages()), 3)
        self.assertFalse(self.folder.last_error)

    def test_a_large_file_goes_through_without_filling_the_memory(self):
        with (self.inbox / "large.json").open("wb") as file:
            file.truncate(LARGE)
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        self.collect()
        _now, peak = tracemalloc.get_traced_memory()
        message = self.messages().sudo()
        stored = message.attachment_id._full_path(message.attachment_id.store_fname)
        self.addCleanup(os.unlink, stored)
        self.assertEqual(message.size, LARGE)
        self.assertEqual(os.path.getsize(stored), LARGE)
        self.assertLess(peak, 12 * 1024 * 1024)

    def test_a_large_file_that_comes_again_is_a_duplicate(self):
        event = self.event("1Z1", description="x" * 300_000)
        attachments = self.env["ir.attachment"]
        large = [("res_model", "=", "logistics.message")]
        before = attachments.search_count(large)
        for name in ("one.json", "two.json"):
            self.put(name, event)
            self.collect()
        self.assertEqual(len(self.messages()), 1)
        self.assertEqual(self.files("archive"), ["one.json", "two.json"])
        self.assertEqual(attachments.search_count(large), before + 1)
        self.assertEqual(
            json.loads(self.messages().sudo()._body()), json.loads(json.dumps(event))
        )

    # Where and when

    def test_nothing_may_be_watched_where_the_server_allows_nothing(self):
        self.put("status.json", self.event("1Z1"))
        with patch.dict(os.environ, {ROOTS_VARIABLE: ""}):
            with self.assertRaisesRegex(ValidationError, "logistics_folders"):
                self.make_folder(path_in=f"{self.inbox}/other")
            with mute_logger(LOGGER):
                self.collect()
        self.assertFalse(self.messages())
        self.assertEqual(self.left(), ["status.json"])
        self.assertIn("logistics_folders", self.folder.last_error)

    def test_only_folders_inside_the_allowed_ones_may_be_watched(self):
        for path in ("/etc", f"{self.root}/../etc", "relative", f"{self.root}x"):
            with self.subTest(path), self.assertRaises(ValidationError):
                self.make_folder(path_in=path)
        with self.assertRaises(ValidationError):
            self.folder.path_archive = "/tmp"
        with self.assertRaises(ValidationError):
            self.folder.path_quarantine = self.folder.path_in

    @mute_logger(LOGGER)
    def test_a_folder_that_became_a_link_is_not_followed(self):
        target = Path(tempfile.mkdtemp(dir=self.root))
        (target / "status.json").write_text("{}")
        self.inbox.rmdir()
        self.inbox.symlink_to(target)
        self.collect()
        self.assertFalse(self.messages())
        self.assertIn("symbolic link", self.folder.last_error)

    def test_only_enabled_folders_of_integrations_at_work_are_looked_into(self):
        self.put("status.json", self.event("1Z1"))
        for change, back in (
            ((self.folder, "enabled", False), True),
            ((self.integration, "state", "draft"), "live"),
            ((self.integration, "state", "retired"), "paused"),
        ):
            record, name, value = change
            record[name] = value
            self.collect()
            self.assertEqual(self.left(), ["status.json"])
            record[name] = back
        self.collect()
        self.assertEqual(len(self.messages()), 1)

    def test_archive_and_quarantine_lie_beside_the_files_unless_told_otherwise(self):
        self.assertEqual(self.folder.path_archive, f"{self.inbox}/archive")
        self.assertEqual(self.folder.path_quarantine, f"{self.inbox}/quarantine")

    def test_the_cron_does_it_and_the_buttons_tell(self):
        self.put("status.json", self.event("1Z1"))
        self.assertEqual(self.folder.action_check()["params"]["type"], "success")
        self.folder.action_collect()
        with self.enter_registry_test_mode():
            self.env.ref("logistics_base.ir_cron_folders").method_direct_trigger()
        self.assertEqual(len(self.messages()), 1)
        shutil.rmtree(self.inbox)
        self.assertEqual(self.folder.action_check()["params"]["type"], "danger")

    @mute_logger(LOGGER)
    def test_what_the_inbox_refuses_is_quarantined(self):
        self.put("status.json", self.event("1Z1"))
        integrations = self.registry["logistics.integration"]
        with patch.object(integrations, "receive", side_effect=UserError("Not today.")):
            self.collect()
        self.assertIn("status.json.reason.txt", self.files("quarantine"))
        self.assertFalse(self.messages())
