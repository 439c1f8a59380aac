# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import format_duration

from .logistics_sla_policy import CASE_KINDS


class LogisticsSlaPolicy(models.Model):
    """A service level in words, and what it would do."""

    _inherit = "logistics.sla.policy"

    sentence = fields.Char(
        string="In Words", compute="_compute_sentence", compute_sudo=True
    )
    measure_count = fields.Integer(compute="_compute_measure_counts")
    open_count = fields.Integer(compute="_compute_measure_counts")

    @api.depends(
        "kind",
        "start_from",
        "target_unit",
        "target",
        "has_cutoff",
        "cutoff",
        "has_due_hour",
        "due_hour",
        "risk_unit",
        "risk",
        "clock",
        "calendar_id",
        "pause_on",
        "partner_ids",
        "integration_ids",
        "service_codes",
        "warehouses",
        "origin_country_ids",
        "destination_country_ids",
        "origin_zones",
        "destination_zones",
        "direction",
        "mode",
        "severity",
        "exception_type",
        "domain",
    )
    @api.depends_context("lang")
    def _compute_sentence(self):
        for policy in self:
            words = [policy._what_words(), *policy._where_words()]
            text = " ".join(filter(None, words))
            policy.sentence = f"{text}; {policy._clock_words()}."

    def _what_words(self):
        if self.target_unit == "promise":
            return self.env._("Delivered by the date that was promised")
        within = self._within_words()
        return {
            "release": lambda: self.env._("Released %s", within),
            "dispatch": lambda: self.env._("Picked up %s", within),
            "freshness": lambda: self.env._("News %s while on its way", within),
            "delivery": lambda: self.env._("Delivered %s", within),
            "acknowledge": lambda: self.env._("Cases taken on %s", within),
            "resolve": lambda: self.env._("Cases settled %s", within),
        }[self.kind]()

    def _within_words(self):
        """Return within which time of what."""
        of = self._start_words()
        if self.target_unit == "hours":
            within = self.env._("within %g hours", self.target)
            return f"{within} {of}".strip()
        if not self.target:
            within = self.env._("on the same day")
        elif self.clock == "always":
            within = self.env._("within %d days", self.target)
        else:
            within = self.env._("within %d working days", self.target)
        words = [within, of if self.target else ""]
        if self.has_due_hour:
            words.append(self.env._("by %s", format_duration(self.due_hour)))
        return " ".join(filter(None, words))

    def _start_words(self):
        start = self.start_from if self.kind == "delivery" else self.kind
        return {
            "release": self.env._("of the release")
            if self.kind == "delivery"
            else self.env._("of the order"),
            "dispatch": self.env._("of the release"),
            "pickup": self.env._("of the pickup"),
        }.get(start, "")

    def _where_words(self):
        """Return what it is narrowed to, in words."""
        if self.kind in CASE_KINDS:
            return [self._case_words(), *self._who_words(), *self._place_words()]
        return [*self._who_words(), *self._place_words(), *self._how_words()]

    def _who_words(self):
        if self.partner_ids:
            yield self.env._("for %s", _listed(self.partner_ids))
        if self.service_codes:
            yield self.env._("with service %s", self.service_codes)
        if self.integration_ids:
            yield self.env._("by %s", _listed(self.integration_ids))

    def _place_words(self):
        if self.warehouses:
            yield self.env._("out of %s", self.warehouses)
        if origin := _place(self.origin_country_ids, self.origin_zones):
            yield self.env._("from %s", origin)
        if target := _place(self.destination_country_ids, self.destination_zones):
            yield self.env._("to %s", target)

    def _how_words(self):
        for name in ("mode", "direction"):
            if self[name]:
                labels = dict(self._fields[name]._description_selection(self.env))
                yield f"({labels[self[name]].lower()})"
        if self.domain and self.domain != "[]":
            yield self.env._("if a further condition holds")

    def _case_words(self):
        found = []
        for name in ("severity", "exception_type"):
            if self[name]:
                labels = dict(self._fields[name]._description_selection(self.env))
                found.append(labels[self[name]].lower())
        return self.env._("where it is “%s”", ", ".join(found)) if found else ""

    def _clock_words(self):
        if self.risk_unit == "hours":
            risk = self.env._("at risk %g hours before", self.risk)
        else:
            risk = self.env._("at risk after %g %% of the time", self.risk)
        if self.target_unit == "promise" and self.clock == "always":
            return risk
        if self.target_unit == "days" and self.has_cutoff:
            cutoff = self.env._(
                "what comes after %s counts as the next day's",
                format_duration(self.cutoff),
            )
            risk = f"{cutoff}, {risk}"
        clock = {
            "company": self.env._("counted in the company's working time"),
            "calendar": self.env._("counted in “%s”", self.calendar_id.name or ""),
            "always": self.env._("counted around the clock"),
        }[self.clock]
        return f"{clock}, {risk}"

    # What it does, and would do

    def _compute_measure_counts(self):
        rows = self.env["logistics.sla.measure"]._read_group(
            [("policy_id", "in", self.ids)], ["policy_id", "state"], ["__count"]
        )
        for policy in self:
            counts = {state: count for found, state, count in rows if found == policy}
            policy.measure_count = sum(counts.values())
            policy.open_count = counts.get("running", 0) + counts.get("at_risk", 0)

    def action_dry_run(self):
        """Show to which of what is open now it would apply."""
        self.ensure_one()
        covered, won = self._covered()
        is_case = self.kind in CASE_KINDS
        named = (
            self.env._("Would apply to %d open cases", len(won))
            if is_case
            else self.env._("Would apply to %d open shipments", len(won))
        )
        if rest := len(covered) - len(won):
            named = self.env._(
                "%(would)s; %(rest)d more have another one", would=named, rest=rest
            )
        return {
            "type": "ir.actions.act_window",
            "name": named,
            "res_model": "logistics.exception" if is_case else "logistics.shipment",
            "view_mode": "list,form",
            "domain": [("id", "in", [key[-1] for key in won])],
            "context": {"create": False},
        }

    def action_apply_now(self):
        """Reckon what is measured by it and still open anew, as it reads now."""
        self.check_access("write")
        measures = self.env["logistics.sla.measure"].search(
            [
                ("policy_id", "in", self.ids),
                ("stopped_at", "=", False),
                ("state", "in", ("running", "at_risk", "breached")),
            ]
        )
        measures._follow_again()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%d measures reckoned anew.", len(measures)),
            },
        }

    def action_view_measures(self):
        """Open what was measured by it."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_sla_measure_action"
        )
        action["domain"] = [("policy_id", "in", self.ids)]
        action["context"] = {}
        return action


def _listed(records):
    names = records[:3].mapped("display_name")
    more = len(records) - 3
    return ", ".join(names) + (f" +{more}" if more > 0 else "")


def _place(countries, zones):
    return " ".join(filter(None, (_listed(countries), zones)))
