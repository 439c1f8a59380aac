# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..canonical.event_types import EVENT_TYPES


class LogisticsEventType(models.Model):
    """The types of events that can be chosen from, and all of a family at once.

    They are those that the installed addons have registered. An addon that registers
    its own has them loaded by its data::

        <function model="logistics.event.type" name="_load_registered" />
    """

    _name = "logistics.event.type"
    _description = "Type of Business Event"
    _order = "code"
    _rec_names_search = ["name", "code"]
    _is_vocabulary = True

    code = fields.Char(
        required=True, readonly=True, help="A name, or a family: shipment.*"
    )
    name = fields.Char(required=True, readonly=True, translate=True)
    is_public = fields.Boolean(
        readonly=True, help="Subscribers outside may be told of it."
    )
    is_family = fields.Boolean(
        readonly=True, help="Stands for all types that begin so, later ones too."
    )
    color = fields.Integer(compute="_compute_color")

    _once = models.UniqueIndex("(code)")

    @api.depends("is_family")
    def _compute_color(self):
        for event_type in self:
            event_type.color = 4 if event_type.is_family else 11

    @api.model
    def _load_registered(self):
        """Make a record for each registered type, and one for each family."""
        known = {one.code: one for one in self.with_context(lang=None).search([])}
        for vals in (*self._registered_vals(), *self._family_vals()):
            if one := known.get(vals["code"]):
                one.write(vals)
            else:
                self.create(vals)

    @api.model
    def _registered_vals(self):
        return [
            {"code": one.code, "name": one.label, "is_public": one.is_public}
            for one in EVENT_TYPES.values()
        ]

    @api.model
    def _family_vals(self):
        families = {}
        for one in EVENT_TYPES.values():
            family = one.code.partition(".")[0]
            families[family] = families.get(family) or one.is_public
        return [
            {
                "code": f"{family}.*",
                "name": f"{_title(family)}: all events",
                "is_public": is_public,
                "is_family": True,
            }
            for family, is_public in families.items()
        ]

    def _public_codes(self):
        """Return the codes of the public types these stand for, as a frozenset."""
        exact = set(self.mapped("code"))
        families = {code[:-1] for code in exact if code.endswith(".*")}
        return frozenset(
            code
            for code, one in EVENT_TYPES.items()
            if one.is_public
            and (code in exact or f"{code.partition('.')[0]}." in families)
        )


def _title(family):
    return family.upper() if len(family) <= 3 else family.capitalize()
