# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

#: What a payload is read by.
PAYLOAD_FIELDS = {
    "payload",
    "payload_text",
    "payload_view",
    "original_payload",
    "answer",
    "answer_view",
}


class LogisticsMessage(models.Model):
    """Who reads payloads, and who replays, corrects or discards, is on record."""

    _inherit = "logistics.message"

    def _read_format(self, fnames, load="_classic_read"):
        # What is read by itself, in a search and in a view all comes by here. The sizes
        # of binary fields, which a form asks for, give nothing away.
        asked = PAYLOAD_FIELDS & set(fnames)
        if self.env.context.get("bin_size"):
            asked -= {name for name in asked if self._fields[name].type == "binary"}
        values = super()._read_format(fnames, load=load)
        if asked and self and not self.env.su:
            self._note_payload_read()
        return values

    def _note_payload_read(self):
        self.env["logistics.audit.entry"]._record_read("payload.read", self)

    def action_replay(self):
        result = super().action_replay()
        self.env["logistics.audit.entry"]._record("message.replayed", self)
        return result

    def _correct(self, body):
        self.env["logistics.audit.entry"]._record("message.corrected", self)
        return super()._correct(body)

    def _set_discarded(self, reason):
        result = super()._set_discarded(reason)
        self.env["logistics.audit.entry"]._record(
            "message.discarded", self, {"reason": reason}
        )
        return result


class LogisticsProof(models.Model):
    """Who opens a proof of delivery, with its name and signature, is on record."""

    _inherit = "logistics.proof"

    def _read_format(self, fnames, load="_classic_read"):
        values = super()._read_format(fnames, load=load)
        if "signature" in fnames and self and not self.env.su:
            self._note_opened()
        return values

    def _note_opened(self):
        self.env["logistics.audit.entry"]._record_read("proof.opened", self)


class LogisticsMilestone(models.Model):
    """Who declares that something never happened is on record."""

    _inherit = "logistics.milestone"

    def action_retract(self):
        told = self.filtered(lambda milestone: not milestone.retracted)
        result = super().action_retract()
        if told:
            self.env["logistics.audit.entry"]._record("milestone.retracted", told)
        return result


class IrBinary(models.AbstractModel):
    """Content that is fetched by its address is as much read as in a form."""

    _inherit = "ir.binary"

    def _record_to_stream(self, record, field_name):
        stream = super()._record_to_stream(record, field_name)
        if record._name == "logistics.message" and field_name in PAYLOAD_FIELDS:
            record.sudo(False)._note_payload_read()
        elif proof := self._logistics_proof_of(record, field_name):
            proof._note_opened()
        return stream

    @api.model
    def _logistics_proof_of(self, record, field_name):
        proofs = self.env["logistics.proof"]
        if record._name == proofs._name and field_name == "signature":
            return record.sudo(False)
        if record._name == "ir.attachment" and record.sudo().res_model == proofs._name:
            return proofs.browse(record.sudo().res_id or ())
        return proofs


class Base(models.AbstractModel):
    """Who takes records of the suite out of Odoo is on record."""

    _inherit = "base"

    def export_data(self, fields_to_export):
        result = super().export_data(fields_to_export)
        if self._name.startswith("logistics."):
            self._note_export(fields_to_export)
        self._note_payloads_exported(fields_to_export)
        return result

    def _note_export(self, names):
        entries = self.env["logistics.audit.entry"]
        details = {
            "fields": list(names),
            "count": len(self),
            "ids": self.ids[:1000],
        }
        entries._record_read("export", self.browse(), details)

    def _note_payloads_exported(self, names):
        """Put on record the payloads among what was exported, by whatever way."""
        for *way, name in (path.split("/") for path in names):
            if name not in PAYLOAD_FIELDS:
                continue
            messages = self.mapped(".".join(way)) if way else self
            if messages and messages._name == "logistics.message":
                messages._note_payload_read()
