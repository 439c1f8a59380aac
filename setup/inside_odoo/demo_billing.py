# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Freight bills of the demo: who works on them, what was agreed, what a carrier bills.

It is set up once, as a person would do it. Last week's bill is taken in and audited; the
sample lies as a file beside the demo, for a visitor to drop.
"""

from datetime import timedelta

from demo_bills import FORMAT, DemoBills
from demo_carriers import find_or_create

from odoo import fields
from odoo.fields import Command

from tests.kit.freight_bills.tariff import enter

CARRIER = "summit-parcel"
LOGIN = "finance"
SAMPLE = "summit-parcel-bill.csv"
SERVICES = {"003": "Ground", "001": "Next Day Noon"}
#: What one person may approve, and accept of what was found, before others are asked.
LIMITS = {"approve_limit": 5000, "accept_limit": 250, "writeoff_limit": 25}
#: Streets and cities of the zones' postcodes, by their first digit.
CITIES = dict(
    enumerate(
        (
            *("Springfield", "Albany", "Richmond", "Tampa", "Columbus", "Milwaukee"),
            *("St. Louis", "Austin", "Denver", "Portland"),
        )
    )
)


def provide(env, exchange):
    """Provide it, once; return the path of the sample, and the id of its attachment.

    :param exchange: the folder below which the sample lies.
    """
    provide_finance(env)
    path = exchange / "bills" / SAMPLE
    if not env["logistics.integration"].search_count([("code", "=", CARRIER)], limit=1):
        prepare(env)
    attachment = sample_of(env)
    if attachment and not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(attachment.raw)
    return {"bill": str(path) if attachment else "", "bill_id": attachment.id}


def prepare(env):
    """Make the carrier, what it carried, and its bills."""
    bills = DemoBills(fields.Date.context_today(env.user), env.company.currency_id.name)
    carrier = provide_carrier(env)
    agree(carrier, bills.contract)
    book_charges(env)
    Shipped(carrier, enter(carrier, bills.contract, SERVICES)).ship(bills.shipments)
    take_in(carrier, bills.file(bills.last_week), "last-week.csv")
    env["ir.attachment"].create(
        {
            "name": SAMPLE,
            "raw": bills.file(bills.sample),
            "mimetype": "text/csv",
            "res_model": "logistics.integration",
            "res_id": carrier.id,
        }
    )


def sample_of(env):
    """Return the sample bill, as it was made for this database."""
    return env["ir.attachment"].search(
        [("name", "=", SAMPLE), ("res_model", "=", "logistics.integration")], limit=1
    )


def provide_finance(env):
    """Provide somebody who works on vendor bills."""
    user = env["res.users"].search([("login", "=", LOGIN)])
    if user:
        return
    groups = env.ref("account.group_account_invoice") | env.ref("base.group_user")
    env["res.users"].create(
        {
            "name": "Fiona Ledger",
            "login": LOGIN,
            "password": LOGIN,
            "email": "fiona.ledger@example.com",
            "tz": "UTC",
            "group_ids": [Command.set(groups.ids)],
        }
    )


def provide_carrier(env):
    """Return the carrier that bills in files; who brings them says whose they are."""
    vendor = env["res.partner"].create(
        {
            "name": "Summit Parcel",
            "is_company": True,
            "email": "billing@summit-parcel.example.com",
            "supplier_rank": 1,
        }
    )
    return env["logistics.integration"].create(
        {
            "name": "Summit Parcel",
            "code": CARRIER,
            "kind": "carrier",
            "preset": FORMAT,
            "environment": "test",
            "state": "live",
            "partner_id": vendor.id,
            "company_id": env.company.id,
            "owner_id": env.ref("base.user_admin").id,
        }
    )


def agree(carrier, contract):
    """Enter what was agreed beside the prices, and what may be off."""
    env = carrier.env
    env["logistics.billing.terms"].create(
        {
            "company_id": carrier.company_id.id,
            "integration_id": carrier.id,
            "divisor": contract.divisor,
            "weight_step": float(contract.step),
            "over_amount": 0.25,
            "over_percent": 2.0,
            "under_amount": 0.25,
            "agreed_ids": [Command.create({"type": kind}) for kind in contract.extras],
        }
    )
    find_or_create(
        env["logistics.billing.limit"],
        {
            "company_id": carrier.company_id.id,
            "group_id": env.ref("account.group_account_invoice").id,
        },
        LIMITS,
    )


def book_charges(env):
    """Have freight booked as an expense, fuel on an account of its own."""
    accounts = env["account.account"].search(
        [
            ("company_ids", "in", env.company.ids),
            ("account_type", "in", ("expense_direct_cost", "expense")),
        ],
        order="code",
    )
    rows = env["logistics.charge.account"]
    for kind, account in ((False, accounts[:1]), ("fuel", accounts[1:2])):
        if account:
            find_or_create(
                rows,
                {"company_id": env.company.id, "type": kind},
                {"account_id": account.id},
            )


def take_in(carrier, content, name):
    """Take a bill in, and audit it."""
    env = carrier.env
    env["logistics.bill.taking"]._take(content, name, integration=carrier)
    env["logistics.carrier.invoice"].search(
        [("integration_id", "=", carrier.id), ("state", "=", "imported")]
    )._audit()


class Shipped:
    """Puts in what the carrier carried, and what became of it."""

    def __init__(self, carrier, services):
        self._carrier, self._env = carrier, carrier.env
        self._services = {service.code: service for service in services}
        self._customers = {}

    def ship(self, shipments):
        """Make the shipments, delivered, with what the contract lets expect for them."""
        made = self._env["logistics.shipment"].create(
            [self._vals(shipment) for shipment in shipments]
        )
        for record, shipment in zip(made, shipments, strict=True):
            self._pack(record, shipment)
            self._tell(record, shipment)
        # What was called off lost its expected cost when that was told.
        self._env["logistics.expectation"]._expect(made)

    def _vals(self, shipment):
        customer = self._customer(shipment)
        released = fields.Datetime.to_datetime(shipment.ship_date)
        promised = shipment.guaranteed_until or released + timedelta(days=4)
        return {
            "company_id": self._carrier.company_id.id,
            "partner_id": customer.id,
            "ship_from_id": self._env.company.partner_id.id,
            "ship_to_id": customer.id,
            "integration_id": self._carrier.id,
            "service_code": shipment.service,
            "weight": float(shipment.actual_weight),
            "office_state": "booked",
            "state": "booked",
            "released_date": released + timedelta(hours=12),
            "promised_date": promised,
            "reference_ids": [
                Command.create({"type": "order", "value": shipment.reference})
            ],
        }

    def _customer(self, shipment):
        """Return who gets it: at home where it is a residential delivery."""
        is_home = "residential" in shipment.extras
        key = shipment.to_name, shipment.to_postcode, is_home
        if key not in self._customers:
            at = int(shipment.to_postcode[0])
            name = f"Robin {shipment.to_name.split()[0]}" if is_home else key[0]
            self._customers[key] = self._env["res.partner"].create(
                {
                    "name": name,
                    "is_company": not is_home,
                    "street": f"{shipment.to_postcode[-3:]} Market Street",
                    "city": CITIES[at],
                    "zip": shipment.to_postcode,
                    "country_id": self._env.ref("base.us").id,
                }
            )
        return self._customers[key]

    def _pack(self, record, shipment):
        for parcel in shipment.parcels:
            package = self._env["logistics.package"].create(
                {
                    "shipment_id": record.id,
                    "name": parcel.tracking_number,
                    "weight": float(parcel.weight),
                    "length": parcel.length,
                    "width": parcel.width,
                    "height": parcel.height,
                }
            )
            package.tracking_reference = parcel.tracking_number

    def _tell(self, record, shipment):
        """Have milestones tell how far it got, and a signature that it arrived."""
        left = f"{shipment.ship_date} 14:00:00"
        told = [("cancelled", left)] if shipment.is_cancelled else [("picked_up", left)]
        if shipment.delivered_at:
            told.append(("delivered", shipment.delivered_at))
        self._env["logistics.milestone"].create(
            [
                {"shipment_id": record.id, "code": code, "occurred_at": when}
                for code, when in told
            ]
        )
        if shipment.has_proof:
            self._env["logistics.proof"].create(
                {
                    "shipment_id": record.id,
                    "signatory": shipment.to_name,
                    "signed_at": shipment.delivered_at,
                    "condition": "good",
                }
            )
