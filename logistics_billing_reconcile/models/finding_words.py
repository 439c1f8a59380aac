# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.tools import format_amount, format_date, format_datetime, formatLang


class FindingWords:
    """What a sentence tells, as its reader writes it."""

    def __init__(self, finding):
        self._env, self._finding = finding.env, finding
        self.params = finding.params or {}
        self._currency = finding.currency_id
        self.billed = self._money(finding.billed)
        self.expected = self._money(finding.expected)
        self.difference = self._money(finding.difference)

    def _money(self, amount):
        return format_amount(self._env, amount or 0.0, self._currency)

    def money(self, name):
        """Return an amount in the invoice's currency."""
        return self._money(float(self.params.get(name) or 0))

    def number(self, name):
        """Return a figure without zeros nobody needs; empty where it is not known."""
        value = self.params.get(name)
        if value is None:
            return ""
        digits = 0 if float(value).is_integer() else 2
        return formatLang(self._env, float(value), digits=digits)

    def text(self, name):
        """Return a word as it was told."""
        value = self.params.get(name)
        return "" if value is None else str(value)

    def day(self, name):
        """Return a day."""
        value = self.params.get(name)
        return format_date(self._env, value[:10]) if value else ""

    def moment(self, name):
        """Return a time, as the reader's clock has it."""
        value = self.params.get(name)
        if not value:
            return ""
        when = fields.Datetime.to_datetime(value.replace("T", " ")[:19])
        return format_datetime(self._env, when, dt_format="short")

    @property
    def kind(self):
        """Return the kind of charge."""
        labels = dict(
            self._env["logistics.charge"]
            ._fields["type"]
            ._description_selection(self._env)
        )
        kind = labels.get(self.params.get("kind"), self.text("kind"))
        return kind or self._env._("The charge")

    @property
    def source(self):
        """Return what the expectation rests on."""
        sources = self._env["logistics.expectation"]._fields["source"]
        labels = dict(sources._description_selection(self._env))
        source = labels.get(self.params.get("source"))
        return f"“{source}”" if source else self._env._("the contract")

    @property
    def parcel(self):
        """Return the number that was billed."""
        return self.text("number") or self._finding.line_id.tracking_number or "–"
