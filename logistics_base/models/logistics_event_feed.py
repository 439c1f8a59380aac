# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ..canonical.notices import FOR_CUSTOMERS

#: So many events are looked at in one go, and so many goes are made for one page.
CHUNK = 1000
CHUNKS = 10
#: Where it is noted up to which position events were deleted.
DELETED_TO = "logistics_base.events_deleted_to"


class FeedPage(NamedTuple):
    """A page of the feed.

    :ivar items: [Notice], in order.
    :ivar end: the position up to which nothing was left out.
    :ivar has_more: more may be had at once.
    """

    items: list
    end: int
    has_more: bool


class LogisticsEvent(models.Model):
    """The feed: who does not want to be told asks, from where it stopped asking."""

    _inherit = "logistics.event"

    @api.model
    def _deleted_to(self):
        """Return the position up to which events are not kept any more."""
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param(DELETED_TO) or 0)

    @api.model
    def _feed(self, after, limit, types):
        """Return the next :class:`FeedPage` of what the current user may know of.

        People of the company, and its systems, read what happens to the shipments they
        may see; customers what happens to their own, and of that what concerns them.

        :param int after: position of the last event that was read.
        :param types: codes of event types.
        :raise AccessError: for who may see no shipments.
        """
        shipments, allowed = self.env["logistics.shipment"]._audience()
        if shipments._is_for_customers(allowed):
            types = types & FOR_CUSTOMERS
        found, end = [], after
        for _chunk in range(CHUNKS):
            rows, end, is_more = self._after(end, types, CHUNK)
            found += self._seen_of(rows, shipments, allowed)
            if len(found) > limit:
                found = found[:limit]
                return self._page_of(found, found[-1].position, True)
            if not is_more:
                return self._page_of(found, end, False)
        return self._page_of(found, end, True)

    @api.model
    def _page_of(self, rows, end, has_more):
        notices = self.env["logistics.notice"]._notices(rows)
        items = [notices[row.id] for row in rows if row.id in notices]
        return FeedPage(items, end, has_more)

    @api.model
    def _seen_of(self, rows, shipments, allowed):
        """Return the rows that the user may know of."""
        ids = list({row.shipment_id for row in rows if row.shipment_id})
        seen = set(shipments.search(allowed & Domain("id", "in", ids)).ids)
        # What is about no shipment is for people of the company.
        companies = set() if shipments.env.su else set(self.env.user.company_ids.ids)
        return [
            row
            for row in rows
            if (
                row.shipment_id in seen
                if row.shipment_id
                else row.company_id in companies
            )
        ]
