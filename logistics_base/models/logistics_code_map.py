# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, ormcache

from ..canonical import vocabulary
from ..mapping.suggest import suggest

#: Of longer codes the beginning is mapped, and kept with the milestone.
LONGEST_CODE = 200
#: {domain: (field of a milestone, field of the raw code, value while unmapped)}
_APPLIED = {
    "milestone": ("code", "raw_code", "unknown"),
    "reason": ("reason_code", "raw_reason", False),
}
_SELECT_MISSED = """
    WITH unmapped AS (
        SELECT DISTINCT integration_id, 'milestone' AS domain, raw_code AS code
          FROM logistics_milestone WHERE code = 'unknown'
         UNION ALL
        SELECT DISTINCT integration_id, 'reason', raw_reason
          FROM logistics_milestone
         WHERE raw_reason IS NOT NULL AND reason_code IS NULL
    )
    SELECT DISTINCT c.id
      FROM unmapped u
      JOIN logistics_integration i ON i.id = u.integration_id
      JOIN logistics_code_map c
        ON c.domain = u.domain AND c.external_code = u.code
       AND (c.integration_id = i.id OR c.preset = i.preset)
     WHERE c.canonical_code IS NOT NULL AND c.canonical_code != 'unknown'
"""


class LogisticsCodeMap(models.Model):
    """A partner's code and the word of ours it means.

    Without a word it stands in the queue of unmapped codes. An entry belongs to one
    integration, or to a preset and so to all its integrations; the integration's own
    goes first.
    """

    _name = "logistics.code.map"
    _description = "Code Mapping"
    _order = "canonical_code NULLS FIRST, occurrences desc, external_code"
    _rec_name = "external_code"

    integration_id = fields.Many2one(
        "logistics.integration", index="btree_not_null", ondelete="cascade"
    )
    preset = fields.Selection(selection="_selection_preset")
    company_id = fields.Many2one(related="integration_id.company_id")
    domain = fields.Selection(
        list(vocabulary.CODE_DOMAINS.items()), required=True, default="milestone"
    )
    external_code = fields.Char(string="Partner's Code", required=True)
    external_label = fields.Char(string="Partner's Words")
    canonical_code = fields.Char(string="Our Word")
    milestone_code = fields.Selection(
        [(code, word.label) for code, word in vocabulary.MILESTONES.items()],
        string="Milestone",
        compute="_compute_milestone_code",
        inverse="_inverse_milestone_code",
    )
    is_mapped = fields.Boolean(compute="_compute_is_mapped", store=True, index=True)
    suggested_code = fields.Char(compute="_compute_suggestion")
    suggested_label = fields.Char(string="Suggestion", compute="_compute_suggestion")
    suggestion_score = fields.Float(
        string="Confidence (%)", compute="_compute_suggestion"
    )
    suggestion_why = fields.Char(string="Because", compute="_compute_suggestion")
    occurrences = fields.Integer(default=0, readonly=True)
    last_seen = fields.Datetime(readonly=True)

    _once = models.UniqueIndex(
        "(COALESCE(integration_id, 0), COALESCE(preset, ''), domain, external_code)",
        "This code is in the map already.",
    )
    _has_owner = models.Constraint(
        "CHECK(num_nonnulls(integration_id, preset) = 1)",
        "A code belongs either to an integration or to a preset.",
    )

    @api.model
    def _selection_preset(self):
        return self.env["logistics.preset"]._selection()

    @api.depends("canonical_code")
    def _compute_is_mapped(self):
        for entry in self:
            entry.is_mapped = bool(entry.canonical_code)

    @api.depends("canonical_code", "domain")
    def _compute_milestone_code(self):
        for entry in self:
            entry.milestone_code = entry.domain == "milestone" and entry.canonical_code

    def _inverse_milestone_code(self):
        for entry in self.filtered(lambda e: e.domain == "milestone"):
            entry.canonical_code = entry.milestone_code

    @api.depends("external_code", "external_label", "domain", "is_mapped")
    def _compute_suggestion(self):
        known = None
        for entry in self:
            best = None
            if not entry.is_mapped and entry.domain in vocabulary.CLOSED_DOMAINS:
                known = known or self._known_codes()
                best = entry._best_suggestion(known)
            entry.suggested_code = best and best.code
            entry.suggested_label = best and entry._word_label(best.code)
            entry.suggestion_score = best.score if best else 0.0
            entry.suggestion_why = best and best.why

    def _best_suggestion(self, known):
        found = suggest(
            self.external_code,
            self.external_label,
            domain=self.domain,
            maps=known.get(self.domain),
        )
        return found[0] if found else None

    @api.model
    def _known_codes(self):
        """Return {domain: {whose: {their code: our word}}} of all maps, to learn from."""
        known = defaultdict(lambda: defaultdict(dict))
        for entry in self.search([("is_mapped", "=", True)]):
            whose = entry.preset or entry.integration_id.name
            words = known[entry.domain][whose]
            words[entry.external_code] = entry.canonical_code
        return known

    def _word_label(self, code):
        word = vocabulary.CLOSED_DOMAINS[self.domain].get(code)
        return getattr(word, "label", word)

    @api.constrains("canonical_code", "domain")
    def _check_word(self):
        for entry in self.filtered("canonical_code"):
            words = vocabulary.CLOSED_DOMAINS.get(entry.domain)
            if words and entry.canonical_code not in words:
                raise ValidationError(
                    self.env._("“%s” is not one of our words.", entry.canonical_code)
                )

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        self.env["logistics.door"]._forget()
        entries.filtered("is_mapped")._reapply()
        return entries

    def write(self, vals):
        result = super().write(vals)
        self.env["logistics.door"]._forget()
        if vals.get("canonical_code"):
            self._reapply()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["logistics.door"]._forget()
        return result

    def action_accept_suggestion(self):
        """Map the codes as suggested and apply them to what came before."""
        suggested = self.filtered("suggested_code")
        if not suggested:
            raise UserError(self.env._("There is no suggestion to accept."))
        for entry in suggested:
            entry.canonical_code = entry.suggested_code

    # Reading the map

    @api.model
    def _translator(self, integration):
        """Return a :class:`Translator` for a batch of the integration."""
        return Translator(self.env, integration, self._words(integration.id))

    @api.model
    @ormcache("integration_id")
    def _words(self, integration_id):
        """Return {(domain, external code): canonical code}, the own entries first."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.domain, m.external_code, m.canonical_code
                  FROM logistics_code_map m
                  JOIN logistics_integration i ON i.id = %s
                 WHERE (m.integration_id = i.id OR m.preset = i.preset)
                   AND m.canonical_code IS NOT NULL AND m.domain = ANY(%s)
                 ORDER BY m.integration_id NULLS FIRST
                """,
                integration_id,
                list(vocabulary.CLOSED_DOMAINS),
            )
        )
        return {(domain, external): canonical for domain, external, canonical in rows}

    @api.model
    def _load_preset(self, preset, codes, brought=()):
        """Write the code map that a preset brings.

        :param dict codes: {domain: {partner's code: our word}}.
        :param brought: {(domain, partner's code)} that go where they are not brought
            any more.
        """
        mine = self.search([("preset", "=", preset)])
        present = {(e.domain, e.external_code): e for e in mine}
        wanted = {
            (domain, external): canonical
            for domain, entries in codes.items()
            for external, canonical in entries.items()
        }
        for key, entry in present.items():
            if key in wanted and entry.canonical_code != wanted[key]:
                entry.canonical_code = wanted[key]
        gone = set(brought) - wanted.keys()
        mine.filtered(lambda e: (e.domain, e.external_code) in gone).unlink()
        self.create(
            [
                {
                    "preset": preset,
                    "domain": domain,
                    "external_code": external,
                    "canonical_code": canonical,
                }
                for (domain, external), canonical in wanted.items()
                if (domain, external) not in present
            ]
        )

    # The queue of unmapped codes

    @api.model
    def _record_unmapped(self, integration, domain, counts, labels):
        """Count codes that nobody has mapped yet; they show up in the queue."""
        self.env.cr.execute(
            """
            INSERT INTO logistics_code_map
                (integration_id, domain, external_code, external_label, occurrences,
                 last_seen, is_mapped, create_uid, create_date, write_uid, write_date)
            SELECT %(integration)s, %(domain)s, v.code, v.label, v.count, %(now)s, FALSE,
                   %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM json_to_recordset(%(rows)s)
                AS v(code varchar, label varchar, count int4)
             ORDER BY v.code
                ON CONFLICT (COALESCE(integration_id, 0), COALESCE(preset, ''), domain,
                             external_code)
                DO UPDATE SET occurrences = logistics_code_map.occurrences
                                            + EXCLUDED.occurrences,
                              last_seen = EXCLUDED.last_seen
            """,
            {
                "integration": integration.id,
                "domain": domain,
                "rows": json.dumps(
                    [
                        {"code": code, "label": labels.get(code), "count": count}
                        for code, count in counts.items()
                    ]
                ),
                "now": fields.Datetime.now(),
                "uid": self.env.uid,
            },
        )
        self.invalidate_model()

    def _reapply(self):
        """Give milestones that came with these codes, unmapped so far, their word."""
        milestones = self.env["logistics.milestone"].sudo()
        for entry in self.filtered(lambda e: e.domain in _APPLIED and e.is_mapped):
            name, raw_name, unmapped = _APPLIED[entry.domain]
            domain = [(name, "=", unmapped), (raw_name, "=", entry.external_code)]
            if entry.integration_id:
                domain.append(("integration_id", "=", entry.integration_id.id))
            else:
                integrations = self.env["logistics.integration"].sudo()
                same = integrations.with_context(active_test=False).search(
                    [("preset", "=", entry.preset)]
                )
                domain.append(("integration_id", "in", same.ids))
            if found := milestones.search(domain):
                found.write({name: entry.canonical_code})
        waits = self.env["logistics.message.wait"].sudo()
        for entry in self.filtered("integration_id"):
            waits._release(
                entry.company_id, "code", [f"{entry.domain}:{entry.external_code}"]
            )

    @api.model
    def _reapply_missed(self):
        """Apply codes that were mapped while milestones with them were recorded."""
        self.flush_model()
        self.env["logistics.milestone"].flush_model()
        rows = self.env.execute_query(SQL(_SELECT_MISSED))
        # The integration's own word goes first.
        missed = self.browse(row[0] for row in rows)
        missed.filtered("integration_id")._reapply()
        missed.filtered("preset")._reapply()


