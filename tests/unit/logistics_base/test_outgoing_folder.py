# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import errno
import os
from unittest.mock import patch

import pytest

from logistics_base.transport.folder_errors import FolderError
from logistics_base.transport.outgoing_folder import FileThere, file_name, put


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_whole(tmp_path):
    path = put(tmp_path, "204-7.edi", b"ISA", token="t")

    assert path.read_bytes() == b"ISA"
    assert files(tmp_path) == ["204-7.edi"]


def test_nothing_is_overwritten(tmp_path):
    put(tmp_path, "204-7.edi", b"first", token="t")

    with pytest.raises(FileThere):
        put(tmp_path, "204-7.edi", b"other", token="t")

    assert (tmp_path / "204-7.edi").read_bytes() == b"first"
    assert files(tmp_path) == ["204-7.edi"]


def test_a_folder_of_that_name_is_another_file(tmp_path):
    (tmp_path / "204-7.edi").mkdir()

    with pytest.raises(FileThere):
        put(tmp_path, "204-7.edi", b"ISA", token="t")


def test_the_same_again_is_written_already(tmp_path):
    put(tmp_path, "204-7.edi", b"first", token="t")

    assert put(tmp_path, "204-7.edi", b"first", token="u").name == "204-7.edi"
    assert files(tmp_path) == ["204-7.edi"]


def test_a_link_in_its_place_is_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"kept")
    os.symlink(secret, tmp_path / "204-7.edi")

    with pytest.raises(FileThere):
        put(tmp_path, "204-7.edi", b"kept", token="t")

    assert secret.read_bytes() == b"kept"


def test_where_files_cannot_be_linked(tmp_path):
    refused = OSError(errno.EPERM, "no links here")
    with patch("os.link", side_effect=refused):
        put(tmp_path, "a.edi", b"one", token="t")
        with pytest.raises(FileThere):
            put(tmp_path, "a.edi", b"two", token="t")

    assert (tmp_path / "a.edi").read_bytes() == b"one"
    assert files(tmp_path) == ["a.edi"]


def test_a_full_disk_leaves_nothing_behind(tmp_path):
    with (
        patch("os.fsync", side_effect=OSError(errno.ENOSPC, "No space left")),
        pytest.raises(FolderError, match="No space left"),
    ):
        put(tmp_path, "a.edi", b"one", token="t")

    assert not files(tmp_path)


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{set}-{control}.edi", "204-7.edi"),
        ("out/{set}", "out_204"),
        ("../../etc/{set}", "_.._etc_204"),
        (".{set}", "204"),
        ("{hostile}.edi", None),
    ],
)
def test_names(template, name):
    values = {"set": "204", "control": 7, "hostile": "../\n..\0/b a?"}
    found = file_name(template, values)

    assert "/" not in found
    assert not found.startswith(".")
    if "hostile" not in template:
        assert found == name


def test_an_unknown_placeholder_is_refused():
    with pytest.raises(FolderError, match="{set}"):
        file_name("{sett}.edi", {"set": 1})


def test_a_long_name_is_cut():
    assert len(file_name("{set}.edi", {"set": "x" * 500})) <= 200
