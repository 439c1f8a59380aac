# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.modules.registry import Registry
from odoo.tools import SQL

from odoo.addons.logistics_base.transport.export_csv import CsvExport

from ..transport.zip_stream import safe_name, zipped

_REPORT = "logistics_billing_reconcile.report_dispute"
#: {file of the bundle: (columns, query of the rows)}.
_TABLES = {
    "charges.csv": (
        (
            *("line", "invoice", "tracking_number", "charge", "code", "description"),
            *("service", "zone", "ship_date", "actual_weight", "billed_weight"),
            *("billed", "expected", "claimed", "recognised", "credited", "reason"),
        ),
        """
        SELECT d.id, i.name, d.tracking_number, l.type, l.raw_code, l.description,
               l.service_code, l.zone, l.ship_date::text, l.actual_weight,
               l.billed_weight, d.billed, d.expected, d.claimed, d.recognised,
               d.credited, d.type
          FROM logistics_dispute_line d
          JOIN logistics_carrier_invoice i ON i.id = d.invoice_id
          LEFT JOIN logistics_carrier_invoice_line l ON l.id = d.invoice_line_id
         WHERE d.dispute_id = %s ORDER BY d.id
        """,
    ),
    "milestones.csv": (
        ("shipment", "tracking_number", "occurred_at_utc", "milestone", "place"),
        """
        SELECT s.name, d.tracking_number, m.occurred_at, m.code,
               concat_ws(', ', m.location_city, m.location_country)
          FROM (SELECT DISTINCT ON (shipment_id) shipment_id, tracking_number
                  FROM logistics_dispute_line WHERE dispute_id = %s
                 ORDER BY shipment_id, id) AS d
          JOIN logistics_shipment s ON s.id = d.shipment_id
          JOIN logistics_milestone m ON m.shipment_id = s.id
         WHERE m.classifier = 'actual' AND m.retracted IS NOT TRUE
         ORDER BY s.id, m.occurred_at, m.id
        """,
    ),
    "expected.csv": (
        (
            *("shipment", "tracking_number", "rests_on", "service", "zone", "weight"),
            *("chargeable_weight", "divisor", "fuel_percent", "charge", "expected"),
        ),
        """
        SELECT s.name, d.tracking_number, e.source, e.service_code, e.zone,
               e.actual_weight, e.billed_weight, e.divisor, e.fuel_percent, c.type,
               c.cost
          FROM (SELECT DISTINCT ON (shipment_id) shipment_id, tracking_number
                  FROM logistics_dispute_line WHERE dispute_id = %s
                 ORDER BY shipment_id, id) AS d
          JOIN logistics_shipment s ON s.id = d.shipment_id
          JOIN logistics_expectation e ON e.shipment_id = s.id
          LEFT JOIN logistics_charge c
            ON c.shipment_id = s.id AND c.basis = 'expected'
         ORDER BY s.id, c.id
        """,
    ),
}


class LogisticsDispute(models.Model):
    """What proves a dispute: a summary, tables, proofs of delivery and labels."""

    _inherit = "logistics.dispute"

    def _file_name(self):
        self.ensure_one()
        return safe_name(self.name.replace("/", "-"))

    def _evidence_stream(self):
        """Return an iterator of the bundle's bytes; it outlives the transaction."""
        self.ensure_one()
        self.check_access("read")
        summary = self._summary()
        return _streamed(self.env, self.id, summary)

    def _evidence(self):
        """Yield the bytes of the bundle."""
        return zipped(self._entries(self._summary()))

    def _summary(self):
        """Return (name, content) of the sheet that goes on top."""
        content, kind = (
            self.env["ir.actions.report"].sudo()._render_qweb_pdf(_REPORT, self.ids)
        )
        return f"{self._file_name()}.{'pdf' if kind == 'pdf' else 'html'}", content

    def _entries(self, summary):
        """Yield (path, content) of all that is in the bundle, one at a time."""
        yield summary
        self.env.flush_all()
        for name in _TABLES:
            yield name, b"".join(self._table_csv(name))
        for folder, attachment in self._evidence_files():
            yield f"{folder}/{safe_name(attachment.name)}", attachment.raw or b""
            attachment.invalidate_recordset(flush=False)

    def _charges_csv(self):
        """Yield the bytes of the charges alone."""
        return self._table_csv("charges.csv")

    def _table_csv(self, name):
        columns, query = _TABLES[name]
        writer = CsvExport([(column, "char") for column in columns])
        rows = self.env.execute_query(SQL(query, self.id))  # pylint: disable=sql-injection
        yield writer.write(rows)
        yield writer.close()

    def _evidence_files(self):
        """Yield (folder, attachment) of what proves it; addons add theirs."""
        shipments = self.line_ids.shipment_id
        for proof in shipments.proof_ids:
            folder = f"proof {safe_name(proof.shipment_id.name)}"
            for attachment in proof.attachment_ids:
                yield folder, attachment
            for attachment in self._kept_in(proof, "signature"):
                yield folder, attachment
        for attachment in self._own_files():
            yield "further", attachment

    @api.model
    def _kept_in(self, record, name):
        """Return the file that a field of a record is kept in."""
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", record._name),
                    ("res_id", "=", record.id),
                    ("res_field", "=", name),
                ]
            )
        )

    def _own_files(self):
        """Return what people attached to the dispute; not what was sent already."""
        files = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id)]
        )
        return files.filtered(lambda one: not one.name.endswith(".zip"))


def _streamed(env, dispute_id, summary):
    with Registry(env.cr.dbname).cursor(readonly=True) as cr:
        fresh = api.Environment(cr, env.uid, dict(env.context))
        dispute = fresh["logistics.dispute"].browse(dispute_id)
        yield from zipped(dispute._entries(summary))
