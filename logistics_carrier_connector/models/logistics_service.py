# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import time, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.res_partner import _tz_get
from odoo.addons.logistics_base.canonical.vocabulary import MODES

from ..offers.arrival import Timetable

RATE_SOURCES = [
    ("live", "Ask the carrier"),
    ("tariff", "Contract tariff"),
    ("live_then_tariff", "Ask the carrier, else the contract tariff"),
]


class LogisticsService(models.Model):
    """One product of a carrier: what it carries, how fast, until what time of day."""

    _name = "logistics.service"
    _description = "Carrier Service"
    _order = "integration_id, sequence, id"
    _check_company_auto = True
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="The carrier's own code for it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('kind', 'in', ('carrier', 'forwarder', 'tms', 'marketplace'))]",
    )
    company_id = fields.Many2one(
        related="integration_id.company_id", store=True, index=True
    )
    carrier_name = fields.Char(
        string="Carried By",
        help="Who really carries, where the integration is a platform of many carriers.",
    )
    mode = fields.Selection(list(MODES.items()), required=True, default="parcel")
    rate_source = fields.Selection(
        RATE_SOURCES, string="Prices From", required=True, default="live_then_tariff"
    )

    transit_days = fields.Integer(
        help="Working days from handing over to delivery; a lane of the tariff may say "
        "otherwise. 0: not known."
    )
    has_cutoff = fields.Boolean(string="Has a Cutoff")
    cutoff = fields.Float(help="What is ready later leaves on the next working day.")
    delivers_by = fields.Float(default=18.0, help="Time of day, where it is delivered.")
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Days",
        check_company=True,
        help="The days on which the carrier moves goods, and its holidays. "
        "Empty: Monday to Friday.",
    )
    guaranteed = fields.Boolean(help="Late delivery is refunded.")

    max_weight = fields.Float(string="Heaviest Piece (kg)")
    max_total_weight = fields.Float(string="Heaviest Shipment (kg)")
    max_length = fields.Float(string="Longest Side (cm)")
    max_girth = fields.Float(
        string="Length and Girth (cm)", help="Longest side plus twice the other two."
    )
    max_pieces = fields.Integer(string="Most Pieces")
    allows_dangerous_goods = fields.Boolean(string="Dangerous Goods")
    is_domestic = fields.Boolean(string="Within the Country", default=True)
    is_international = fields.Boolean(string="Across Borders")
    is_return = fields.Boolean(string="For Returns")
    country_ids = fields.Many2many(
        "res.country", string="Delivers To", help="Empty: anywhere."
    )
    option_ids = fields.Many2many("logistics.delivery.option", string="Options Offered")

    tariff_ids = fields.One2many("logistics.tariff", "service_id")
    tariff_count = fields.Integer(compute="_compute_tariff_count")

    _code_unique = models.UniqueIndex(
        "(integration_id, code)", "The carrier has a service with this code already."
    )
    _limits_positive = models.Constraint(
        "CHECK(max_weight >= 0 AND max_total_weight >= 0 AND max_length >= 0 "
        "AND max_girth >= 0 AND max_pieces >= 0 AND transit_days >= 0)",
        "Limits and transit days cannot be below zero.",
    )

    @api.depends("tariff_ids")
    def _compute_tariff_count(self):
        counts = dict(
            self.env["logistics.tariff"]._read_group(
                [("service_id", "in", self.ids)], ["service_id"], ["__count"]
            )
        )
        for service in self:
            service.tariff_count = counts.get(service, 0)

    @api.depends("name", "integration_id.name")
    def _compute_display_name(self):
        for service in self:
            carrier = service.carrier_name or service.integration_id.name
            service.display_name = f"{carrier} · {service.name}"

    @api.constrains("cutoff", "delivers_by")
    def _check_times(self):
        for service in self:
            if not (0 <= service.cutoff < 24 and 0 <= service.delivers_by < 24):
                raise ValidationError(
                    self.env._(
                        "%s: times of day lie between 0:00 and 23:59.", service.name
                    )
                )

    # May it carry this?

    def _objections(self, consignment):
        """Return why the service cannot carry a consignment, a sentence each.

        :param consignment: a canonical ``Consignment``.
        """
        self.ensure_one()
        return [
            *self._objections_to_places(consignment),
            *self._objections_to_goods(consignment),
            *self._objections_to_pieces(consignment.pieces),
        ]

    def _objections_to_places(self, consignment):
        _ = self.env._
        country = consignment.ship_to.country
        if not country:
            yield _("the address has no country")
        elif self.country_ids and country not in self.country_ids.mapped("code"):
            yield _("it does not deliver to %s", country)
        if consignment.is_international and not self.is_international:
            yield _("it stays within the country")
        if not consignment.is_international and not self.is_domestic:
            yield _("it is only for other countries")
        if consignment.is_return and not self.is_return:
            yield _("it takes no returns")

    def _objections_to_goods(self, consignment):
        _ = self.env._
        if consignment.has_dangerous_goods and not self.allows_dangerous_goods:
            yield _("it takes no dangerous goods")
        missing = set(consignment.options)
        if missing:
            missing -= set(self.option_ids.mapped("code"))
        if not missing:
            return
        options = self.env["logistics.delivery.option"].search(
            [("code", "in", list(missing))]
        )
        for option in options:
            yield _("it does not offer “%s”", option.name)

    def _objections_to_pieces(self, pieces):
        _ = self.env._
        if not pieces:
            yield _("there is nothing to carry")
        if any(not piece.weight or piece.weight <= 0 for piece in pieces):
            yield _("a piece has no weight: enter the weight of the goods")
        if self.max_pieces and len(pieces) > self.max_pieces:
            yield _("more than %s pieces", self.max_pieces)
        total = sum(piece.weight or 0 for piece in pieces)
        if self.max_total_weight and total > self.max_total_weight:
            yield _("heavier than %s kg in all", self.max_total_weight)
        for name, limit, measure in self._piece_limits():
            if limit and any(measure(piece) > limit for piece in pieces):
                yield name

    def _piece_limits(self):
        _ = self.env._
        return (
            (
                _("a piece is heavier than %s kg", self.max_weight),
                self.max_weight,
                lambda piece: piece.weight or 0,
            ),
            (
                _("a piece is longer than %s cm", self.max_length),
                self.max_length,
                lambda piece: max(_sides(piece)),
            ),
            (
                _("length and girth exceed %s cm", self.max_girth),
                self.max_girth,
                lambda piece: 2 * sum(_sides(piece)) - max(_sides(piece)),
            ),
        )

    # When does it arrive?

    def _timetable(self, options=()):
        """Return the ``Timetable`` of the service for these delivery options."""
        self.ensure_one()
        zone = ZoneInfo(self.tz)
        return Timetable(
            zone=zone,
            cutoff=time_of_day(self.cutoff) if self.has_cutoff else None,
            weekdays=self._weekdays(),
            holidays=self._holidays(zone),
            transit_days=self.transit_days or None,
            delivers_by=time_of_day(self.delivers_by),
            on_saturday="saturday" in options,
        )

    def _ship_date(self, consignment):
        """Return the date on which a consignment leaves: the tariff's day."""
        return self._timetable().leaves_on(consignment.ship_at)

    def _weekdays(self):
        if not self.calendar_id:
            return frozenset(range(5))
        days = self.calendar_id.sudo().attendance_ids.mapped("dayofweek")
        return frozenset(int(day) for day in days)

    def _holidays(self, zone):
        """Return the dates on which the calendar rests as a whole."""
        found = set()
        for leave in self.calendar_id.sudo().global_leave_ids:
            first = _local_date(leave.date_from, zone)
            last = _local_date(leave.date_to, zone)
            found.update(
                fields.Date.add(first, days=n) for n in range((last - first).days + 1)
            )
        return frozenset(found)

    def action_view_tariffs(self):
        """Open the service's tariffs."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_carrier_connector.logistics_tariff_action"
        )
        action["domain"] = [("service_id", "=", self.id)]
        action["context"] = {"default_service_id": self.id}
        return action


def _local_date(moment, zone):
    return moment.replace(tzinfo=timezone.utc).astimezone(zone).date()


def time_of_day(hours):
    """Return the time of a float such as 16.5; the last minute of the day at most."""
    minutes = min(round(hours * 60), 24 * 60 - 1)
    return time(minutes // 60, minutes % 60)


def _sides(piece):
    return piece.length or 0, piece.width or 0, piece.height or 0
