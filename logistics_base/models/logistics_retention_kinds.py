# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a retention policy may be about: where it is found, and what becomes of it."""

from odoo.tools import SQL

_CONSIGNEE = SQL(
    "JOIN logistics_shipment s ON s.id = r.shipment_id "
    "LEFT JOIN res_partner consignee ON consignee.id = s.ship_to_id"
)


class RetentionKind:
    """One kind of record that holds what is personal.

    Each of its methods is set-based: there are thousands.

    :cvar str model: whose records they are.
    :cvar SQL company: the company of row ``r``.
    :cvar SQL age: the time from which on days are counted; of row ``r``.
    :cvar SQL personal: whether there is anything left to do about row ``r``.
    :cvar SQL joins: leads from row ``r`` to ``s``, the shipment, and ``consignee``.
    :cvar tuple actions: of ``anonymise`` and ``delete``.
    """

    model = None
    company = SQL("s.company_id")
    age = None
    personal = SQL("TRUE")
    joins = _CONSIGNEE
    actions = ("anonymise",)

    def anonymise(self, records):
        """Take what is personal out of the records, for good."""
        raise NotImplementedError

    def delete(self, records):
        """Delete the records whole."""
        records.unlink()


class MessageKind(RetentionKind):
    """Payloads of messages that are over, and what a call asked and was answered."""

    model = "logistics.message"
    company = SQL("i.company_id")
    age = SQL("r.received_at")
    personal = SQL(
        "r.state IN ('done', 'discarded') AND (r.payload IS NOT NULL OR "
        "r.original_payload IS NOT NULL OR r.answer IS NOT NULL OR "
        "r.attachment_id IS NOT NULL OR r.outgoing_call IS NOT NULL OR "
        "r.http_headers IS NOT NULL OR "
        "r.http_url LIKE '%%?%%')"
    )
    joins = SQL(
        "JOIN logistics_integration i ON i.id = r.integration_id "
        "LEFT JOIN LATERAL (SELECT shipment_id FROM logistics_message_shipment_rel "
        "WHERE message_id = r.id LIMIT 1) AS about ON TRUE "
        "LEFT JOIN logistics_shipment s ON s.id = about.shipment_id "
        "LEFT JOIN res_partner consignee ON consignee.id = s.ship_to_id"
    )
    actions = ("anonymise", "delete")

    def anonymise(self, records):
        records._expire_payloads(records.ids)
        records.env.cr.execute(
            "UPDATE logistics_message SET http_headers = NULL, "
            "http_url = split_part(http_url, '?', 1) WHERE id = ANY(%s)",
            (records.ids,),
        )
        records.invalidate_recordset(["http_headers", "http_url"])

    def delete(self, records):
        records._expire_rows(records.ids)


class MilestoneKind(RetentionKind):
    """The words and the exact place of milestones; what happened and when stays."""

    model = "logistics.milestone"
    age = SQL("r.received_at")
    personal = SQL(
        "num_nonnulls(r.description, r.raw_description, r.location_name, "
        "NULLIF(r.location_latitude, 0), NULLIF(r.location_longitude, 0)) > 0"
    )

    def anonymise(self, records):
        records.env.cr.execute(
            "UPDATE logistics_milestone SET description = NULL, raw_description = NULL, "
            "location_name = NULL, location_latitude = NULL, location_longitude = NULL "
            "WHERE id = ANY(%s)",
            (records.ids,),
        )
        records.invalidate_recordset(flush=False)


class ProofKind(RetentionKind):
    """Who signed, the signature, the photos and the place of proofs of delivery."""

    model = "logistics.proof"
    age = SQL("COALESCE(r.signed_at, r.create_date)")
    personal = SQL(
        "(num_nonnulls(r.signatory, r.condition_note, r.location, "
        "NULLIF(r.latitude, 0)) > 0 OR EXISTS (SELECT FROM ir_attachment "
        "WHERE res_model = 'logistics.proof' AND res_id = r.id))"
    )
    actions = ("anonymise", "delete")

    def anonymise(self, records):
        self._unlink_files(records)
        records.write(
            {
                "signatory": False,
                "signature": False,
                "condition_note": False,
                "location": False,
                "latitude": False,
                "longitude": False,
                "attachment_ids": [(5,)],
            }
        )

    def delete(self, records):
        self._unlink_files(records)
        records.unlink()

    def _unlink_files(self, records):
        files = records.attachment_ids | records.env["ir.attachment"].search(
            [
                ("res_model", "=", self.model),
                ("res_id", "in", records.ids),
                ("res_field", "=", False),
            ]
        )
        files.unlink()


class ReferenceKind(RetentionKind):
    """The customer's own numbers, once the shipment has ended."""

    model = "logistics.reference"
    age = SQL("COALESCE(s.delivered_date, s.last_milestone_date)")
    personal = SQL(
        "r.type IN ('customer', 'other') "
        "AND s.state IN ('delivered', 'returned', 'cancelled', 'lost')"
    )
    actions = ("delete",)


class EventKind(RetentionKind):
    """The words of events; that something happened is kept as long as events are."""

    model = "logistics.event"
    age = SQL("r.create_date")
    personal = SQL("r.summary IS NOT NULL AND r.position IS NOT NULL")

    def anonymise(self, records):
        records.env.cr.execute(
            "UPDATE logistics_event SET summary = NULL WHERE id = ANY(%s)",
            (records.ids,),
        )
        records.invalidate_recordset(["summary"], flush=False)


class CaseKind(RetentionKind):
    """What people and partners wrote about cases that were resolved long ago."""

    model = "logistics.exception"
    age = SQL("r.resolved_at")
    personal = SQL("r.state = 'resolved' AND r.resolution IS NOT NULL")

    def anonymise(self, records):
        records.env.cr.execute(
            "UPDATE logistics_exception SET resolution = NULL WHERE id = ANY(%s)",
            (records.ids,),
        )
        records.invalidate_recordset(["resolution"], flush=False)


#: {name on the policy: kind}; addons add those of their own.
KINDS = {
    "message": MessageKind(),
    "milestone": MilestoneKind(),
    "proof": ProofKind(),
    "reference": ReferenceKind(),
    "event": EventKind(),
    "case": CaseKind(),
}
