# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class LogisticsTrace(models.Model):
    """Everything that bears one correlation id, in the order in which it happened.

    A view over messages, milestones and business events; other addons add theirs by
    extending :meth:`_sources`.
    """

    _name = "logistics.trace"
    _description = "Trace"
    _auto = False
    _order = "happened_at desc, id desc"
    _rec_name = "summary"

    correlation_id = fields.Char(readonly=True)
    shipment_id = fields.Many2one("logistics.shipment", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    kind = fields.Selection(
        [
            ("message", "Message"),
            ("milestone", "Milestone"),
            ("event", "Event"),
            ("exception", "Exception"),
        ],
        readonly=True,
    )
    happened_at = fields.Datetime(readonly=True)
    integration_id = fields.Many2one("logistics.integration", readonly=True)
    summary = fields.Char(readonly=True)
    status = fields.Char(readonly=True)
    title = fields.Char(compute="_compute_title")
    status_label = fields.Char(compute="_compute_title")
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)

    @api.depends("kind", "summary", "status")
    def _compute_title(self):
        """Put what a source gives as codes into words."""
        words = {
            kind: (self._words(model, summary), self._words(model, status))
            for kind, (model, summary, status) in self._vocabularies().items()
        }
        nothing = ({}, {})
        for line in self:
            summaries, statuses = words.get(line.kind, nothing)
            if line.kind == "event":
                summaries, statuses = self._event_words()
            line.title = summaries.get(line.summary, line.summary)
            line.status_label = statuses.get(line.status, line.status)

    @api.model
    def _vocabularies(self):
        """Return {kind: (model, field of the summary, field of the status)}."""
        return {
            "message": ("logistics.message", "document_type", "state"),
            "milestone": ("logistics.milestone", "code", "classifier"),
            "exception": ("logistics.exception", None, "state"),
        }

    @api.model
    def _event_words(self):
        """Return ({event type: words}, {what its summary may be: words})."""
        stages = self._words("logistics.shipment", "state")
        return self._event_labels(), {
            **self._words("logistics.exception", "type"),
            **self._words("logistics.milestone", "code"),
            **stages,
        }

    @api.model
    def _event_labels(self):
        """Return {event type: words}; addons add theirs."""
        return {
            "shipment.stage": self.env._("Stage reached"),
            "shipment.milestone": self.env._("Milestone recorded"),
            "shipment.milestone.retracted": self.env._("Milestone retracted"),
            "shipment.milestone.mapped": self.env._("Code mapped"),
            "exception.opened": self.env._("Case opened"),
            "exception.acknowledged": self.env._("Case acknowledged"),
            "exception.escalated": self.env._("Case grew more severe"),
            "exception.resolved": self.env._("Case resolved"),
        }

    @api.model
    def _words(self, model, name):
        field = self.env[model]._fields.get(name)
        return dict(field._description_selection(self.env)) if field else {}

    @api.model
    def _sources(self):
        """Return {rank: SELECT}; each gives the columns of the trace but its id.

        The rank makes ids unique across sources, so it must stay the same for ever.
        """
        return {
            0: """
                SELECT m.id, m.correlation_id, NULL::int4 AS shipment_id,
                       i.company_id, 'message' AS kind, m.received_at AS happened_at,
                       m.integration_id, m.document_type AS summary, m.state AS status,
                       'logistics.message' AS res_model
                  FROM logistics_message m
                  JOIN logistics_integration i ON i.id = m.integration_id
            """,
            1: """
                SELECT t.id, s.correlation_id, s.id, s.company_id, 'milestone',
                       t.occurred_at, t.integration_id, t.code,
                       CASE WHEN t.retracted THEN 'retracted' ELSE t.classifier END,
                       'logistics.milestone'
                  FROM logistics_milestone t
                  JOIN logistics_shipment s ON s.id = t.shipment_id
            """,
            2: """
                SELECT e.id, s.correlation_id, s.id, s.company_id, 'event',
                       e.create_date, NULL::int4, e.type, e.summary, 'logistics.event'
                  FROM logistics_event e
                  JOIN logistics_shipment s ON s.id = e.shipment_id
            """,
            3: """
                SELECT x.id, s.correlation_id, s.id, s.company_id, 'exception',
                       x.opened_at, NULL::int4, x.summary, x.state,
                       'logistics.exception'
                  FROM logistics_exception x
                  JOIN logistics_shipment s ON s.id = x.shipment_id
            """,
        }

    @property
    def _table_query(self):
        parts = [
            f"SELECT src.id::int8 * 16 + {rank} AS id, src.correlation_id, "
            "src.shipment_id, src.company_id, src.kind, src.happened_at, "
            "src.integration_id, src.summary, src.status, src.res_model, "
            f"src.id AS res_id FROM ({select}) AS src (id, correlation_id, shipment_id, "
            "company_id, kind, happened_at, integration_id, summary, status, res_model)"
            for rank, select in self._sources().items()
        ]
        return SQL(" UNION ALL ".join(parts))

    @api.model
    def _open(self, correlation_id):
        """Return the action that shows the trace of one correlation id."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_trace_action"
        )
        action["domain"] = list(Domain("correlation_id", "=", correlation_id))
        action["context"] = {}
        return action

    def action_open(self):
        """Open what this line of the trace tells about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
