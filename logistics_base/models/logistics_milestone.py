# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..canonical import vocabulary
from .loose_fields import LooseMany2one

#: What changes where the stage and the exceptions come from.
TELLING = {"retracted", "code", "reason_code"}
#: Who said it, and in which words: only the pipeline fills these in.
PROVENANCE = {
    "integration_id",
    "message_id",
    "user_id",
    "external_id",
    "identity",
    "raw_code",
    "raw_description",
    "raw_reason",
    "received_at",
    "retracted",
}


class LogisticsMilestone(models.Model):
    """One thing that happened to a shipment, or is planned or expected to.

    Append-only, but for two changes that are logged: ``retracted``, and ``code`` when an
    unknown raw code gets mapped. ``occurred_at`` is UTC; ``utc_offset_minutes`` keeps
    the partner's own offset. Rows come by the thousand, so what is not needed to read
    them costs nothing: no log columns, no foreign key to the message.
    """

    _name = "logistics.milestone"
    _description = "Shipment Milestone"
    _order = "occurred_at desc, id desc"
    _rec_name = "code"
    _log_access = False

    shipment_id = fields.Many2one(
        "logistics.shipment", required=True, index=True, ondelete="cascade"
    )
    package_id = fields.Many2one(
        "logistics.package", index="btree_not_null", ondelete="cascade"
    )
    company_id = fields.Many2one(related="shipment_id.company_id")
    integration_id = LooseMany2one("logistics.integration", readonly=True)
    message_id = LooseMany2one(
        "logistics.message", readonly=True, index="btree_not_null"
    )
    user_id = fields.Many2one("res.users", string="Recorded by", readonly=True)
    code = fields.Selection(
        [(code, word.label) for code, word in vocabulary.MILESTONES.items()],
        string="Milestone",
        required=True,
    )
    classifier = fields.Selection(
        list(vocabulary.CLASSIFIERS.items()), required=True, default="actual"
    )
    occurred_at = fields.Datetime(required=True)
    utc_offset_minutes = fields.Integer(string="UTC Offset (min)")
    time_assumed = fields.Boolean(
        help="The partner gave no time zone and the place told none: UTC was assumed."
    )
    received_at = fields.Datetime(required=True, default=fields.Datetime.now)
    estimated_delivery = fields.Datetime()
    location_name = fields.Char()
    location_city = fields.Char(string="City")
    location_state = fields.Char(string="Region")
    location_postcode = fields.Char(string="Postcode")
    location_country = fields.Char(string="Country Code", size=2)
    location_unlocode = fields.Char(string="UN/LOCODE", size=5)
    location_latitude = fields.Float(string="Latitude", digits=(10, 6))
    location_longitude = fields.Float(string="Longitude", digits=(10, 6))
    location = fields.Char(compute="_compute_location")
    raw_code = fields.Char(readonly=True)
    raw_description = fields.Char(string="Partner's Words", readonly=True)
    reason_code = fields.Selection(list(vocabulary.REASONS.items()), string="Reason")
    raw_reason = fields.Char(readonly=True)
    description = fields.Char()
    external_id = fields.Char(string="Partner's Event Id", readonly=True)
    identity = fields.Char(
        required=True,
        readonly=True,
        help="What makes it one and the same event, however often it is told.",
    )
    retracted = fields.Boolean(readonly=True)

    # The pattern operators find an event id's milestones whatever their packages.
    _once = models.UniqueIndex("(integration_id, identity text_pattern_ops)")
    _unmapped = models.Index("(integration_id, raw_code) WHERE code = 'unknown'")
    _unmapped_reason = models.Index(
        "(integration_id, raw_reason) "
        "WHERE raw_reason IS NOT NULL AND reason_code IS NULL"
    )

    @api.depends("location_name", "location_city", "location_country")
    def _compute_location(self):
        for milestone in self:
            parts = (
                milestone.location_name,
                milestone.location_city,
                milestone.location_country,
            )
            milestone.location = ", ".join(filter(None, parts))

    @api.depends("code", "occurred_at")
    def _compute_display_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for milestone in self:
            milestone.display_name = labels.get(milestone.code) or milestone.code

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and PROVENANCE.intersection(set().union(*vals_list)):
            raise UserError(
                self.env._("What a partner said is recorded from its messages alone.")
            )
        for vals in vals_list:
            vals.setdefault("identity", self._identity_of(vals))
            vals.setdefault("user_id", self.env.uid)
        milestones = super().create(vals_list)
        self.env["logistics.event"]._publish("shipment.milestone", milestones)
        milestones.shipment_id._derive()
        return milestones

    def write(self, vals):
        if not self.env.su:
            raise UserError(
                self.env._("A milestone is history: retract it and record another.")
            )
        result = super().write(vals)
        if vals.get("retracted"):
            self.env["logistics.event"]._publish("shipment.milestone.retracted", self)
        if "code" in vals:
            self.env["logistics.event"]._publish(
                "shipment.milestone.mapped", self, dict.fromkeys(self.ids, vals["code"])
            )
        if TELLING & set(vals):
            self.shipment_id._derive()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(
                self.env._("A milestone is history: retract it instead of deleting it.")
            )

    def action_retract(self):
        """Declare that this never happened; the shipment is derived anew."""
        self.check_access("write")
        for milestone in self.filtered(lambda m: not m.retracted):
            milestone.sudo().retracted = True
            milestone.shipment_id.message_post(
                body=self.env._(
                    "Milestone “%(milestone)s” of %(time)s was retracted.",
                    milestone=milestone.display_name,
                    time=milestone.occurred_at,
                )
            )

    @api.model
    def _identity_of(self, vals):
        """Return the identity of a milestone that no partner's event id names."""
        return "|".join(
            str(part or "")
            for part in (
                f"s{vals['shipment_id']}",
                vals.get("package_id"),
                vals.get("raw_code") or vals.get("code"),
                vals.get("classifier", "actual"),
                fields.Datetime.to_datetime(vals["occurred_at"]),
                vals.get("location_unlocode")
                or vals.get("location_postcode")
                or vals.get("location_city")
                or vals.get("location_name"),
            )
        )
