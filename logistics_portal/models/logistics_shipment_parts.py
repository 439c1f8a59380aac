# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .. import words
from ..tracking import page

#: Pictures a browser shows as such and that cannot carry a script.
IMAGE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class LogisticsShipment(models.Model):
    """What belongs to a shipment: packages, problems, proofs, documents, legs."""

    _inherit = "logistics.shipment"

    def _package_names(self):
        """Return {package id: "Package 2"}, numbered as they are in the list."""
        if len(self.package_ids) < 2:
            return {}
        return {
            package.id: self.env._("Package %s", number)
            for number, package in enumerate(self.package_ids, 1)
        }

    def _package_lines(self, reader, names):
        return tuple(
            self._package_line(reader, package, names.get(package.id, ""))
            for package in self.package_ids
        )

    def _more_packages(self):
        """Return what the fold of a long list of packages says, "" for a short one."""
        more = len(self.package_ids) - page.PACKAGES_OPEN
        return self.env._("%s more packages", more) if more > 0 else ""

    def _package_line(self, reader, package, name):
        label, tone = words.STAGES[package.state]
        delivered = package.state == "delivered" and package.delivered_date
        return page.PackageLine(
            name=name or self.env._("Package"),
            number=package.tracking_reference or "",
            stage=self._in_words(label),
            tone=tone,
            time=self._day_and_time(reader.times, delivered),
        )

    def _problems(self, reader, names):
        cases = self.exception_ids.filtered(
            lambda e: e.state != "resolved" and e.type in words.EXCEPTIONS
        )
        return tuple(self._problem(reader, case, names) for case in cases)

    def _problem(self, reader, case, names):
        title, text = words.EXCEPTIONS[case.type]
        reason = words.REASONS.get(case.reason_code)
        since = self._day(reader.times, case.opened_at)
        return page.Problem(
            title=self._in_words(title),
            text=self._in_words(text),
            reason=self._in_words(reason),
            since=self.env._("Known since %s", since),
            package=names.get(case.package_id.id, ""),
        )

    def _proofs(self, reader, names):
        # bin_size: whether there is a signature matters here, not the picture
        proofs = self.proof_ids.with_context(bin_size=True)
        return tuple(self._proof(reader, proof, names) for proof in proofs)

    def _proof(self, reader, proof, names):
        signatory = proof.signatory or ""
        if not reader.full:
            signatory = _initials(signatory)
        told = {
            "signatory": signatory,
            "signed_by": self.env._("Signed by %s", signatory) if signatory else "",
            "time": self._day_and_time(reader.times, proof.signed_at),
            "condition": self._in_words(words.CONDITIONS.get(proof.condition)),
            "package": names.get(proof.package_id.id, ""),
        }
        if reader.full:
            url = f"{self.access_url}/proof/{proof.id}/signature"
            told["place"] = proof.location or ""
            told["signature_url"] = url if proof.signature else ""
            told["files"] = self._files(proof.attachment_ids)
        return page.Proof(**told)

    def _files(self, attachments):
        """Return the files kept here; a link that a carrier sent is not passed on."""
        return tuple(
            page.File(
                name=attachment.name,
                url=f"{self.access_url}/file/{attachment.id}",
                is_image=attachment.mimetype in IMAGE_TYPES,
            )
            for attachment in attachments
            if attachment.type == "binary"
        )

    def _portal_attachment(self, attachment_id):
        """Return the attachment if the customer may have it, else an empty one."""
        offered = self.portal_document_ids | self.proof_ids.attachment_ids
        return offered.filtered(lambda a: a.id == attachment_id and a.type == "binary")

    def _leg_lines(self, reader):
        if not reader.full or len(self.leg_ids) < 2:
            return ()
        return tuple(self._leg_line(reader.times, leg) for leg in self.leg_ids)

    def _leg_line(self, times, leg):
        ends = (
            leg.origin_id.city or leg.origin_name,
            leg.destination_id.city or leg.destination_name,
        )
        departure = leg.actual_departure or leg.planned_departure
        arrival = leg.actual_arrival or leg.planned_arrival
        return page.LegLine(
            carrier=leg.carrier_name or leg.integration_id.partner_id.name or "",
            mode=self._in_words(words.MODES[leg.mode]),
            route=" → ".join(filter(None, ends)),
            conveyance=leg.conveyance or "",
            departure=times.short_day(departure) if departure else "",
            arrival=times.short_day(arrival) if arrival else "",
        )


def _initials(name):
    """Return "J. D." for "Jean Dupont": a stranger learns that somebody signed."""
    return " ".join(f"{part[0].upper()}." for part in (name or "").split()[:3])