class Translator:
    """Translates the codes of one batch, and remembers those it could not."""

    def __init__(self, env, integration, table):
        self._env = env
        self._integration = integration
        self._table = table
        self._unmapped = {"milestone": Counter(), "reason": Counter()}
        self._labels = {}

    def milestone(self, event):
        """Return our word for what happened; ``unknown`` where nobody mapped it."""
        for raw in (event.raw_code, *event.raw_code_alternatives):
            if code := self._table.get(("milestone", raw)):
                return code
        shortened = ("milestone", (event.raw_code or "")[:LONGEST_CODE])
        if code := self._table.get(shortened):
            return code
        self._missing("milestone", event.raw_code, event.raw_description)
        return "unknown"

    def reason(self, event):
        """Return our word for the reason, or None where nobody mapped it."""
        raw = event.raw_reason and event.raw_reason[:LONGEST_CODE]
        code = self._table.get(("reason", raw))
        if code is None:
            self._missing("reason", event.raw_reason, None)
        return code

    def _missing(self, domain, code, label):
        code = (code or "")[:LONGEST_CODE]
        self._unmapped[domain][code] += 1
        if label:
            self._labels[code] = label[:500]

    def record_unmapped(self):
        """Write what could not be translated into the queue."""
        for domain, counts in self._unmapped.items():
            if counts:
                self._env["logistics.code.map"]._record_unmapped(
                    self._integration, domain, counts, self._labels
                )
                counts.clear()
