# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import escape_psql

from ..canonical.batch import Batch, Item
from ..canonical.references import normalize
from ..canonical.vocabulary import CLOSED_STATES
from ..mapping.history_rows import RowError, RowReader
from ..mapping.places import zone_named
from .logistics_handler_milestone import identity

CODE = "history-import"


@dataclass(slots=True)
class Options:
    """How a table is read.

    :ivar columns: {header: column name}.
    :ivar zone: IANA name of the zone of times that tell none.
    :ivar carrier: the ``logistics.integration`` of rows that name none.
    """

    columns: dict
    zone: str = "UTC"
    month_first: bool = False
    create_contacts: bool = False
    carrier: object = None
    environment: str = "production"

    def reader(self):
        """Return the reader of rows that these options ask for."""
        return RowReader(
            self.columns, zone_named(self.zone), month_first=self.month_first
        )


@dataclass(slots=True)
class Outcome:
    """What became of the rows: how many, and why some were refused.

    :ivar refused: [(line, reason)].
    """

    created: int = 0
    skipped: int = 0
    refused: list = field(default_factory=list)
    contacts: int = 0

    def add(self, other):
        """Add the outcome of more rows."""
        self.created += other.created
        self.skipped += other.skipped
        self.contacts += other.contacts
        self.refused += other.refused


class LogisticsHistory(models.AbstractModel):
    """Takes in shipments and milestones of the past.

    Taking the same rows in again changes nothing. Milestones go through the handler of
    tracking events, so that stages come out as if the partners had told them.
    """

    _name = "logistics.history"
    _description = "History Import"

    @api.model
    def _integration(self, environment):
        """Return the integration that milestones of the past belong to."""
        integrations = self.env["logistics.integration"].sudo()
        company = self.env.company
        own = [("company_id", "=", company.id), ("environment", "=", environment)]
        found = integrations.search([("code", "=like", f"{CODE}%"), *own], limit=1)
        if found:
            return found
        code = CODE if environment == "production" else f"{CODE}-test"
        if integrations.with_context(active_test=False).search_count(
            [("code", "=", code)], limit=1
        ):
            code = f"{code}-{company.id}"
        return integrations.create(
            {
                "name": self.env._("History Import"),
                "code": code,
                "preset": "standard_webhooks",
                "environment": environment,
                "company_id": company.id,
                "owner_id": self.env.uid,
            }
        )

    # Shipments

    @api.model
    def _import_shipments(self, rows, options, *, naming=None):
        """Create the shipments that are not known yet.

        :param rows: [(line, {header: text})].
        :param naming: function that gives the name of the n-th new one, where the
            sequence is not to be used.
        :return: an :class:`Outcome`.
        """
        outcome = Outcome()
        read = self._read(rows, options.reader().shipment, outcome)
        known = self._known_keys([row for _line, row in read])
        partners = _Partners(self.env, options.create_contacts)
        carriers = _Carriers(self.env, options.carrier)
        fresh = []
        for line, row in read:
            if row.key & known:
                outcome.skipped += 1
                continue
            try:
                vals = self._shipment_vals(row, partners, carriers)
            except RowError as error:
                outcome.refused.append((line, str(error)))
                continue
            known |= row.key
            fresh.append((line, row, vals))
        for number, (_line, _row, vals) in enumerate(fresh):
            if naming:
                vals["name"] = naming(number)
        created = self._create_shipments(fresh, outcome)
        outcome.created += len(created)
        outcome.contacts += partners.created
        self._tell_dates(created, options.environment)
        return outcome

    @api.model
    def _read(self, rows, read, outcome):
        found = []
        for line, row in rows:
            try:
                found.append((line, read(row)))
            except RowError as error:
                outcome.refused.append((line, str(error)))
        return found

    @api.model
    def _known_keys(self, rows):
        wanted = {text for row in rows for _type, text in row.key}
        references = self.env["logistics.reference"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("normalized", "in", list(wanted)),
            ]
        )
        return {(r.type, r.normalized) for r in references}

    @api.model
    def _shipment_vals(self, row, partners, carriers):
        """Return the values of one shipment. :raise RowError: somebody is not known."""
        vals = {
            "company_id": self.env.company.id,
            "mode": row.mode,
            "direction": row.direction,
            "service_code": row.texts.get("service"),
            "weight": row.weight or 0.0,
            "volume": row.volume or 0.0,
            "promised_date": _naive(row.promised),
            "released_date": _naive(row.released),
            "office_state": "released",
            "integration_id": carriers.find(row.texts.get("carrier")),
            "package_ids": [
                fields.Command.create({"name": number}) for number in row.packages
            ],
        }
        for name, column in (
            ("partner_id", "customer"),
            ("ship_from_id", "ship_from"),
            ("ship_to_id", "ship_to"),
        ):
            vals[name] = partners.find(row.texts.get(column))
        return vals

    @api.model
    def _create_shipments(self, fresh, outcome):
        """Create the shipments; one that cannot be does not stop the others."""
        shipments = self.env["logistics.shipment"].with_context(tracking_disable=True)
        if not fresh:
            return []
        try:
            with self.env.cr.savepoint():
                records = shipments.create([vals for _line, _row, vals in fresh])
                self._add_references(records, [row for _line, row, _vals in fresh])
            return list(zip(records, (row for _l, row, _v in fresh), strict=True))
        except (UserError, ValidationError) as error:
            if len(fresh) == 1:
                outcome.refused.append((fresh[0][0], str(error)))
                return []
        half = len(fresh) // 2
        return self._create_shipments(fresh[:half], outcome) + self._create_shipments(
            fresh[half:], outcome
        )

    @api.model
    def _add_references(self, shipments, rows):
        vals_list = []
        for shipment, row in zip(shipments, rows, strict=True):
            packages = {p.name: p.id for p in shipment.package_ids}
            vals_list += [
                {
                    "shipment_id": shipment.id,
                    "package_id": packages.get(r.value)
                    if r.type == "tracking"
                    else False,
                    "type": r.type,
                    "value": r.value,
                }
                for r in row.references
            ]
        self.env["logistics.reference"].create(vals_list)

    @api.model
    def _tell_dates(self, created, environment):
        """Turn the dates of the rows into milestones of the new shipments."""
        events = [event for _shipment, row in created for event in row.events]
        if events:
            self._apply(events, environment)

    # Milestones

    @api.model
    def _import_milestones(self, rows, options):
        """Record the milestones that are not known yet.

        :param rows: [(line, {header: text})].
        :return: an :class:`Outcome`; rows whose shipment is not known are refused.
        """
        outcome = Outcome()
        read = self._read(rows, options.reader().milestone, outcome)
        items, fresh = self._apply(
            [event for _line, event in read], options.environment
        )
        for (line, _event), item, is_new in zip(read, items, fresh, strict=True):
            if item.problem:
                outcome.refused.append((line, item.problem[1]))
            elif is_new:
                outcome.created += 1
            else:
                outcome.skipped += 1
        return outcome

    @api.model
    def _apply(self, events, environment):
        """Apply tracking events; return (their items, whether each told something new)."""
        integration = self._integration(environment)
        now = fields.Datetime.now()
        items = [
            Item(event, None, min(_naive(event.occurred_at), now)) for event in events
        ]
        batch = Batch(integration, "shipment.milestone", items)
        history = self.sudo().with_context(tracking_disable=True)
        fresh = history._find_fresh(batch)
        for item in items:
            item.reset()
        history.env["logistics.handler.shipment.milestone"]._apply(batch)
        history._close_past_cases(items)
        return items, fresh

    @api.model
    def _find_fresh(self, batch):
        """Tell for each item whether it is not recorded yet."""
        targets = self.env["logistics.resolver"]._resolve(batch, batch.items)
        identities = [
            {
                identity(item.document, targets[at].shipment_id, package_id)
                for package_id in targets[at].package_ids
            }
            if at in targets
            else set()
            for at, item in enumerate(batch.items)
        ]
        self.env["logistics.milestone"].flush_model()
        self.env.cr.execute(
            "SELECT identity FROM logistics_milestone "
            "WHERE integration_id = %s AND identity = ANY(%s)",
            (batch.integration.id, list(set().union(*identities))),
        )
        seen = {row[0] for row in self.env.cr.fetchall()}
        fresh = []
        for own in identities:
            fresh.append(bool(own - seen))
            seen |= own
        return fresh

    @api.model
    def _close_past_cases(self, items):
        """What went wrong on shipments that are long over is nobody's case any more."""
        shipments = self.env["logistics.shipment"].browse(
            {shipment_id for item in items for shipment_id in item.shipment_ids}
        )
        shipments.invalidate_recordset(["state"])
        over = shipments.filtered(lambda s: s.state in CLOSED_STATES)
        cases = self.env["logistics.exception"].search(
            [
                ("shipment_id", "in", over.ids),
                ("automatic", "=", True),
                ("state", "=", "open"),
            ]
        )
        cases._set_resolved(self.env._("Imported with the history of the shipment."))


