# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from dataclasses import dataclass

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.logistics_base.canonical.documents import DocumentError
from odoo.addons.logistics_base.mapping.errors import DecodeError

_TYPE = "carrier.invoice"
#: What a file may hold beside invoices, brought by a person.
_ALSO = ("bill.of.lading", "edi.acknowledgement", "edi.unread")
#: Who may bring in what a carrier billed.
_GROUPS = "account.group_account_invoice,logistics_base.group_dispatcher"
#: Larger files are read by the inbox, not while somebody waits.
READ_AT_ONCE = 2 * 1024 * 1024
#: So many files may come at once.
MOST_FILES = 50


@dataclass(slots=True, frozen=True)
class Offered:
    """A file as adapters see messages, before anybody has taken it in."""

    integration_id: object
    content: bytes
    filename: str | None
    content_type: str | None = None
    external_id: None = None

    @property
    def size(self):
        """Bytes."""
        return len(self.content)

    def _body(self):
        return self.content

    def _open_payload(self):
        return io.BytesIO(self.content)


@dataclass(slots=True, frozen=True)
class Taken:
    """What became of a file, and in words.

    :ivar kind: ``new``, ``known`` (nothing changed), ``waiting`` (the inbox reads it),
        ``problem``, or ``undecided`` (nobody knows whose it is).
    """

    kind: str
    text: str
    invoices: object
    message: object


class LogisticsBillTaking(models.AbstractModel):
    """Takes files with carriers' invoices in, whoever brings them, and says what became.

    They go through the inbox as all that partners send: once, and kept as they came.
    """

    _name = "logistics.bill.taking"
    _description = "Taking in of Freight Bills"

    @api.model
    def _check_may(self):
        """Raise AccessError unless the user may bring in what carriers billed."""
        if not (self.env.su or self.env.user.has_groups(_GROUPS)):
            raise AccessError(
                self.env._(
                    "Whoever works on vendor bills or shipments brings these in."
                )
            )

    @api.model
    def _take(self, content, filename, *, integration=None, vendor=None):
        """Take in one file; what it is shows which carrier's it is.

        :param integration: whose it is, where a person said so.
        :param vendor: the contact who bills, where it is known.
        :return: a :class:`Taken`.
        :raise AccessError: for who may not.
        """
        self._check_may()
        if not integration:
            integration, problem = self._whose(content, filename, vendor)
            if problem:
                return self._taken("undecided", problem)
        return self._receive(integration, content, filename)

    # Whose it is

    @api.model
    def _integrations(self, states=("draft", "live", "paused")):
        """Return the integrations of the user's companies that may bring such bills."""
        flow = [("document_type", "=", _TYPE), ("direction", "=", "inbound")]
        found = self.env["logistics.integration"].sudo()
        return found.search(
            [
                ("company_id", "in", self.env.companies.ids),
                ("state", "in", states),
                ("flow_ids", "any", flow),
            ]
        )

    @api.model
    def _whose(self, content, filename, vendor=None):
        """Return (the one integration that reads a file, why there is none)."""
        readers = self._readers(content, filename, self._integrations())
        if vendor and len(readers) > 1:
            same = readers.filtered(
                lambda one: (
                    one.partner_id.commercial_partner_id == vendor.commercial_partner_id
                )
            )
            readers = same or readers
        if len(readers) == 1:
            return readers, None
        if readers:
            return None, self.env._(
                "Several connections can read it (%s): choose the carrier.",
                ", ".join(readers.mapped("name")),
            )
        return None, self.env._(
            "No connection reads it as a carrier's invoice. Choose the carrier it is "
            "from; then it is told what is wrong with it."
        )

    @api.model
    def _readers(self, content, filename, integrations):
        """Return the integrations that read a file as carriers' invoices."""
        return integrations.filtered(lambda one: self._reads(one, content, filename))

    @api.model
    def _reads(self, integration, content, filename):
        """Tell whether an integration reads a file as carriers' invoices."""
        return _TYPE in (self._kinds(integration, content, filename) or ())

    @api.model
    def _kinds(self, integration, content, filename):
        """Return the types of what an integration reads in a file; None if it cannot."""
        adapter = self.env[f"logistics.adapter.{integration.adapter}"].sudo()
        offered = Offered(integration.sudo(), content, filename)
        try:
            documents = list(adapter._decode(offered))
            for document in documents:
                if document.document_type == _TYPE:
                    next(iter(document.lines), None)
        except (DecodeError, DocumentError, UserError, ValueError):
            return None
        return {document.document_type for document in documents}

    # Taking it

    @api.model
    def _receive(self, integration, content, filename):
        integration = integration.sudo()
        if integration not in self._integrations():
            raise AccessError(self.env._("No invoices are taken in from this partner."))
        kinds = self._kinds(integration, content, filename)
        if kinds and kinds - {_TYPE, *_ALSO}:
            return self._taken("problem", self._words_other())
        messages = self.env["logistics.message"].sudo()
        newest = messages.search([], order="id desc", limit=1).id or 0
        message = integration.receive(content, filename=filename)
        if message.id <= newest:
            return self._again(message)
        if len(content) > READ_AT_ONCE or not message._process_at_once():
            return self._taken("waiting", self._words_waiting(), message=message)
        return self._told(message)

    @api.model
    def _taken(self, kind, text, invoices=None, message=None):
        none = self.env["logistics.carrier.invoice"]
        return Taken(kind, text, none if invoices is None else invoices, message)

    @api.model
    def _words_other(self):
        return self.env._("It holds something else than carriers' invoices.")

    @api.model
    def _words_waiting(self):
        return self.env._("Taken in; it is read in the background.")

    @api.model
    def _again(self, message):
        known = message.exists()
        invoices = known.carrier_invoice_ids.sudo(False)
        if known.state in ("quarantined", "dead"):
            return self._taken("problem", self._words_problem(known), invoices, known)
        return self._taken(
            "known",
            self.env._("This file was taken in before: nothing was changed."),
            invoices,
            known,
        )

    @api.model
    def _told(self, message):
        """Return what became of a message that was processed."""
        named = message.carrier_invoice_ids.sudo(False)
        if message.state in ("received", "retry"):
            return self._taken("waiting", self._words_waiting(), message=message)
        if message.state != "done":
            return self._taken("problem", self._words_problem(message), named, message)
        new = named.filtered(lambda one: one.message_id.id == message.id)
        texts = [self._words_new(new)] if new else []
        if here := named - new:
            texts.append(
                self.env._(
                    "%s: here already, nothing was changed.",
                    ", ".join(here.mapped("name")),
                )
            )
        if not named:
            texts.append(self.env._("There is no carrier's invoice in it."))
        kind = "new" if new else "known" if here else "problem"
        return self._taken(kind, " ".join(texts), named, message)

    @api.model
    def _words_new(self, invoices):
        return self.env._(
            "%(numbers)s of %(carrier)s: %(count)s charges taken in.",
            numbers=", ".join(invoices.mapped("name")[:5])
            + (" …" if len(invoices) > 5 else ""),
            carrier=", ".join(invoices.integration_id.sudo().mapped("name")),
            count=sum(invoices.mapped("line_count")),
        )

    @api.model
    def _words_problem(self, message):
        return self.env._(
            "It is kept, but could not be used: %s",
            message.error_message or self.env._("nothing says why"),
        )
