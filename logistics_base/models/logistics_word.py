# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..canonical.documents import DOCUMENTS

#: What kind of word the summary of an event is.
_KINDS_OF_EVENTS = {
    "shipment.milestone": "milestone",
    "shipment.milestone.mapped": "milestone",
    "shipment.stage": "stage",
    "shipment.proof": "document",
    "shipment.document": "document",
    "incident.opened": "incident",
    "incident.closed": "incident",
}


class LogisticsWord(models.Model):
    """A word of the suite's vocabulary as a record, so that several can be chosen."""

    _name = "logistics.word"
    _description = "Logistics Word"
    _order = "id"
    _rec_name = "code"
    _is_vocabulary = True
    _log_access = False

    kind = fields.Selection(
        [
            ("milestone", "Milestone"),
            ("stage", "Stage"),
            ("exception", "Exception"),
            ("reason", "Reason"),
            ("measure", "Service Level"),
            ("document", "Document"),
            ("incident", "Incident"),
        ],
        required=True,
        readonly=True,
    )
    code = fields.Char(required=True, readonly=True)

    _once = models.UniqueIndex("(kind, code)")

    @api.depends("kind", "code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = {kind: self._labels(kind) for kind in set(self.mapped("kind"))}
        for word in self:
            word.display_name = labels.get(word.kind, {}).get(word.code) or word.code

    @api.model
    def _search_display_name(self, operator, value):
        if operator not in ("ilike", "=", "like", "=ilike") or not value:
            return super()._search_display_name(operator, value)
        sought = str(value).lower()
        kinds = self._sources()
        return Domain.OR(
            Domain("kind", "=", kind)
            & Domain(
                "code",
                "in",
                [
                    code
                    for code, label in self._labels(kind).items()
                    if sought in str(label).lower()
                ],
            )
            for kind in kinds
        )

    @api.model
    def _sources(self):
        """Return {kind: (model, its selection field)} of where words come from.

        Documents are named by their own registry.
        """
        return {
            "milestone": ("logistics.milestone", "code"),
            "stage": ("logistics.shipment", "state"),
            "exception": ("logistics.exception", "type"),
            "reason": ("logistics.exception", "reason_code"),
            "measure": ("logistics.sla.measure", "kind"),
            "document": None,
            "incident": ("logistics.incident", "kind"),
        }

    @api.model
    def _labels(self, kind):
        """Return {code: what people read} of a kind of word."""
        if kind == "document":
            return self._document_labels()
        model, name = self._sources()[kind]
        field = model in self.env and self.env[model]._fields.get(name)
        return dict(field._description_selection(self.env)) if field else {}

    @api.model
    def _say(self, event_type, summary):
        """Return an event's summary as people read it, where it is one of the words."""
        kind = _KINDS_OF_EVENTS.get(event_type)
        return (kind and self._labels(kind).get(summary)) or summary or ""

    @api.model
    def _document_labels(self):
        names = sorted(code for code in DOCUMENTS if code != "shipment.milestone")
        return {
            "proof": self.env._("Proof of delivery"),
            **{
                code: code.replace(".", " ").replace("_", " ").capitalize()
                for code in names
            },
        }

    @api.model
    def _sync(self):
        """Add the words that are missing; what a policy chose is never taken away."""
        known = {(word.kind, word.code) for word in self.search([])}
        self.create(
            [
                {"kind": kind, "code": code}
                for kind in self._sources()
                for code in self._labels(kind)
                if (kind, code) not in known
            ]
        )
