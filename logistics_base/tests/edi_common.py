# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A partner that speaks EDI over folders, for tests of this and other addons."""

import os
import shutil
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from unittest.mock import patch

from ..canonical.documents import Reference, TrackingEvent
from ..models.logistics_folder import ROOTS_VARIABLE
from ..protocols.edi import Envelope, Party, Segment, Transaction, registry
from ..protocols.edi.decoding import STANDARDS
from .common import LogisticsCase


class EdiCase(LogisticsCase):
    """Files go in and out of folders of their own.

    A set of our own invention, ``214`` (or ``IFTSTA``), tells a tracking number and a
    code; ``204`` (or ``IFTMIN``) says a shipment's first reference.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = Path(tempfile.mkdtemp()).resolve()
        cls.addClassCleanup(shutil.rmtree, cls.root)
        cls.startClassPatcher(patch.dict(os.environ, {ROOTS_VARIABLE: str(cls.root)}))
        readers, writers = {}, {}
        for standard, status, order in (
            ("x12", "214", "204"),
            ("edifact", "IFTSTA", "IFTMIN"),
        ):
            readers[standard, status] = {"": read_status}
            writers[standard, "shipment"] = {
                order: registry.Writer(order, _write_shipment)
            }
        cls.startClassPatcher(patch.dict(registry._READERS, readers))
        cls.startClassPatcher(patch.dict(registry._WRITERS, writers))

    def setUp(self):
        super().setUp()
        self.base = Path(tempfile.mkdtemp(dir=self.root))
        (self.base / "in").mkdir()
        self.partner = self.make_edi()

    def make_edi(self, standard="x12", folder=True, **vals):
        """Return a live integration with a partner that is called NORDWIND."""
        integration = self.make_integration(
            preset=standard,
            edi_our_id="KONTOR",
            edi_partner_id="NORDWIND",
            **vals,
        )
        if folder:
            self.env["logistics.folder"].create(
                {
                    "name": integration.code,
                    "integration_id": integration.id,
                    "path_in": str(self.base / "in"),
                    "path_out": str(self.base / "out"),
                    "min_age": 0,
                    "enabled": True,
                }
            )
        return integration

    def edi(self, *transactions, standard="x12", control=71, **envelope):
        """Return an interchange of the partner's as bytes."""
        sent = Envelope(
            **{
                "sender": Party("NORDWIND", "ZZ"),
                "receiver": Party("KONTOR", "ZZ"),
                "control_number": control,
                "group_control": control,
                "date": datetime(2026, 3, 2, 9, 30),
                "test": True,
                **envelope,
            }
        )
        return STANDARDS[standard].write(sent, list(transactions))

    def status(self, number, code="in_transit", standard="x12"):
        """Return a transaction that tells of a shipment."""
        set_id = "214" if standard == "x12" else "IFTSTA"
        return Transaction(set_id, segments=(Segment("B10", (number, code)),))

    def arrive(self, data, integration=None):
        """Take in a file and process it; return its message."""
        message = (integration or self.partner).receive(data, filename="status.edi")
        self.drain()
        return message

    def send_all(self):
        """Run the outbox's cron as its worker would, in a transaction of its own."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["logistics.message"]._drain_outbox()
        self.env.invalidate_all()

    def files_out(self):
        """Return {name: content} of what lies ready for the partner."""
        out = self.base / "out"
        found = sorted(out.iterdir()) if out.exists() else []
        return {path.name: path.read_bytes() for path in found}

    def sent_interchanges(self, standard="x12"):
        """Return what lies ready for the partner, as it would read it."""
        return [
            one
            for content in self.files_out().values()
            for one in STANDARDS[standard].read(content)
        ]


def read_status(transaction, interchange, options):
    """Read a status message of our own invention."""
    return [
        TrackingEvent(
            references=(Reference("tracking", segment.text(1)),),
            code=segment.text(2),
            occurred_at=datetime(2026, 3, 2, 9, tzinfo=timezone.utc),
        )
        for segment in transaction.segments
    ]


def _write_shipment(document, options):
    return [Segment("B2", ("", options.get("scac", ""), document.references[0].value))]
