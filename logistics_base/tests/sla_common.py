# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from .common import EPOCH, LogisticsCase


class SlaCase(LogisticsCase):
    """Shipments with service levels; EPOCH is a Monday, 08:00 UTC, 09:00 in Berlin."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(EPOCH.replace(tzinfo=None)))
        cls.calendar = cls.make_calendar()
        cls.company = cls.env.company
        cls.company.logistics_sla_calendar_id = cls.calendar
        cls.env["logistics.sla.policy"].search([]).active = False
        cls.env.flush_all()
        cls.env.cr.execute("DELETE FROM logistics_sla_measure")
        cls.hand_on()

    @classmethod
    def make_calendar(cls, tz="Europe/Berlin", **vals):
        """Return a working time from Monday to Friday, 9 to 12 and 13 to 17."""
        return cls.env["resource.calendar"].create(
            {
                "name": f"Office {tz}",
                "tz": tz,
                "attendance_ids": [
                    (
                        0,
                        0,
                        {
                            "name": f"{day} {start}",
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": end,
                            "day_period": period,
                        },
                    )
                    for day in range(5)
                    for start, end, period in (
                        (9, 12, "morning"),
                        (13, 17, "afternoon"),
                    )
                ],
                **vals,
            }
        )

    @classmethod
    def make_policy(cls, **vals):
        """Return a policy: delivery within 24 hours around the clock, or as told."""
        return cls.env["logistics.sla.policy"].create(
            {"name": "A service level", "clock": "always", **vals}
        )

    @classmethod
    def release(cls, *args, **vals):
        """Return a shipment that is released now."""
        shipment = cls.make_shipment(*args, **vals)
        shipment.action_release()
        cls.hand_on()
        return shipment

    @classmethod
    def measure(cls, shipment, kind="delivery"):
        """Return the measure of a kind of a shipment."""
        return cls.env["logistics.sla.measure"].search(
            [("shipment_id", "=", shipment.id), ("kind", "=", kind)]
        )

    @classmethod
    def tick(cls):
        """Let the clock act; return how many measures changed."""
        changed = cls.env["logistics.sla.measure"]._advance()
        cls.env.invalidate_all()
        return changed

    def at_hours(self, hours):
        """Return a context in which it is ``hours`` after EPOCH."""
        return freeze_time(self.at(hours))

    def hear(self, *events):
        """Receive and process events, and hand on what follows from them."""
        self.tell(*events)
        self.hand_on()

    def told(self, shipment):
        """Return the types of what was published of service levels, in order."""
        events = self.env["logistics.event"].search(
            [("shipment_id", "=", shipment.id), ("type", "=like", "sla.%")],
            order="id",
        )
        return events.mapped("type")
