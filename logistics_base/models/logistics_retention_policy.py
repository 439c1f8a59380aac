# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .logistics_retention_kinds import KINDS

BATCH_SIZE = 1000
#: What came late is still found by the next run, so many days back.
STRAGGLERS = timedelta(days=30)


class LogisticsRetentionPolicy(models.Model):
    """How long what is personal is kept, by kind, document type and consignee's country.

    The days of flows hold for the payloads of everybody; a policy is stricter for one
    country, or is about something other than payloads. Where a policy names a country,
    those without one leave that country's shipments to it.
    """

    _name = "logistics.retention.policy"
    _description = "Retention Policy"
    _inherit = ["logistics.audited", "logistics.own.rights"]
    _order = "kind, document_type, country_id"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(selection="_selection_kind", string="What", required=True)
    document_type = fields.Selection(
        selection="_selection_document_type", help="Of messages; empty: all."
    )
    country_id = fields.Many2one(
        "res.country",
        string="Consignee's Country",
        help="Empty: wherever no other policy says more.",
    )
    days = fields.Integer(
        required=True, default=365, help="Counted from when it came, or was signed."
    )
    action = fields.Selection(
        [("anonymise", "Anonymise"), ("delete", "Delete")],
        required=True,
        default="anonymise",
    )
    active = fields.Boolean(default=True)
    applied_until = fields.Datetime(readonly=True, copy=False)
    run_ids = fields.One2many("logistics.retention.run", "policy_id", readonly=True)
    sentence = fields.Char(compute="_compute_sentence")
    due_count = fields.Integer(
        string="Due Now",
        compute="_compute_due_count",
        help="What the next run would anonymise or delete; at most a batch is counted.",
    )

    _days_positive = models.Constraint(
        "CHECK(days > 0)", "Keep it for one day at least."
    )
    _once = models.UniqueIndex(
        "(company_id, kind, COALESCE(document_type, ''), COALESCE(country_id, 0), action)"
        " WHERE active",
        "There is such a policy already.",
    )

    @api.model
    def _selection_kind(self):
        return [
            ("message", self.env._("Payloads and calls")),
            ("milestone", self.env._("Milestones: words and exact places")),
            ("proof", self.env._("Proofs: names, signatures, photos")),
            ("reference", self.env._("Customers' own references")),
            ("event", self.env._("Words of events")),
            ("case", self.env._("Words of resolved cases")),
        ]

    @api.model
    def _selection_document_type(self):
        return self.env["logistics.message"]._selection_document_type()

    @api.depends("kind", "document_type", "country_id", "days", "action")
    def _compute_sentence(self):
        kinds = dict(self._selection_kind())
        types = dict(self._selection_document_type())
        actions = dict(self._fields["action"]._description_selection(self.env))
        for policy in self:
            what = kinds.get(policy.kind, "")
            if policy.document_type:
                what = f"{what} ({types.get(policy.document_type)})"
            policy.sentence = self.env._(
                "%(action)s after %(days)s days: %(what)s, %(where)s",
                action=actions.get(policy.action, ""),
                days=policy.days,
                what=what,
                where=policy.country_id.name or self.env._("all other countries"),
            )

    @api.depends("sentence")
    def _compute_display_name(self):
        for policy in self:
            policy.display_name = policy.sentence

    def _compute_due_count(self):
        for policy in self:
            policy.due_count = len(policy.sudo()._due(0)) if policy.id else 0

    @api.constrains("kind", "action", "document_type")
    def _check_action(self):
        for policy in self:
            if policy.action not in KINDS[policy.kind].actions:
                raise ValidationError(
                    self.env._(
                        "This can only be done the other way: %s", policy.sentence
                    )
                )
            if policy.document_type and policy.kind != "message":
                raise ValidationError(self.env._("Only messages have a document type."))

    def write(self, vals):
        if {"kind", "document_type", "country_id", "days", "action"} & set(vals):
            vals = {**vals, "applied_until": False}
        return super().write(vals)

    @api.model
    def _audit_ignored_fields(self):
        return super()._audit_ignored_fields() | {"applied_until"}

    # Applying

    @api.model
    def _apply_all(self):
        """Apply every policy, batch by batch; each batch is committed. In the cron.

        :return: False where the time of the cron ran out.
        """
        return all(policy._apply() for policy in self.sudo().search([]))

    def _apply(self):
        """Apply one policy; note what was done.

        :return: False where the time of the cron ran out.
        """
        self.ensure_one()
        kind = KINDS[self.kind]
        before = fields.Datetime.now() - timedelta(days=self.days)
        last, total, left = 0, 0, 1.0
        while left > 0 and (ids := self._due(last)):
            records = self.env[kind.model].browse(ids)
            last = ids[-1]
            if self.action == "delete":
                kind.delete(records)
            else:
                kind.anonymise(records)
            total += len(ids)
            left = self.env["ir.cron"]._commit_progress(len(ids), remaining=1)
        if left > 0:
            self.applied_until = before
        if total:
            self._note(total, before)
        return left > 0

    def _due(self, last):
        """Return the ids of the next batch after an id, locked."""
        kind = KINDS[self.kind]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT r.id FROM %(table)s r %(joins)s
                 WHERE r.id > %(last)s AND %(age)s < %(before)s AND %(since)s
                   AND %(company)s AND %(personal)s AND %(country)s AND %(type)s
                 ORDER BY r.id LIMIT %(limit)s
                   FOR UPDATE OF r SKIP LOCKED
                """,
                table=SQL.identifier(self.env[kind.model]._table),
                joins=kind.joins,
                last=last,
                age=kind.age,
                before=fields.Datetime.now() - timedelta(days=self.days),
                since=self._since(kind),
                company=SQL("%s = %s", kind.company, self.company_id.id),
                personal=kind.personal,
                country=self._of_country(),
                type=SQL("r.document_type = %s", self.document_type)
                if self.document_type
                else SQL("TRUE"),
                limit=BATCH_SIZE,
            )
        )
        return [row_id for (row_id,) in rows]

    def _since(self, kind):
        if not self.applied_until:
            return SQL("TRUE")
        return SQL("%s >= %s", kind.age, self.applied_until - STRAGGLERS)

    def _of_country(self):
        if self.country_id:
            return SQL("consignee.country_id = %s", self.country_id.id)
        named = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", self.kind),
                ("document_type", "in", [self.document_type, False]),
                ("country_id", "!=", False),
            ]
        ).country_id
        return SQL("COALESCE(consignee.country_id, 0) != ALL(%s)", named.ids)

    def _note(self, total, before):
        self.env["logistics.retention.run"].create(
            {
                "policy_id": self.id,
                "company_id": self.company_id.id,
                "sentence": self.sentence,
                "before": before,
                "record_count": total,
            }
        )
        self.env["logistics.audit.entry"]._record(
            "retention.applied", self, {"policy": self.sentence, "count": total}
        )
