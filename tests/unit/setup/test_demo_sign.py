# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo ends by telling where to go and what to click."""

from workbench import demo_sign

URL = "http://localhost:8069"
TOLD = {
    "carriers": 11,
    "number": "SE12",
    "postcode": "80202",
    "held_by": "northline",
    "held": "NO34",
}


def test_addresses_and_logins_are_told():
    sign = demo_sign.text(URL)

    assert f"{URL}/odoo            admin / admin" in sign
    assert f"{URL}/my/shipments    portal / portal" in sign


def test_without_carriers_nothing_is_promised_to_move():
    sign = demo_sign.text(URL)

    assert "stand still" in sign
    assert "Sandbox" not in sign
    assert "postcode" not in sign


def test_with_carriers_there_is_something_to_track():
    sign = demo_sign.text(URL, TOLD, 8090)

    assert "11 carriers move the shipments" in sign
    assert 'take "Sandbox Express"' in sign
    assert "Track SE12, postcode 80202" in sign
    assert "http://localhost:8090/" in sign
    assert '"integration":"northline"' in sign
    assert '"tracking_number":"NO34","code":"customs_hold"' in sign


def test_an_order_and_what_vanished_are_shown_where_there_is_a_warehouse():
    told = TOLD | {"ordered": "S00077", "vanished": "Floor Lamp"}

    sign = demo_sign.text(URL, told, 8090)

    assert "S00077 went to the simulated warehouse" in sign
    assert '"Floor Lamp" have vanished' in sign
    assert '{"integration":"harbour-3pl"' in sign
    assert "harbour-3pl" not in demo_sign.text(URL, TOLD, 8090)


def test_finance_is_told_which_bill_to_drop():
    told = TOLD | {"bill": "/demo/bill.csv", "bill_id": 12}

    sign = demo_sign.text(URL, told, 8090)

    assert "finance / finance" in sign
    assert "/demo/bill.csv" in sign
    assert f"{URL}/web/content/12?download=true" in sign
    assert "Freight Bills" not in demo_sign.text(URL, TOLD, 8090)


def test_a_parcel_whose_invoice_waits_can_be_handed_over():
    told = {"proven": "S00078", "proven_by": "sandbox", "proven_number": "SB9"}

    sign = demo_sign.text(URL, TOLD | told, 8090)

    assert "S00078 of Marlow & Pine is invoiced when its delivery is proven" in sign
    assert '{"integration":"sandbox","tracking_number":"SB9",' in sign
    assert "Marlow" not in demo_sign.text(URL, TOLD | told | {"proven_number": ""}, 1)


def test_without_a_shipment_nobody_is_asked_to_hold_one():
    sign = demo_sign.text(URL, TOLD | {"held": ""}, 8090)

    assert "customs_hold" not in sign
