# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast
import logging

import psycopg2
from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, Query
from odoo.tools.safe_eval import datetime, dateutil, safe_eval, time

from ..policies.filters import asks_always_the_same

_logger = logging.getLogger(__name__)


class LogisticsRule(models.Model):
    """Which shipments a policy is for: all filters of a batch are one query."""

    _inherit = "logistics.rule"

    # Reading a filter

    def _read_filter(self):
        """Return the filter as a :class:`Domain`, its text where it depends on the time,
        or None where it cannot be read.

        Nothing that is returned belongs to this transaction: it may be kept.
        """
        try:
            domain = Domain(ast.literal_eval(self.filter_domain or "[]"))
            return domain.optimize(self.env["logistics.shipment"])
        except (ValueError, SyntaxError, TypeError):
            pass
        except Exception:
            return None
        return self.filter_domain if self._filter_problem() is None else None

    @api.model
    def _evaluate(self, text):
        """Return the :class:`Domain` of a filter's text, at this moment."""
        today = fields.Date.context_today(self)
        return Domain(
            safe_eval(
                text or "[]",
                {
                    "uid": self.env.uid,
                    "time": time,
                    "datetime": datetime,
                    "relativedelta": dateutil.relativedelta.relativedelta,
                    "context_today": lambda: today,
                    "current_date": today.isoformat(),
                },
            )
        )

    def _filter_problem(self):
        """Return what is wrong with the filter, None if it can be used."""
        shipments = self.env["logistics.shipment"].sudo()
        nothing = Domain("id", "=", -1)  # whether it can be asked, of however many
        try:
            with self.env.cr.savepoint(flush=False):
                shipments.search(nothing & self._evaluate(self.filter_domain), limit=1)
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            return self.env._(
                "The filter cannot be read any more: %s",
                str(error).split("\n")[0][:300],
            )
        return None

    def _check_own_rights(self, names):
        super()._check_own_rights(names)
        if "filter_domain" not in names:
            return
        for rule in self.sudo():
            text = rule.filter_domain or "[]"
            if not asks_always_the_same(text):
                raise ValidationError(
                    self.env._(
                        "Write the filter of “%s” as a list of conditions, each with "
                        "the name of its field.",
                        rule.name,
                    )
                )
            self._check_may_ask(self._evaluate(text))

    # Applying filters

    @api.model
    def _filter_all(self, rule_ids, shipment_ids):
        """Return {policy id: ids of the shipments that pass its filter}, in one query.

        :param rule_ids: policies, each of which concerns some of the shipments.
        """
        _table, filters = self._plan()
        passed, conditions = {}, {}
        everything = set(shipment_ids)
        shipments = self._shipments()
        for rule_id in rule_ids:
            domain = self._current(rule_id, filters.get(rule_id), shipments)
            if domain is None or domain.is_false():
                passed[rule_id] = set()
            elif domain.is_true():
                passed[rule_id] = everything
            else:
                conditions[rule_id] = domain
        if conditions and everything:
            passed.update(self._ask(conditions, sorted(everything)))
        return passed

    @api.model
    def _current(self, rule_id, kept, shipments):
        """Return the domain to use now; where there is none, tell what is wrong."""
        try:
            domain = self._evaluate(kept) if isinstance(kept, str) else kept
            if domain is not None:
                return domain.optimize_full(shipments)
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            _logger.info("The filter of policy %s fails", rule_id, exc_info=error)
        self.browse(rule_id)._note_problem()
        return None

    @api.model
    def _ask(self, conditions, shipment_ids):
        """Ask all conditions at once; one by one where one of them is refused."""
        try:
            with self.env.cr.savepoint(flush=False):
                found = self._ask_at_once(conditions, shipment_ids)
            return found
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            failure = error
        if len(conditions) == 1:
            (rule_id,) = conditions
            _logger.info("The filter of policy %s fails", rule_id, exc_info=failure)
            self.browse(rule_id)._note_problem()
            return {rule_id: set()}
        found = {}
        for rule_id, domain in conditions.items():
            found.update(self._ask({rule_id: domain}, shipment_ids))
        return found

    @api.model
    def _ask_at_once(self, conditions, shipment_ids):
        shipments = self._shipments()
        table = shipments._table
        query = Query(self.env, table, shipments._table_sql)
        query.add_where(SQL("%s = ANY(%s)", SQL.identifier(table, "id"), shipment_ids))
        cases = SQL(", ").join(
            SQL(
                "CASE WHEN %s THEN %s END",
                domain._to_sql(shipments, table, query),
                rule_id,
            )
            for rule_id, domain in conditions.items()
        )
        passing = query.select(
            SQL("%s AS id", SQL.identifier(table, "id")),
            SQL("array_remove(ARRAY[%s], NULL) AS rules", cases),
        )
        found = {rule_id: set() for rule_id in conditions}
        rows = self.env.execute_query(
            SQL("SELECT id, rules FROM (%s) AS asked WHERE rules != '{}'", passing)
        )
        for shipment_id, rule_ids in rows:
            for rule_id in rule_ids:
                found[rule_id].add(shipment_id)
        return found

    @api.model
    def _shipments(self):
        return self.env["logistics.shipment"].sudo().with_context(active_test=False)

    # A filter that cannot be read any more

    def _note_problem(self):
        """Say on the policy what is wrong with it, and tell its owner, once."""
        for rule in self.sudo():
            problem = rule._filter_problem() or self.env._(
                "The filter cannot be applied to shipments."
            )
            if rule.problem:
                continue
            rule.problem = problem
            _logger.error("Policy “%s”: %s", rule.name, problem)
            rule.activity_schedule(
                "mail.mail_activity_data_warning",
                summary=self.env._("This policy does not act"),
                note=escape(problem),
                user_id=rule._answering().id,
            )

    @api.model
    def _check_filters(self):
        """Look for filters that cannot be read any more, and for those put right."""
        for rule in self.search([("active", "=", True)]):
            if rule._filter_problem():
                rule._note_problem()
            elif rule.problem:
                rule.problem = False
                rule.activity_unlink(["mail.mail_activity_data_warning"])

    def _answering(self):
        """Return who answers for the policy; somebody does even if that user is gone."""
        return self._first_able(self.company_id or self.env.company, self.user_id)

    @api.model
    def _first_able(self, company, *candidates):
        """Return the first user who is there and works for the company.

        Where none of them is, it is a manager, at last the administrator.

        :param candidates: records of users, none, one or several each.
        """

        at_work = [
            user for users in candidates for user in users._logistics_at_work(company)
        ]
        return company._logistics_answering(at_work)
