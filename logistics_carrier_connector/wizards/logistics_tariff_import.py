# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.mapping.errors import DecodeError

from ..tariffs import tables

#: So many problems are listed.
SHOWN_PROBLEMS = 20


class LogisticsTariffImport(models.TransientModel):
    """Takes over a carrier's price list, zone list or fuel percentages from a file.

    Nothing is changed unless the whole file can be read.
    """

    _name = "logistics.tariff.import"
    _description = "Tariff Import"

    kind = fields.Selection(
        [("zones", "Zones"), ("prices", "Prices"), ("fuel", "Fuel percentages")],
        required=True,
        default="prices",
    )
    tariff_id = fields.Many2one("logistics.tariff", ondelete="cascade")
    table_id = fields.Many2one(
        "logistics.fuel.table", string="Fuel Table", ondelete="cascade"
    )
    price_kind = fields.Selection(
        lambda self: (
            self.env["logistics.tariff.break"]
            ._fields["kind"]
            ._description_selection(self.env)
        ),
        string="Prices Are",
        default="flat",
        required=True,
    )
    replace = fields.Boolean(
        string="Replace What Is There",
        default=True,
        help="Prices of the zones in the file are replaced; otherwise added.",
    )
    file = fields.Binary(attachment=False)
    filename = fields.Char()
    problems = fields.Text(readonly=True)

    @api.onchange("file", "kind")
    def _onchange_file(self):
        self.problems = False

    def action_import(self):
        """Read the file; change the records, or list what is wrong with it."""
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        try:
            table = tables.read_file(base64.b64decode(self.file), self.filename)
        except DecodeError as error:
            raise UserError(self.env._("The file cannot be read: %s", error)) from None
        problems = getattr(self, f"_import_{self.kind}")(table)
        if problems:
            self.problems = self._told(problems)
            return self._reopen()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _told(self, problems):
        say = self.env["logistics.quote"]._say
        lines = [
            self.env._("Line %(line)s: %(problem)s", line=p.line, problem=say(p.phrase))
            for p in problems[:SHOWN_PROBLEMS]
        ]
        if len(problems) > SHOWN_PROBLEMS:
            lines.append(self.env._("… and %s more", len(problems) - SHOWN_PROBLEMS))
        return "\n".join(lines)

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _import_prices(self, table):
        zones = {zone.name: zone for zone in self.tariff_id.zone_ids}
        found, problems = tables.prices(table, list(zones))
        if problems or not found:
            return problems or [self._nothing()]
        named = self.tariff_id.zone_ids.browse({zones[row[0]].id for row in found})
        if self.replace:
            named.break_ids.unlink()
        self.env["logistics.tariff.break"].create(
            [
                {
                    "zone_id": zones[zone].id,
                    "weight": float(weight or 0),
                    "price": float(price),
                    "kind": self.price_kind,
                }
                for zone, weight, price in found
            ]
        )
        return []

    def _import_zones(self, table):
        found, problems = tables.zone_areas(table)
        values, unknown = [], []
        for zone, area in found.items():
            vals, missing = self._zone_vals(zone, *area)
            values.append(vals)
            unknown += missing
        if problems or unknown or not values:
            return [*problems, *unknown] or [self._nothing()]
        present = {zone.name: zone for zone in self.tariff_id.zone_ids}
        new = []
        for sequence, vals in enumerate(values, 1):
            if zone := present.get(vals["name"]):
                zone.write(vals)
            else:
                new.append(
                    {**vals, "tariff_id": self.tariff_id.id, "sequence": sequence * 10}
                )
        self.env["logistics.tariff.zone"].create(new)
        return []

    def _zone_vals(self, zone, countries, states, postcodes, days):
        """Return (values of a zone, [Problem])."""
        codes = sorted({code.upper() for code in countries})
        known = self.env["res.country"].search([("code", "in", codes)])
        missing = set(codes) - set(known.mapped("code"))
        state_codes = sorted({code.upper() for code in states})
        known_states = self.env["res.country.state"].search(
            [("code", "in", state_codes), ("country_id", "in", known.ids)]
        )
        missing |= set(state_codes) - set(known_states.mapped("code"))
        vals = {
            "name": zone,
            "country_ids": [(6, 0, known.ids)],
            "state_ids": [(6, 0, known_states.ids)],
            "postcodes": ", ".join(postcodes),
            "transit_days": min(days, default=0),
        }
        return vals, [tables.unknown_place(zone, code) for code in sorted(missing)]

    def _import_fuel(self, table):
        found, problems = tables.fuel_weeks(table)
        if problems or not found:
            return problems or [self._nothing()]
        present = {week.date_from: week for week in self.table_id.week_ids}
        for day, percent in dict(found).items():
            if day in present:
                present[day].percent = float(percent)
            else:
                self.env["logistics.fuel.week"].create(
                    {
                        "table_id": self.table_id.id,
                        "date_from": day,
                        "percent": float(percent),
                    }
                )
        return []

    def _nothing(self):
        return tables.nothing_found()
