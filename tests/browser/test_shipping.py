# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From a sale to the parcel at the door and back, in Odoo's usual screens.

A real browser, a real server, and a carrier in a process of its own that is called over
HTTP and sends signed webhooks.
"""

import contextlib
import re

import pytest
from playwright.sync_api import TimeoutError

from tests.browser.test_demo_flow import DESKTOP, page_of, sign_in
from tests.simulators.process import SECRET, called, process

PATIENCE, MOMENT = 60_000, 3_000
LOADED = ".o_form_view .o_form_sheet"


@pytest.fixture(scope="module")
def carrier(url):
    """The Sandbox Carrier, which tells this server what happens to its parcels.

    Its hours take as long as ours: a parcel goes on when a test says so.
    """
    with process([called(dialect="sandbox", currency="USD")], odoo=url) as running:
        yield running


@pytest.fixture(scope="module")
def shop(worker, carrier):
    """A shop that ships with that carrier, and somebody who buys there."""
    return worker.call(
        "open_shop",
        url=carrier.api_url(),
        api_key="the key of a test",
        webhook_secret=SECRET,
    )


@pytest.fixture
def page(browser, url, shop):
    """A page of somebody who sells and ships, on a new quotation."""
    with page_of(browser, DESKTOP) as page:
        page.set_default_timeout(PATIENCE)
        sign_in(page, url, "admin", "admin", "/odoo/action-sale.action_quotations/new")
        page.wait_for_selector(LOADED)
        yield page


def press(page, name):
    """Press a button of the form, or of the dialog that is open."""
    # An icon is a character of the name, too.
    whole = re.compile(rf"^\W*{re.escape(name)}$")
    page.get_by_role("button", name=whole).first.click()


def choose(page, field, text):
    """Choose a record in a field by its name."""
    page.locator(f"[name={field}] input").first.fill(text)
    offered = page.locator(".o-autocomplete--dropdown-item")
    offered.get_by_text(text, exact=True).first.click()
    offered.first.wait_for(state="detached")


def status(page, kind):
    """Return the smart button that tells of a shipment or a label."""
    return page.locator("button.oe_stat_button").filter(has_text=kind).first


def sell(page, shop):
    """Sell one piece by the carrier's best offer, as a salesperson does."""
    choose(page, "partner_id", shop["customer"])
    page.get_by_text("Add a product", exact=True).click()
    choose(page, "product_template_id", shop["product"])
    page.locator(".o_form_button_save").click()
    press(page, "Add shipping")
    press(page, "Compare carriers")
    offer = page.locator(".modal tr.o_data_row").filter(has_text="Express")
    offer.get_by_role("button", name="Take").click()
    page.locator(".modal").get_by_text("Taken").wait_for()
    press(page, "Add")
    page.locator(".modal").wait_for(state="detached")
    press(page, "Confirm")
    status(page, "Delivery").wait_for()


def ship(page, shop):
    """Sell, and validate the delivery; return when its label is there."""
    sell(page, shop)
    status(page, "Delivery").click()
    press(page, "Validate")
    status(page, "Label ready").wait_for()


def print_label(page):
    """Return the file that opens for printing."""
    with page.context.expect_page() as opened:
        press(page, "Print label")
    address = opened.value.url
    opened.value.close()
    return page.context.request.get(address).body()


def booked(carrier):
    """Return how many bookings the carrier has on its books."""
    return sum(carrier.ledger()["by_state"].values())


def number_of(page):
    """Return the tracking number that stands on the delivery."""
    page.get_by_role("tab", name="Additional Info").click()
    return page.locator("[name=carrier_tracking_ref] input").input_value()


def seen_again(page, kind):
    """Load the page anew until a smart button tells it; 202 is not yet applied."""
    for _again in range(PATIENCE // MOMENT):
        page.reload()
        with contextlib.suppress(TimeoutError):
            return status(page, kind).wait_for(timeout=MOMENT)
    raise AssertionError(f"no {kind} on the page")


def deliver(carrier, number):
    """Let the carrier hand a parcel over and tell of it."""
    told = carrier.ask(
        "send",
        integration="sandbox",
        tracking_number=number,
        code="delivered",
        signatory="A. Customer",
    )
    assert told["answer"]["status"] == 202


def test_sold_labelled_delivered_and_sent_back(page, shop, carrier):
    # given goods sold by the carrier's own price
    before = booked(carrier)
    ship(page, shop)
    # then one parcel is booked, and its label can be printed
    assert booked(carrier) == before + 1
    assert print_label(page).startswith(b"%PDF")
    # when the carrier hands it over, then that is seen on the delivery
    deliver(carrier, number_of(page))
    seen_again(page, "Delivered")
    # when it is sent back, then the carrier makes a label for that too
    press(page, "Return")
    press(page, "Return All")
    press(page, "Print Return Label")
    status(page, "Label ready").wait_for()
    assert print_label(page).startswith(b"%PDF")
    assert booked(carrier) == before + 2


def test_a_label_is_called_off(page, shop, carrier):
    # given a parcel with a label
    ship(page, shop)
    assert "cancelled" not in carrier.ledger()["by_state"]
    # when it is called off
    press(page, "Void label")
    press(page, "Ok")
    # then the carrier knows, and another label can be had
    page.get_by_role("button", name="Get label").wait_for()
    assert carrier.ledger()["by_state"]["cancelled"] == 1
