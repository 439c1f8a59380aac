# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LogisticsBinding(models.Model):
    """Which of our records a partner means by its id.

    A suggestion is a binding in state ``suggested``: it does nothing until a person
    accepts it.
    """

    _name = "logistics.binding"
    _description = "Partner Record Binding"
    _order = "integration_id, res_model, external_id"
    _rec_name = "external_id"

    integration_id = fields.Many2one(
        "logistics.integration", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="integration_id.company_id")
    external_id = fields.Char(string="Partner's Id", required=True)
    external_name = fields.Char(string="Partner's Name for it")
    res_model = fields.Selection(
        selection="_selection_res_model", string="Kind", required=True
    )
    res_id = fields.Many2oneReference(model_field="res_model", string="Record Id")
    record = fields.Reference(
        selection="_selection_res_model",
        string="Our Record",
        compute="_compute_record",
        inverse="_inverse_record",
    )
    state = fields.Selection(
        [("missing", "Missing"), ("suggested", "Suggested"), ("bound", "Bound")],
        required=True,
        default="missing",
        index=True,
    )
    origin = fields.Selection(
        [("rule", "Rule"), ("suggestion", "Suggestion"), ("hand", "By Hand")],
        required=True,
        default="hand",
    )
    score = fields.Float(string="Confidence (%)", digits=(5, 1))
    occurrences = fields.Integer(default=1)
    last_seen = fields.Datetime(default=fields.Datetime.now)

    _once = models.Constraint(
        "unique(integration_id, res_model, external_id)",
        "This id of the partner is bound already.",
    )

    @api.model
    def _selection_res_model(self):
        """Return the kinds of record that can be bound; addons add theirs."""
        return [
            ("res.partner", self.env._("Contact or Address")),
            ("product.product", self.env._("Product")),
            ("logistics.shipment", self.env._("Shipment")),
        ]

    @api.depends("res_model", "res_id")
    def _compute_record(self):
        for binding in self:
            found = binding.res_id and binding.env[binding.res_model].browse(
                binding.res_id
            )
            binding.record = (
                f"{binding.res_model},{binding.res_id}"
                if found and found.exists()
                else False
            )

    def _inverse_record(self):
        for binding in self:
            if binding.record:
                binding.write(
                    {
                        "res_model": binding.record._name,
                        "res_id": binding.record.id,
                        "state": "bound",
                        "origin": "hand",
                    }
                )

    @api.constrains("state", "res_id")
    def _check_bound(self):
        for binding in self:
            if binding.state == "bound" and not binding.res_id:
                raise ValidationError(self.env._("Choose the record that is meant."))

    @api.constrains("state", "res_id", "res_model", "integration_id")
    def _check_company_of_record(self):
        """What a partner of one company names is never another company's."""
        for binding in self.filtered(lambda b: b.state == "bound" and b.res_id):
            found = self.env[binding.res_model].sudo().browse(binding.res_id).exists()
            if "company_id" not in found._fields:
                continue
            if found.company_id - binding.company_id:
                raise ValidationError(
                    self.env._("This belongs to another company than the partner does.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        bindings = super().create(vals_list)
        bindings._release_parked()
        return bindings

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "bound":
            self._release_parked()
        return result

    def action_accept(self):
        """Take the suggested record as the one that is meant."""
        for binding in self.filtered(lambda b: b.state == "suggested"):
            binding.write({"state": "bound", "origin": "suggestion"})

    def _release_parked(self):
        """Take up the messages that waited for these ids to be known."""
        waits = self.env["logistics.message.wait"].sudo()
        for binding in self.filtered(lambda b: b.state == "bound"):
            waits._release(
                binding.company_id,
                "binding",
                [binding._wait_key(binding.res_model, binding.external_id)],
            )

    @api.model
    def _wait_key(self, res_model, external_id):
        return f"{res_model}:{external_id}"

    @api.model
    def _resolve(self, integration, res_model, external_ids):
        """Return {partner's id: record} of those that are bound.

        Ids never seen before are recorded as missing, with a suggestion where our data
        offers one; a person accepts it.
        """
        known = self.sudo().search(
            [
                ("integration_id", "=", integration.id),
                ("res_model", "=", res_model),
                ("external_id", "in", list(external_ids)),
            ]
        )
        for external_id in set(external_ids) - set(known.mapped("external_id")):
            self.sudo().create(
                self._first_sight_vals(integration, res_model, external_id)
            )
        return {
            binding.external_id: self.env[res_model].browse(binding.res_id)
            for binding in known
            if binding.state == "bound"
        }

    @api.model
    def _first_sight_vals(self, integration, res_model, external_id):
        suggestion, score = self._suggest(integration, res_model, external_id)
        return {
            "integration_id": integration.id,
            "res_model": res_model,
            "external_id": external_id,
            "res_id": suggestion.id,
            "state": "suggested" if suggestion else "missing",
            "origin": "suggestion" if suggestion else "rule",
            "score": score,
        }

    @api.model
    def _suggest(self, integration, res_model, external_id):
        """Return (record, confidence in percent) that the id most likely means."""
        model = self.env[res_model].sudo()
        if "company_id" in model._fields:
            model = model.with_company(integration.company_id)
        domain = (
            [("company_id", "in", (False, integration.company_id.id))]
            if "company_id" in model._fields
            else []
        )
        for name, score in self._identifying_fields(res_model):
            found = model.search(domain + [(name, "=", external_id)], limit=2)
            if len(found) == 1:
                return found, score
        return model, 0.0

    @api.model
    def _identifying_fields(self, res_model):
        """Return [(field, confidence)] by which a record of ours may be recognised."""
        return {
            "res.partner": [("ref", 95.0), ("email", 85.0), ("name", 75.0)],
            "product.product": [
                ("default_code", 95.0),
                ("barcode", 95.0),
                ("name", 70.0),
            ],
            "logistics.shipment": [("name", 90.0)],
        }.get(res_model, [("display_name", 60.0)])
