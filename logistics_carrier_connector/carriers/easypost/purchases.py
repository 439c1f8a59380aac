# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Buying with EasyPost, once, and finding again what was bought.

EasyPost knows no idempotency keys. It buys in two steps: a Shipment (or, for several
pieces, an Order) is created, which costs nothing however often it happens, and then
bought by its id. Only the second step can leave a doubt. Every Shipment bears our key as
its ``reference``, but references are not unique there ("EasyPost Objects"): a Shipment
that was created twice and bought once may be told as the one not bought. So a purchase
is looked for among those that were bought, the newest first, back to a day before the
Shipment of that reference was created: what was bought by an earlier attempt was found
before the later one was made.
"""

from datetime import timedelta

from odoo.addons.logistics_base.canonical.reading import aware
from odoo.addons.logistics_base.transport.call_errors import CallError

from .answers import is_bought, service_code
from .requests import order_of, shipment_of

PAGE_SIZE = 50
#: Several attempts lie closer together than this.
_ATTEMPTS_WITHIN = timedelta(days=1)
#: How many pages of the latest purchases are looked through, unless the settings say.
MOST_PAGES = 20


class Purchase:
    """What was bought for one key: ``id``, and its Shipments in our pieces' order."""

    def __init__(self, purchase_id, shipments):
        self.id = purchase_id
        self.shipments = shipments


