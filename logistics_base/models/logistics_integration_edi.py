# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..mapping.places import zone_named
from ..protocols.edi import EdiError, Envelope, Party, edifact, x12
from ..protocols.edi.tokens import Delimiters

EDI_ADAPTERS = ("x12", "edifact")


class LogisticsIntegration(models.Model):
    """Who we are to a partner that speaks EDI, and what we agreed on."""

    _inherit = "logistics.integration"

    adapter = fields.Selection(
        selection_add=[("x12", "X12"), ("edifact", "EDIFACT")],
        ondelete={"x12": "set default", "edifact": "set default"},
    )
    is_edi = fields.Boolean(compute="_compute_is_edi")
    edi_our_id = fields.Char(
        string="Our Id",
        help="Ours in the interchange (ISA-06 and ISA-08, UNB S002 and S003). Several "
        "are separated by commas: the first is the sender of what we send, and what "
        "arrives may be addressed to any of them. Empty: whatever arrives is ours.",
    )
    edi_our_qualifier = fields.Char(string="Our Qualifier", default="ZZ")
    edi_partner_id = fields.Char(
        string="Partner's Interchange Id",
        help="Several are separated by commas: the first is the receiver of what we "
        "send, and what arrives may be sent by any of them. Empty: by anybody.",
    )
    edi_partner_qualifier = fields.Char(string="Partner's Qualifier", default="ZZ")
    edi_our_group_id = fields.Char(
        string="Our Group Id", help="X12: GS-02 where it differs from our id."
    )
    edi_partner_group_id = fields.Char(
        string="Partner's Group Id", help="X12: GS-03 where it differs from its id."
    )
    edi_version = fields.Char(
        string="Version",
        help="Of what we write: 004010 (X12) or D:01B:UN (EDIFACT) if empty.",
    )
    edi_charset = fields.Char(
        string="Character Set",
        help="Of what we write: a codec such as latin-1 (X12, UTF-8 if empty), or a "
        "syntax identifier such as UNOC (EDIFACT, UNOC if empty).",
    )
    edi_charset_in = fields.Char(
        string="Read As",
        help="The codec the partner really writes in, such as cp1251, where its files "
        "declare another one or none. Empty: as declared.",
    )
    edi_delimiters = fields.Char(
        string="Delimiters",
        help="Of what we write: element, component, end of segment and, if any, "
        "repetition; EDIFACT: then the release character. Empty: the usual ones.",
    )
    edi_line_breaks = fields.Boolean(
        string="One Segment per Line", help="A line break after each segment we write."
    )
    edi_count_policy = fields.Selection(
        [
            ("process", "Process"),
            ("warn", "Process and Warn"),
            ("refuse", "Refuse the Whole File"),
        ],
        string="Wrong Counts",
        default="warn",
        required=True,
        help="What becomes of a file whose counts or control numbers are wrong. The "
        "acknowledgement tells the partner in any case.",
    )
    edi_acknowledge = fields.Selection(
        [
            ("never", "Never"),
            ("asked", "When the Partner Asks for It"),
            ("errors", "Only Errors"),
            ("always", "Always"),
        ],
        string="We Acknowledge",
        default="always",
        required=True,
        help="997 or 999 and TA1 (X12), CONTRL (EDIFACT); each file is answered once.",
    )
    edi_acknowledge_set = fields.Selection(
        [("997", "997"), ("999", "999")],
        string="Acknowledged by",
        default="997",
        required=True,
    )
    edi_application_errors = fields.Boolean(
        string="Tell Application Errors",
        help="EDIFACT: an APERAK where a message could not be applied.",
    )
    edi_acknowledged_within = fields.Float(
        string="Partner Acknowledges within (h)",
        default=24,
        help="Later than this the acknowledgement is overdue, and whoever answers for "
        "the integration is told. 0: the partner does not acknowledge.",
    )
    edi_parameters = fields.Text(
        string="Further Options",
        help="One a line, “name = value”, as the transaction sets ask for them: "
        "scac = ABCD.",
    )
    edi_sequence_id = fields.Many2one(
        "ir.sequence", string="Control Numbers", copy=False, readonly=True
    )

    _edi_ack_positive = models.Constraint(
        "CHECK(edi_acknowledged_within >= 0)",
        "A partner cannot acknowledge in less than no time.",
    )

    @api.depends("adapter")
    def _compute_is_edi(self):
        for integration in self:
            integration.is_edi = integration.adapter in EDI_ADAPTERS

    @api.constrains(
        "adapter",
        "edi_our_id",
        "edi_partner_id",
        "edi_version",
        "edi_charset",
        "edi_charset_in",
        "edi_delimiters",
        "edi_parameters",
    )
    def _check_edi(self):
        for integration in self.filtered("is_edi"):
            try:
                integration._edi_check()
            except EdiError as error:
                raise ValidationError(
                    self.env._(
                        "%(name)s could not be written to: %(problem)s.",
                        name=integration.name,
                        problem=error,
                    )
                ) from None

    def _edi_check(self):
        self._edi_parameters()
        if self.edi_charset_in:
            x12.read(b"ST*997*1~SE*2*1~", charset=self.edi_charset_in)
        if self.edi_our_id and self.edi_partner_id:
            module = x12 if self.adapter == "x12" else edifact
            module.write(self._edi_envelope(1), [])

    def _edi_parameters(self):
        """Return the further options as a mapping.

        :raise EdiError: naming a line that is none.
        """
        found = {}
        for line in (self.edi_parameters or "").splitlines():
            name, equals, value = (part.strip() for part in line.partition("="))
            if not equals and not name:
                continue
            if not (equals and name):
                raise EdiError(
                    "value", f"“{line[:40]}” is not of the form name = value"
                )
            found[name] = value
        return found

    def _edi_options(self):
        """Return the options that readers and writers of transaction sets get.

        Beside those of ``protocols.edi.decoding``: ``version``, ``our_id``,
        ``partner_id``, ``zone`` (a tzinfo for times without one, or None), ``now``
        (aware), ``code`` of the integration, and the further options by their names.
        """
        self.ensure_one()
        ours, theirs = _ids(self.edi_our_id), _ids(self.edi_partner_id)
        return {
            **self._edi_parameters(),
            "code": self.code,
            "version": self.edi_version or None,
            "charset": self.edi_charset_in or None,
            "our_ids": ours,
            "our_id": ours[0] if ours else "",
            "partner_ids": theirs,
            "partner_id": theirs[0] if theirs else "",
            "count_policy": self.edi_count_policy,
            "production": self.environment == "production",
            "zone": zone_named(self.default_tz) if self.default_tz else None,
            "now": fields.Datetime.now().replace(tzinfo=timezone.utc),
        }

    def _edi_envelope(
        self,
        control,
        *,
        sender=None,
        receiver=None,
        group_sender=None,
        group_receiver=None,
        version=None,
    ):
        """Return the envelope of what is sent with this control number.

        :param sender, receiver, group_sender, group_receiver, version: in place of the
            agreed ones, in an answer.
        :raise EdiError: if the ids are missing or the delimiters unfit.
        """
        self.ensure_one()
        options = self._edi_options()
        sender = sender or Party(options["our_id"], self.edi_our_qualifier or "")
        receiver = receiver or Party(
            options["partner_id"], self.edi_partner_qualifier or ""
        )
        if not (sender.id and receiver.id):
            raise EdiError("missing", "our interchange id or the partner's is missing")
        return Envelope(
            sender=sender,
            receiver=receiver,
            control_number=control,
            group_control=control,
            date=self._edi_now(),
            version=version or self.edi_version or "",
            test=self.environment == "test",
            group_sender=group_sender or self.edi_our_group_id or None,
            group_receiver=group_receiver or self.edi_partner_group_id or None,
            charset=self.edi_charset or None,
            delimiters=self._edi_delimiters(),
            line_breaks=self.edi_line_breaks,
        )

    def _edi_now(self):
        """Return the time where our company is, without a zone."""
        zone = zone_named(self.company_id.partner_id.tz or "UTC")
        now = fields.Datetime.now().replace(tzinfo=timezone.utc)
        return now.astimezone(zone).replace(tzinfo=None)

    def _edi_delimiters(self):
        given = (self.edi_delimiters or "").replace(" ", "")
        if not given:
            return None
        longest = 4 if self.adapter == "x12" else 5
        is_fit = not any(char.isalnum() for char in given)
        if not is_fit or len(set(given)) < len(given) or not 3 <= len(given) <= longest:
            raise EdiError("value", f"“{given}” are no delimiters")
        element, component, terminator, *more = given
        release = "?" if self.adapter == "edifact" else ""
        return Delimiters(
            component=component,
            element=element,
            terminator=terminator,
            repetition=more[0] if more else "",
            release=more[1] if len(more) > 1 else release,
        )

    def _edi_next_control(self):
        """Return the next control number of this partner, counting from 1.

        Numbers are given once; one that was given to what was then taken back is left
        out.
        """
        self.ensure_one()
        integration = self.sudo()
        if not integration.edi_sequence_id:
            # Two first messages at the same time share the numbers of one sequence.
            self.env.cr.execute(
                "SELECT id FROM logistics_integration WHERE id = %s FOR NO KEY UPDATE",
                (integration.id,),
            )
            integration.invalidate_recordset(["edi_sequence_id"])
        if not integration.edi_sequence_id:
            integration.edi_sequence_id = (
                self.env["ir.sequence"]
                .sudo()
                .create(
                    {
                        "name": self.env._("EDI control numbers: %s", integration.name),
                        "code": f"logistics.edi.{integration.id}",
                        "company_id": integration.company_id.id,
                    }
                )
            )
        return int(integration.edi_sequence_id.next_by_id())


def _ids(text):
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())
