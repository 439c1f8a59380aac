# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Small billing files, as carriers write them."""

HEADER = (
    "Invoice,Kind,Invoice Date,Due Date,Currency,Total,Tracking,BOL,"
    "Charge Code,Charge,Amount,Subject,Shipped,Billed Weight kg,To Postcode,To Country"
)


def csv_bill(number="N-1", rows=(("PX1", "base", "10.00"),), total=None, **values):
    """Return a bill as the preset ``freight_bill_csv`` reads it.

    :param rows: (tracking number, charge, amount) each.
    :param values: of the columns, for all rows: ``currency``, ``date``, ``charge``.
    """
    total = total if total is not None else sum(float(row[2]) for row in rows)
    currency = values.get("currency", "USD")
    day = values.get("date", "2026-03-09")
    lines = [
        f"{number},,{day},,{currency},{total},{tracking},,{code},"
        f"{values.get('charge', code)},{amount},,2026-03-02,1,10115,DE"
        for tracking, code, amount in rows
    ]
    return "\n".join([HEADER, *lines, ""]).encode()


def x12_bill(number="PRO1", charges=((1000, "400"),), control=1):
    """Return an interchange with a 210."""
    total = sum(cents for cents, _code in charges)
    body = [f"B3**{number}*BOL-{number}*PP*K*20260309*{total}****ABCD", "C3*USD"]
    for at, (cents, code) in enumerate(charges, 1):
        body += [f"LX*{at}", f"L1*{at}***{cents}****{code}"]
    count = len(body) + 2
    segments = [
        "ISA*00*          *00*          *ZZ*CARRIER        *ZZ*US             "
        f"*260309*1200*U*00401*{control:09}*0*T*>",
        f"GS*IM*CARRIER*US*20260309*1200*{control}*X*004010",
        "ST*210*0001",
        *body,
        f"SE*{count}*0001",
        f"GE*1*{control}",
        f"IEA*1*{control:09}",
    ]
    return "".join(f"{one}~\n" for one in segments).encode()


def edifact_bill(number="RE-1", amount="80.50", control=1):
    """Return an interchange with an INVOIC."""
    segments = [
        f"UNB+UNOC:3+CARRIER:14+US:14+260309:1200+{control}",
        "UNH+1+INVOIC:D:96A:UN",
        f"BGM+380+{number}+9",
        "DTM+137:20260309:102",
        "CUX+2:USD:4",
        "LIN+1",
        f"MOA+203:{amount}",
        "RFF+CN:NF0001",
        "UNS+S",
        f"MOA+77:{amount}",
        "UNT+9+1",
        f"UNZ+1+{control}",
    ]
    return "".join(f"{one}'" for one in segments).encode()
