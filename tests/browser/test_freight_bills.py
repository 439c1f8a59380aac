# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From a carrier's file to a posted vendor bill, and from a proof to an invoice.

Finance works with the very files and data of the demo, in Odoo's usual screens.
"""

import re
import time
from pathlib import Path

import pytest

from tests.browser.test_demo_flow import DESKTOP, page_of, sign_in
from tests.browser.test_shipping import (
    PATIENCE,
    carrier,
    deliver,
    number_of,
    press,
    ship,
    shop,
    status,
)

assert carrier
assert shop

INVOICES = "/odoo/action-logistics_billing_reconcile.logistics_carrier_invoice_action"
QUOTATION = "/odoo/action-sale.action_quotations/new"
ROW = "[name=finding_ids] tr.o_data_row"
#: How the sample bill is numbered.
NUMBER = re.compile(r"45W7\d+")


@pytest.fixture(scope="module")
def desk(worker, tmp_path_factory):
    """Somebody who works on vendor bills, and the sample bill of the demo."""
    return worker.call("open_finance", folder=str(tmp_path_factory.mktemp("bills")))


@pytest.fixture
def page(browser, url, desk):
    """A page of that person, on the carriers' invoices."""
    with page_of(browser, DESKTOP) as page:
        page.set_default_timeout(PATIENCE)
        sign_in(page, url, desk["login"], desk["password"], INVOICES)
        page.wait_for_selector("tr.o_data_row")
        yield page


def drop(page, path):
    """Drop a file on the list."""
    files = page.evaluate_handle(
        """([content, name]) => {
            const files = new DataTransfer();
            files.items.add(new File([content], name, {type: "text/csv"}));
            return files;
        }""",
        [Path(path).read_text(), Path(path).name],
    )
    for event, on in (("dragenter", ".o_list_renderer"), ("drop", ".o_drop_area")):
        page.dispatch_event(on, event, {"dataTransfer": files})


def test_a_dropped_bill_is_audited_disputed_approved_and_billed(page, desk, worker):
    # given the carrier's sample
    before = worker.call("freight_books")
    # when finance drops it, then what is wrong with it is told
    drop(page, desk["path"])
    page.wait_for_selector(ROW)
    found = page.locator(ROW)
    assert found.count() == 9
    # when two are disputed and the rest is approved
    for _turn in range(2):
        open_row = found.filter(has_text="Open").first
        open_row.get_by_role("button", name="Dispute").click()
        page.locator("[name=line_ids]").get_by_text(NUMBER).nth(_turn).wait_for()
        page.locator(".o_back_button, .breadcrumb-item a").last.click()
        found.filter(has_text="Disputed").nth(_turn).wait_for()
    press(page, "Approve")
    press(page, "Create Bill")
    # then there is a vendor bill to post
    press(page, "Confirm")
    page.get_by_role("radio", name="Posted", checked=True).wait_for()
    after = worker.call("freight_books")
    assert after["disputed"] == before["disputed"] + 2
    assert after["states"][-1] == "billed"
    assert after["bills"] == ["posted"]


def test_a_proof_of_delivery_releases_the_customers_invoice(
    browser, url, worker, request
):
    # given a customer who pays for what is proven to have arrived
    shop = request.getfixturevalue("shop")
    carrier = request.getfixturevalue("carrier")
    worker.call("pay_by_proof", customer=shop["customer"])
    with page_of(browser, DESKTOP) as page:
        page.set_default_timeout(PATIENCE)
        sign_in(page, url, "admin", "admin", QUOTATION)
        # when something was shipped, then it is not invoiced
        ship(page, shop)
        assert worker.call("freight_books")["invoices"] == []
        # when its delivery is proven, then it is, by itself
        deliver(carrier, number_of(page))
        assert invoiced(worker) == ["posted"]
        status(page, "Shipment").wait_for()


def invoiced(worker):
    """Return the states of customers' invoices, as soon as there are any."""
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until:
        if found := worker.call("freight_books")["invoices"]:
            return found
        time.sleep(1)
    return []
