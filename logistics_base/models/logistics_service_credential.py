# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..protocols import networks

#: A key is good for so many days unless somebody says otherwise.
LIFETIME_DAYS = 365
#: The old key stays good for so many days after a new one was made.
OVERLAP_DAYS = 7


class LogisticsServiceCredential(models.Model):
    """Access of a machine: what it may read, of whose, from where and until when.

    It belongs to nobody's account: a person who leaves takes no interface along. What it
    may do is its scopes, within its company and, if it is one customer's, of that
    customer alone.
    """

    _name = "logistics.service.credential"
    _description = "Machine Access"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "logistics.audited",
        "logistics.own.rights",
    ]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(
        required=True, tracking=True, help="Such as: Data warehouse of Acme."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Answers for it",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
        index=True,
    )
    integration_id = fields.Many2one(
        "logistics.integration",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="The partner system that bears it. Its addresses hold here as well.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Only of Customer",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="Empty: all shipments of the company.",
    )
    scope_ids = fields.Many2many(
        "logistics.service.scope",
        "logistics_service_credential_scope_rel",
        "credential_id",
        "scope_id",
        string="May Use",
        required=True,
        tracking=True,
    )
    allowed_networks = fields.Char(
        string="Allowed Addresses",
        tracking=True,
        help="Comma-separated networks it may come from, e.g. 203.0.113.0/24. Empty: "
        "those of the integration, if it has any; else any address.",
    )
    valid_until = fields.Datetime(
        required=True,
        tracking=True,
        default=lambda self: fields.Datetime.now() + timedelta(days=LIFETIME_DAYS),
    )
    rate_quota = fields.Integer(
        string="Requests", default=600, help="0: no limit.", tracking=True
    )
    rate_window = fields.Integer(
        string="In (s)",
        default=60,
        help="So many requests within so many seconds, counted over all servers.",
        tracking=True,
    )
    revoked_at = fields.Datetime(readonly=True, copy=False, tracking=True)
    revoked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    revoke_reason = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "No Key Yet"),
            ("active", "Active"),
            ("expired", "Expired"),
            ("revoked", "Revoked"),
        ],
        compute="_compute_state",
        search="_search_state",
    )
    secret_ids = fields.One2many(
        "logistics.service.secret", "credential_id", readonly=True
    )
    last_used_at = fields.Datetime(compute="_compute_last_used", string="Last Used")
    last_used_from = fields.Char(compute="_compute_last_used")
    warned_days = fields.Integer(
        readonly=True, copy=False, help="At how many days before its end it was told."
    )
    note = fields.Text()

    _rate_positive = models.Constraint(
        "CHECK(rate_quota >= 0 AND rate_window > 0)",
        "A rate is a number of requests in a time above zero.",
    )

    @api.depends("revoked_at", "valid_until", "secret_ids.valid_until")
    def _compute_state(self):
        now = fields.Datetime.now()
        for credential in self:
            keys = credential.secret_ids
            if credential.revoked_at:
                credential.state = "revoked"
            elif credential.valid_until <= now:
                credential.state = "expired"
            elif not keys:
                credential.state = "draft"
            else:
                valid = any(key.state == "valid" for key in keys)
                credential.state = "active" if valid else "expired"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        living = Domain("revoked_at", "=", False) & Domain("valid_until", ">", now)
        lasts = Domain("valid_until", "=", False) | Domain("valid_until", ">", now)
        has_valid = Domain(
            "secret_ids", "any", Domain("revoked_at", "=", False) & lasts
        )
        has_key = Domain("secret_ids", "!=", False)
        domains = {
            "revoked": Domain("revoked_at", "!=", False),
            "draft": living & ~has_key,
            "active": living & has_valid,
            "expired": Domain("revoked_at", "=", False)
            & (Domain("valid_until", "<=", now) | (has_key & ~has_valid)),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("secret_ids.last_used_at")
    def _compute_last_used(self):
        for credential in self:
            used = credential.secret_ids.filtered("last_used_at")
            last = used.sorted("last_used_at")[-1:]
            credential.last_used_at = last.last_used_at
            credential.last_used_from = last.last_used_from

    @api.constrains("allowed_networks")
    def _check_allowed_networks(self):
        for credential in self:
            try:
                networks.parse(credential.allowed_networks)
            except ValueError as error:
                raise ValidationError(
                    self.env._("“%s” is not a network address.", error)
                ) from None

    # What people do

    def action_issue(self):
        """Make a key, and show it once; the keys there were end after the overlap."""
        self.ensure_one()
        self.check_access("write")
        if self.revoked_at or self.valid_until <= fields.Datetime.now():
            raise UserError(
                self.env._("%s has ended: set a later end first.", self.display_name)
            )
        is_first = not self.secret_ids
        ends = fields.Datetime.now() + timedelta(days=OVERLAP_DAYS)
        for secret in self.sudo().secret_ids:
            secret.valid_until = min(secret.valid_until or ends, ends)
        secret, key = self.secret_ids._issue(self)
        self.env["logistics.audit.entry"]._record(
            "credential.issued" if is_first else "credential.rotated",
            self,
            {"key": secret.prefix, "until": self.valid_until},
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.users.apikeys.show",
            "name": self.env._("Key Ready"),
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_key": key},
        }

    def action_revoke(self):
        """Close the access at once, with all its keys."""
        self._revoke(self.env._("Revoked by hand."))

    def _revoke(self, reason):
        """Close the accesses at once; it is on record who did, and why."""
        self.check_access("write")
        living = self.filtered(lambda credential: not credential.revoked_at)
        if not living:
            return
        now = fields.Datetime.now()
        living.write(
            {
                "revoked_at": now,
                "revoked_by_id": self.env.uid,
                "revoke_reason": reason,
            }
        )
        living.sudo().secret_ids.filtered(lambda s: not s.revoked_at).revoked_at = now
        living.activity_unlink(["logistics_base.mail_activity_type_access"])
        self.env["logistics.audit.entry"]._record(
            "credential.revoked", living, {"reason": reason}
        )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for credential, vals in zip(self, vals_list, strict=True):
            if "name" not in (default or {}):
                vals["name"] = self.env._("%s (copy)", credential.name)
        return vals_list

    @api.model
    def _audit_ignored_fields(self):
        return super()._audit_ignored_fields() | {
            "revoked_at",
            "revoked_by_id",
            "revoke_reason",
            "warned_days",
        }

    # At the door

    def _networks(self):
        """Return the networks it may come from; none at all let it come from anywhere."""
        return networks.parse(
            self.allowed_networks or self.integration_id.allowed_networks
        )

    def _customer_domain(self):
        """Return the domain of the shipments it may see."""
        domain = Domain("company_id", "=", self.company_id.id)
        if self.partner_id:
            customer = self.partner_id.commercial_partner_id
            domain &= Domain("partner_id", "child_of", customer.ids)
            domain &= Domain("state", "!=", "draft")
        if self.integration_id:
            world = self.integration_id.environment
            domain &= Domain("integration_id", "=", False) | Domain(
                "integration_id.environment", "=", world
            )
        return domain
