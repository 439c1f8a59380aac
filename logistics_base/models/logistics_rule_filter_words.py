# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast

from odoo import api, models


class LogisticsRule(models.Model):
    """A policy's filter as people read it."""

    _inherit = "logistics.rule"

    def _filter_in_words(self):
        """Return the filter as people read it; as it is written where it is involved."""
        try:
            domain = ast.literal_eval(self.filter_domain or "[]")
            return self._domain_in_words(list(domain))
        except (ValueError, SyntaxError, TypeError, KeyError, IndexError):
            return self.filter_domain

    @api.model
    def _domain_in_words(self, domain):
        """Say a domain in prefix notation; several conditions in a row all hold."""
        said = []
        for term in reversed(domain):
            if term == "!":
                said.append(self.env._("not (%s)", said.pop()))
            elif term in ("&", "|"):
                first, second = said.pop(), said.pop()
                said.append(
                    self.env._("%(first)s and %(second)s", first=first, second=second)
                    if term == "&"
                    else self.env._(
                        "(%(first)s or %(second)s)", first=first, second=second
                    )
                )
            else:
                said.append(self._condition_in_words(*term))
        return f" {self.env._('and')} ".join(reversed(said))

    @api.model
    def _operators_in_words(self):
        """Return {operator of a domain: what people read}."""
        env = self.env
        return {
            "=": env._("is"),
            "in": env._("is"),
            "!=": env._("is not"),
            "not in": env._("is not"),
            ">": env._("above"),
            ">=": env._("at least"),
            "<": env._("below"),
            "<=": env._("at most"),
            "ilike": env._("contains"),
            "like": env._("contains"),
            "not ilike": env._("does not contain"),
            "not like": env._("does not contain"),
            "child_of": env._("belongs to"),
        }

    @api.model
    def _condition_in_words(self, path, operator, value):
        model, labels, field = self.env["logistics.shipment"], [], None
        for name in path.split("."):
            field = model._fields[name]
            labels.append(field._description_string(self.env))
            model = self.env[field.comodel_name] if field.relational else model
        if value is False and operator in ("=", "!=") and field.type != "boolean":
            is_set = operator == "!="
            said = self.env._("is set") if is_set else self.env._("is not set")
            return f"{': '.join(labels)} {said}"
        relation = self._operators_in_words().get(operator, operator)
        return f"{': '.join(labels)} {relation} {self._value_in_words(field, value)}"

    @api.model
    def _value_in_words(self, field, value):
        values = value if isinstance(value, (list, tuple)) else [value]
        if field.type == "boolean":
            return self.env._("yes") if value in (True, [True]) else self.env._("no")
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return self._either([str(labels.get(item, item)) for item in values])
        if field.relational and all(isinstance(item, int) for item in values):
            found = self.env[field.comodel_name].sudo().browse(values).exists()
            return self._either(found.mapped("display_name")) or "?"
        return self._either([str(item) for item in values])
