# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.upgrade.installation import Installation
from tests.upgrade.record import Record
from workbench import scratch_database
from workbench.places import find_places
from workbench.prepare import prepare
from workbench.progress import Progress
from workbench.templates import Templates

HERE = Path(__file__).parent
RELEASES = sorted((HERE / "releases").glob("*.tar.xz"))


@pytest.fixture(scope="session")
def bench():
    return prepare(find_places(), Progress(sys.stderr), requirements="test.txt")


@pytest.fixture(scope="session")
def templates(bench):
    return Templates(bench)


@pytest.fixture(scope="session")
def fresh_schema(bench, templates):
    """What a fresh installation of this checkout looks like."""
    with scratch_database.fresh(bench, templates.clone_suite, "_suite") as database:
        return Record(Installation(bench, templates, database, None)).schema()


@pytest.fixture(
    scope="module", params=RELEASES, ids=lambda path: path.name.removesuffix(".tar.xz")
)
def upgraded(request, bench, templates, tmp_path_factory):
    """A release that was worked with and upgraded, and what was there before."""
    folder = tmp_path_factory.mktemp("release")
    version = request.param.name.removesuffix(".tar.xz")
    with scratch_database.fresh(bench, templates.clone_base, "_upgrade") as database:
        installation = Installation(bench, templates, database, folder)
        installation.install(request.param)
        installation.work(
            *(HERE / "work" / f"{name}.py" for name in ("every", version))
        )
        before = Record(installation)
        kept = before.content()
        complaints = installation.upgrade()
        yield SimpleNamespace(
            installation=installation,
            record=Record(installation),
            kept=kept,
            complaints=complaints,
        )