class _Partners:
    """Finds contacts by reference, e-mail or name, each once."""

    def __init__(self, env, create):
        self._partners = env["res.partner"]
        self._company = env.company
        self._create = create
        self._found = {}
        self.created = 0

    def find(self, text):
        """Return the id of the contact that is meant. :raise RowError: there is none."""
        if not text:
            return False
        key = text.casefold()
        if key not in self._found:
            self._found[key] = self._look_up(text)
        return self._found[key]

    def _look_up(self, text):
        mine = [("company_id", "in", (False, self._company.id))]
        for name, operator in (("ref", "="), ("email", "=ilike"), ("name", "=ilike")):
            value = escape_psql(text) if operator == "=ilike" else text
            found = self._partners.search([(name, operator, value), *mine], limit=1)
            if found:
                return found.id
        if not self._create:
            raise RowError(f"there is no contact “{text[:80]}”")
        self.created += 1
        return self._partners.create({"name": text}).id


class _Carriers:
    """Finds integrations by code or name."""

    def __init__(self, env, default):
        domain = [("company_id", "=", env.company.id)]
        integrations = env["logistics.integration"].with_context(active_test=False)
        self._by_word = defaultdict(lambda: None)
        for integration in integrations.search(domain):
            for word in (
                integration.name,
                integration.code,
                integration.partner_id.name,
            ):
                if word:
                    self._by_word.setdefault(normalize(word), integration.id)
        self._default = default.id if default else False

    def find(self, text):
        """Return the id of the carrier meant. :raise RowError: there is none."""
        if not text:
            return self._default
        found = self._by_word.get(normalize(text))
        if not found and not self._default:
            raise RowError(f"there is no carrier “{text[:80]}”")
        return found or self._default


def _naive(when):
    return when and when.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
