# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import AccessError


class LogisticsRecorded(models.AbstractModel):
    """Fields that tell what happened, which nobody sets by hand.

    That a field is read-only in views keeps nobody from writing it by the external
    interface. A model names such fields in ``_recorded``; its own methods, which check
    what may be done, write them as superuser.
    """

    _name = "logistics.recorded"
    _description = "Fields That Only Events Change"

    _recorded = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_not_recorded(
                name
                for name in self._recorded & vals.keys()
                if vals[name] and vals[name] != self.default_get([name]).get(name)
            )
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_recorded(self._recorded & vals.keys())
        return super().write(vals)

    @api.model
    def _check_not_recorded(self, names):
        names = [] if self.env.su else sorted(names)
        if names:
            labels = [
                self._fields[name]._description_string(self.env) for name in names
            ]
            raise AccessError(
                self.env._(
                    "These tell what happened and are not set by hand: %s",
                    ", ".join(labels),
                )
            )
