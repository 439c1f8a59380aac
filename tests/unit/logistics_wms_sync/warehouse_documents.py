# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Documents of a warehouse, any that can be said in EDI: for property tests."""

from dataclasses import replace
from datetime import date, datetime, timezone

from hypothesis import strategies as st

from logistics_base.canonical.documents import Reference
from logistics_base.canonical.parties import Party
from logistics_wms_sync.canonical.advices import (
    AdvisedLine,
    InboundAdvice,
    ReceivedLine,
    WarehouseReceipt,
)
from logistics_wms_sync.canonical.fulfillments import FulfilledLine, FulfillmentUpdate
from logistics_wms_sync.canonical.goods import HandlingUnit, LotQuantity, PackedLine
from logistics_wms_sync.canonical.inventories import (
    InventoryDelta,
    InventorySnapshot,
    StockChange,
    StockLine,
)
from logistics_wms_sync.canonical.items import Item, ItemBatch, ItemParty, ItemUnit
from logistics_wms_sync.canonical.releases import ReleaseLine, WarehouseRelease

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789-/"
#: What no delimiter of X12 or EDIFACT occurs in.
_WORDS = "abcdefghijklmnopqrstuvwxyzäöüß ABC,."

numbers = st.text(_LETTERS, min_size=1, max_size=20).filter(
    lambda text: any(map(str.isalnum, text))
)
quantities = st.integers(1, 10**7).map(lambda thousandths: thousandths / 1000)
counts = st.integers(1, 5000).map(float)
units = st.sampled_from(["EA", "CA", "KG", "DZ"])
texts = st.text(_WORDS, min_size=1, max_size=40).map(lambda t: " ".join(t.split()))
texts = texts.filter(lambda text: any(map(str.isalnum, text)))
instructions = st.lists(texts, min_size=1, max_size=8).map(" ".join)
instructions = instructions.filter(lambda text: len(text) <= 400)
moments = st.datetimes(
    min_value=datetime(2020, 1, 1),
    max_value=datetime(2035, 12, 31),
    timezones=st.just(timezone.utc),
).map(lambda when: when.replace(second=0, microsecond=0))
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
digits = st.text("0123456789", min_size=12, max_size=14)
ssccs = st.text("123456789", min_size=18, max_size=18)
references = st.lists(
    st.builds(
        Reference,
        st.sampled_from(["bol", "customer", "invoice", "tracking"]),
        numbers,
    ),
    unique=True,
    max_size=3,
).map(tuple)
parties = st.builds(
    Party,
    company=texts,
    name=texts,
    street=texts,
    city=texts.map(lambda text: text[:20].strip()).filter(bool),
    state=st.sampled_from(["TX", "CO", "NY"]),
    postcode=st.text("0123456789", min_size=5, max_size=5),
    country=st.sampled_from(["US", "DE"]),
    phone=st.none() | st.text("0123456789", min_size=6, max_size=12),
    email=st.sampled_from([None, "dock@prairie.example"]),
    partner_code=st.none() | numbers,
)


def numbered(line, size=4):
    """Return lists of lines whose ``line`` counts from 1."""
    return st.lists(line, min_size=1, max_size=size).map(
        lambda makers: tuple(make(str(at)) for at, make in enumerate(makers, 1))
    )


def _making(cls, **parts):
    """Return a strategy of functions that make such a line, given its number."""
    return st.fixed_dictionaries(parts).map(
        lambda values: lambda number: cls(line=number, **values)
    )


release_lines = numbered(
    _making(
        ReleaseLine,
        sku=numbers,
        quantity=quantities,
        unit=units,
        barcode=st.none() | digits,
        description=st.none() | texts,
        lot=st.none() | numbers,
        owner=st.none() | numbers,
    )
)
releases = st.builds(
    WarehouseRelease,
    number=numbers,
    revision=st.integers(1, 9999),
    purpose=st.sampled_from(["original", "change", "cancel"]),
    warehouse=st.none() | numbers,
    order=st.none() | st.text("SO123456789", min_size=1, max_size=40),
    references=references,
    priority=st.sampled_from(["normal", "urgent"]),
    carrier=st.sampled_from([None, "ACME", "Prairie Parcels"]),
    service_code=st.none() | numbers,
    ship_to=parties,
    customer=st.none() | texts,
    ship_by=st.none() | moments,
    promised=st.none() | moments,
    ship_complete=st.booleans(),
    substitution=st.sampled_from(["no", "ask", "yes"]),
    instructions=st.none() | instructions,
    lines=release_lines,
)


@st.composite
def lots(draw, quantity):
    """Return lots that make up a quantity, or none."""
    names = draw(st.lists(numbers, unique=True, max_size=2))
    if not names:
        return ()
    first = round(quantity / len(names), 3)
    shares = [first] * (len(names) - 1)
    shares.append(round(quantity - sum(shares), 3))
    return tuple(
        LotQuantity(lot=name, quantity=share, expires=draw(st.none() | days))
        for name, share in zip(names, shares, strict=True)
    )


@st.composite
def advices(draw):
    lines = []
    for at in range(1, draw(st.integers(1, 4)) + 1):
        quantity = draw(counts)
        lines.append(
            AdvisedLine(
                line=str(at),
                sku=draw(numbers),
                quantity=quantity,
                unit=draw(units),
                barcode=draw(st.none() | digits),
                description=draw(st.none() | texts),
                lots=draw(lots(quantity)),
                owner=draw(st.none() | numbers),
            )
        )
    return InboundAdvice(
        number=draw(numbers),
        revision=draw(st.integers(1, 9999)),
        purpose=draw(st.sampled_from(["original", "change", "cancel"])),
        kind=draw(st.sampled_from(["purchase", "transfer", "return", "production"])),
        warehouse=draw(numbers),
        order=draw(st.none() | numbers),
        shipped_order=draw(st.none() | numbers),
        references=draw(references),
        supplier=draw(st.none() | parties),
        expected_at=draw(st.none() | moments),
        instructions=draw(st.none() | instructions),
        lines=tuple(lines),
    )


