# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models, tools
from odoo.tools import SQL

from ..canonical.vocabulary import SEVERITIES
from ..policies.table import Condition, DecisionTable, Entry


class LogisticsRule(models.Model):
    """What a policy waits for, as conditions that are looked up."""

    _inherit = "logistics.rule"

    @api.model
    def _triggers(self):
        """Return {trigger: function that gives the :class:`Condition` of a policy}.

        An addon that adds a trigger adds it here too; what it waits for is an event.
        """
        return {
            "milestone": self._condition_of_milestone,
            "stage": self._condition_of_stage,
            "exception": self._condition_of_exception,
            "sla": self._condition_of_service_level,
            "document": self._condition_of_document,
            "silence": self._condition_of_timer,
            "moment": self._condition_of_timer,
            "incident": self._condition_of_incident,
            "incident_closed": self._condition_of_incident,
            "event": self._condition_of_event,
        }

    def _condition(self):
        """Return what an event must be like for the policy to act on it."""
        self.ensure_one()
        return self._triggers()[self.trigger](self)

    @api.model
    def _condition_of_milestone(self, rule):
        facts = [("retracted", frozenset((False, None)))]
        if rule.classifier != "any":
            facts.append(("classifier", frozenset((rule.classifier,))))
        return Condition(
            frozenset(("shipment.milestone", "shipment.milestone.mapped")),
            rule._words(),
            (*facts, *rule._reason_facts()),
        )

    @api.model
    def _condition_of_stage(self, rule):
        return Condition(frozenset(("shipment.stage",)), rule._words())

    @api.model
    def _condition_of_exception(self, rule):
        facts = []
        if rule.word_ids:
            facts.append(("type", rule._words()))
        if (rule.minimum_severity or "0") != "0":
            enough = {level for level in SEVERITIES if level >= rule.minimum_severity}
            facts.append(("severity", frozenset(enough)))
        return Condition(
            frozenset(("exception.opened",)), None, (*facts, *rule._reason_facts())
        )

    @api.model
    def _condition_of_service_level(self, rule):
        facts = (("kind", rule._words()),) if rule.word_ids else ()
        return Condition(frozenset((f"sla.{rule.standing}",)), None, facts)

    @api.model
    def _condition_of_document(self, rule):
        return Condition(
            frozenset(("shipment.proof", "shipment.document")), rule._words()
        )

    @api.model
    def _condition_of_timer(self, rule):
        event_type = (
            "shipment.silent" if rule.trigger == "silence" else "shipment.moment"
        )
        return Condition(frozenset((event_type,)), frozenset((rule._timer_name(),)))

    @api.model
    def _condition_of_incident(self, rule):
        is_over = rule.trigger == "incident_closed"
        facts = (("kind", rule._words()),) if rule.word_ids else ()
        return Condition(
            frozenset(("incident.closed" if is_over else "incident.opened",)),
            None,
            facts,
        )

    @api.model
    def _condition_of_event(self, rule):
        return Condition(frozenset((rule._waited_for(),)))

    def _words(self):
        """Return the codes that were chosen; None where none was, which means all."""
        return frozenset(self.word_ids.mapped("code")) or None

    def _reason_facts(self):
        codes = frozenset(self.reason_ids.mapped("code"))
        return (("reason_code", codes),) if codes else ()

    def _waited_for(self):
        """Return the name of the event a policy with that trigger waits for."""
        if self.event_type == "custom":
            return self._custom_name(self.custom_event)
        return self.event_type

    @api.model
    def _custom_name(self, name):
        """Return how an event that policies name among themselves is published."""
        name = "_".join((name or "").strip().lower().split())
        return name and (name if name.startswith("custom.") else f"custom.{name}")

    # The decision table

    @api.model
    @tools.ormcache()
    def _plan(self):
        """Return (decision table, {policy id: its filter}) of all that are switched on.

        Kept until a policy changes: an event that concerns none costs a look-up.
        """
        rules = self.sudo().search([("active", "=", True), ("action_ids", "!=", False)])
        entries, filters = [], {}
        for rule in rules:
            entries.append(
                Entry(rule.id, rule.company_id.id or None, rule._condition())
            )
            filters[rule.id] = rule._read_filter()
        return DecisionTable(entries), filters

    @api.model
    def _read_facts(self, model_name, ids, names):
        """Return {id: {field: value}} of what conditions ask about records."""
        model = self.env[model_name].sudo()
        names = [name for name in names if name in model._fields]
        if not names:
            return {}
        query = model._search([("id", "in", list(ids))], active_test=False)
        columns = [model._field_to_sql(model._table, name, query) for name in names]
        rows = self.env.execute_query(
            query.select(SQL.identifier(model._table, "id"), *columns)
        )
        return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}

    @api.model
    def _documents_waited_for(self):
        """Return the types of documents of which any policy wants to hear."""
        rules = self._plan()[0].event_types
        if "shipment.document" not in rules:
            return frozenset()
        return self._document_words()

    @api.model
    @tools.ormcache()
    def _document_words(self):
        rules = self.sudo().search([("trigger", "=", "document")])
        if any(not rule.word_ids for rule in rules):
            kinds = (
                self.env["logistics.word"].sudo().search([("kind", "=", "document")])
            )
            return frozenset(kinds.mapped("code"))
        return frozenset(rules.word_ids.mapped("code"))
