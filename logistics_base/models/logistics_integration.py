# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.base.models.res_partner import _tz_get

from ..protocols import networks, signatures

#: So many batches in a row that fail as a whole open the circuit, for so long at first.
CIRCUIT_FAILURES = 5
CIRCUIT_SECONDS = 60
_CIRCUIT_FIELDS = {"inbound_circuit_state", "circuit_failures", "circuit_retry_at"}


class LogisticsIntegration(models.Model):
    """One partner system we exchange messages with."""

    _name = "logistics.integration"
    _description = "Integration"
    _inherit = ["mail.thread", "mail.activity.mixin", "logistics.own.rights"]
    _order = "name, id"
    _check_company_auto = True
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(
        required=True,
        copy=False,
        tracking=True,
        help="Its place in the address partners post to: /logistics/v1/inbound/<code>.",
    )
    kind = fields.Selection(
        [
            ("carrier", "Carrier"),
            ("forwarder", "Freight Forwarder"),
            ("wms", "Warehouse"),
            ("fleet", "Fleet and Telematics"),
            ("billing", "Billing"),
            ("customs", "Customs"),
            ("tms", "Transport Management"),
            ("marketplace", "Marketplace"),
            ("subscriber", "Subscriber"),
        ],
        required=True,
        default="carrier",
        tracking=True,
    )
    adapter = fields.Selection(
        [("preset", "Preset (no code)")], required=True, default="preset"
    )
    preset = fields.Selection(selection="_selection_preset", tracking=True)
    preset_verified = fields.Boolean(compute="_compute_preset_verified")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one("res.partner", check_company=True, index=True)
    environment = fields.Selection(
        [("test", "Test"), ("production", "Production")],
        required=True,
        default="test",
        tracking=True,
        help="Messages of a test integration never touch the shipments of a production "
        "one, nor the other way round.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("live", "Live"),
            ("paused", "Paused"),
            ("retired", "Retired"),
        ],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
        group_expand=True,
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Answers for it",
        default=lambda self: self.env.user,
        tracking=True,
        index="btree_not_null",
    )
    active = fields.Boolean(default=True)
    note = fields.Html(
        string="Runbook", help="What to do when it fails, and whom to call."
    )

    signature_scheme = fields.Selection(
        selection="_selection_signature_scheme", tracking=True
    )
    signature_options = fields.Json()
    signature_header = fields.Char(
        help="The header that carries the signature, where the scheme leaves it open."
    )
    allowed_networks = fields.Char(
        string="Allowed Addresses",
        tracking=True,
        help="Comma-separated networks that may post, e.g. 203.0.113.0/24. "
        "Empty: any address.",
    )
    allowed_host = fields.Char(
        string="Own Host Name",
        tracking=True,
        help="If set, messages are accepted only under this host name.",
    )
    rate_limit = fields.Integer(
        string="Rate Limit (messages/s)",
        help="Above it the door answers 429 for a moment. 0: no limit. "
        "Counted in each server process.",
    )
    default_tz = fields.Selection(
        _tz_get,
        string="Default Time Zone",
        help="For times the partner gives without a zone, where the place tells none.",
    )
    max_body_size = fields.Integer(
        string="Largest Message (bytes)", default=5 * 1024 * 1024, required=True
    )
    inbound_url = fields.Char(compute="_compute_inbound_url")

    inbound_circuit_state = fields.Selection(
        [("closed", "Closed"), ("open", "Open"), ("half_open", "Half Open")],
        string="Circuit of the Inbox",
        required=True,
        default="closed",
        readonly=True,
        copy=False,
        help="Open: the drain leaves this partner's messages waiting until it has had "
        "time to recover.",
    )
    circuit_failures = fields.Integer(readonly=True, copy=False)
    circuit_retry_at = fields.Datetime(readonly=True, copy=False)

    flow_ids = fields.One2many("logistics.flow", "integration_id", copy=True)
    credential_ids = fields.One2many(
        "logistics.credential",
        "integration_id",
        groups="logistics_base.group_integration_admin",
    )
    has_credential = fields.Boolean(compute="_compute_has_credential")
    message_total = fields.Integer(
        string="Messages in 24 h", compute="_compute_message_counts"
    )
    message_problem_count = fields.Integer(compute="_compute_message_counts")
    last_message_at = fields.Datetime(compute="_compute_message_counts")

    _code_unique = models.UniqueIndex("(code)", "This code is taken.")
    _body_size_positive = models.Constraint(
        "CHECK(max_body_size > 0)", "The largest message must be above zero."
    )

    @api.model
    def _selection_preset(self):
        return self.env["logistics.preset"]._selection()

    @api.model
    def _selection_signature_scheme(self):
        return signatures.selection()

    @api.depends("preset")
    def _compute_preset_verified(self):
        verified = set(
            self.env["logistics.preset"]
            .sudo()
            .search([("verified", "=", True)])
            .mapped("code")
        )
        for integration in self:
            integration.preset_verified = integration.preset in verified

    @api.depends("code")
    def _compute_inbound_url(self):
        for integration in self:
            integration.inbound_url = (
                f"{integration.get_base_url()}/logistics/v1/inbound/{integration.code}"
                if integration.code
                else False
            )

    @api.depends("credential_ids.name", "credential_ids.valid_until")
    def _compute_has_credential(self):
        for integration in self:
            integration.has_credential = bool(
                integration.sudo().credential_ids.filtered("is_valid")
            )

    def _compute_message_counts(self):
        # How many there are is no secret to who may see the integration.
        messages = self.env["logistics.message"].sudo()
        yesterday = fields.Datetime.now() - timedelta(days=1)
        recent = messages._read_group(
            [("integration_id", "in", self.ids), ("received_at", ">=", yesterday)],
            ["integration_id"],
            ["__count"],
        )
        problems = messages._read_group(
            [
                ("integration_id", "in", self.ids),
                ("state", "in", messages._problem_states()),
            ],
            ["integration_id"],
            ["__count"],
        )
        recent, problems = dict(recent), dict(problems)
        last = self._last_message_times()
        for integration in self:
            integration.message_total = recent.get(integration, 0)
            integration.message_problem_count = problems.get(integration, 0)
            integration.last_message_at = last.get(integration._origin.id, False)

    @api.constrains("code")
    def _check_code(self):
        for integration in self:
            if not networks.is_url_segment(integration.code):
                raise ValidationError(
                    self.env._(
                        "“%s” cannot stand in an address: use small letters, digits, "
                        "“-” and “_”, at most 64.",
                        integration.code,
                    )
                )

    @api.constrains("allowed_networks")
    def _check_allowed_networks(self):
        for integration in self:
            try:
                networks.parse(integration.allowed_networks)
            except ValueError as error:
                raise ValidationError(
                    self.env._("“%s” is not a network address.", error)
                ) from None

    @api.constrains("state", "signature_scheme", "base_url", "adapter", "preset")
    def _check_live_is_complete(self):
        for integration in self.filtered(lambda i: i.state == "live"):
            # One that is called alone needs no door: without a scheme it stays shut.
            if not integration.signature_scheme and not integration.base_url:
                raise ValidationError(
                    self.env._(
                        "%s cannot go live: choose how its messages are signed first.",
                        integration.name,
                    )
                )
            if integration.adapter == "preset" and not integration.preset:
                raise ValidationError(
                    self.env._(
                        "%s cannot go live: choose the preset that reads its messages.",
                        integration.name,
                    )
                )

    @api.onchange("preset")
    def _onchange_preset(self):
        if self.preset:
            self.update(self._preset_vals(self.preset))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("preset"):
                for name, value in self._preset_vals(vals["preset"]).items():
                    vals.setdefault(name, value)
        integrations = super().create(vals_list)
        integrations.filtered("preset")._apply_preset()
        self.env["logistics.door"]._forget()
        return integrations

    def write(self, vals):
        if vals.get("preset"):
            vals = {**self._preset_vals(vals["preset"]), **vals}
        result = super().write(vals)
        if vals.get("preset"):
            self._apply_preset()
        if set(vals) - _CIRCUIT_FIELDS:
            self.env["logistics.door"]._forget()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["logistics.door"]._forget()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        for integration in self:
            if self.env["logistics.message"].search_count(
                [("integration_id", "=", integration.id)], limit=1
            ):
                raise UserError(
                    self.env._(
                        "%s has messages: retire it instead of deleting it.",
                        integration.name,
                    )
                )

    @api.model
    def _preset_vals(self, code):
        """Return what the preset says about an integration."""
        preset = self.env["logistics.preset"]._compiled(code)
        return {
            "adapter": preset.adapter,
            "kind": preset.kind,
            "signature_scheme": preset.signature_scheme,
            "signature_options": dict(preset.signature_options) or False,
        }

    def _apply_preset(self):
        """Make the flows that the preset names and the integration has not yet."""
        for integration in self:
            present = {(f.document_type, f.direction) for f in integration.flow_ids}
            self.env["logistics.flow"].create(
                [
                    {**vals, "integration_id": integration.id}
                    for vals in self.env["logistics.preset"]._flow_vals(
                        integration.preset
                    )
                    if (vals["document_type"], vals["direction"]) not in present
                ]
            )

    # States

    def action_go_live(self):
        """Open the door: signed messages are accepted and processed."""
        self._move("live", ("draft", "paused"))

    def action_pause(self):
        """Go on accepting messages, but let them wait."""
        self._move("paused", ("live",))

    def action_retire(self):
        """Close the door for good; what is in the inbox is still processed."""
        self._move("retired", ("draft", "live", "paused"))

    def action_reset_draft(self):
        """Take a retired integration up again."""
        self._move("draft", ("retired",))

    def _move(self, state, from_states):
        if wrong := self.filtered(lambda i: i.state not in from_states):
            raise UserError(
                self.env._(
                    "%s is not at a stage where this can be done.",
                    ", ".join(wrong.mapped("name")),
                )
            )
        self.write({"state": state})
        if state == "live":
            self.env["logistics.message"]._wake_drain()

    def action_view_messages(self):
        """Open the integration's messages."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_message_action"
        )
        action["domain"] = [("integration_id", "=", self.id)]
        action["context"] = {}
        return action

    # The circuit breaker

    def _set_circuit(self, state, retry_at=False):
        """Open, half open or close the circuit of the partner's messages."""
        self.write({"inbound_circuit_state": state, "circuit_retry_at": retry_at})

    def _note_circuit(self, taken, failed):
        """Count batches in which everything failed for a passing reason.

        :param int taken: messages in the batch.
        :param int failed: those of them that met a passing trouble.
        """
        if failed < taken:
            if self.inbound_circuit_state != "closed" or self.circuit_failures:
                self.write({"circuit_failures": 0})
                self._set_circuit("closed")
            return
        failures = self.circuit_failures + 1
        self.circuit_failures = failures
        if failures >= CIRCUIT_FAILURES or self.inbound_circuit_state == "half_open":
            pause = CIRCUIT_SECONDS * 2 ** min(failures - CIRCUIT_FAILURES, 6)
            self._set_circuit(
                "open", fields.Datetime.now() + timedelta(seconds=max(pause, 30))
            )

    # The one way in

    def receive(self, payload, content_type=None, filename=None, headers=None):
        """Take in one message, durably and once: the way in behind every door.

        The caller has made sure of the sender (the HTTP door by the signature). What
        cannot be parsed is kept too, in quarantine.

        :param payload: bytes, or a binary stream; large ones go to the filestore.
        :param str content_type: as the sender declares it.
        :param str filename: where it came as a file.
        :param headers: mapping of what else came with it; only what identifies the
            message is read.
        :return: the ``logistics.message``; of a duplicate the one that was there first.
        :raise UserError: if the integration is retired.
        :raise AccessError: for who may not change the integration: whoever takes in a
            message speaks in the name of the partner.
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == "retired":
            raise UserError(self.env._("%s is retired.", self.name))
        door = self.env["logistics.door"]._of_integration(self.id)
        message_id, _is_new = self.env["logistics.message"]._accept(
            door, payload, content_type, filename, headers or {}
        )
        return self.env["logistics.message"].browse(message_id)
