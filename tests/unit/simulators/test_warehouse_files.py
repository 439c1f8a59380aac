# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The simulated warehouse by files: a 940 comes in, a 997 and a 945 go out."""

from datetime import datetime, timezone

import pytest

from logistics_base.canonical.parties import Party as Address
from logistics_base.protocols.edi import Envelope, Party, Transaction, edifact, registry
from logistics_base.protocols.edi import x12 as syntax
from logistics_wms_sync.canonical.releases import ReleaseLine, WarehouseRelease

from .warehouse_bench import Bench

NOW = datetime(2026, 3, 2, 8, tzinfo=timezone.utc)
SHIP_TO = Address(
    name="Ada",
    street="200 W 20th St",
    city="New York",
    state="NY",
    postcode="10011",
    country="US",
)


@pytest.fixture
def folders(tmp_path):
    paths = {name: tmp_path / name for name in ("picks_up", "drops")}
    for path in paths.values():
        path.mkdir()
    return paths


@pytest.fixture
def bench(folders):
    paths = {name: str(path) for name, path in folders.items()}
    return Bench(format="x12", **paths)


def release_file(number="WHOUT00001", quantity=5.0, control=1):
    """Return a 940 as Odoo writes it."""
    document = WarehouseRelease(
        number=number,
        order="S00042",
        ship_to=SHIP_TO,
        lines=(ReleaseLine(line="1", sku="SHADE", quantity=quantity, unit="EA"),),
    )
    writer = registry.writer_of("x12", "warehouse.release")
    segments = writer.write(document, {"now": NOW})
    envelope = Envelope(
        sender=Party("SHIPPERUS", "ZZ"),
        receiver=Party("KEYSTONE", "ZZ"),
        control_number=control,
        group_control=control,
        date=NOW.replace(tzinfo=None),
        version="005010",
        test=True,
    )
    return syntax.write(
        envelope, [Transaction(writer.set_id, segments=tuple(segments))]
    )


def despatch_instruction():
    """Return an INSDES as Odoo writes it."""
    document = WarehouseRelease(
        number="WHOUT00001",
        ship_to=SHIP_TO,
        lines=(ReleaseLine(line="1", sku="SHADE", quantity=2.0),),
    )
    writer = registry.writer_of("edifact", "warehouse.release", "INSDES")
    written = writer.write(document, {"now": NOW})
    if not isinstance(written, Transaction):
        written = Transaction("INSDES", segments=tuple(written))
    envelope = Envelope(
        sender=Party("SHIPPERDE", ""),
        receiver=Party("LAGERHAUS", ""),
        control_number=7,
        group_control=7,
        date=NOW.replace(tzinfo=None),
        version="D:01B:UN",
        test=True,
    )
    return edifact.write(envelope, [written])


def work(bench):
    bench.warehouse._work()
    bench.work()
    bench.put_files()


def written(folders):
    """Return [(set, segments)] of all files that were put, in order."""
    return [
        (transaction.set_id, interchange)
        for path in sorted(folders["drops"].iterdir())
        for interchange in syntax.read(path.read_bytes())
        for group in interchange.groups
        for transaction in group.transactions
    ]


def told_in(found, set_id):
    """Return the documents of the files of one set."""
    documents = []
    for one, interchange in found:
        if one == set_id:
            [group] = interchange.groups
            [transaction] = group.transactions
            documents += registry.reader_of("x12", set_id)(transaction, interchange, {})
    return documents


def test_a_940_is_acknowledged_and_shipped_by_a_945(folders, bench):
    # given an order of five, of which three are there
    (folders["picks_up"] / "1.x12").write_bytes(release_file())
    # when
    work(bench)
    # then
    found = written(folders)
    assert [set_id for set_id, _interchange in found] == ["997", "824", "945"]
    _set, interchange = found[2]
    assert (interchange.sender.id, interchange.receiver.id) == ("KEYSTONE", "SHIPPERUS")
    [told] = told_in(found, "945")
    assert (told.order, told.status) == ("WHOUT00001", "shipped")
    assert sum(line.quantity for line in told.lines) == 3
    assert not list(folders["picks_up"].iterdir())


def test_an_insdes_is_answered_and_shipped_by_a_desadv(folders):
    paths = {name: str(path) for name, path in folders.items()}
    bench = Bench(format="edifact", **paths)
    (folders["picks_up"] / "1.edi").write_bytes(despatch_instruction())
    work(bench)
    sets = [
        transaction.set_id
        for path in sorted(folders["drops"].iterdir())
        for interchange in edifact.read(path.read_bytes())
        for group in interchange.groups
        for transaction in group.transactions
    ]
    assert sets[-2:] == ["APERAK", "DESADV"]
    assert bench.warehouse.ledger()["pieces"] == 2


def test_the_same_file_under_two_names_is_done_once(folders, bench):
    for name in ("1.x12", "2.x12"):
        (folders["picks_up"] / name).write_bytes(release_file(quantity=1.0))
    work(bench)
    assert bench.warehouse.ledger()["shipments"] == 1


def test_a_file_that_is_cut_off_is_not_done(folders, bench):
    content = release_file()
    (folders["picks_up"] / "1.x12").write_bytes(content[: len(content) // 2])
    work(bench)
    assert bench.warehouse.status()["files"]["broken"] == 1
    assert bench.warehouse.ledger()["orders"] == {}


def test_what_is_no_edi_at_all_is_put_aside(folders, bench):
    (folders["picks_up"] / "1.x12").write_bytes(b"\x00\xff nonsense")
    work(bench)
    assert bench.warehouse.status()["files"]["broken"] == 1
    assert not list(folders["picks_up"].iterdir())


def test_what_no_file_can_tell_keeps_nothing_else_from_being_told(folders, bench):
    # given a receipt that a 944 cannot tell, before one that it can
    told = bench.warehouse.telling.tell
    told("warehouse.receipt", {"id": "1", "lines": [{"quantity": 1}]})
    told("inventory.snapshot", bench.warehouse.stocktaking.snapshot())
    # when
    bench.put_files()
    # then
    assert [set_id for set_id, _interchange in written(folders)] == ["846"]
    assert bench.warehouse.telling.status()["told"] == 1


@pytest.mark.parametrize(("mishap", "files"), [("duplicate", 5), ("truncate", 3)])
def test_its_own_files_come_twice_or_cut_off(folders, bench, mishap, files):
    bench.misbehave(mishap, path="warehouse.fulfillment", left=None)
    (folders["picks_up"] / "1.x12").write_bytes(release_file(quantity=1.0))
    work(bench)
    paths = sorted(folders["drops"].iterdir())
    assert len(paths) == files
    contents = [path.read_bytes() for path in paths]
    if mishap == "duplicate":
        assert contents[1] == contents[2]
    else:
        assert b"IEA" in contents[0] and b"IEA" not in contents[1]
