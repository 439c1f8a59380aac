# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import json
import uuid

from odoo import fields, models


class LogisticsWarehouseRequest(models.AbstractModel):
    """What a warehouse's system is told and told again: under one number, by revisions."""

    _name = "logistics.warehouse.request"
    _description = "Request to a Warehouse"

    name = fields.Char(
        string="Number",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        help="What the warehouse knows it by; the same for every revision.",
    )
    revision = fields.Integer(
        readonly=True, copy=False, help="Of what was sent last; 0: nothing was."
    )
    sent_digest = fields.Char(readonly=True, copy=False)
    sent_at = fields.Datetime(string="Last Sent", readonly=True, copy=False)
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Run by",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    correlation_id = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: uuid.uuid4().hex,
    )
    partner_reference = fields.Char(
        string="Warehouse's Number", readonly=True, copy=False, index="btree_not_null"
    )

    def _document(self, purpose, revision):
        """Return the canonical document that tells of it.

        :param str purpose: ``original``, ``change`` or ``cancel``.
        """
        raise NotImplementedError

    def _shipment_ids_told(self):
        """Return ids of the shipments that it is about."""
        return []

    def _send_revision(self, purpose=None):
        """Send it, unless the warehouse was told exactly this last.

        :param str purpose: by itself ``original`` at first, ``change`` afterwards.
        :return: the message, empty where nothing is new.
        :raise UserError: where it cannot be encoded for the partner.
        """
        self.ensure_one()
        purpose = purpose or ("change" if self.revision else "original")
        revision = self.revision + 1
        document = self._document(purpose, revision)
        digest = self._digest_of(document)
        messages = self.env["logistics.message"]
        if digest == self.sent_digest:
            return messages
        message = messages._send(
            self.integration_id,
            document,
            key=f"{self.warehouse_id.id}:{self.name}:{revision}",
            correlation_id=self.correlation_id,
            shipment_ids=self._shipment_ids_told(),
        )
        self._send_in_shadow(purpose, revision)
        self.write(
            {
                "revision": revision,
                "sent_digest": digest,
                "sent_at": fields.Datetime.now(),
            }
        )
        return message

    def _digest(self, purpose):
        """Return the digest of what would be told now."""
        return self._digest_of(self._document(purpose, 1))

    def _digest_of(self, document):
        """Return what tells two revisions apart: all that is said but their numbers."""
        told = document.to_json()
        told.pop("revision", None)
        told["purpose"] = "cancel" if document.purpose == "cancel" else "original"
        # What the warehouse itself calls it is no news to it.
        told.pop("partner_reference", None)
        text = json.dumps(told, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
