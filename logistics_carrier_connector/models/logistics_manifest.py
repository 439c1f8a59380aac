# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..canonical.day import ManifestConfirmation, ManifestRequest
from ..canonical.labels import content_of
from .logistics_handover import RECORDED

STATES = [
    ("draft", "Draft"),
    ("pending", "Being closed out"),
    ("calling", "Telling the carrier"),
    ("ready", "Closed out"),
    ("handed_over", "Handed over"),
    ("failed", "Failed"),
    ("in_doubt", "In doubt"),
    ("cancelling", "Being called off"),
    ("cancelled", "Called off"),
]


class LogisticsManifest(models.Model):
    """What is handed over to one carrier at the end of a day, and the paper for it.

    Carriers that want to be told are; for the others the manifest is printed here.
    """

    _name = "logistics.manifest"
    _description = "Carrier Manifest"
    _inherit = ["logistics.handover"]
    _order = "date desc, id desc"
    _errand_document = "manifest.request"
    _errand_call = "close_out"
    _handover_field = "manifest_id"
    _recorded = RECORDED | {"document_ids", "left_out", "handed_over_at"}

    date = fields.Date(required=True, default=fields.Date.context_today)
    state = fields.Selection(
        STATES,
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
        copy=False,
        group_expand=True,
    )
    booking_ids = fields.One2many("logistics.booking", "manifest_id", string="Bookings")
    is_told = fields.Boolean(
        string="The Carrier Is Told", compute="_compute_is_told", compute_sudo=True
    )
    document_ids = fields.Many2many("ir.attachment", string="Papers", copy=False)
    left_out = fields.Char(
        readonly=True, copy=False, help="Numbers that the carrier did not take."
    )
    handed_over_at = fields.Datetime(readonly=True, copy=False)
    driver = fields.Char(help="Who took the goods.")

    _key_once = models.UniqueIndex("(key)", "This key is in use already.")
    _under_way = models.Index(
        "(id) WHERE state IN ('pending', 'calling', 'cancelling')"
    )

    @api.depends("integration_id")
    def _compute_is_told(self):
        for manifest in self:
            manifest.is_told = bool(manifest.integration_id) and (
                "close_out" in manifest.integration_id._connector_type().capabilities
            )

    # Closing the day

    @api.model
    def _waiting_domain(self):
        """Return what is booked and on no manifest yet, its goods packed and moved."""
        return [*self._waiting_bookings(), ("picking_id.state", "=", "done")]

    @api.model
    def _close_day(self, bookings):
        """Make a manifest for each carrier and warehouse of the bookings, and send it.

        :return: the manifests.
        """
        groups = bookings.grouped(
            lambda b: (b.integration_id, b.picking_id.picking_type_id.warehouse_id)
        )
        manifests = self.create(
            [
                {
                    "company_id": carrier.company_id.id,
                    "integration_id": carrier.id,
                    "warehouse_id": warehouse.id,
                }
                for carrier, warehouse in groups
            ]
        )
        for manifest, group in zip(manifests, groups.values(), strict=True):
            group.sudo().manifest_id = manifest
        manifests.action_close_out()
        return manifests

    def action_close_out(self):
        """Tell the carrier what it gets today, or print it where it is not told."""
        self.check_access("write")
        for manifest in self.sudo():
            manifest._check_can_be_closed()
            if manifest.is_told:
                manifest._ask()
            else:
                manifest.state = "ready"
                manifest._take_in(ManifestConfirmation(id=manifest.name))

    def _check_can_be_closed(self):
        if not self.booking_ids:
            raise UserError(self.env._("%s is empty.", self.name))
        if self.state not in ("draft", "failed"):
            raise UserError(self.env._("%s is closed out already.", self.name))
        self.booking_ids.picking_id._logistics_check_hand_over()

    def _work(self, step):
        asked = self._request()
        return lambda connector: connector.close_out(asked)

    def _request(self):
        return ManifestRequest(
            key=self.key,
            address=self.warehouse_id.partner_id._logistics_party(),
            booking_ids=self._external_ids(),
            tracking_numbers=self._numbers(),
        )

    def _take_in(self, answer):
        """Keep the papers; what the carrier did not take waits for the next manifest."""
        out = set(answer.left_out)
        dropped = self.booking_ids.filtered(
            lambda b: b.external_id in out or out.intersection(b._numbers())
        )
        dropped.manifest_id = False
        self.write(
            {
                "external_id": answer.id,
                "left_out": ", ".join(sorted(out)) or False,
                "document_ids": [
                    fields.Command.create(
                        {
                            "name": f"{self.name}-{paper.name}".replace("/", "-"),
                            "raw": content,
                            "mimetype": paper.mimetype or "application/pdf",
                            "res_model": self._name,
                            "res_id": self.id,
                        }
                    )
                    for paper in answer.documents
                    if (content := content_of(paper))
                ],
            }
        )
        if dropped:
            self._tell_trouble(
                self.env._(
                    "The carrier did not take: %s",
                    ", ".join(dropped.picking_id.mapped("name")),
                )
            )
        self._was_done()

    def _was_done(self):
        self._tell_shipments("manifested")

    def action_call_off(self):
        """Take apart what the carrier was not told of yet."""
        if any(m.state not in ("draft", "failed") for m in self):
            raise UserError(self.env._("What the carrier was told stays closed out."))
        return super().action_call_off()

    # Handing over

    def action_hand_over(self):
        """The driver has signed: everything on it is with the carrier."""
        self.check_access("write")
        if any(manifest.state != "ready" for manifest in self):
            raise UserError(self.env._("Close it out first."))
        for manifest in self.sudo():
            manifest.booking_ids.picking_id._logistics_check_hand_over()
            manifest.write(
                {"state": "handed_over", "handed_over_at": fields.Datetime.now()}
            )
            manifest._tell_shipments("picked_up")

    def action_print(self):
        """Open the carrier's papers, or the list made here."""
        self.ensure_one()
        if len(self.document_ids) == 1:
            return {
                "type": "ir.actions.act_url",
                "url": f"/web/content/{self.document_ids.id}",
                "target": "new",
            }
        report = "logistics_carrier_connector.logistics_manifest_report_action"
        return self.env.ref(report).report_action(self)


class LogisticsBooking(models.Model):
    _inherit = "logistics.booking"

    manifest_id = fields.Many2one(
        "logistics.manifest", readonly=True, copy=False, index="btree_not_null"
    )
