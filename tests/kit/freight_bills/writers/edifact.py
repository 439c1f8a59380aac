# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EDIFACT INVOIC D.96A: a message for each invoice, a LIN group for each shipment.

Decimal commas, and tax by its rate.
"""

OURS, THEIRS = "SHIPPERDE", "RHEINFRACHT"


def write(carrier, bills):
    """Return the interchange as bytes."""
    control = bills[0].number[-9:]
    segments = [
        f"UNB+UNOC:3+{THEIRS}:ZZ+{OURS}:ZZ+{bills[0].date:%y%m%d}:0800+{control}"
    ]
    for at, bill in enumerate(bills, start=1):
        own = [f"UNH+{at}+INVOIC:D:96A:UN", *_segments(carrier, bill)]
        segments += [*own, f"UNT+{len(own) + 1}+{at}"]
    segments.append(f"UNZ+{len(bills)}+{control}")
    return ("UNA:+,? '" + "".join(f"{segment}'\n" for segment in segments)).encode()


def _segments(carrier, bill):
    is_credit = bill.total < 0
    sign = -1 if is_credit else 1
    yield f"BGM+{381 if is_credit else 380}+{bill.number}+9"
    yield f"DTM+137:{bill.date:%Y%m%d}:102"
    yield f"RFF+ADE:{carrier.account}"
    yield "NAD+SU+++Rheinfracht"
    yield f"CUX+2:{bill.currency}:4"
    for at, entry in enumerate(bill.entries, start=1):
        yield from _group(carrier, at, entry, sign)
    yield "UNS+S"
    yield f"MOA+77:{_comma(sign * bill.total)}"
    yield f"MOA+124:{_comma(sign * bill.tax)}"


def _group(carrier, at, entry, sign):
    """Write a LIN group: the first freight in MOA 203, all else as ALC groups in it."""
    freight = [charge for charge in entry.charges if charge.type == "base"][:1]
    whole = sum(charge.amount for charge in entry.charges)
    yield f"LIN+{at}"
    yield "IMD+F++:::Fracht"
    yield f"MEA+WT+G+KGM:{_comma(entry.actual_weight)}"
    yield f"MEA+WT+CHW+KGM:{_comma(entry.billed_weight, 1)}"
    yield f"DTM+11:{entry.ship_date:%Y%m%d}:102"
    yield f"MOA+203:{_comma(sign * whole)}"
    for charge in freight:
        yield f"MOA+124:{_comma(sign * charge.tax)}"
    yield f"RFF+CN:{entry.tracking_number}"
    yield f"RFF+DQ:{entry.reference}"
    yield f"NAD+CN+++{_released(entry.to_name)}++Anywhere++{entry.to_postcode}+US"
    for charge in freight:
        if charge.discount:
            yield from _extra("A", "DI", charge.discount, 0)
    for charge in entry.charges:
        if charge not in freight:
            code = charge.code or carrier.codes[charge.type]
            yield from _extra("C", code, sign * charge.amount, sign * charge.tax)


def _extra(kind, code, amount, tax):
    yield f"ALC+{kind}++++{code}"
    yield f"MOA+8:{_comma(amount)}"
    if tax:
        yield f"MOA+124:{_comma(tax)}"


def _released(text):
    return "".join(f"?{c}" if c in "+:'?" else c for c in text)


def _comma(amount, places=2):
    return f"{amount:.{places}f}".replace(".", ",")
