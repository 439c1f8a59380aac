# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast
import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache

from ..canonical import vocabulary
from ..canonical.subscribing import Index, Wants

#: What decides which events a subscription is told of.
CHOICES = {
    "company_id",
    "integration_id",
    "event_type_ids",
    "partner_ids",
    "carrier_ids",
    "direction",
    "milestone_code_ids",
    "origin_country_ids",
    "destination_country_ids",
    "filter_domain",
}


class LogisticsSubscription(models.Model):
    """Somebody outside who is told of business events, as they happen.

    Events are read in the order of their commits, by a cursor: ``position`` is the last
    one that was looked at. How the receiver is reached, and its secrets, are the
    integration's.
    """

    _name = "logistics.subscription"
    _description = "Event Subscription"
    _inherit = ["mail.thread", "mail.activity.mixin", "logistics.own.rights"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Receiver",
        required=True,
        index=True,
        check_company=True,
        domain="[('adapter', '=', 'events')]",
        help="How it is reached: address, login, limits and secrets. Several "
        "subscriptions may go to one receiver.",
    )
    url = fields.Char(
        string="Address",
        compute="_compute_url",
        inverse="_inverse_url",
        help="Events are posted here. For an address alone a receiver is made.",
    )
    environment = fields.Selection(
        related="integration_id.environment",
        readonly=False,
        default="test",
        help="Shipments of carriers in the other environment are not told.",
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Answers for it",
        default=lambda self: self.env.user,
        tracking=True,
        index="btree_not_null",
        help="Is told when the subscription is switched off because nothing gets there.",
    )
    state = fields.Selection(
        [("paused", "Paused"), ("active", "Active"), ("disabled", "Switched Off")],
        required=True,
        default="paused",
        copy=False,
        readonly=True,
        tracking=True,
        group_expand=True,
        help="Paused by a person; switched off because the receiver took nothing for "
        "days, or said that it is gone. Either way it goes on later where it stopped.",
    )
    state_reason = fields.Char(readonly=True, copy=False)

    event_type_ids = fields.Many2many(
        "logistics.event.type",
        string="Events",
        domain="[('is_public', '=', True)]",
        required=True,
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "logistics_subscription_partner_rel",
        string="Customers",
        help="Only shipments of these, or of anyone of the same company. Empty: all.",
    )
    carrier_ids = fields.Many2many(
        "logistics.integration",
        "logistics_subscription_carrier_rel",
        string="Carriers",
        check_company=True,
        domain="[('kind', '!=', 'subscriber')]",
    )
    milestone_code_ids = fields.Many2many(
        "logistics.word",
        "logistics_subscription_milestone_rel",
        string="Milestones",
        domain="[('kind', '=', 'milestone')]",
        help="Of milestones, only these. Empty: all.",
    )
    direction = fields.Selection(list(vocabulary.DIRECTIONS.items()))
    origin_country_ids = fields.Many2many(
        "res.country", "logistics_subscription_origin_rel", string="From"
    )
    destination_country_ids = fields.Many2many(
        "res.country", "logistics_subscription_destination_rel", string="To"
    )
    filter_domain = fields.Char(
        string="Further Filter", help="Only shipments that meet it."
    )
    position = fields.Integer(
        readonly=True,
        copy=False,
        help="The last event that was looked at for it.",
    )
    is_behind = fields.Boolean(
        readonly=True,
        copy=False,
        help="It catches up by itself: it was paused, gets events again, or does not "
        "take them as fast as they come.",
    )

    _at_head = models.Index("(position) WHERE state = 'active' AND NOT is_behind")

    @api.depends("integration_id.base_url", "integration_id.outbox_path")
    def _compute_url(self):
        for subscription in self:
            subscription.url = subscription._whole_url()

    def _inverse_url(self):
        for subscription in self.filtered("url"):
            if subscription.url != subscription._whole_url():
                subscription.integration_id.write(
                    {"base_url": subscription.url, "outbox_path": False}
                )

    def _whole_url(self):
        base = self.integration_id.base_url
        path = self.integration_id.outbox_path
        return f"{base.rstrip('/')}/{path.lstrip('/')}" if base and path else base

    @api.constrains("event_type_ids")
    def _check_event_types(self):
        for subscription in self:
            if private := subscription.event_type_ids.filtered(
                lambda event_type: not event_type.is_public
            ):
                raise ValidationError(
                    self.env._(
                        "Nobody outside is told of %s.",
                        ", ".join(private.mapped("name")),
                    )
                )

    @api.constrains("integration_id")
    def _check_integration(self):
        for subscription in self:
            if subscription.integration_id.adapter != "events":
                raise ValidationError(
                    self.env._(
                        "%s is no receiver of events.", subscription.integration_id.name
                    )
                )

    @api.constrains("filter_domain")
    def _check_filter_domain(self):
        for subscription in self:
            try:
                self.env["logistics.shipment"].sudo()._search(subscription._filter())
            except Exception as error:
                raise ValidationError(
                    self.env._("The further filter cannot be used: %s", error)
                ) from None

    def _check_own_rights(self, names):
        super()._check_own_rights(names)
        if "filter_domain" in names:
            for subscription in self.sudo():
                self._check_may_ask(subscription._filter())

    @api.model_create_multi
    def create(self, vals_list):
        head = self.env["logistics.event"]._head()
        for vals in vals_list:
            vals.setdefault("position", head)
            if not vals.get("integration_id") and vals.get("url"):
                vals["integration_id"] = self._make_receiver(vals).id
            # What the receiver is, it stays.
            vals.pop("url", None)
            receiver = self.env["logistics.integration"].browse(
                vals.get("integration_id")
            )
            vals["environment"] = receiver.sudo().environment
        subscriptions = super().create(vals_list)
        self.env.registry.clear_cache()
        return subscriptions

    @api.model
    def _make_receiver(self, vals):
        """Return an integration for an address that is none yet."""
        return self.env["logistics.integration"].create(
            {
                "name": vals.get("name") or vals["url"],
                "code": f"events-{uuid.uuid4().hex[:12]}",
                "kind": "subscriber",
                "adapter": "events",
                "base_url": vals["url"],
                "environment": vals.get("environment") or "test",
                "company_id": vals.get("company_id") or self.env.company.id,
                "owner_id": vals.get("owner_id") or self.env.uid,
            }
        )

    def write(self, vals):
        result = super().write(vals)
        if CHOICES & set(vals):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _filter(self):
        """Return the further filter as a domain.

        :raise ValueError, SyntaxError: if it cannot be read.
        """
        self.ensure_one()
        return Domain(ast.literal_eval(self.filter_domain or "[]"))

    # States

    def action_activate(self):
        """Tell the receiver of events; one that was told before goes on where it was.

        A receiver without a secret gets one, which is shown once.
        """
        self.check_access("write")
        for subscription in self:
            subscription._set_active()
        if len(self) == 1 and not self._valid_secrets():
            return self.action_rotate_secret()
        return True

    def action_pause(self):
        """Keep events back until somebody lets them go."""
        self.check_access("write")
        self._stop("paused", False)

    def _set_active(self):
        self.ensure_one()
        if self.integration_id.state != "live":
            if self.integration_id.state != "draft":
                raise UserError(self.env._("%s is not live.", self.integration_id.name))
            self.integration_id.action_go_live()
        if self.state == "active":
            return
        self.write(
            {
                "state": "active",
                "state_reason": False,
                "is_behind": True,
                "failing_since": False,
            }
        )
        self.env["logistics.gate"]._reopen(self.integration_id)
        self._retry_at_once()
        self.env["logistics.message"]._wake_outbox()

    def _stop(self, state, reason):
        """Give no more events to it; its place among them is kept."""
        stopping = self.filtered(lambda one: one.state == "active")
        stopping._leave_crowd()
        stopping.write({"state": state, "state_reason": reason, "is_behind": True})

    # Who wants what

    @api.model
    @ormcache()
    def _index(self):
        """Return (the :class:`Index` of all subscriptions, {id: their further filter})."""
        subscriptions = self.sudo().search([("active", "=", True)])
        wants = [one._wants() for one in subscriptions]
        filters = {
            one.id: one.filter_domain
            for one in subscriptions
            if one.filter_domain and one.filter_domain.strip() != "[]"
        }
        return Index(wants), filters

    def _wants(self):
        self.ensure_one()
        return Wants(
            id=self.id,
            company=self.company_id.id,
            environment=self.integration_id.environment,
            types=self.event_type_ids._public_codes(),
            customers=frozenset(self.partner_ids.commercial_partner_id.ids),
            carriers=frozenset(self.carrier_ids.ids),
            directions=frozenset(filter(None, [self.direction])),
            codes=frozenset(self.milestone_code_ids.mapped("code")),
            origins=frozenset(self.origin_country_ids.mapped("code")),
            destinations=frozenset(self.destination_country_ids.mapped("code")),
        )
