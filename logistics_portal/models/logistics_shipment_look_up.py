# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import unicodedata

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from odoo.addons.logistics_base.canonical import references

from .. import words

#: A number that this many shipments bear is nobody's tracking number.
_CANDIDATES = 50
#: Below this a number matches by accident.
_SHORTEST = 4


class LogisticsShipment(models.Model):
    """Finding shipments by what customers know of them."""

    _inherit = "logistics.shipment"

    @api.model
    def _look_up(self, number, place):
        """Return the shipment that a stranger may follow, privileged, or none.

        A number alone is never enough: the stranger must also know the postcode of the
        destination, or its city where it has no postcode.

        :param number: any number a customer knows the shipment by.
        :param place: postcode or city as typed.
        """
        place = _plain(place)
        if not place:
            return self.sudo().browse()
        found = self._bearing(number).filtered(lambda s: s._is_bound_for(place))
        return found[:1]

    @api.model
    def _bearing(self, number):
        normalized = references.normalize(number or "")
        if len(normalized) < _SHORTEST:
            return self.sudo().browse()
        domain = Domain("name", "=", (number or "").strip().upper()) | Domain(
            "reference_ids",
            "any",
            [("normalized", "=", normalized), ("type", "in", list(words.REFERENCES))],
        )
        told = Domain("state", "!=", "draft")
        return self.sudo().search(domain & told, limit=_CANDIDATES)

    def _is_bound_for(self, place):
        """Tell whether the destination has that postcode or, without one, that city."""
        destination = self._destination()
        postcode = _plain(destination.zip)
        if not postcode:
            return bool(destination.city) and _plain(destination.city) == place
        if destination.country_id.code == "US":
            # ZIP and ZIP+4 name the same place closely enough.
            return postcode[:5] == place[:5] and len(place) in (5, 9)
        return postcode == place

    def _destination(self):
        """Return who receives the goods: the customer where nobody else is named."""
        return self.ship_to_id or self.partner_id

    @api.model
    def _portal_domain(self):
        """Return the domain of the signed-in customer's own shipments."""
        return self._customer_domain(self.env.user)

    @api.model
    def _portal_search_domain(self, text):
        """Return the domain for what a customer typed: a number, or its beginning."""
        text = (text or "").strip()
        if not text:
            return Domain.TRUE
        domain = Domain("name", "ilike", escape_psql(text))
        if normalized := references.normalize(text):
            # sudo: customers have no access to references, only to their own numbers
            numbers = self.env["logistics.reference"].sudo()
            query = numbers._search(
                [
                    ("normalized", "=like", f"{normalized}%"),
                    ("type", "in", list(words.REFERENCES)),
                    ("shipment_id.partner_id", "in", self._portal_partners()),
                ]
            )
            domain |= Domain("id", "in", query.subselect("shipment_id"))
        return domain

    @api.model
    def _portal_partners(self):
        # sudo: the contacts of the customer's own company
        partners = self.env["res.partner"].sudo()
        return partners._search(
            [("id", "child_of", self.env.user.commercial_partner_id.ids)]
        )

    @api.model
    def _portal_problem_domain(self):
        """Return the domain of shipments with a problem that customers are shown."""
        # sudo: customers learn that there is a problem, not the case itself
        query = (
            self.env["logistics.exception"]
            .sudo()
            ._search(
                [
                    ("state", "!=", "resolved"),
                    ("type", "in", list(words.EXCEPTIONS)),
                    ("shipment_id.partner_id", "in", self._portal_partners()),
                ]
            )
        )
        return Domain("id", "in", query.subselect("shipment_id"))


def _plain(text):
    """Return a place name or postcode by its letters and digits alone."""
    decomposed = unicodedata.normalize("NFKD", text or "").casefold()
    return "".join(filter(str.isalnum, decomposed))
