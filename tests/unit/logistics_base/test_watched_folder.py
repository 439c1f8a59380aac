# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Files are taken whole, once, and never lost, whatever happens in between."""

import os
import time
from datetime import date
from itertools import count

import pytest

from logistics_base.transport import claimed_file, folder_roots
from logistics_base.transport.folder_errors import (
    FolderBusy,
    FolderError,
    UnreadableFile,
    UnsettledFile,
)
from logistics_base.transport.watched_folder import WatchedFolder

DAY = date(2026, 3, 2)
LATER = 3600.0


@pytest.fixture
def make_folder(tmp_path):
    """Return a factory of folders over one inbox, an hour after the files came."""
    (tmp_path / "in").mkdir()
    tokens = count(1)

    def make(**changes):
        values = {
            "inbox": tmp_path / "in",
            "archive": tmp_path / "archive",
            "quarantine": tmp_path / "quarantine",
            "owner": "db-1",
            "clock": lambda: time.time() + LATER,
            "token": lambda: f"claim{next(tokens)}",
        }
        return WatchedFolder(**(values | changes))

    return make


@pytest.fixture
def folder(make_folder):
    return make_folder()


def put(folder, name, content="content"):
    path = folder.inbox / name
    path.write_text(content)
    return path


def collect(folder):
    """Read and archive everything; return [(name, content)]."""
    taken = []
    with folder.exclusive():
        for file in folder.files():
            with file.open() as stream:
                taken.append((file.name, stream.read().decode()))
            file.move_to_archive(DAY)
    return taken


def names(path):
    return sorted(entry.name for entry in path.iterdir()) if path.exists() else []


def test_files_are_read_and_archived_by_day_oldest_first(folder):
    for age, name in ((10, "b.json"), (20, "a.json"), (30, "c.json")):
        path = put(folder, name, name)
        os.utime(path, (time.time() - age, time.time() - age))
    assert [name for name, _content in collect(folder)] == [
        "c.json",
        "a.json",
        "b.json",
    ]
    assert names(folder.archive / "2026-03-02") == ["a.json", "b.json", "c.json"]
    assert names(folder.inbox) == [".logistics-db-1"]
    assert names(folder.claims) == [".lock"]


@pytest.mark.parametrize(
    "name",
    [".hidden", "a.json.tmp", "a.json.part", "a.JSON.FilePart", "a.json~", "a.txt"],
)
def test_what_is_not_complete_or_not_asked_for_is_left_alone(make_folder, name):
    folder = make_folder(pattern="*.json, *.JSON*")
    put(folder, name)
    assert collect(folder) == []
    assert name in names(folder.inbox)


def test_a_file_is_left_alone_until_nobody_has_touched_it_for_a_while(make_folder):
    path = put(make_folder(), "a.json")
    touched = path.stat().st_ctime
    young = make_folder(min_age=60, clock=lambda: touched + 59)
    assert collect(young) == []
    old = make_folder(min_age=60, clock=lambda: touched + 61)
    assert len(collect(old)) == 1


def test_a_senders_clock_neither_hurries_nor_holds_up_a_file(make_folder):
    path = put(make_folder(), "a.json")
    os.utime(path, (0, 0))
    changed = path.stat().st_ctime
    assert collect(make_folder(min_age=60, clock=lambda: changed + 1)) == []
    os.utime(path, (time.time() + 10**9,) * 2)
    assert len(collect(make_folder(min_age=60, clock=lambda: changed + 3600))) == 1


def test_a_file_that_grows_while_it_is_read_is_taken_later(folder):
    put(folder, "a.json", "begin")
    with folder.exclusive():
        (file,) = folder.files()
        with file.open() as stream:
            stream.read()
            claimed = next(folder.claims.glob("claim*/a.json"))
            with claimed.open("a") as writer:
                writer.write(" end")
            with pytest.raises(UnsettledFile):
                file.check_settled()
    assert collect(folder) == [("a.json", "begin end")]


