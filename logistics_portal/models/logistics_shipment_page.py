# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import float_repr

from .. import words
from ..tracking import page, stepper

#: Numbers of one kind that are listed; the packages show theirs anyway.
_MOST_NUMBERS = 8
#: How far on the straight road, of five; what is over needs no bar.
_PROGRESS = {
    "preparing": 1,
    "picked_up": 2,
    "in_transit": 3,
    "customs": 3,
    "out_for_delivery": 4,
    "available_for_pickup": 4,
}


class LogisticsShipment(models.Model):
    """The whole page of one shipment, and its line in the list.

    These are the only ways from a shipment to a template.
    """

    _inherit = "logistics.shipment"

    def _tracking_page(self, reader):
        """Return the :class:`~..tracking.page.TrackingPage` for that reader.

        The number of queries depends neither on how many packages, milestones or files
        there are nor on how many other shipments.
        """
        self.ensure_one()
        shipment = self.sudo()
        names = shipment._package_names()
        scans = shipment._scans(reader)
        proofs = shipment._proofs(reader, names)
        headline, tone = shipment._headline(reader.times)
        return page.TrackingPage(
            name=shipment.name,
            full=reader.full,
            stage=shipment.state,
            stage_label=shipment._in_words(words.STAGES[shipment.state][0]),
            tone=tone,
            headline=headline,
            zone=reader.times.zone.key,
            sublines=shipment._sublines(reader, proofs, scans),
            notices=shipment._notices(reader),
            steps=shipment._steps(reader),
            problems=shipment._problems(reader, names),
            timeline=shipment._timeline(reader, scans, names),
            expected=shipment._expected(reader),
            packages=shipment._package_lines(reader, names),
            packages_done=shipment.delivered_package_count,
            more_packages=shipment._more_packages(),
            legs=shipment._leg_lines(reader),
            proofs=proofs,
            documents=shipment._documents(reader),
            facts=shipment._facts(reader),
            destination=shipment._destination_lines(reader),
            contact=shipment._contact(),
        )

    def _in_words(self, words_or_none):
        """Return words of ``words.py`` in the reader's language, "" for none."""
        translate = self.env._
        return translate(words_or_none) if words_or_none else ""

    def _documents(self, reader):
        return self._files(self.portal_document_ids) if reader.full else ()

    # Facts

    def _facts(self, reader):
        """Return ((label, text), ...)."""
        facts = [(self.env._("Shipment"), self.name), *self._numbers(reader)]
        if carrier := self.integration_id.partner_id.name:
            facts.append((self.env._("Carrier"), carrier))
        facts.append((self.env._("Sent by"), self.company_id.name))
        if self.promised_date:
            promise = self._day(reader.times, self.promised_date)
            facts.append(
                (self.env._("Promised for"), promise[:1].upper() + promise[1:])
            )
        if reader.full:
            facts.append(
                (self.env._("Transport"), self._in_words(words.MODES[self.mode]))
            )
            if self.weight:
                facts.append((self.env._("Weight"), f"{_trimmed(self.weight)} kg"))
        return tuple(facts)

    def _numbers(self, reader):
        """Return (label, numbers) by kind: to a stranger the tracking numbers alone."""
        kinds = words.REFERENCES if reader.full else ("tracking",)
        # The list of packages shows their numbers.
        shared = self.reference_ids.filtered(lambda r: not r.package_id)
        by_kind = shared.grouped("type")
        return [
            (self._in_words(words.REFERENCES[kind]), self._listed(by_kind[kind]))
            for kind in kinds
            if kind in by_kind
        ]

    def _listed(self, references):
        values = list(dict.fromkeys(references.mapped("value")))
        numbers = ", ".join(values[:_MOST_NUMBERS])
        more = len(values) - _MOST_NUMBERS
        if more <= 0:
            return numbers
        return self.env._("%(numbers)s and %(more)s more", numbers=numbers, more=more)

    def _destination_lines(self, reader):
        to = self._destination()
        if not to:
            return ()
        country = reader.times.country(to.country_id.code)
        if not reader.full:
            return tuple(filter(None, (to.city, country)))
        town = " ".join(filter(None, (to.zip, to.city)))
        lines = (to.display_name, to.street, to.street2, town, country)
        return tuple(filter(None, lines))

    def _contact(self):
        company = self.company_id
        return page.Contact(company.name, company.email or "", company.phone or "")

    # The list

    def _list_lines(self, times):
        """Return a :class:`~..tracking.page.ListLine` for each, in a few queries."""
        shipments = self.sudo()
        troubled = shipments._with_problems()
        return [shipment._list_line(times, troubled) for shipment in shipments]

    def _with_problems(self):
        return (
            self.env["logistics.exception"]
            .search(
                [
                    ("shipment_id", "in", self.ids),
                    ("state", "!=", "resolved"),
                    ("type", "in", list(words.EXCEPTIONS)),
                ]
            )
            .shipment_id
        )

    def _list_line(self, times, troubled):
        headline, _tone = self._headline(times, short=True)
        label, tone = words.STAGES[self.state]
        to = self._destination()
        place = (to.city, times.country(to.country_id.code))
        return page.ListLine(
            name=self.name,
            url=self.access_url,
            reference=self._list_reference(),
            stage=self.state,
            stage_label=self._in_words(label),
            tone=tone,
            headline=headline,
            destination=", ".join(filter(None, place)),
            packages=self._list_packages(),
            news=self._list_news(times, headline),
            progress=_PROGRESS.get(stepper.step_of(self.state), 0),
            has_problem=self in troubled,
            late=self._is_late_for_customer(),
        )

    def _list_reference(self):
        """Return the number the customer is likeliest to know it by."""
        by_kind = self.reference_ids.grouped("type")
        for kind in ("customer", "order", "tracking"):
            if numbers := by_kind.get(kind):
                return numbers[0].value
        return ""

    def _list_packages(self):
        if self.package_count < 2:
            return ""
        return self.env._(
            "%(done)s of %(all)s packages delivered",
            done=self.delivered_package_count,
            all=self.package_count,
        )

    def _list_news(self, times, headline):
        """Return the last thing customers have words for, and when."""
        word = words.MILESTONES.get(self.last_milestone_code)
        if not word or not self.last_milestone_date or not self._is_moving():
            return ""
        said = self._in_words(word[0])
        day = times.short_day(self.last_milestone_date)
        return day if headline.startswith(said) else f"{said} · {day}"


def _trimmed(number):
    return float_repr(number, 3).rstrip("0").rstrip(".")
