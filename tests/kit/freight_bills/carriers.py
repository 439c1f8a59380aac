# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How each carrier's services, charges and numbers look."""

from dataclasses import dataclass
from decimal import Decimal

from .contract import Service


@dataclass(frozen=True)
class Carrier:
    """A carrier that bills in one format, which is its preset.

    :ivar codes: {type of charge: its word for it}.
    :ivar extras: accessorials that are agreed on; ``unagreed``: one that is not.
    :ivar silent: errors that its format has no place for.
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
}
