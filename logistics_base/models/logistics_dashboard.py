# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Days of each period; the one before it is as long.
PERIODS = {"7d": 7, "30d": 30, "90d": 90, "365d": 365}
DEFAULT_PERIOD = "30d"
#: So many customers, carriers or lanes are told apart, those with most shipments first.
GROUPS = 8
#: What the board can be narrowed to.
FILTERS = ("company_id", "integration_id", "partner_id")


class LogisticsDashboard(models.AbstractModel):
    """How the business does: one call answers everything that the screen shows.

    Everything but the lists of what is wrong right now comes from the daily figures of
    ``logistics.kpi``, so it takes as long for many shipments as for few. Each active key
    figure is a tile; an addon that brings one tells in :meth:`_opens` what a click on it
    opens.
    """

    _name = "logistics.dashboard"
    _description = "Logistics Dashboard"

    @api.model
    def board(self, period=DEFAULT_PERIOD, filters=None):
        """Return what the screen shows, for the user's companies.

        :param str period: a key of ``PERIODS``; it ends today.
        :param dict filters: ids by the names in ``FILTERS``; what is absent is not
            narrowed.
        :return: {as_of, period, periods, filters, options, tiles, breakdown, troubles,
            incidents}. Each tile has its own ``as_of``: when its figure was reckoned;
            that of the board is of the lists of what is wrong.
        :raise AccessError: for who may not see shipments.
        """
        self.env["logistics.shipment"].check_access("read")
        if period not in PERIODS:
            raise UserError(self.env._("There is no such period: %s", period))
        filters = self._checked(filters or {})
        since, until = self._span(period)
        return {
            "as_of": fields.Datetime.to_string(fields.Datetime.now()),
            "period": period,
            "periods": [[key, self._period_label(key)] for key in PERIODS],
            "since": fields.Date.to_string(since),
            "until": fields.Date.to_string(until),
            "filters": filters,
            "options": self._options(),
            "tiles": self._shown_tiles(since, until, filters),
            "breakdown": self._breakdown(since, until, filters),
            "troubles": self._troubles(filters),
            "incidents": self._incidents(filters),
        }

    # What is asked for

    @api.model
    def _checked(self, filters):
        """Return the filters, without those that say nothing.

        :raise UserError: for what cannot be narrowed to.
        """
        if unknown := set(filters) - set(FILTERS):
            raise UserError(
                self.env._("The board has no such filter: %s", ", ".join(unknown))
            )
        try:
            filters = {name: int(value) for name, value in filters.items() if value}
        except (TypeError, ValueError):
            raise UserError(self.env._("The board is narrowed by ids.")) from None
        if partner_id := filters.get("partner_id"):
            # Key figures know the customer's company, not the person there.
            partner = self.env["res.partner"].browse(partner_id).exists()
            filters["partner_id"] = partner.commercial_partner_id.id or partner_id
        return filters

    @api.model
    def _span(self, period):
        """Return the first and the last day of the period, in the user's time zone."""
        until = fields.Date.context_today(self)
        return until - timedelta(days=PERIODS[period] - 1), until

    @api.model
    def _period_label(self, period):
        return {
            "7d": self.env._("7 days"),
            "30d": self.env._("30 days"),
            "90d": self.env._("90 days"),
            "365d": self.env._("a year"),
        }[period]

    @api.model
    def _options(self):
        """Return what the filters offer; customers are searched for when asked."""
        companies = self.env.companies
        carriers = self.env["logistics.integration"].search_read(
            [("kind", "in", ("carrier", "forwarder", "fleet", "tms"))],
            ["name"],
            order="name",
            limit=200,
        )
        return {
            "companies": [[company.id, company.name] for company in companies],
            "carriers": [[carrier["id"], carrier["name"]] for carrier in carriers],
        }

    @api.model
    def _read(self, codes, since, until, filters, group_by=None):
        """Ask for key figures, of all the user's companies unless it is narrowed."""
        return self.env["logistics.kpi"]._read(codes, since, until, group_by, filters)

    @api.model
    def _narrow(self, model, domain, filters):
        """Return a domain, narrowed to what the board is narrowed to."""
        narrowed = Domain(domain)
        for name, value in filters.items():
            if name in self.env[model]._fields:
                operator = "child_of" if name == "partner_id" else "="
                narrowed &= Domain(name, operator, value)
        return list(narrowed)

    # By customer, carrier, lane, warehouse

    @api.model
    def _dimensions(self):
        """Return [(what the store groups by, what people call it)]."""
        return [
            ("partner_id", self.env._("Customer")),
            ("integration_id", self.env._("Carrier")),
            ("lane", self.env._("Lane")),
            ("warehouse", self.env._("Warehouse")),
        ]

    @api.model
    def _breakdown_codes(self):
        """Return the KPIs that can be compared between customers, carriers, lanes."""
        return ["on_time", "first_attempt", "confirmation_delay", "latency"]

    @api.model
    def _breakdown(self, since, until, filters):
        codes = self._breakdown_codes()
        return [
            {
                "code": dimension,
                "label": label,
                "groups": self._groups(dimension, since, until, filters, codes),
            }
            for dimension, label in self._dimensions()
        ]

    @api.model
    def _groups(self, dimension, since, until, filters, codes):
        """Return the groups with most shipments, each with its key figures."""
        found = self.env["logistics.kpi"]._read_largest(
            codes, since, until, dimension, filters, GROUPS
        )
        labels = self._group_labels(dimension, list(found))
        return [
            {
                "key": key,
                "label": labels[key],
                "figures": {code: self._figure(row) for code, row in figures.items()},
            }
            for key, figures in found.items()
        ]

    @api.model
    def _group_labels(self, dimension, keys):
        models_by_dimension = {
            "partner_id": "res.partner",
            "integration_id": "logistics.integration",
        }
        model = models_by_dimension.get(dimension)
        if not model:
            return {key: str(key) for key in keys}
        # Whoever may read the figures of a customer may read its name.
        records = self.env[model].sudo().browse(keys).exists()
        names = {record.id: record.display_name for record in records}
        return {key: names.get(key, self.env._("Deleted")) for key in keys}

    @api.model
    def _figure(self, row):
        return {
            name: row[name] for name in ("value", "numerator", "denominator", "unit")
        }
