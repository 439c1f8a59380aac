# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid
from datetime import datetime, time, timezone

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.logistics_base.canonical.parties import Party

from ..canonical.consignments import Consignment, DangerousGoods, Piece
from ..tariffs.rating import NotRated, named


class LogisticsTariffTry(models.TransientModel):
    """Rates an invented parcel by a tariff, and explains each figure."""

    _name = "logistics.tariff.try"
    _description = "Try a Tariff"

    tariff_id = fields.Many2one("logistics.tariff", required=True, ondelete="cascade")
    ship_date = fields.Date(required=True, default=fields.Date.context_today)
    from_country_id = fields.Many2one(
        "res.country", required=True, default=lambda self: self.env.company.country_id
    )
    from_postcode = fields.Char(default=lambda self: self.env.company.zip)
    country_id = fields.Many2one(
        "res.country",
        string="To Country",
        required=True,
        default=lambda self: self.env.company.country_id,
    )
    state_id = fields.Many2one(
        "res.country.state", domain="[('country_id', '=', country_id)]"
    )
    postcode = fields.Char(string="To Postcode")
    is_residential = fields.Boolean(string="To a Home")
    piece_count = fields.Integer(string="Pieces", default=1)
    weight = fields.Float(string="Weight of a Piece (kg)", default=5.0)
    length = fields.Float(string="Length (cm)")
    width = fields.Float(string="Width (cm)")
    height = fields.Float(string="Height (cm)")
    is_dangerous = fields.Boolean(string="Dangerous Goods")
    option_ids = fields.Many2many("logistics.delivery.option")
    insured_value = fields.Monetary()
    currency_id = fields.Many2one(related="tariff_id.currency_id")
    result = fields.Html(compute="_compute_result", sanitize=False)

    @api.depends(lambda self: self._asked_fields())
    def _compute_result(self):
        for trial in self:
            trial.result = trial._rated() if trial.tariff_id else False

    @api.model
    def _asked_fields(self):
        return (
            *("tariff_id", "ship_date", "from_country_id", "from_postcode"),
            *("country_id", "state_id", "postcode", "is_residential", "piece_count"),
            *("weight", "length", "width", "height", "is_dangerous", "option_ids"),
            *("insured_value",),
        )

    def _rated(self):
        """Return the figures as a table, or why there are none."""
        say = self.env["logistics.quote"]._say
        try:
            rating = self.tariff_id._rating(self._consignment(), self.ship_date)
        except NotRated as error:
            return Markup('<div class="alert alert-warning">%s</div>') % say(
                error.phrase
            )
        rows = Markup("").join(
            Markup("<tr><td>%s</td><td>%s</td><td class='text-end'>%s</td></tr>")
            % (named(line, say), self._why(line, say), line.amount)
            for line in rating.lines
        )
        total = Markup(
            "<tr class='fw-bold'><td>%s</td><td>%s</td><td class='text-end'>%s %s</td></tr>"
        ) % (
            self.env._("Total"),
            self.env._("zone %(zone)s", zone=rating.zone),
            rating.total,
            rating.currency,
        )
        notes = Markup("").join(
            Markup('<div class="text-warning">%s</div>') % say(note)
            for note in rating.notes
        )
        return Markup('<table class="table table-sm">%s%s</table>%s') % (
            rows,
            total,
            notes,
        )

    def _why(self, line, say):
        return Markup("<br/>").join(say(phrase) for phrase in line.explanation)

    def _consignment(self):
        """Return the invented parcel as a canonical ``Consignment``."""
        goods = (DangerousGoods(un_number="UN0000"),) if self.is_dangerous else ()
        piece = Piece(
            key=uuid.uuid4().hex[:8],
            weight=self.weight,
            length=self.length or None,
            width=self.width or None,
            height=self.height or None,
            dangerous_goods=goods,
        )
        insured = self.env["logistics.consigning"]._money(
            self.insured_value, self.currency_id
        )
        return Consignment(
            ship_from=Party(
                country=self.from_country_id.code, postcode=self.from_postcode or None
            ),
            ship_to=Party(
                country=self.country_id.code,
                state=self.state_id.code or None,
                postcode=self.postcode or None,
                residential=self.is_residential,
            ),
            pieces=(piece,) * max(self.piece_count, 1),
            ship_at=datetime.combine(self.ship_date, time(12), timezone.utc),
            options=tuple(self.option_ids.mapped("code")),
            insured_value=insured if self.insured_value else None,
        )
