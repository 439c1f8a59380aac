# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest
from playwright.sync_api import sync_playwright

from tests import plain  # noqa: F401  makes the plain floor importable
from tests.kit.odoo_process import Worker, drop, fresh, server
from workbench import browser as chromium

ADDONS = ("logistics_carrier_connector", "logistics_portal", "logistics_billing_sale")


@pytest.fixture(scope="session")
def database():
    """A database with carriers, their bills and the portal, dropped at the end."""
    name = fresh("logistics_browser", *ADDONS)
    yield name
    drop(name)


@pytest.fixture(scope="session")
def worker(database):
    """A process in Odoo's environment, for preparing."""
    worker = Worker(database)
    yield worker
    worker.close()


@pytest.fixture(scope="session")
def url(database):
    """The address of a real server on that database."""
    with server(database, crons=2) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def browser():
    """A Chromium without a window."""
    path = chromium.find()
    assert path, "There is no Chromium on this machine: setup/test installs it."
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield running
        running.close()
