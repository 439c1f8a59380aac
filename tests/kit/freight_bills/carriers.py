# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How each carrier's services, charges and numbers look."""

from dataclasses import dataclass, field
from decimal import Decimal

from .contract import Service
from .writers import edifact, x12


@dataclass(frozen=True)
class Carrier:
    """A carrier that bills in one format, which is its preset.

    :ivar codes: {type of charge: its word for it}.
    :ivar extras: accessorials that are agreed on; ``unagreed``: one that is not.
    :ivar silent: errors that its format has no place for.
    :ivar seen_as: errors that look like others, as the format does not tell the cause.
    :ivar known_by: what its numbers are to a shipment.
    :ivar longest_bill: so many parcels stand on one.
    :ivar numbers: how its tracking numbers are written, of a running number.
    """

    format: str
    services: tuple[Service, ...]
    codes: dict
    extras: tuple[str, ...]
    unagreed: str
    numbers: str
    account: str
    currency: str = "USD"
    silent: tuple[str, ...] = ()
    seen_as: dict = field(default_factory=dict)
    known_by: str = "tracking"
    longest_bill: int = 12
    content_type: str = "text/csv"
    settings: dict = field(default_factory=dict)
    tax_percent: int = 0


def _services(slow, fast):
    return (
        Service(slow, Decimal(1)),
        Service(fast, Decimal("2.4"), is_guaranteed=True),
    )


CARRIERS = {
    "ups_billing_csv": Carrier(
        format="ups_billing_csv",
        services=_services("003", "001"),
        codes={
            "base": "003",
            "fuel": "FSC",
            "residential": "RES",
            "remote_area": "ESD",
            "additional_handling": "AHC",
            "saturday": "SAT",
            "address_correction": "ADC",
        },
        extras=("residential", "remote_area", "additional_handling"),
        unagreed="saturday",
        numbers="1Z45W7{:012d}",
        account="00045W7",
    ),
    "fedex_billing_csv": Carrier(
        format="fedex_billing_csv",
        services=_services("Ground", "Priority Overnight"),
        codes={
            "base": "Transportation Charge",
            "fuel": "Fuel Surcharge",
            "residential": "Residential Delivery",
            "remote_area": "DAS Comm",
            "additional_handling": "Additional Handling",
            "saturday": "Saturday Delivery",
            "address_correction": "Address Correction",
            "discount": "Earned Discount",
        },
        extras=("residential", "remote_area", "additional_handling"),
        unagreed="saturday",
        numbers="{:012d}",
        account="417223344",
        silent=("tax",),
    ),
    "dhl_mybill": Carrier(
        format="dhl_mybill",
        services=_services("N", "K"),
        codes={
            "base": "Weight Charge",
            "fuel": "FF",
            "residential": "TK",
            "remote_area": "OO",
            "additional_handling": "YY",
            "saturday": "AA",
            "address_correction": "MA",
        },
        extras=("residential", "remote_area", "additional_handling"),
        unagreed="saturday",
        numbers="{:010d}",
        account="953271846",
        tax_percent=20,
    ),
    "x12": Carrier(
        format="x12",
        services=_services("LT", "EX"),
        codes={
            "base": "400",
            "fuel": "FUE",
            "residential": "RES",
            "liftgate": "LFT",
            "remote_area": "LTD",
            "detention": "DET",
            "address_correction": "ADC",
            "discount": "DSC",
        },
        extras=("residential", "liftgate", "remote_area"),
        unagreed="detention",
        numbers="{:09d}",
        account="ACME-9",
        silent=("tax",),
        seen_as={"zone": "rate"},
        known_by="pro",
        longest_bill=1,
        content_type="application/edi-x12",
        settings={"edi_our_id": x12.OURS, "edi_partner_id": x12.THEIRS},
    ),
    "edifact": Carrier(
        format="edifact",
        services=_services("STD", "EXP"),
        codes={
            "base": "FC",
            "fuel": "FUE",
            "residential": "RES",
            "liftgate": "LFT",
            "remote_area": "RA",
            "detention": "DET",
            "address_correction": "ADC",
        },
        extras=("residential", "liftgate", "remote_area"),
        unagreed="detention",
        numbers="RF{:08d}",
        account="K-4711",
        tax_percent=20,
        seen_as={"zone": "rate", "service": "rate"},
        known_by="pro",
        content_type="application/edifact",
        settings={"edi_our_id": edifact.OURS, "edi_partner_id": edifact.THEIRS},
    ),
}
