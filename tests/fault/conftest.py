# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest

from tests.kit.odoo_process import Worker, drop, fresh


@pytest.fixture(scope="module")
def database():
    """A database with the suite, dropped after the tests of one file."""
    name = fresh("logistics_fault", "logistics_base")
    yield name
    drop(name)


@pytest.fixture
def worker(database):
    """A process in Odoo's environment, for looking and preparing."""
    worker = Worker(database)
    yield worker
    worker.close()
