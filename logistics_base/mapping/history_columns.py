# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a table of past shipments or milestones may hold, and which column is which.

People export their history from other systems, so headers come in many wordings: they
are compared with known ones, and by likeness where none is known. A person corrects.
"""

import re
import unicodedata
from typing import NamedTuple

from rapidfuzz import fuzz, process

#: Less alike than this, a header is left for a person to place.
_LIKENESS = 82


class Column(NamedTuple):
    """Something a table may tell.

    :ivar words: headers it goes by, in the form of `_plain`.
    """

    name: str
    label: str
    words: tuple
    required: bool = False


def _column(name, label, *words, required=False):
    return Column(
        name, label, (name.replace("_", " "), _plain(label), *words), required
    )


def _plain(header):
    text = unicodedata.normalize("NFKD", str(header)).encode("ascii", "ignore").decode()
    # "TrackingNumber" and "tracking_number" are two words each.
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


_REFERENCES = (
    _column(
        "tracking",
        "Tracking numbers",
        "tracking number",
        "tracking no",
        "tracking id",
        "tracking ref",
        "parcel number",
        "barcode",
        "awb",
        "consignment",
        "consignment number",
        "sendungsnummer",
        "numero de suivi",
        "numero di tracking",
        "numero de seguimiento",
    ),
    _column(
        "order",
        "Order",
        "order number",
        "order no",
        "sales order",
        "so number",
        "auftrag",
        "auftragsnummer",
        "commande",
        "ordine",
        "pedido",
    ),
    _column("delivery", "Delivery order", "delivery note", "delivery number", "dn"),
    _column("bol", "Bill of lading", "bl number", "b l", "bl"),
    _column("container", "Container", "container number", "container no"),
    _column("booking", "Booking", "booking number", "booking ref"),
    _column(
        "customer_reference",
        "Customer reference",
        "customer ref",
        "po number",
        "purchase order",
        "po",
        "client reference",
    ),
)

SHIPMENT_COLUMNS = (
    *_REFERENCES,
    _column(
        "customer",
        "Customer",
        "client",
        "customer name",
        "account",
        "sold to",
        "kunde",
        "cliente",
    ),
    _column(
        "ship_from", "Ship from", "from", "shipper", "sender", "origin", "absender"
    ),
    _column(
        "ship_to",
        "Ship to",
        "to",
        "consignee",
        "consignee name",
        "recipient",
        "receiver",
        "destination",
        "empfanger",
        "destinataire",
    ),
    _column(
        "carrier", "Carrier", "carrier name", "forwarder", "transporteur", "spediteur"
    ),
    _column("mode", "Mode", "transport mode", "shipment mode"),
    _column("direction", "Direction"),
    _column("service", "Service", "service code", "service level", "product"),
    _column(
        "weight", "Weight (kg)", "weight", "gross weight", "gewicht", "poids", "peso"
    ),
    _column("volume", "Volume (m³)", "volume", "cbm", "volumen"),
    _column(
        "promised",
        "Promised",
        "promised date",
        "promise date",
        "due date",
        "delivery due",
        "committed delivery",
        "expected delivery",
        "liefertermin",
    ),
    _column(
        "released",
        "Released",
        "created",
        "created at",
        "ship date",
        "order date",
        "created date",
    ),
    _column(
        "picked_up", "Picked up", "pickup date", "picked up at", "collected", "shipped"
    ),
    _column(
        "delivered",
        "Delivered",
        "delivery date",
        "delivered at",
        "actual delivery",
        "delivered date",
        "pod date",
        "zugestellt",
    ),
    _column(
        "signatory", "Signed by", "signed", "signed for by", "pod name", "received by"
    ),
)

MILESTONE_COLUMNS = (
    *_REFERENCES,
    _column("package", "Package", "piece", "parcel"),
    _column(
        "code",
        "What happened",
        "event",
        "event code",
        "status",
        "status code",
        "milestone",
        "milestone code",
        "code",
        "scan",
        "ereignis",
        required=True,
    ),
    _column(
        "description", "Description", "event description", "text", "remark", "message"
    ),
    _column(
        "occurred_at",
        "When",
        "time",
        "date",
        "timestamp",
        "event time",
        "event date",
        "date time",
        "datetime",
        "zeitpunkt",
        "datum",
        required=True,
    ),
    _column("classifier", "Actual or estimated", "act est", "event classifier"),
    _column(
        "location_name", "Place", "location", "facility", "depot", "terminal", "ort"
    ),
    _column("city", "City", "town", "stadt", "ville", "ciudad", "citta"),
    _column("state", "Region", "province", "region"),
    _column("postcode", "Postcode", "zip", "zip code", "postal code", "plz"),
    _column("country", "Country code", "country", "land", "pays", "pais"),
    _column("unlocode", "UN/LOCODE", "locode", "port code"),
    _column("reason", "Reason", "reason code", "exception code"),
    _column(
        "signatory", "Signed by", "signed", "signed for by", "pod name", "received by"
    ),
    _column("event_id", "Event id", "event number", "scan id"),
)

COLUMNS = {"shipment": SHIPMENT_COLUMNS, "milestone": MILESTONE_COLUMNS}
#: The reference type that each of the reference columns gives.
REFERENCE_OF = {
    column.name: "customer" if column.name == "customer_reference" else column.name
    for column in _REFERENCES
}


def guess(headers, kind):
    """Return {header: column name}; a column is given to one header only.

    :param kind: ``shipment`` or ``milestone``.
    """
    words = {word: c.name for c in COLUMNS[kind] for word in c.words}
    guessed, taken = {}, set()
    for likeness in (100, _LIKENESS):
        for header in headers:
            name = header not in guessed and _closest(header, words, likeness)
            if name and name not in taken:
                guessed[header] = name
                taken.add(name)
    return guessed


def _closest(header, words, likeness):
    plain = _plain(header)
    if likeness == 100 or len(plain) < 4:
        return words.get(plain)
    found = process.extractOne(
        plain, list(words), scorer=fuzz.ratio, score_cutoff=likeness
    )
    return found and words[found[0]]


def missing(names, kind):
    """Return the labels of what a table of this kind cannot do without.

    :param names: the columns that are there.
    """
    names = set(names)
    lacking = [c.label for c in COLUMNS[kind] if c.required and c.name not in names]
    if not names & set(REFERENCE_OF):
        lacking.insert(0, REFERENCE_COLUMN)
    return lacking


REFERENCE_COLUMN = "Tracking numbers or another reference"
