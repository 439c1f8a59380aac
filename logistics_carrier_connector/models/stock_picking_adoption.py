# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models

from odoo.addons.logistics_base.canonical.references import normalize
from odoo.addons.logistics_base.canonical.vocabulary import CLOSED_STATES

from .logistics_shipment_order import OPEN_STATES


class StockPicking(models.Model):
    """Taking in tracking numbers that came from outside this suite.

    Whoever ships by another connector, or types a number in, leaves it in Odoo's
    ``carrier_tracking_ref``: several separated by commas, and copied to the transfers
    before and after. The shipment of the last step takes it over, once.
    """

    _inherit = "stock.picking"

    logistics_adopted_ref = fields.Char(copy=False, readonly=True)

    def _logistics_adopt_tracking(self):
        """Bring shipments in line with what stands in the tracking reference."""
        changed = self.sudo().filtered(
            lambda p: (
                p.delivery_type != "logistics"
                and p._logistics_is_last_step()
                and (p.carrier_tracking_ref or "") != (p.logistics_adopted_ref or "")
            )
        )
        if not changed:
            return
        taken = changed._logistics_numbers_elsewhere()
        for picking in changed:
            before = _numbers(picking.logistics_adopted_ref)
            now = _numbers(picking.carrier_tracking_ref)
            picking.logistics_adopted_ref = picking.carrier_tracking_ref
            gone = set(before) - set(now)
            added = {key: now[key] for key in now if key not in before}
            picking._logistics_drop_numbers(gone)
            picking._logistics_take_numbers(added, taken)
            if gone and not now:
                picking.logistics_shipment_id._logistics_unbook()

    def _logistics_numbers_elsewhere(self):
        """Return {number: shipments that bear it} for all numbers of the transfers."""
        wanted = {key for p in self for key in _numbers(p.carrier_tracking_ref)}
        found = self.env["logistics.reference"].search(
            [
                ("type", "=", "tracking"),
                ("normalized", "in", list(wanted)),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        return {
            number: references.shipment_id
            for number, references in found.grouped("normalized").items()
        }

    def _logistics_take_numbers(self, numbers, taken):
        """Give the shipment numbers that are not on it, nor on one they belong to."""
        shipment = self.logistics_shipment_id
        free = {}
        for key, value in numbers.items():
            bearers = taken.get(key, shipment.browse()).filtered(
                lambda s: s.company_id == shipment.company_id
            )
            rivals = (bearers - shipment).filtered(
                lambda s: s.state not in CLOSED_STATES
            )
            if shipment in bearers:
                continue
            if not rivals:
                free[key] = value
                taken[key] = bearers | shipment
            elif not any(self._logistics_is_kin(rival) for rival in rivals):
                self._logistics_tell_duplicate(value, rivals)
        if not free:
            return
        self._logistics_sync_packages()
        self._logistics_place_numbers(list(free.values()))
        shipment._logistics_book()

    def _logistics_is_kin(self, other):
        """Whether a number on the other shipment was only copied from there.

        Odoo copies it along the steps of a delivery, to its backorders and returns.
        """
        pickings = other.picking_ids
        return bool(
            (self.sale_id and other.sale_id == self.sale_id)
            or self.backorder_id in pickings
            or self.return_id in pickings
            or pickings & (self.backorder_ids | self.return_ids)
        )

    def _logistics_tell_duplicate(self, number, rivals):
        self.env["logistics.exception"]._open_case(
            self.logistics_shipment_id,
            "technical",
            "2",
            self.env._(
                "Tracking number %(number)s is on %(shipments)s already, so it was "
                "not taken over from %(delivery)s. One of them is wrong.",
                number=number,
                shipments=", ".join(rivals.mapped("name")),
                delivery=self.name,
            ),
        )

    def _logistics_place_numbers(self, numbers):
        """Put each number on its package.

        Where packages in stock tell theirs, by that; else in the order in which both
        were made, which is how connectors write them. Numbers beyond are packages
        nobody packed in Odoo. Fewer numbers than packages are of the whole shipment.
        """
        shipment = self.logistics_shipment_id
        packages = shipment.package_ids.filtered(lambda p: not p.tracking_reference)
        placed = {
            normalize(own): package
            for package in packages
            if (own := package.stock_package_id._logistics_tracking_number())
        }
        open_numbers = [n for n in numbers if normalize(n) not in placed]
        open_packages = packages - packages.browse().union(*placed.values())
        if len(open_numbers) < len(open_packages):
            open_packages = open_packages.browse()
        elif surplus := open_numbers[len(open_packages) :]:
            if len(numbers) > 1:
                open_packages |= shipment.package_ids.create(
                    [{"shipment_id": shipment.id, "name": n} for n in surplus]
                )
        pairs = dict(zip(map(normalize, open_numbers), open_packages, strict=False))
        self.env["logistics.reference"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "package_id": (placed | pairs)
                    .get(normalize(number), packages.browse())
                    .id,
                    "type": "tracking",
                    "value": number,
                }
                for number in numbers
            ]
        )

    def _logistics_drop_numbers(self, keys):
        """Take back numbers that do not stand there any more, unless goods moved."""
        shipment = self.logistics_shipment_id
        if keys and shipment.state in OPEN_STATES:
            shipment.reference_ids.filtered(
                lambda r: r.type == "tracking" and r.normalized in keys
            ).unlink()


class LogisticsShipment(models.Model):
    _inherit = "logistics.shipment"

    def _logistics_book(self):
        """Record that the carrier knows of it, unless that is known."""
        if self.office_state != "booked":
            self.action_book()
        if self.state in ("draft", "released"):
            self._logistics_record("booked")

    def _logistics_unbook(self):
        """Record that the carrier was told not to come, unless goods moved."""
        if self.office_state == "booked" and self.state in OPEN_STATES:
            self.office_state = "released"
            self._logistics_record("booking_cancelled")

    def _logistics_record(self, code):
        # Of two at the same second the stronger one counts, not the one said last.
        now = fields.Datetime.now()
        last = self.last_milestone_date
        self.env["logistics.milestone"].create(
            {
                "shipment_id": self.id,
                "code": code,
                "occurred_at": max(now, last + timedelta(seconds=1)) if last else now,
            }
        )


class StockPackage(models.Model):
    _inherit = "stock.package"

    def _logistics_tracking_number(self):
        """Return the package's own number, where another addon keeps one on it."""
        return self[:1].parcel_tracking if "parcel_tracking" in self._fields else None


def _numbers(reference):
    """Return {normalised: as written} of the numbers in a tracking reference."""
    numbers = (part.strip() for part in (reference or "").split(","))
    return {key: number for number in numbers if (key := normalize(number))}
