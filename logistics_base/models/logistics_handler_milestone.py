# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import json
from collections import defaultdict
from datetime import timedelta, timezone

from odoo import api, fields, models
from odoo.tools import SQL

from ..canonical.progress import Told
from ..canonical.vocabulary import MILESTONES
from .logistics_code_map import LONGEST_CODE

#: An actual event this much after it was received did not happen yet: clocks and zones
#: are wrong by up to a day.
FUTURE_TOLERANCE = timedelta(hours=26)
#: Times outside of these years mean that nothing is known; no clock shows them all.
OLDEST_YEAR, LATEST_YEAR = 2000, 2100
MAX_TEXT = 500
MAX_IDENTITY = 120
_TEXTS = (
    ("raw_code", LONGEST_CODE),
    ("raw_description", MAX_TEXT),
    ("raw_reason", LONGEST_CODE),
    ("description", MAX_TEXT),
)

_COLUMNS = {
    "shipment_id": "int4",
    "package_id": "int4",
    "message_id": "int4",
    "code": "varchar",
    "classifier": "varchar",
    "occurred_at": "timestamp",
    "utc_offset_minutes": "int4",
    "time_assumed": "bool",
    "received_at": "timestamp",
    "estimated_delivery": "timestamp",
    "location_name": "varchar",
    "location_city": "varchar",
    "location_state": "varchar",
    "location_postcode": "varchar",
    "location_country": "varchar",
    "location_unlocode": "varchar",
    "location_latitude": "numeric",
    "location_longitude": "numeric",
    "raw_code": "varchar",
    "raw_description": "varchar",
    "reason_code": "varchar",
    "raw_reason": "varchar",
    "description": "varchar",
    "external_id": "varchar",
    "identity": "varchar",
}
_NAMES = ", ".join(_COLUMNS)
# One JSON parameter instead of a value for each cell: PostgreSQL reads it several times
# faster than it parses thousands of literals. The business events go with it, in the
# same round trip.
_INSERT = f"""
    WITH v AS (
        SELECT * FROM json_to_recordset(%(rows)s)
            AS v({", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())})
    ), added AS (
        INSERT INTO logistics_milestone (integration_id, retracted, {_NAMES})
        SELECT %(integration)s, FALSE, {_NAMES} FROM v
            ON CONFLICT DO NOTHING
        RETURNING id, shipment_id, package_id, identity, code, occurred_at, classifier,
                  estimated_delivery
    ), published AS (
        INSERT INTO logistics_event
            (type, company_id, shipment_id, res_model, res_id, summary,
             correlation_id, create_date)
        SELECT 'shipment.milestone', s.company_id, s.id, 'logistics.milestone', a.id,
               a.code, s.correlation_id, %(now)s
          FROM added a JOIN logistics_shipment s ON s.id = a.shipment_id
    )
    SELECT identity, shipment_id, package_id,
           extract(epoch FROM occurred_at)::float8, code, id, classifier,
           extract(epoch FROM estimated_delivery)::float8
      FROM added
"""


