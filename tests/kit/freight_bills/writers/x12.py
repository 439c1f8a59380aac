# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 210: a transaction set for each invoice, a loop for each shipment on it.

A bill of one shipment names it in its heading, as motor carriers do.
"""

OURS, THEIRS = "SHIPPERUS", "ROADLINE"


def write(carrier, bills):
    """Return the interchange as bytes."""
    control = f"{bills[0].date:%m%d}{len(bills):05}"
    sender = f"ZZ*{THEIRS:15}*ZZ*{OURS:15}"
    segments = [
        f"ISA*00*{'':10}*00*{'':10}*{sender}*{bills[0].date:%y%m%d}*0800*U*00401*{control}*0*P*>",
        f"GS*IM*{THEIRS}*{OURS}*{bills[0].date:%Y%m%d}*0800*1*X*004010",
    ]
    for at, bill in enumerate(bills, start=1):
        own = [f"ST*210*{at:04}", *_segments(carrier, bill)]
        segments += [*own, f"SE*{len(own) + 1}*{at:04}"]
    segments += [f"GE*{len(bills)}*1", f"IEA*1*{control}"]
    return "".join(f"{segment}~\n" for segment in segments).encode()


def _segments(carrier, bill):
    numbers = {entry.tracking_number for entry in bill.entries}
    is_alone = len(numbers) == 1
    first = bill.entries[0]
    yield (
        f"B3**{bill.number}**PP*K*{bill.date:%Y%m%d}*{_cents(bill.total)}****ROAD**"
        f"{first.service}"
    )
    yield f"C3*{bill.currency}"
    yield f"N9*11*{carrier.account}"
    if is_alone:
        yield f"N9*CN*{first.tracking_number}"
        yield f"N9*PO*{first.reference}"
    yield f"G62*86*{first.ship_date:%Y%m%d}"
    yield "N1*SH*Shipper"
    yield "N4*New York*NY*10001*US"
    yield f"N1*CN*{first.to_name}"
    yield f"N4*Anywhere**{first.to_postcode}*US"
    for at, entry in enumerate(bill.entries, start=1):
        yield from _loop(carrier, at, entry, is_alone)
    yield f"L3*****{_cents(bill.total)}"


def _loop(carrier, at, entry, is_alone):
    yield f"LX*{at}"
    if not is_alone:
        yield f"N9*CN*{entry.tracking_number}"
    yield f"L5*{at}*Goods"
    yield f"L0*{at}***{entry.actual_weight:.2f}*G***1*CTN**K"
    yield f"L0*{at}***{entry.billed_weight:.1f}*B******K"
    for charge in entry.charges:
        code = charge.code or carrier.codes[charge.type]
        yield f"L1*{at}***{_cents(charge.amount + charge.discount)}****{code}"
        if charge.discount:
            code = carrier.codes["discount"]
            yield f"L1*{at}***{_cents(-charge.discount)}****{code}"
    yield "L4*" + "*".join(f"{side}" for side in entry.sides) + "*C"


def _cents(amount):
    return f"{amount * 100:.0f}"