@st.composite
def shipments(draw):
    """Return ship confirmations whose goods are all in packages, on a pallet or not."""
    pallet, carton = draw(st.lists(ssccs, min_size=2, max_size=2, unique=True))
    lines, contents = [], []
    for at in range(1, draw(st.integers(1, 4)) + 1):
        quantity = draw(counts)
        told = draw(st.sampled_from(["", "shorted", "backordered"]))
        lot = draw(st.none() | numbers)
        sku, unit = draw(numbers), draw(units)
        lines.append(
            FulfilledLine(
                line=str(at),
                sku=sku,
                quantity=quantity,
                unit=unit,
                lots=(LotQuantity(lot=lot, quantity=quantity),) if lot else (),
                **({told: draw(counts)} if told else {}),
            )
        )
        contents.append(
            PackedLine(line=str(at), sku=sku, quantity=quantity, unit=unit, lot=lot)
        )
    backordered = any(line.backordered for line in lines)
    return FulfillmentUpdate(
        id=draw(numbers),
        order=draw(numbers),
        revision=draw(st.none() | st.integers(1, 9999)),
        warehouse=draw(numbers),
        status="shipped",
        occurred_at=draw(moments),
        partner_reference=draw(st.none() | numbers),
        carrier=draw(st.sampled_from([None, "ACME"])),
        is_final=not backordered,
        lines=tuple(lines),
        packages=(
            HandlingUnit(reference=pallet, weight=draw(st.none() | counts)),
            HandlingUnit(
                reference=carton,
                parent=draw(st.none() | st.just(pallet)),
                weight=draw(st.none() | counts),
                length=draw(st.none() | counts),
                contents=tuple(contents),
            ),
        ),
    )


@st.composite
def receipts(draw):
    lines = []
    for at in range(1, draw(st.integers(1, 4)) + 1):
        quantity = draw(counts)
        lines.append(
            ReceivedLine(
                line=str(at),
                sku=draw(numbers),
                quantity=quantity,
                unit=draw(units),
                condition=draw(st.sampled_from(["good", "damaged", "hold"])),
                lots=tuple(
                    LotQuantity(lot=lot, quantity=quantity)
                    for lot in draw(st.lists(numbers, max_size=1))
                ),
            )
        )
    number = draw(numbers)
    return WarehouseReceipt(
        id=number,
        partner_reference=number,
        advice=draw(numbers),
        warehouse=draw(st.none() | numbers),
        received_at=draw(moments),
        references=draw(references),
        is_return=draw(st.booleans()),
        lines=tuple(lines),
    )


items = st.builds(
    Item,
    sku=numbers,
    name=texts,
    active=st.booleans(),
    barcodes=st.lists(digits, unique=True, max_size=2).map(tuple),
    unit=units,
    units=st.lists(
        st.builds(ItemUnit, code=st.sampled_from(["CAS", "CTN"]), quantity=counts),
        max_size=1,
    ).map(tuple),
    weight=st.none() | counts,
    volume=st.none() | quantities,
    length=st.none() | counts,
    width=st.none() | counts,
    height=st.none() | counts,
    tracking=st.sampled_from(["none", "lot", "serial"]),
    expires=st.booleans(),
    hs_code=st.none() | digits,
    origin=st.sampled_from([None, "DE", "US"]),
    category=st.none() | texts,
)
contacts = st.builds(
    ItemParty,
    code=numbers,
    party=parties.map(lambda party: replace(party, partner_code=None)),
    active=st.booleans(),
)
batches = st.builds(
    ItemBatch,
    number=st.text(_LETTERS, min_size=1, max_size=15),
    as_of=st.none() | moments,
    items=st.lists(items, min_size=1, max_size=3).map(tuple),
    parties=st.lists(contacts, max_size=2).map(tuple),
)
snapshots = st.builds(
    InventorySnapshot,
    id=numbers,
    warehouse=st.none() | numbers,
    as_of=moments,
    lines=st.lists(
        st.builds(
            StockLine,
            sku=numbers,
            quantity=quantities,
            unit=units,
            status=st.sampled_from(["good", "damaged", "hold", "in_transit"]),
            lot=st.none() | numbers,
            owner=st.none() | numbers,
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda line: (line.sku, line.lot, line.owner),
    ).map(tuple),
)
_CHANGED = [(None, "good"), (None, "damaged"), ("hold", "good"), ("good", "hold")]
_CHANGED += [("damaged", "good"), ("good", "damaged")]


@st.composite
def deltas(draw):
    lines = []
    for _at in range(draw(st.integers(1, 4))):
        to_status, status = draw(st.sampled_from(_CHANGED))
        change = draw(quantities)
        if to_status is None:
            change *= draw(st.sampled_from([1, -1]))
        lines.append(
            StockChange(
                sku=draw(numbers),
                change=change,
                unit=draw(units),
                status=status,
                to_status=to_status,
                lot=draw(st.none() | numbers),
                reference=draw(st.none() | numbers),
            )
        )
    return InventoryDelta(
        id=draw(numbers),
        warehouse=draw(st.none() | numbers),
        as_of=draw(moments),
        lines=tuple(lines),
    )
