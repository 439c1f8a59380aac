# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EasyPost's desks: shipments, orders, pickups, scan forms, trackers, addresses."""

import base64
import json
import logging
import re
import threading
from collections import Counter
from decimal import Decimal
from types import SimpleNamespace
from urllib.parse import unquote

from tests.simulators.api.api import route
from tests.simulators.api.exchange import Answer
from tests.simulators.api.faults import Fault, Faults
from tests.simulators.api.labels import Label, draw
from tests.simulators.api.problems import ApiError

from . import shapes

_logger = logging.getLogger(__name__)

_PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32 + b"IEND\xaeB`\x82"
_CONTENT_TYPES = {
    "pdf": "application/pdf",
    "zpl": "application/zpl",
    "png": "image/png",
}


def refused(code, message, *errors, status=422):
    """Return the error EasyPost answers with; errors are (field, message)."""
    return ApiError(status, code, message, errors)


class EasyPost:
    """EasyPost for one API key. Answers one request at a time, as a book is kept.

    :ivar calls: how often each path was called, ids left out.
    :ivar file_base: what label addresses begin with.
    """

    def __init__(self, api_key, file_base=""):
        self.api_key = api_key
        self.file_base = file_base
        self.faults = Faults()
        self.calls = Counter()
        self.shipments, self.orders, self.pickups = {}, {}, {}
        self.batches, self.forms, self.trackers = {}, {}, {}
        self.purchases = []
        self._lock = threading.RLock()
        self._fault = None
        self._routes = [
            (*member.route, getattr(self, name))
            for name in dir(type(self))
            if hasattr(member := getattr(type(self), name), "route")
        ]

    def answer(self, request, fault=None):
        """Return the Answer to a Request; a fault may show in it."""
        with self._lock:
            self._fault = fault.kind if fault else None
            self.calls[f"{request.method} {_family(request.path)}"] += 1
            try:
                return self._dispatch(request)
            except ApiError as error:
                return _refusal(error)
            except Exception:
                _logger.exception("%s %s", request.method, request.path)
                return Answer(500, {"error": {"code": "INTERNAL", "message": "Broken"}})

    def _dispatch(self, request):
        for method, expression, public, function in self._routes:
            found = expression.fullmatch(request.path)
            if found and method == request.method:
                if not public:
                    self._authorize(request)
                named = {name: unquote(one) for name, one in found.groupdict().items()}
                answered = function(request, **named)
                if isinstance(answered, Answer):
                    return answered
                # As it is now: what is kept may change before it is written.
                return Answer(200, json.loads(json.dumps(answered)))
        raise ApiError(404, "NOT_FOUND", "The requested resource could not be found.")

    def _authorize(self, request):
        scheme, _blank, value = request.header("Authorization", "").partition(" ")
        try:
            user = base64.b64decode(value).decode().partition(":")[0]
        except ValueError:
            user = None
        if scheme != "Basic" or user != self.api_key:
            raise ApiError(401, "APIKEY.INACTIVE", "This api key is no longer active.")

    # What tests and the demo ask

    @route("GET", "/_ledger", public=True)
    def ledger(self, request):
        references = Counter(one["reference"] for one in self.purchases)
        return {
            "purchases": len(self.purchases),
            "bought_twice": {key: n for key, n in references.items() if key and n > 1},
            "shipments": list(self.shipments.values()),
            "orders": [order["id"] for order in self.orders.values()],
            "pickups": list(self.pickups.values()),
            "scan_forms": list(self.forms.values()),
            "calls": dict(self.calls),
        }

    @route("POST", "/_faults", public=True)
    def fault(self, request):
        self.faults.add(Fault(**request.json()))
        return self.faults.as_json()

    @route("DELETE", "/_faults", public=True)
    def no_faults(self, request):
        self.faults.clear()
        return []

    # Shipments

    @route("POST", "/v2/shipments")
    def create_shipment(self, request):
        given = request.json().get("shipment")
        if not given:
            raise refused(
                "PARAMETER.REQUIRED",
                "Missing required parameter.",
                ("shipment", "cannot be blank"),
            )
        return Answer(201, self._shipment(given))

    @route("GET", "/v2/shipments")
    def list_shipments(self, request):
        found = list(reversed(self.shipments.values()))
        if request.query.get("purchased") == "true":
            found = [one for one in found if one["postage_label"]]
        if before := request.query.get("before_id"):
            ids = [one["id"] for one in found]
            found = found[ids.index(before) + 1 :] if before in ids else []
        size = min(int(request.query.get("page_size", 20)), 100)
        return {"shipments": found[:size], "has_more": len(found) > size}

    @route("GET", "/v2/shipments/{shipment}")
    def read_shipment(self, request, shipment):
        return self._find(self.shipments, shipment)

    @route("POST", "/v2/shipments/{shipment}/buy")
    def buy_shipment(self, request, shipment):
        found = self._find(self.shipments, shipment)
        wanted = (request.json().get("rate") or {}).get("id")
        rate = next((one for one in found["rates"] if one["id"] == wanted), None)
        if rate is None:
            raise refused("SHIPMENT.POSTAGE.FAILURE", "Unable to buy this rate.")
        self._buy(found, rate)
        if amount := request.json().get("insurance"):
            self._insure(found, amount)
        return found

    @route("POST", "/v2/shipments/{shipment}/insure")
    def insure_shipment(self, request, shipment):
        found = self._find(self.shipments, shipment)
        self._insure(found, request.json().get("amount"))
        return found

    @route("POST", "/v2/shipments/{shipment}/refund")
    def refund_shipment(self, request, shipment):
        found = self._find(self.shipments, shipment)
        if not found["postage_label"]:
            raise refused("SHIPMENT.INVALID_PARAMS", "There is nothing to refund.")
        found["refund_status"] = "submitted"
        return found

    @route("GET", "/v2/shipments/{shipment}/label")
    def convert_label(self, request, shipment):
        found = self._find(self.shipments, shipment)
        form = request.query.get("file_format", "PDF").lower()
        if not found["postage_label"] or form not in _CONTENT_TYPES:
            raise refused("SHIPMENT.LABEL.FAILURE", "The label cannot be converted.")
        url = self._file(found, form)
        found["postage_label"][f"label_{form}_url"] = url
        return found

    # Orders

    @route("POST", "/v2/orders")
    def create_order(self, request):
        given = request.json().get("order") or {}
        both = {name: given.get(name) for name in ("from_address", "to_address")}
        order = {
            "id": shapes.new_id("order"),
            "object": "Order",
            "mode": "test",
            "reference": given.get("reference") or "",
            "is_return": bool(given.get("is_return")),
            "messages": [],
            "created_at": shapes.now(),
        }
        order["shipments"] = [
            self._shipment({**one, **both}, order["id"])
            for one in given.get("shipments") or ()
        ]
        ounces = sum(one["parcel"]["weight"] for one in order["shipments"])
        order["rates"] = shapes.rates(order["shipments"][0]["id"], ounces, several=True)
        self.orders[order["id"]] = order
        return Answer(201, order)

    @route("GET", "/v2/orders/{order}")
    def read_order(self, request, order):
        return self._find(self.orders, order)

    @route("POST", "/v2/orders/{order}/buy")
    def buy_order(self, request, order):
        found, wanted = self._find(self.orders, order), request.json()
        for shipment in found["shipments"]:
            rate = next(
                one
                for one in shipment["rates"]
                if (one["carrier"], one["service"])
                == (wanted.get("carrier"), wanted.get("service"))
            )
            self._buy(shipment, rate)
        return found

    # Trackers, pickups, scan forms, addresses

    @route("POST", "/v2/trackers/batch")
    def read_trackers(self, request):
        wanted = request.json().get("tracking_codes") or ()
        known = [self.trackers[one] for one in wanted if one in self.trackers]
        return {"trackers": known}

    @route("POST", "/v2/addresses")
    def create_address(self, request):
        given = request.json()
        found = shapes.address(given.get("address") or {}, verify=given.get("verify"))
        return Answer(201, found)

    @route("POST", "/v2/batches")
    def create_batch(self, request):
        members = (request.json().get("batch") or {}).get("shipments") or ()
        batch = {
            "id": shapes.new_id("batch"),
            "object": "Batch",
            "state": "creating",
            "shipments": [
                self._find(self.shipments, one["id"])["id"] for one in members
            ],
        }
        self.batches[batch["id"]] = batch
        return Answer(201, batch)

    @route("GET", "/v2/batches/{batch}")
    def read_batch(self, request, batch):
        found = self._find(self.batches, batch)
        return found | {"state": "created"}

    @route("POST", "/v2/pickups")
    def create_pickup(self, request):
        given = request.json().get("pickup") or {}
        if not (given.get("min_datetime") and given.get("max_datetime")):
            raise refused("PICKUP.INVALID", "A pickup needs a window of time.")
        pickup = {
            "id": shapes.new_id("pickup"),
            "object": "Pickup",
            "status": "unknown",
            "reference": given.get("reference"),
            "confirmation": None,
            "shipment": given.get("shipment"),
            "batch": given.get("batch"),
            "messages": [],
            "pickup_rates": [],
        }
        if (given.get("address") or {}).get("country") == "US":
            pickup["pickup_rates"] = [
                {
                    "id": shapes.new_id("pickuprate"),
                    "object": "PickupRate",
                    "carrier": carrier,
                    "service": service,
                    "rate": price,
                    "currency": "USD",
                }
                for carrier, service, price in (
                    ("UPS", "Same-day Pickup", "7.10"),
                    ("USPS", "NextDay", "0.00"),
                )
            ]
        else:
            message = "No pickups outside of the United States"
            pickup["messages"] = [_message("UPS", message)]
        self.pickups[pickup["id"]] = pickup
        return pickup

    @route("POST", "/v2/pickups/{pickup}/buy")
    def buy_pickup(self, request, pickup):
        found = self._find(self.pickups, pickup)
        found |= {"status": "scheduled", "confirmation": f"CNF{len(self.pickups):06}"}
        return found

    @route("POST", "/v2/pickups/{pickup}/cancel")
    def cancel_pickup(self, request, pickup):
        found = self._find(self.pickups, pickup)
        found["status"] = "canceled"
        return found

    @route("POST", "/v2/scan_forms")
    def create_scan_form(self, request):
        members = (request.json().get("scan_form") or {}).get("shipments") or ()
        shipments = [self._find(self.shipments, one["id"]) for one in members]
        if any(one["refund_status"] or not one["postage_label"] for one in shipments):
            raise refused("SCAN_FORM.INVALID", "Refunded shipments cannot be added.")
        form = {
            "id": shapes.new_id("sf"),
            "object": "ScanForm",
            "status": "created",
            "message": None,
            "tracking_codes": [one["tracking_code"] for one in shipments],
            "form_url": f"{self.file_base}/files/{shipments[0]['id']}.pdf",
        }
        self.forms[form["id"]] = form
        return Answer(201, form)

    @route("GET", "/files/{name}", public=True)
    def file(self, request, name):
        identifier, _dot, form = name.rpartition(".")
        content = self._drawn(self._find(self.shipments, identifier), form)
        if self._fault == "half_label":
            content = content[: len(content) // 2]
        return Answer(200, body=content, content_type=_CONTENT_TYPES[form])

    # How it is done

    def _find(self, kept, identifier):
        """Objects are found by their id, and by the reference they were given."""
        if identifier in kept:
            return kept[identifier]
        for one in kept.values():
            if one.get("reference") and one["reference"] == identifier:
                return one
        raise ApiError(404, "NOT_FOUND", "The requested resource could not be found.")

    def _shipment(self, given, order_id=None):
        parcel = given.get("parcel") or {}
        if not parcel.get("weight"):
            raise refused(
                "SHIPMENT.INVALID_PARAMS",
                "Unable to create shipment, one or more parameters were invalid.",
                ("parcel.weight", "must be greater than 0"),
            )
        to_address = given.get("to_address") or {}
        shipment = {
            "id": shapes.new_id("shp"),
            "object": "Shipment",
            "mode": "test",
            "created_at": shapes.now(),
            "reference": given.get("reference"),
            "order_id": order_id,
            "is_return": bool(given.get("is_return")),
            "from_address": shapes.address(given.get("from_address") or {}),
            "to_address": shapes.address(to_address),
            "parcel": parcel,
            "customs_info": given.get("customs_info"),
            "options": given.get("options") or {},
            "messages": [],
            "insurance": None,
            "refund_status": None,
            "postage_label": None,
            "selected_rate": None,
            "tracking_code": None,
            "tracker": None,
            "forms": [],
            "fees": [],
        }
        self._offer(shipment)
        self.shipments[shipment["id"]] = shipment
        return shipment

    def _offer(self, shipment):
        if not shipment["to_address"]["zip"]:
            shipment["rates"] = []
            message = "to_address: postal code is required"
            shipment["messages"] = [_message("USPS", message), _message("UPS", message)]
            return
        shipment["rates"] = shapes.rates(
            shipment["id"],
            shipment["parcel"]["weight"],
            currency="CAD" if self._fault == "wrong_currency" else "USD",
            sign=-1 if self._fault == "negative_price" else 1,
        )

    def _buy(self, shipment, rate):
        if shipment["postage_label"]:
            raise refused(
                "SHIPMENT.POSTAGE.EXISTS", "Postage already exists for this shipment."
            )
        number = f"EZ{len(self.purchases) + 1:09}US"
        form = shipment["options"].get("label_format", "PNG").lower()
        shipment |= {"selected_rate": rate, "tracking_code": number}
        shipment["postage_label"] = shapes.postage_label(
            self._file(shipment, form), form
        )
        shipment["tracker"] = shapes.tracker(number, rate["carrier"], shipment["id"])
        shipment["fees"] = [
            shapes.fee("LabelFee", Decimal("0.02")),
            shapes.fee("PostageFee", Decimal(rate["rate"])),
        ]
        self.trackers[number] = shipment["tracker"]
        self.purchases.append(
            {"reference": shipment["reference"], "tracking_code": number}
        )

    def _insure(self, shipment, amount):
        shipment["insurance"] = f"{Decimal(amount):.2f}"
        shipment["fees"].append(
            shapes.fee("InsuranceFee", Decimal(amount) * Decimal("0.01"))
        )

    def _file(self, shipment, form):
        return f"{self.file_base}/files/{shipment['id']}.{form}"

    def _drawn(self, shipment, form):
        if form == "png":
            return _PNG
        sender, receiver = shipment["from_address"], shipment["to_address"]
        if shipment["is_return"]:
            sender, receiver = receiver, sender
        rate = shipment["selected_rate"]
        return draw(
            [
                Label(
                    carrier=rate["carrier"],
                    service=rate["service"],
                    number=shipment["tracking_code"],
                    position=1,
                    count=1,
                    weight=shipment["parcel"]["weight"] * 0.028349523125,
                    sender=_party(sender),
                    recipient=_party(receiver),
                    reference=shipment["reference"] or "",
                    is_return=shipment["is_return"],
                )
            ],
            form,
        )


def _party(address):
    return SimpleNamespace(
        company=address["company"],
        name=address["name"],
        street=address["street1"],
        street2=address["street2"],
        postcode=address["zip"],
        city=address["city"],
        state=address["state"],
        country=address["country"],
    )


def _message(carrier, text):
    return {
        "carrier": carrier,
        "carrier_account_id": f"ca_{carrier.lower()}",
        "type": "rate_error",
        "message": text,
    }


def _refusal(error):
    errors = [{"field": field, "message": text} for field, text in error.errors]
    body = {"code": error.code, "message": str(error), "errors": errors}
    return Answer(error.status, {"error": body}, dict(error.headers))


def _family(path):
    return re.sub(r"/(shp|order|pickup|batch|sf)_\w+", r"/\1", path)
