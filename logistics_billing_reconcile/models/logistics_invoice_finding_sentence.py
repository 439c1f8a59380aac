# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .finding_words import FindingWords


class LogisticsInvoiceFinding(models.Model):
    """Each finding says in one sentence what is wrong, what was expected, and why."""

    _inherit = "logistics.invoice.finding"

    sentence = fields.Char(string="What Is Wrong", compute="_compute_sentence")

    @api.depends("type", "params", "billed", "expected", "difference", "state")
    @api.depends_context("lang", "tz")
    def _compute_sentence(self):
        for finding in self:
            tell = getattr(finding, f"_tell_{finding.type}")
            finding.sentence = tell(FindingWords(finding))

    @api.depends("sentence")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for finding in self:
            finding.display_name = finding.sentence

    # The invoice

    def _tell_duplicate_invoice(self, words):
        return self.env._(
            "The invoice is the same as %(invoice)s of %(date)s: %(billed)s is billed "
            "a second time.",
            invoice=words.text("invoice"),
            date=words.day("date"),
            billed=words.billed,
        )

    def _tell_invoice_total(self, words):
        return self.env._(
            "The total is %(billed)s, but its charges of %(charges)s and taxes of "
            "%(tax)s add up to %(expected)s.",
            billed=words.billed,
            charges=words.money("charges"),
            tax=words.money("tax"),
            expected=words.expected,
        )

    def _tell_currency(self, words):
        if words.text("of") == "invoice":
            return self.env._(
                "%(billed)s is charged in %(currency)s, while the invoice is in "
                "%(agreed)s.",
                billed=words.number("charge") or words.billed,
                currency=words.text("billed"),
                agreed=words.text("agreed"),
            )
        return self.env._(
            "It is billed in %(currency)s, while %(agreed)s was agreed for %(count)s of "
            "its shipments: their prices cannot be compared.",
            currency=words.text("billed"),
            agreed=words.text("agreed"),
            count=words.text("shipments"),
        )

    def _tell_tax(self, words):
        if words.text("of") == "invoice":
            return self.env._(
                "The invoice tells taxes of %(billed)s, but those of its charges add up "
                "to %(expected)s.",
                billed=words.billed,
                expected=words.expected,
            )
        if words.text("agreed_percent"):
            return self.env._(
                "%(billed)s of tax is billed on %(charge)s, but %(percent)s%% of it is "
                "%(expected)s.",
                billed=words.billed,
                charge=words.money("charge"),
                percent=words.number("agreed_percent"),
                expected=words.expected,
            )
        return self.env._(
            "%(billed)s of tax is billed, %(expected)s was expected.",
            billed=words.billed,
            expected=words.expected,
        )

    # Whose it is

    def _tell_unknown_shipment(self, words):
        if words.text("match") == "ambiguous":
            return self.env._(
                "%(billed)s is billed for %(number)s, a number that several of our "
                "shipments bear: nothing tells which one it is.",
                billed=words.billed,
                number=words.text("number"),
            )
        return self.env._(
            "%(billed)s is billed for %(number)s, but no shipment of ours bears this "
            "number or any other that the carrier tells.",
            billed=words.billed,
            number=words.text("number") or self.env._("a charge without a number"),
        )

    def _tell_other_company(self, words):
        return self.env._(
            "%(billed)s is billed to %(company)s for %(number)s, which another company "
            "of the group shipped.",
            billed=words.billed,
            company=self.company_id.sudo().name,
            number=words.text("number"),
        )

    def _tell_unmapped_charge(self, words):
        return self.env._(
            "%(billed)s is billed under the code “%(code)s”, which nobody has said the "
            "meaning of yet: %(description)s.",
            billed=words.billed,
            code=words.text("code"),
            description=words.text("description")
            or self.env._("without a description"),
        )

    def _tell_duplicate_charge(self, words):
        if words.params.get("same_invoice"):
            return self.env._(
                "%(kind)s of %(billed)s for %(number)s stands on this invoice twice, "
                "though it was due once.",
                kind=words.kind,
                billed=words.billed,
                number=words.parcel,
            )
        return self.env._(
            "%(kind)s of %(billed)s for %(number)s was billed on %(invoice)s already: "
            "it was due once.",
            kind=words.kind,
            billed=words.billed,
            number=words.parcel,
            invoice=words.text("invoice"),
        )

    # The freight

    def _tell_rate(self, words):
        if words.text("of") == "invoice":
            return self.env._(
                "%(count)s small differences, each within its tolerance, add up to "
                "%(difference)s: more than is tolerated of an invoice.",
                count=words.text("charges"),
                difference=words.difference,
            )
        if self.difference < 0:
            return self.env._(
                "%(kind)s is %(billed)s, less than the %(expected)s expected by "
                "%(contract)s.",
                kind=words.kind,
                billed=words.billed,
                expected=words.expected,
                contract=words.source,
            )
        return self.env._(
            "%(kind)s is %(billed)s instead of the %(expected)s expected by %(contract)s, "
            "for the same service, zone and weight.",
            kind=words.kind,
            billed=words.billed,
            expected=words.expected,
            contract=words.source,
        )

    def _tell_service(self, words):
        return self.env._(
            "Service %(billed_service)s is billed at %(billed)s, but "
            "%(agreed_service)s was booked at %(expected)s.",
            billed_service=words.text("billed_service"),
            billed=words.billed,
            agreed_service=words.text("agreed_service"),
            expected=words.expected,
        )

    def _tell_zone(self, words):
        return self.env._(
            "Zone %(billed_zone)s is billed at %(billed)s, but from where it was shipped "
            "to where it went is zone %(agreed_zone)s at %(expected)s.",
            billed_zone=words.text("billed_zone"),
            billed=words.billed,
            agreed_zone=words.text("agreed_zone"),
            expected=words.expected,
        )

    def _tell_weight(self, words):
        return self.env._(
            "%(billed_weight)s kg is billed at %(billed)s, but it weighed "
            "%(agreed_weight)s kg, which costs %(expected)s.",
            billed_weight=words.number("billed_weight"),
            billed=words.billed,
            agreed_weight=words.number("agreed_weight"),
            expected=words.expected,
        )

    def _tell_dim_weight(self, words):
        if not words.text("billed_weight"):
            return self.env._(
                "%(billed)s is billed for a corrected size, though %(expected)s was "
                "expected of the size that was told.",
                billed=words.billed,
                expected=words.expected,
            )
        return self.env._(
            "%(billed_weight)s kg is billed for its size at %(billed)s, but by the "
            "contract's divisor of %(divisor)s it is %(agreed_weight)s kg, which costs "
            "%(expected)s.",
            billed_weight=words.number("billed_weight"),
            billed=words.billed,
            divisor=words.number("agreed_divisor") or "–",
            agreed_weight=words.number("agreed_weight"),
            expected=words.expected,
        )

    def _tell_fuel(self, words):
        return self.env._(
            "The fuel surcharge is %(billed)s, %(billed_percent)s%% of the freight, but "
            "%(agreed_percent)s%% applied on %(date)s: %(expected)s.",
            billed=words.billed,
            billed_percent=words.number("billed_percent") or "–",
            agreed_percent=words.number("agreed_percent") or "0",
            date=words.day("date"),
            expected=words.expected,
        )

    # Accessorials, and what became of the goods

    def _tell_accessorial_unauthorised(self, words):
        return self.env._(
            "%(kind)s of %(billed)s was not agreed on with the carrier, and not "
            "expected.",
            kind=words.kind,
            billed=words.billed,
        )

    def _tell_accessorial_unearned(self, words):
        return self.env._(
            "%(kind)s of %(billed)s was not earned: nothing that is known of shipment "
            "%(shipment)s gives a reason for it.",
            kind=words.kind,
            billed=words.billed,
            shipment=words.text("shipment"),
        )

    def _tell_void_billed(self, words):
        if words.day("date"):
            return self.env._(
                "%(billed)s is billed for %(number)s, which was voided on %(date)s and "
                "never handed over.",
                billed=words.billed,
                number=words.text("number"),
                date=words.day("date"),
            )
        return self.env._(
            "%(billed)s is billed for %(number)s, which was voided and never handed "
            "over.",
            billed=words.billed,
            number=words.text("number"),
        )

    def _tell_late_delivery(self, words):
        return self.env._(
            "Shipment %(shipment)s was delivered on %(delivered)s, but guaranteed until "
            "%(guaranteed)s: the carrier owes %(difference)s back.",
            shipment=words.text("shipment"),
            delivered=words.moment("delivered"),
            guaranteed=words.moment("guaranteed"),
            difference=words.difference,
        )

    def _tell_missing_pod(self, words):
        return self.env._(
            "%(billed)s is billed for shipment %(shipment)s, but the proof of delivery "
            "that was agreed on has not come.",
            billed=words.billed,
            shipment=words.text("shipment"),
        )
