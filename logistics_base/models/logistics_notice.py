# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import uuid
from datetime import datetime, timezone

import psycopg2

from odoo import api, models

from ..canonical.documents import Reference
from ..canonical.notices import (
    ExceptionNotice,
    InvoicingNotice,
    MilestoneNotice,
    Notice,
    PromiseNotice,
    ProofNotice,
    RetractionNotice,
    ServiceLevelNotice,
    ShipmentBrief,
    ShipmentNotice,
    StageNotice,
)
from ..controllers.shipment_resource import (
    carrier_name,
    location_of,
    references_of,
    shipment_resource,
    utc,
)

_logger = logging.getLogger(__name__)


class LogisticsNotice(models.AbstractModel):
    """Writes what partners are told of events, for many events at once.

    An addon that publishes events of its own says what their data is by a method here,
    named in :meth:`_writers`, and by its class in ``canonical.notices``.
    """

    _name = "logistics.notice"
    _description = "Notice of an Event"

    @api.model
    def _writers(self):
        """Return {event type: method that takes (event row, its record) and returns
        the data}.

        Of other types no more is told than which shipment they are about.
        """
        return {
            "shipment.milestone": self._milestone,
            "shipment.milestone.mapped": self._milestone,
            "shipment.milestone.retracted": self._retraction,
            "shipment.stage": self._stage,
            "shipment.promise": self._promise,
            "shipment.proof": self._proof,
            "shipment.invoicing": self._invoicing,
            "sla.at_risk": self._service_level,
            "sla.breached": self._service_level,
            "sla.met": self._service_level,
            "exception.opened": self._exception,
            "exception.acknowledged": self._exception,
            "exception.escalated": self._exception,
            "exception.resolved": self._exception,
        }

    @api.model
    def _notices(self, rows):
        """Return {event id: Notice}, without those whose subject is gone.

        :param rows: things like ``EventRow``.
        """
        own = self.sudo().with_context(active_test=False, lang=None)
        writers = own._writers()
        subjects = own._subjects(rows)
        name_of = own._id_maker()
        notices = {}
        for row in rows:
            record = subjects.get((row.res_model, row.res_id))
            if not record:
                continue
            try:
                data = writers.get(row.type, own._shipment)(row, record)
            except psycopg2.Error:
                raise
            except Exception:
                # One that cannot be told keeps the others from nobody.
                _logger.exception("Event %s cannot be told", row.id)
                continue
            notices[row.id] = Notice(
                id=name_of(row.id),
                type=row.type,
                timestamp=datetime.fromtimestamp(row.time, timezone.utc),
                data=data,
            )
        return notices

    @api.model
    def _subjects(self, rows):
        """Return {(model, id): record} of what is still there, read in few queries."""
        ids = {}
        for row in rows:
            if row.res_model in self.env:
                ids.setdefault(row.res_model, set()).add(row.res_id)
        found = {}
        for model, wanted in ids.items():
            for record in self.env[model].browse(sorted(wanted)).exists():
                found[model, record.id] = record
        return found

    @api.model
    def _id_maker(self):
        """Return the function that names an event for the world, always the same."""
        database = self.env["ir.config_parameter"].get_param("database.uuid")
        space = uuid.uuid5(uuid.NAMESPACE_URL, f"logistics.event:{database}")
        return lambda event_id: f"evt_{uuid.uuid5(space, str(event_id)).hex}"

    # What is told, by type

    @api.model
    def _brief(self, shipment):
        return ShipmentBrief(
            id=shipment.id,
            name=shipment.name,
            state=shipment.state,
            references=self._references(shipment),
        )

    @api.model
    def _references(self, shipment, package=None):
        """Return what a partner may know the shipment by; never nothing."""
        references = shipment.reference_ids
        own = references.filtered(lambda r: r.package_id == (package or r.browse()))
        found = references_of(own) or references_of(references)
        return found or (Reference("other", shipment.name),)

    @api.model
    def _shipment_of(self, record):
        if record._name == "logistics.shipment":
            return record
        return record.shipment_id if "shipment_id" in record else None

    @api.model
    def _milestone(self, _row, milestone):
        shipment, package = milestone.shipment_id, milestone.package_id
        return MilestoneNotice(
            id=self._milestone_id(milestone),
            references=self._references(shipment, package),
            package=package.tracking_reference or package.name or None,
            code=milestone.code,
            classifier=milestone.classifier,
            occurred_at=utc(milestone.occurred_at),
            utc_offset_minutes=milestone.utc_offset_minutes,
            time_assumed=milestone.time_assumed,
            location=location_of(milestone),
            reason_code=milestone.reason_code or None,
            description=milestone.description or None,
            estimated_delivery=utc(milestone.estimated_delivery),
            carrier=carrier_name(shipment),
            shipment=self._brief(shipment),
        )

    @api.model
    def _milestone_id(self, milestone):
        return f"milestone-{milestone.id}"

    @api.model
    def _retraction(self, _row, milestone):
        shipment = milestone.shipment_id
        return RetractionNotice(
            retracts=self._milestone_id(milestone),
            references=self._references(shipment, milestone.package_id),
            shipment=self._brief(shipment),
        )

    @api.model
    def _stage(self, row, shipment):
        states = dict(shipment._fields["state"].selection)
        return StageNotice(
            stage=row.summary if row.summary in states else shipment.state,
            shipment=shipment_resource(shipment),
        )

    @api.model
    def _promise(self, _row, record):
        shipment = self._shipment_of(record)
        return PromiseNotice(
            shipment=self._brief(shipment),
            promised_date=utc(shipment.promised_date),
            revised_promise_date=utc(shipment.revised_promise_date),
        )

    @api.model
    def _proof(self, row, record):
        if record._name != "logistics.proof":
            return self._shipment(row, record)
        return ProofNotice(
            shipment=self._brief(record.shipment_id),
            package=record.package_id.tracking_reference or None,
            signed_at=utc(record.signed_at),
            condition=record.condition,
        )

    @api.model
    def _exception(self, row, record):
        if record._name != "logistics.exception":
            return self._shipment(row, record)
        return ExceptionNotice(
            id=record.id,
            exception_type=record.type,
            severity=record.severity,
            state=record.state,
            reason_code=record.reason_code or None,
            package=record.package_id.tracking_reference or None,
            opened_at=utc(record.opened_at),
            resolved_at=utc(record.resolved_at),
            shipment=self._brief(record.shipment_id),
        )

    @api.model
    def _invoicing(self, _row, record):
        shipment = self._shipment_of(record)
        return InvoicingNotice(
            held=bool(shipment.invoicing_hold), shipment=self._brief(shipment)
        )

    @api.model
    def _service_level(self, row, record):
        if record._name != "logistics.sla.measure":
            return self._shipment(row, record)
        return ServiceLevelNotice(
            id=record.id,
            kind=record.kind,
            state=record.state,
            started_at=utc(record.started_at),
            due_at=utc(record.due_at),
            stopped_at=utc(record.stopped_at),
            shipment=self._brief(record.shipment_id),
        )

    @api.model
    def _shipment(self, _row, record):
        shipment = self._shipment_of(record)
        return ShipmentNotice(shipment=self._brief(shipment) if shipment else None)
