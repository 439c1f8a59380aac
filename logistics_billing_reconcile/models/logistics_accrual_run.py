# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.logistics_base.models.database_errors import gave_up

from ..expecting.accruing import ZERO, besides, share_of

_logger = logging.getLogger(__name__)

#: So many shipments are looked at in one go.
BATCH = 1000
#: Not with a carrier yet, or never.
_NOT_LEFT = ("draft", "released", "booked", "cancelled")


class _More(NamedTuple):
    """What is to be accrued besides the accruals that stand."""

    amount: Decimal
    standing: models.BaseModel


class LogisticsExpectation(models.Model):
    _inherit = "logistics.expectation"

    accrued_version = fields.Integer(
        readonly=True, help="What was expected when it was accrued last."
    )

    _to_accrue = models.Index(
        "(company_id, shipment_id) WHERE accrued_version IS DISTINCT FROM version"
    )


class LogisticsAccrual(models.Model):
    """Accrues what left and is not billed; whoever runs it twice accrues nothing more."""

    _inherit = "logistics.accrual"

    @api.model
    def _accrue(self, company, until=None):
        """Accrue freight of what left until that day; return the journal entries.

        One process at a time does, and all of it in one transaction: cut short, nothing
        is accrued.

        :raise UserError: where the company cannot accrue, or somebody else is at it.
        """
        company._logistics_may_accrue()
        self = self.sudo().with_company(company)
        self._only_one(company)
        until = until or fields.Date.context_today(self)
        last, moves = 0, self.env["account.move"]
        while due := self._due(company, until, last):
            last = max(due)
            moves |= self._bring_up(company, due)
        drafts = self.search([("company_id", "=", company.id), ("state", "=", "draft")])
        return moves | drafts.filtered(lambda a: not a.problem)._post()

    @api.model
    def _only_one(self, company):
        self.env.cr.execute(
            "SELECT pg_try_advisory_xact_lock(hashtext('logistics.accrual'), %s)",
            (company.id,),
        )
        if not self.env.cr.fetchone()[0]:
            raise UserError(self.env._("Freight is being accrued by somebody else."))

    @api.model
    def _due(self, company, until, after, limit=BATCH):
        """Return {shipment id: (the day it left, id of the expectation)} of the next.

        Those that left and of which something else is expected than is accrued, and
        those that were called off after they were.
        """
        self.env.flush_all()
        zone = company.partner_id.tz or self.env.user.tz or "UTC"
        rows = self.env.execute_query(
            SQL(
                """
                SELECT s.id, l.day, e.id
                  FROM logistics_expectation e
                  JOIN logistics_shipment s ON s.id = e.shipment_id
                 CROSS JOIN LATERAL (
                       SELECT (COALESCE(s.picked_up_date, s.delivered_date,
                                        s.last_milestone_date, s.released_date)
                               AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day) l
                 WHERE e.company_id = %(company)s AND s.id > %(after)s
                   AND e.accrued_version IS DISTINCT FROM e.version
                   AND (s.state NOT IN %(not_left)s AND l.day <= %(until)s
                        AND l.day >= %(since)s
                        OR EXISTS (SELECT FROM logistics_accrual a
                                    WHERE a.shipment_id = s.id))
                 ORDER BY s.id LIMIT %(limit)s
                """,
                zone=zone,
                company=company.id,
                after=after,
                until=until,
                since=company.logistics_accrual_from
                or fields.Date.to_date("1970-01-01"),
                not_left=_NOT_LEFT,
                limit=limit,
            )
        )
        return {
            shipment_id: (day, expectation) for shipment_id, day, expectation in rows
        }

    @api.model
    def _bring_up(self, company, due):
        """Make drafts of what is to be accrued besides, and take back what is too much.

        :return: the entries that take back.
        """
        self.search(
            [("shipment_id", "in", list(due)), ("state", "=", "draft")]
        ).unlink()
        vals_list, taken_back, in_trouble = [], [], set()
        shipments = self.env["logistics.shipment"].browse(due)
        distributions = self._distributions(company, shipments.integration_id)
        for key, more in self._differences(company, due).items():
            if more.amount > ZERO:
                vals = self._draft_vals(company, due, key, more)
                place = vals["integration_id"], key[1]
                vals["analytic_distribution"] = distributions.get(place, False)
                vals_list.append(vals)
                if vals["problem"]:
                    in_trouble.add(key[0])
            else:
                taken_back += more.standing._take_back(-more.amount)
        self.create(vals_list)
        self._note_accrued([id_ for id_ in due if id_ not in in_trouble], True)
        reason = self.env._("Less freight is expected")
        return self._reverse(taken_back, "changed", reason)

    @api.model
    def _note_accrued(self, shipment_ids, is_accrued):
        """Note that what is expected is accrued, or that it is to be looked at again.

        A run and a bill that meet at a shipment write the same row: one of them comes
        second, and is tried again with what the other did.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE logistics_expectation SET accrued_version = %s "
                "WHERE shipment_id = ANY(%s)",
                SQL("version") if is_accrued else SQL("NULL"),
                list(shipment_ids),
            )
        )
        self.env["logistics.expectation"].invalidate_model(["accrued_version"])

    @api.model
    def _differences(self, company, due):
        """Return {(shipment id, account id, currency id): _More}."""
        expected = self._sums(company, due, "expected")
        billed = self._sums(company, due, "invoiced")
        standing = self.search(
            [("shipment_id", "in", list(due)), ("state", "!=", "draft")], order="id"
        ).grouped(lambda a: (a.shipment_id.id, a.account_id.id, a.currency_id.id))
        keys = dict.fromkeys(
            [(*place, c) for place, sums in expected.items() for c in sums]
        ) | dict.fromkeys(standing)
        rest = Decimal(str(company.logistics_accrual_rest)) / 100
        found, counted = {}, set()
        for key in keys:
            place, currency = key[:2], self.env["res.currency"].browse(key[2])
            some = standing.get(key, self.browse())
            by_bill = some.reversal_ids.filtered(lambda r: r.reason == "billed")
            changed = some.reversal_ids.filtered(lambda r: r.reason == "changed")
            # Bills of several currencies are held against the first one.
            bills = {} if place in counted else billed.get(place, {})
            counted.add(place)
            more = besides(
                Decimal(str(expected.get(place, {}).get(key[2], 0))),
                _total(some, "amount_currency") - _total(changed, "amount_currency"),
                _total(by_bill, "amount_currency"),
                self._in_currency(bills, currency, company, due[key[0]][0]),
                rest,
            )
            more = Decimal(str(currency.round(float(more))))
            if more:
                found[key] = _More(more, some)
        return found

    @api.model
    def _draft_vals(self, company, due, key, more):
        shipment = self.env["logistics.shipment"].browse(key[0])
        currency = self.env["res.currency"].browse(key[2])
        day = due[shipment.id][0]
        problem = self._problem(company, key[1], currency)
        amount = float(more.amount)
        return {
            "company_id": company.id,
            "shipment_id": shipment.id,
            "integration_id": shipment.integration_id.id,
            "account_id": key[1] or company.logistics_accrued_account_id.id,
            "sequence": max(more.standing.mapped("sequence"), default=0) + 1,
            "date": day,
            "currency_id": currency.id,
            "amount_currency": amount,
            "amount": 0.0
            if problem
            else currency._convert(amount, company.currency_id, company, day),
            "problem": problem,
        }

    @api.model
    def _problem(self, company, account_id, currency):
        """Return why something cannot be posted, as a sentence; False where it can."""
        if not account_id:
            return self.env._(
                "There is no expense account for freight: say where charges are booked."
            )
        if currency == company.currency_id:
            return False
        if not currency.active:
            return self.env._("%s is not in use: activate the currency.", currency.name)
        rates = currency.rate_ids.filtered(
            lambda r: not r.company_id or r.company_id in company.parent_ids
        )
        if not rates:
            return self.env._("There is no rate of exchange for %s.", currency.name)
        return False

    # Taking back

    def _take_back(self, amount):
        """Return [(accrual, amount in currency, amount)] of what is open of these."""
        rows, left = [], amount
        for accrual in self.filtered(lambda a: a.state == "posted"):
            part = min(_exact(accrual.open_currency), left)
            if part > 0:
                rows.append((accrual, *accrual._part(part)))
                left -= part
        return rows

    def _part(self, amount_currency):
        """Return (amount in currency, amount) of a part of what is open."""
        self.ensure_one()
        share = share_of(
            _exact(self.amount_open), amount_currency, _exact(self.open_currency)
        )
        rounded = self.company_currency_id.round(float(share))
        return float(amount_currency), rounded

    # By itself

    @api.model
    def _accrue_all(self):
        """Accrue for every company that does; one that cannot stops nobody."""
        for company in self.env["res.company"].search(
            [("logistics_accrues", "=", True)]
        ):
            try:
                with self.env.cr.savepoint():
                    accruals = self.with_company(company)
                    accruals._accrue(company)
                    accruals._release_aged(company)
            except Exception as error:
                if gave_up(error):
                    raise
                _logger.warning("Freight of %s is not accrued: %s", company.name, error)
            self.env["ir.cron"]._commit_progress(1)


def _exact(value):
    return Decimal(str(value or 0))


def _total(records, name):
    return sum((_exact(value) for value in records.mapped(name)), ZERO)
