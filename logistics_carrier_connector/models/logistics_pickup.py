# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..canonical.day import PickupRequest
from .logistics_handover import RECORDED
from .logistics_service import time_of_day

STATES = [
    ("draft", "Draft"),
    ("pending", "Being asked for"),
    ("calling", "Asking the carrier"),
    ("ready", "Scheduled"),
    ("collected", "Collected"),
    ("failed", "Failed"),
    ("in_doubt", "In doubt"),
    ("cancelling", "Being called off"),
    ("cancelled", "Called off"),
]


class LogisticsPickup(models.Model):
    """A carrier comes and collects what was booked with it."""

    _name = "logistics.pickup"
    _description = "Carrier Pickup"
    _inherit = ["logistics.handover"]
    _order = "ready_at desc, id desc"
    _errand_document = "pickup.request"
    _errand_call = "schedule_pickup"
    _handover_field = "pickup_id"
    _recorded = RECORDED | {
        "from_at",
        "until_at",
        "currency_id",
        "price",
        "collected_at",
    }

    state = fields.Selection(
        STATES,
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
        copy=False,
        group_expand=True,
    )
    ready_at = fields.Datetime(
        string="Ready from",
        required=True,
        default=lambda self: fields.Datetime.now() + timedelta(hours=1),
    )
    closes_at = fields.Datetime(
        string="Until",
        compute="_compute_closes_at",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="When the warehouse closes: the driver must have come by then.",
    )
    cutoff_at = fields.Datetime(
        string="Carrier's Cutoff",
        compute="_compute_cutoff_at",
        help="What is ready later leaves on the next working day.",
    )
    is_past_cutoff = fields.Boolean(compute="_compute_cutoff_at")
    booking_ids = fields.One2many("logistics.booking", "pickup_id", string="Bookings")
    instructions = fields.Char(help="Where the driver finds the goods.")
    confirmation = fields.Char(string="Confirmation Number", copy=False)
    from_at = fields.Datetime(string="Comes from", copy=False, readonly=True)
    until_at = fields.Datetime(string="Comes until", copy=False, readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True, copy=False)
    price = fields.Monetary(readonly=True, copy=False)
    collected_at = fields.Datetime(readonly=True, copy=False)

    _key_once = models.UniqueIndex("(key)", "This key is in use already.")
    _under_way = models.Index(
        "(id) WHERE state IN ('pending', 'calling', 'cancelling')"
    )

    @api.depends("ready_at")
    def _compute_closes_at(self):
        for pickup in self:
            if pickup.ready_at and not (
                pickup.closes_at and pickup.closes_at > pickup.ready_at
            ):
                pickup.closes_at = pickup.ready_at + timedelta(hours=4)

    @api.depends("booking_ids.service_code", "integration_id", "ready_at")
    def _compute_cutoff_at(self):
        for pickup in self:
            cutoffs = [
                moment
                for service in pickup._services()
                if (moment := service._cutoff_on(pickup.ready_at))
            ]
            pickup.cutoff_at = min(cutoffs, default=False)
            pickup.is_past_cutoff = bool(
                pickup.cutoff_at and pickup.ready_at > pickup.cutoff_at
            )

    def _services(self):
        """Return the services whose goods are collected, with a cutoff."""
        codes = set(self.booking_ids.mapped("service_code"))
        services = self.env["logistics.service"].search(
            [("integration_id", "=", self.integration_id.id), ("has_cutoff", "=", True)]
        )
        return services.filtered(lambda s: not codes or s.code in codes)

    @api.constrains("ready_at", "closes_at")
    def _check_times(self):
        for pickup in self:
            if pickup.closes_at <= pickup.ready_at:
                raise ValidationError(
                    self.env._("The driver must be able to come after it is ready.")
                )

    # Loading

    def action_add_bookings(self):
        """Add everything that is booked with the carrier and waits to be collected."""
        self.check_access("write")
        if any(pickup.state not in ("draft", "failed") for pickup in self):
            raise UserError(
                self.env._("The carrier was told what to collect: make another pickup.")
            )
        for pickup in self:
            waiting = (
                self.env["logistics.booking"].sudo().search(pickup._waiting_domain())
            )
            if not waiting:
                raise UserError(
                    self.env._(
                        "Nothing that is booked with %(carrier)s waits to be collected "
                        "from %(warehouse)s.",
                        carrier=pickup.integration_id.name,
                        warehouse=pickup.warehouse_id.name,
                    )
                )
            waiting.pickup_id = pickup

    def _waiting_domain(self):
        return [
            *self._waiting_bookings(),
            ("integration_id", "=", self.integration_id.id),
            ("picking_id.picking_type_id.warehouse_id", "=", self.warehouse_id.id),
        ]

    # The carrier

    def action_schedule(self):
        """Ask the carrier to come."""
        self.check_access("write")
        for pickup in self:
            pickup._check_can_be_scheduled()
        self.sudo()._ask()

    def _check_can_be_scheduled(self):
        carrier = self.integration_id
        if "schedule_pickup" not in carrier._connector_type().capabilities:
            raise UserError(
                self.env._(
                    "%s cannot be asked here to collect: call them, and enter the "
                    "confirmation number.",
                    carrier.name,
                )
            )
        if self.closes_at <= fields.Datetime.now():
            raise UserError(
                self.env._("The pickup lies in the past: choose a later time.")
            )
        if not self.warehouse_id.partner_id:
            raise UserError(
                self.env._("%s has no address to collect from.", self.warehouse_id.name)
            )
        unready = self.sudo().booking_ids.filtered(lambda b: b.state != "ready")
        if unready:
            raise UserError(
                self.env._(
                    "Without a label nothing is handed over: %s",
                    ", ".join(unready.picking_id.mapped("name")),
                )
            )

    def _work(self, step):
        if step == "cancel":
            number = self.external_id or self.confirmation
            return lambda connector: connector.cancel_pickup(number)
        asked = self._request()
        return lambda connector: connector.schedule_pickup(asked)

    def _request(self):
        return PickupRequest(
            key=self.key,
            address=self.warehouse_id.partner_id._logistics_party(),
            ready_at=self.ready_at.replace(tzinfo=timezone.utc),
            closes_at=self.closes_at.replace(tzinfo=timezone.utc),
            booking_ids=self._external_ids(),
            tracking_numbers=self._numbers(),
            piece_count=self.piece_count,
            weight=self.weight,
            service_code=self.booking_ids[:1].service_code or None,
            instructions=self.instructions or None,
        )

    def _take_in(self, answer):
        currency = answer.price and self.env["res.currency"].with_context(
            active_test=False
        ).search([("name", "=", answer.price.currency.upper())], limit=1)
        self.write(
            {
                "external_id": answer.id,
                "confirmation": answer.confirmation or answer.id,
                "from_at": _naive(answer.from_at),
                "until_at": _naive(answer.until_at),
                "price": float(answer.price.amount) if currency else 0.0,
                "currency_id": currency.id if currency else False,
            }
        )
        self._was_done()

    def _was_done(self):
        self._tell_shipments(
            "pickup_scheduled", self.from_at or self.ready_at, "planned"
        )

    def action_call_off(self):
        """Call it off; the carrier has to know which one is meant."""
        nameless = self.filtered(
            lambda p: (
                p.state == "ready"
                and not (p.external_id or p.confirmation)
                and "cancel_pickup" in p.integration_id._connector_type().capabilities
            )
        )
        if nameless:
            raise UserError(
                self.env._(
                    "%s: the carrier's number for this pickup is not known. Enter it as "
                    "the confirmation number first.",
                    ", ".join(nameless.mapped("name")),
                )
            )
        return super().action_call_off()

    def action_collected(self):
        """The driver took everything: the shipments are on their way."""
        self.check_access("write")
        if any(pickup.state not in ("draft", "ready") for pickup in self):
            raise UserError(self.env._("Only a scheduled pickup can be collected."))
        for pickup in self.sudo():
            pickup.booking_ids.picking_id._logistics_check_hand_over()
            pickup.write({"state": "collected", "collected_at": fields.Datetime.now()})
            pickup._tell_shipments("picked_up", pickup.collected_at)


class LogisticsBooking(models.Model):
    _inherit = "logistics.booking"

    pickup_id = fields.Many2one(
        "logistics.pickup", readonly=True, copy=False, index="btree_not_null"
    )


class LogisticsService(models.Model):
    _inherit = "logistics.service"

    def _cutoff_on(self, moment):
        """Return the naive UTC time of the cutoff on the local day of a moment.

        None where the service has no cutoff.
        """
        if not self.has_cutoff or not moment:
            return None
        zone = ZoneInfo(self.tz)
        day = moment.replace(tzinfo=timezone.utc).astimezone(zone).date()
        local = datetime.combine(day, time_of_day(self.cutoff), zone)
        return local.astimezone(timezone.utc).replace(tzinfo=None)


def _naive(moment):
    return moment.astimezone(timezone.utc).replace(tzinfo=None) if moment else False
