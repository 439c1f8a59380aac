# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.modules.registry import Registry
from odoo.tools import SQL

from ..canonical.exports import DATASETS
from ..transport.export_csv import CsvExport

#: So many rows are held at a time, whatever the export's size.
BATCH = 2000


class LogisticsExport(models.AbstractModel):
    """Writes many rows for analytics platforms, as a stream: memory stays flat."""

    _name = "logistics.export"
    _description = "Bulk Export"

    @api.model
    def _formats(self):
        """Return {name: class that writes it}; an addon adds its own.

        Such a class is made with ``[(column, kind)]`` and has ``mimetype``,
        ``extension``, ``write(rows)`` and ``close()``, which return bytes.
        """
        return {"csv": CsvExport}

    @api.model
    def _check_may_export(self):
        """Everything at once is for who answers for it.

        :raise AccessError: for everybody else.
        """
        user = self.env.user
        machine = self.env["logistics.service.door"]._credential()
        if not machine and not any(
            user.has_group(f"logistics_base.{group}")
            for group in ("group_manager", "group_auditor")
        ):
            raise AccessError(self.env._("Only managers and auditors export in bulk."))

    @api.model
    def _stream(self, dataset, date_from, date_to, form):
        """Return an iterator of the export's bytes; it outlives the transaction.

        :param Dataset dataset: what is exported.
        :param date date_from: the first day, in UTC. :param date date_to: the last one.
        :param str form: a key of :meth:`_formats`.
        :raise AccessError: for who may not.
        """
        self._check_may_export()
        self.env["logistics.audit.entry"]._record_read(
            "export",
            self.env[dataset.model],
            {
                "dataset": dataset.code,
                "from": date_from.isoformat(),
                "to": date_to.isoformat(),
                "format": form,
            },
        )
        query = self._query(dataset, date_from, date_to)
        columns = [(name, kind) for name, kind, _sql in dataset.columns]
        writer = self._formats()[form](columns)
        return _rows_as_bytes(self.env.cr.dbname, query, writer)

    @api.model
    def _query(self, dataset, date_from, date_to):
        """Return the SQL of the rows that the user may see, the oldest first."""
        records = self.env[dataset.model]
        shipments, allowed = self.env["logistics.shipment"]._audience()
        domain = Domain(dataset.time, ">=", _midnight(date_from))
        domain &= Domain(dataset.time, "<", _midnight(date_to) + timedelta(days=1))
        if shipments._is_for_customers(allowed):
            if dataset.for_customers is None:
                raise AccessError(self.env._("This is not exported for customers."))
            domain &= Domain(list(dataset.for_customers))
        if shipments.env.su:
            records = records.sudo()
        if not allowed.is_true():
            domain &= (
                Domain(dataset.shipment, "any", allowed)
                if dataset.shipment
                else allowed
            )
        self.env.flush_all()
        found = records.with_context(active_test=False)._search(domain)
        columns = SQL(", ").join(
            SQL("%s AS %s", SQL(sql), SQL.identifier(name))  # pylint: disable=sql-injection
            for name, _kind, sql in dataset.columns
        )
        return SQL(
            "SELECT %s FROM %s t %s WHERE t.id IN %s ORDER BY t.id",
            columns,
            SQL.identifier(records._table),
            SQL(dataset.joins),  # pylint: disable=sql-injection
            found.subselect(),
        )

    @api.model
    def _dataset(self, code):
        """Return the dataset of that name, None where there is none here."""
        found = DATASETS.get(code)
        return found if found and found.model in self.env else None


def _midnight(day):
    return datetime(day.year, day.month, day.day)


def _rows_as_bytes(dbname, query, writer):
    with Registry(dbname).cursor(readonly=True) as cr:
        with cr.connection.cursor(name="logistics_export") as rows:
            rows.itersize = BATCH
            rows.execute(query.code, query.params)
            while batch := rows.fetchmany(BATCH):
                yield writer.write(batch)
    yield writer.close()
