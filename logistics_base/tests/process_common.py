# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from .common import LogisticsCase


class ProcessCase(LogisticsCase):
    """A moment that stands still, and shipments that go through steps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hand_on()
        cls.env["logistics.process.template"].search([]).active = False
        cls.template = cls.make_template()

    def setUp(self):
        super().setUp()
        self.at_hour(0)

    @classmethod
    def make_template(cls, *lines, **vals):
        """Return a template; each line is a code or (code, values)."""
        lines = lines or (
            "order",
            "release",
            ("dispatch", {"due_by": "hours", "expected_hours": 8}),
            ("deliver", {"due_by": "hours", "expected_hours": 48}),
            "proof",
        )
        steps = [
            {
                "sequence": sequence,
                "required": True,
                "code": line if isinstance(line, str) else line[0],
                **({} if isinstance(line, str) else line[1]),
            }
            for sequence, line in enumerate(lines)
        ]
        return cls.env["logistics.process.template"].create(
            {
                "name": "All Shipments",
                "sequence": 1,
                "line_ids": [(0, 0, step) for step in steps],
                **vals,
            }
        )

    def at_hour(self, hours):
        """Have the clock show so many hours after ``EPOCH``."""
        clock = freeze_time(self.at(hours))
        clock.start()
        self.addCleanup(clock.stop)

    def released(self, tracking=None, **vals):
        """Return a shipment that was released and whose process has begun."""
        shipment = self.make_shipment(tracking, **vals)
        shipment.action_release()
        self.hand_on()
        return shipment

    def hear(self, tracking, *codes):
        """Receive, drain and hand on milestones: codes, or (code, hours)."""
        for at, told in enumerate(codes):
            code, hours = (told, at) if isinstance(told, str) else told
            self.tell(self.event(tracking, code, hours=hours))
        self.hand_on()

    def states(self, shipment):
        """Return {code: state} of the steps."""
        return {step.code: step.state for step in shipment.process_id.step_ids}

    def step(self, shipment, code):
        """Return the step of that code."""
        return shipment.process_id.step_ids.filtered(lambda step: step.code == code)