def test_links_and_whatever_is_not_a_plain_file_are_left_alone(folder, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the server's own")
    (folder.inbox / "link.json").symlink_to(secret)
    (folder.inbox / "folder.json").mkdir()
    os.mkfifo(folder.inbox / "pipe.json")
    assert collect(folder) == []
    assert folder.problems == ["'link.json' was left alone: it is a symbolic link."]


def test_a_link_that_takes_the_place_of_a_claimed_file_is_not_followed(
    folder, tmp_path
):
    secret = tmp_path / "secret"
    secret.write_text("the server's own")
    put(folder, "a.json")
    with folder.exclusive():
        (file,) = folder.files()
        claimed = next(folder.claims.glob("claim*/a.json"))
        claimed.unlink()
        claimed.symlink_to(secret)
        with pytest.raises(UnreadableFile), file.open():
            pass


def test_a_claims_folder_that_somebody_else_put_there_is_refused(folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    folder.claims.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FolderError, match="does not belong"), folder.exclusive():
        pass


def test_an_empty_file_is_quarantined_with_its_reason(folder):
    put(folder, "a.json", "")
    with folder.exclusive():
        (file,) = folder.files()
        with pytest.raises(UnreadableFile, match="empty") as error, file.open():
            pass
        file.move_to_quarantine(str(error.value))
    assert names(folder.quarantine) == ["a.json", "a.json.reason.txt"]
    assert (folder.quarantine / "a.json.reason.txt").read_text() == "It is empty.\n"


def test_trouble_on_reading_is_told_from_trouble_on_storing():
    class Broken:
        def readinto(self, buffer):
            raise OSError(5, "Input/output error")

    guarded = claimed_file._Guarded(Broken())
    with pytest.raises(UnreadableFile, match="Input/output error"):
        guarded.read(1)


def test_files_of_one_name_do_not_replace_each_other(folder):
    for content in ("one", "two", "three"):
        put(folder, "a.json", content)
        collect(folder)
    day = folder.archive / "2026-03-02"
    assert names(day) == ["a-1.json", "a-2.json", "a.json"]
    assert {(day / name).read_text() for name in names(day)} == {"one", "two", "three"}


def test_names_of_any_bytes_and_length_can_be_taken(folder):
    odd = os.fsdecode(b"caf\xe9\n.json")
    for name in (odd, "x" * 250 + ".json"):
        put(folder, name, name[:3])
    assert {name[:3] for name, _content in collect(folder)} == {"caf", "xxx"}
    assert len(names(folder.archive / "2026-03-02")) == 2
    put(folder, "ü" * 125 + ".json", "")
    with folder.exclusive():
        (file,) = folder.files()
        file.move_to_quarantine("why")
    assert len(names(folder.quarantine)) == 2


def test_an_archive_on_another_file_system_is_filled_whole(folder, monkeypatch):
    replace = os.replace

    def across(source, target):
        if "archive" in str(target) and "archive" not in str(source):
            raise OSError(18, "Invalid cross-device link")
        replace(source, target)

    monkeypatch.setattr(claimed_file.os, "replace", across)
    put(folder, "a.json", "whole")
    collect(folder)
    day = folder.archive / "2026-03-02"
    assert names(day) == ["a.json"]
    assert (day / "a.json").read_text() == "whole"
    assert names(folder.claims) == [".lock"]


def test_two_collectors_do_not_get_in_each_others_way(make_folder):
    first, second = make_folder(), make_folder()
    put(first, "a.json")
    with first.exclusive():
        with pytest.raises(FolderBusy), second.exclusive():
            pass
    assert len(collect(second)) == 1


def test_a_file_that_vanished_meanwhile_is_no_trouble(folder):
    for name in ("a.json", "b.json"):
        put(folder, name)
    with folder.exclusive():
        files = folder.files()
        next(files).move_to_archive(DAY)
        (folder.inbox / "b.json").unlink()
        assert list(files) == []
    assert folder.problems == []


def test_a_missing_inbox_is_said_with_the_mend(make_folder, tmp_path):
    with pytest.raises(FolderError, match="Check that it exists"):
        with make_folder(inbox=tmp_path / "nowhere").exclusive():
            pass


# Killed in the middle

STEPS = ("claim", "open", "read", "archive_folder", "moved")


def _die_at(step, folder):
    """Run a collector in a process of its own that is gone at ``step``."""
    with folder.exclusive():
        for file in folder.files():
            if step == "claim":
                os._exit(9)
            with file.open() as stream:
                if step == "open":
                    os._exit(9)
                stream.read()
            if step == "read":
                os._exit(9)
            if step == "archive_folder":
                claimed_file.os.replace = lambda *_names: os._exit(9)
            file.move_to_archive(DAY)
            os._exit(9)


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_anywhere_loses_no_file_and_leaves_the_folder_usable(folder, step):
    for name in ("a.json", "b.json"):
        put(folder, name, name)
    child = os.fork()
    if not child:
        _die_at(step, folder)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9

    taken = collect(folder)

    expected = {"b.json"} if step == "moved" else {"a.json", "b.json"}
    assert {content for _name, content in taken} == expected
    day = folder.archive / "2026-03-02"
    kept = [(day / name).read_text() for name in names(day)]
    assert sorted(filter(None, kept)) == ["a.json", "b.json"]
    assert names(folder.claims) == [".lock"]


# Where folders may be


def test_only_what_lies_inside_a_root_may_be_watched(tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    roots = folder_roots.parse(f" {root} ,/srv/other")
    assert folder_roots.resolve(f"{root}/in", roots) == root / "in"
    for path in (f"{root}/../etc", f"{root}-beside", "/etc", "in", "", f"{root}/a\0b"):
        with pytest.raises(FolderError):
            folder_roots.resolve(path, roots)
    with pytest.raises(FolderError):
        folder_roots.resolve(str(root), folder_roots.parse(""))


def test_a_link_on_the_way_is_refused_but_for_the_root_itself(tmp_path):
    (tmp_path / "real" / "in").mkdir(parents=True)
    (tmp_path / "root").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "away").symlink_to(tmp_path)
    roots = folder_roots.parse(str(tmp_path / "root"))
    resolved = folder_roots.resolve(f"{tmp_path}/root/in", roots)
    assert resolved == tmp_path / "real" / "in"
    with pytest.raises(FolderError, match="symbolic link"):
        folder_roots.resolve(f"{tmp_path}/root/away/real", roots)


def test_roots_are_absolute():
    with pytest.raises(FolderError, match="absolute"):
        folder_roots.parse("relative/root")