class LogisticsHandlerShipmentMilestone(models.AbstractModel):
    """Tracking events become milestones; the shipments are derived from them."""

    _name = "logistics.handler.shipment.milestone"
    _inherit = "logistics.handler"
    _description = "Tracking Event Handler"

    @api.model
    def _apply(self, batch):
        self._refuse_implausible(batch.live())
        retractions = [i for i in batch.live() if i.document.retracts]
        events = [i for i in batch.live() if not i.document.retracts]
        targets = self.env["logistics.resolver"]._resolve(batch, events)
        located = [(events[at], target) for at, target in targets.items()]
        self._apply_located(batch, located, retractions)

    @api.model
    def _apply_located(self, batch, located, retractions=()):
        """Record events whose shipments are known, and derive these.

        For handlers whose own documents tell what happens to shipments, too.

        :param located: [(item, Target)].
        :param retractions: items that take events back.
        """
        shipments = self.env["logistics.shipment"].browse(
            {target.shipment_id for _item, target in located}
        )
        shipments._lock()
        added = self._record(batch, located)
        retracted = self._retract(batch, retractions)
        self._record_proofs(located, added)
        news = defaultdict(list)
        for shipment_id, told in added.values():
            news[shipment_id].append(told)
        shipments.browse(news)._derive_locked(news)
        retracted._derive()
        self._wake_retractions(batch, located)

    @api.model
    def _refuse_implausible(self, items):
        """What says it happened tomorrow, or before anybody kept records, is wrong."""
        for item in items:
            event = item.document
            self._forget_impossible_times(event)
            when = event.occurred_at
            if when is None:
                continue
            latest = _utc(item.received_at) + FUTURE_TOLERANCE
            if not is_plausible(when) or (
                event.classifier == "actual" and when > latest
            ):
                item.refuse(
                    "time",
                    self.env._("%s cannot be when it happened.", when.isoformat()),
                )

    @api.model
    def _forget_impossible_times(self, event):
        """Systems that know no time send the first or the last one there is."""
        if event.estimated_delivery and not is_plausible(event.estimated_delivery):
            event.estimated_delivery = None
        proof = event.proof
        if proof and proof.signed_at and not is_plausible(proof.signed_at):
            proof.signed_at = None

    # Recording

    @api.model
    def _record(self, batch, located):
        """Insert what is new; return {identity: (shipment id, Told)}."""
        if not located:
            return {}
        codes = self.env["logistics.code.map"]._translator(batch.integration)
        rows = [
            self._row(item, target.shipment_id, package_id, codes)
            for item, target in located
            for package_id in target.package_ids
        ]
        self.env.cr.execute(
            _INSERT,
            {
                "rows": json.dumps(rows),
                "integration": batch.integration.id,
                "now": fields.Datetime.now(),
            },
        )
        added = {
            key: (shipment_id, Told(*told, estimate=estimate))
            for key, shipment_id, *told, estimate in self.env.cr.fetchall()
        }
        codes.record_unmapped()
        return added

    @api.model
    def _row(self, item, shipment_id, package_id, codes):
        event = item.document
        code = event.code or codes.milestone(event)
        row = {
            "shipment_id": shipment_id,
            "package_id": package_id,
            "message_id": item.message_id,
            "code": code,
            "classifier": event.classifier,
            "occurred_at": _text_of(event.occurred_at),
            "utc_offset_minutes": event.utc_offset_minutes,
            "received_at": _text_of(item.received_at),
            "identity": identity(event, shipment_id, package_id),
        }
        if event.time_assumed:
            row["time_assumed"] = True
        if event.estimated_delivery:
            row["estimated_delivery"] = _text_of(event.estimated_delivery)
        for name, longest in _TEXTS:
            if value := getattr(event, name):
                row[name] = value[:longest]
        if event.id:
            row["external_id"] = event.id[:MAX_TEXT]
        if event.reason_code or event.raw_reason:
            row["reason_code"] = event.reason_code or codes.reason(event)
        if event.location:
            row.update(_location_columns(event.location))
        return row

    # Retracting

    @api.model
    def _retract(self, batch, items):
        """Mark what the partner takes back; what is not known yet is waited for."""
        if not items:
            return self.env["logistics.shipment"]
        milestones = self._milestones_of_events(
            batch.integration, {item.document.retracts for item in items}
        )
        by_event = milestones.grouped("external_id")
        for item in items:
            retracted = by_event.get(item.document.retracts)
            if not retracted:
                item.park(
                    "reference",
                    self.env._("No event %s to retract yet.", item.document.retracts),
                    [("event", _event_key(batch, item.document.retracts))],
                )
                continue
            item.shipment_ids += retracted.shipment_id.ids
            item.correlation_id = retracted.shipment_id[:1].correlation_id
        milestones = milestones.browse().union(*by_event.values())
        milestones.shipment_id._lock()
        milestones.flush_recordset()
        self.env.cr.execute(
            "UPDATE logistics_milestone SET retracted = TRUE "
            "WHERE id = ANY(%s) AND retracted IS NOT TRUE RETURNING id",
            (list(milestones.ids),),
        )
        retracted = milestones.browse(row[0] for row in self.env.cr.fetchall())
        milestones.invalidate_recordset(["retracted"], flush=False)
        self.env["logistics.event"]._publish("shipment.milestone.retracted", retracted)
        return retracted.shipment_id

    @api.model
    def _milestones_of_events(self, integration, event_ids):
        """Return the milestones of the partner's events, of all their packages."""
        milestones = self.env["logistics.milestone"]
        milestones.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.id
                  FROM unnest(%s) AS named(start)
                  JOIN logistics_milestone m
                    ON m.integration_id = %s AND m.identity ~>=~ (named.start || '|')
                   AND m.identity ~<~ (named.start || '}')
                """,
                [_event_identity(event_id) for event_id in event_ids],
                integration.id,
            )
        )
        found = milestones.browse(row[0] for row in rows)
        return found.filtered(lambda milestone: milestone.external_id in event_ids)

    @api.model
    def _wake_retractions(self, batch, located):
        """Queue the retractions again that came before what they retract."""
        keys = [_event_key(batch, i.document.id) for i, _t in located if i.document.id]
        self.env["logistics.message.wait"]._release(
            batch.integration.company_id, "event", keys
        )

    # Proofs of delivery

    @api.model
    def _record_proofs(self, located, added):
        proofs = self.env["logistics.proof"]
        vals_list = []
        for item, target in located:
            if not item.document.proof:
                continue
            for package_id in target.package_ids:
                key = identity(item.document, target.shipment_id, package_id)
                if key in added:
                    vals_list.append(
                        proofs._vals_of(
                            item.document, target, package_id, added[key][1].id
                        )
                    )
        if vals_list:
            proofs.create(vals_list)

    # Shadow

    @api.model
    def _compare(self, batch):
        items = batch.shadow()
        targets = self.env["logistics.resolver"]._resolve(batch, items)
        codes = self.env["logistics.code.map"]._translator(batch.integration)
        for position, item in enumerate(items):
            target = targets.get(position)
            item.problem, item.waits = None, []
            item.shadow = self._comparison(item, target, codes)

    @api.model
    def _comparison(self, item, target, codes):
        event = item.document
        if event.retracts:
            return self._compare_retraction(item)
        if target is None:
            return "new", self.env._("No shipment is known by its references.")
        code = event.code or codes.milestone(event)
        near = timedelta(minutes=30)
        when = event.occurred_at.replace(tzinfo=None)
        known = self.env["logistics.milestone"].search(
            [
                ("shipment_id", "=", target.shipment_id),
                ("code", "=", code),
                ("classifier", "=", event.classifier),
                ("retracted", "=", False),
            ]
        )
        if not known:
            return "new", self.env._("“%s” is not recorded.", MILESTONES[code].label)
        if any(abs(milestone.occurred_at - when) <= near for milestone in known):
            return "same", None
        return "differs", self.env._(
            "Recorded at %(known)s, told as %(told)s.",
            known=known[0].occurred_at,
            told=when,
        )

    @api.model
    def _compare_retraction(self, item):
        event_id = item.document.retracts
        message = self.env["logistics.message"].browse(item.message_id)
        known = self._milestones_of_events(message.integration_id, {event_id})
        if not known:
            return "new", self.env._("No event %s is recorded.", event_id)
        if all(known.mapped("retracted")):
            return "same", None
        return "differs", self.env._("Event %s stands here.", event_id)


def identity(event, shipment_id, package_id):
    """Return what makes an event one and the same, however often it is told.

    The partner's event id where there is one; else what happened, when and where.
    """
    if event.id:
        text = f"{_event_identity(event.id)}|{package_id or ''}"
    else:
        place = event.location
        where = place and (place.unlocode or place.postcode or place.city or place.name)
        what = event.raw_code or event.code
        text = (
            f"s{shipment_id}|{package_id or ''}|{what}|{event.classifier}"
            f"|{event.occurred_at:%Y-%m-%dT%H:%M:%S}|{where or ''}"
        )
    if len(text) <= MAX_IDENTITY:
        return text
    return hashlib.blake2b(text.encode(), digest_size=24).hexdigest()


def _event_identity(event_id):
    """Return how the identities of an event's milestones begin, before a bar."""
    if len(event_id) > MAX_IDENTITY - 20:
        event_id = hashlib.blake2b(event_id.encode(), digest_size=24).hexdigest()
    return f"e|{event_id}"


def is_plausible(when):
    """Tell whether a time can be meant."""
    return OLDEST_YEAR <= when.year <= LATEST_YEAR


def _event_key(batch, event_id):
    return f"{batch.integration.id}:{event_id}"


def _location_columns(place):
    columns = {
        "location_name": place.name,
        "location_city": place.city,
        "location_state": place.state,
        "location_postcode": place.postcode,
        "location_country": place.country and place.country.upper()[:2],
        "location_unlocode": place.unlocode and place.unlocode[:5],
        "location_latitude": place.latitude,
        "location_longitude": place.longitude,
    }
    return {
        name: value[:MAX_TEXT] if isinstance(value, str) else value
        for name, value in columns.items()
        if value is not None
    }


def _utc(value):
    return value if value.tzinfo else value.replace(tzinfo=timezone.utc)


def _text_of(value):
    """Write an aware UTC or a naive time the way Odoo stores it: UTC, to the second."""
    return str(value)[:19]