class Purchases:
    """:param settings: the integration's options."""

    def __init__(self, api, settings):
        self._api = api
        self._settings = settings

    def create(self, consignment, *, reference=None, label_format="pdf"):
        """Return a new Shipment or Order with its rates; nothing is bought."""
        several = len(consignment.pieces) > 1
        written = {
            "reference": reference,
            "label_format": label_format,
            "settings": self._settings,
        }
        if not consignment.pieces:
            raise CallError("refused", "There is nothing to carry: no piece is given.")
        if several:
            order = order_of(consignment, **written)
            return self._api.post("orders", json={"order": order}, repeatable=True)
        shipment = shipment_of(consignment, consignment.pieces[0], **written)
        return self._api.post("shipments", json={"shipment": shipment}, repeatable=True)

    def buy(self, created, wanted, insured_value=None):
        """Buy what was created by the service wanted; return the Purchase.

        :param insured_value: Money in US dollars, or None.
        :raise CallError: ``refused`` where no carrier offers that service for it, with
            what the carriers say.
        """
        rate = self._offer(created, wanted)
        if "shipments" in created:
            return self._buy_order(created, rate, insured_value)
        body = {"rate": {"id": rate["id"]}}
        if insured_value:
            body["insurance"] = str(insured_value.amount)
        bought = self._api.post("shipments", created["id"], "buy", json=body)
        return Purchase(bought.get("id"), [_checked(bought)])

    def _offer(self, created, wanted):
        for rate in created.get("rates") or ():
            if service_code(rate) == wanted:
                return rate
        carrier = wanted.partition(":")[0]
        problems = self._api.carrier_problems(created, carrier)
        said = "; ".join(problems[:3]) or "no carrier offers it for this."
        raise CallError(
            "refused",
            f"EasyPost has no price for {wanted}: {said}",
            problems=problems,
        )

    def _buy_order(self, order, rate, insured_value):
        body = {"carrier": rate["carrier"], "service": rate["service"]}
        bought = self._api.post("orders", order["id"], "buy", json=body)
        shipments = [_checked(one) for one in bought.get("shipments") or ()]
        if len(shipments) != len(order["shipments"]):
            raise CallError(
                "uncertain", "EasyPost answered other pieces than asked for."
            )
        return self.insured(Purchase(bought.get("id"), shipments), insured_value)

    def insured(self, purchase, value):
        """Return a Purchase with each Shipment insured for its part of the value.

        Those of an Order are insured one by one after they were bought; the last one
        gets what rounding leaves over. What is insured already stays as it is.

        :param value: Money in US dollars, or None.
        :raise CallError: ``uncertain``: it is bought, whatever becomes of the insurance.
        """
        count = len(purchase.shipments)
        if not value or count < 2:
            return purchase
        share = (value.amount / count).quantize(value.amount)
        amounts = [share] * (count - 1) + [value.amount - share * (count - 1)]
        return Purchase(
            purchase.id,
            [
                shipment
                if shipment.get("insurance")
                else self._insured_after(shipment, amount)
                for shipment, amount in zip(purchase.shipments, amounts, strict=True)
            ],
        )

    def _insured_after(self, shipment, amount):
        try:
            return self.insure(shipment["id"], amount)
        except CallError as error:
            raise CallError(
                "uncertain",
                f"EasyPost has sold {shipment['tracking_code']}, but has not insured "
                f"it: {error}",
                status=error.status,
                problems=error.problems,
            ) from error

    def insure(self, shipment_id, amount):
        """Insure a bought Shipment for so many US dollars; return it."""
        return self._api.post(
            "shipments", shipment_id, "insure", json={"amount": str(amount)}
        )

    # Finding again

    def find(self, key, pieces):
        """Return the Purchase made for the key, None if there is none.

        :param pieces: how many there must be.
        :raise CallError: ``uncertain`` where the purchases of that time are out of
            reach, or not all pieces were bought.
        """
        for shipment in self._bought(self._since(key, pieces)):
            reference = shipment.get("reference") or ""
            if pieces == 1 and reference == key:
                return Purchase(shipment["id"], [shipment])
            if pieces > 1 and reference.rpartition("/")[0] == key:
                return self._whole_order(shipment["order_id"], pieces)
        return None

    def _since(self, key, pieces):
        """Return since when a purchase can be; None where nobody knows.

        Objects can be read by their reference ("EasyPost Objects"). That one is there
        says when to look; that none is says nothing that a purchase is staked on.
        """
        try:
            found = self._api.get("shipments" if pieces == 1 else "orders", key)
            return aware(found.get("created_at")) - _ATTEMPTS_WITHIN
        except CallError as error:
            if error.category != "refused":
                raise
        except (TypeError, ValueError):
            pass
        return None

    def _bought(self, since):
        """Yield the Shipments bought since then, the newest first."""
        params = {"purchased": "true", "page_size": PAGE_SIZE}
        for _page in range(int(self._settings.get("find_pages") or MOST_PAGES)):
            found = self._api.get("shipments", **params)
            shipments = found.get("shipments") or []
            yield from shipments
            if not found.get("has_more") or not shipments:
                return
            if since and _is_before(shipments[-1], since):
                return
            params["before_id"] = shipments[-1]["id"]
        raise CallError(
            "uncertain",
            "The booking is not among EasyPost's latest purchases. Look for its "
            "reference in EasyPost's own list before it is booked again.",
        )

    def _whole_order(self, order_id, pieces):
        order = self._api.get("orders", order_id)
        shipments = order.get("shipments") or []
        bought = [one for one in shipments if is_bought(one)]
        if len(bought) != pieces:
            raise CallError(
                "uncertain", f"EasyPost bought {len(bought)} of {pieces} pieces."
            )
        return Purchase(order["id"], bought)

    def read(self, purchase_id):
        """Return the Purchase of a Shipment's or an Order's id."""
        if str(purchase_id).startswith("order_"):
            order = self._api.get("orders", purchase_id)
            return Purchase(purchase_id, order.get("shipments") or [])
        return Purchase(purchase_id, [self._api.get("shipments", purchase_id)])


def _is_before(shipment, moment):
    try:
        return aware(shipment.get("created_at")) < moment
    except (TypeError, ValueError):
        return False


def _checked(shipment):
    """:raise CallError: ``uncertain`` where what should be bought does not look so."""
    if not is_bought(shipment):
        raise CallError(
            "uncertain", "EasyPost's answer shows neither label nor number."
        )
    return shipment
