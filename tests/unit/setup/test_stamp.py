# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stamps change with what they stand for, and with nothing else."""

import pytest

from workbench import addons, stamp
from workbench.problem import Problem


def test_a_digest_does_not_depend_on_the_order_of_keys():
    assert stamp.digest({"a": 1, "b": 2}) == stamp.digest({"b": 2, "a": 1})


def test_a_digest_keeps_the_borders_between_its_parts():
    assert stamp.digest("ab", "c") != stamp.digest("a", "bc")


def test_a_stamp_is_fresh_for_its_own_value_only(tmp_path):
    file = tmp_path / "folder" / "made.stamp"
    assert not stamp.is_fresh(file, "one")

    stamp.write(file, "one")

    assert stamp.is_fresh(file, "one")
    assert not stamp.is_fresh(file, "two")


def make_addon(root, name, manifest="{'depends': ['base']}"):
    (root / name / "models").mkdir(parents=True)
    (root / name / "__manifest__.py").write_text(manifest)
    return root / name


def test_only_installable_addons_are_found(tmp_path):
    make_addon(tmp_path, "logistics_b")
    make_addon(tmp_path, "logistics_a")
    make_addon(tmp_path, "logistics_later", "{'installable': False}")
    (tmp_path / "tests").mkdir()

    assert list(addons.find(tmp_path)) == ["logistics_a", "logistics_b"]


@pytest.mark.parametrize("text", ["", "{", "[1]", "{'depends': depends}"])
def test_a_broken_manifest_is_named(tmp_path, text):
    make_addon(tmp_path, "logistics_a", text)

    with pytest.raises(Problem, match="logistics_a/__manifest__.py is not a manifest"):
        addons.find(tmp_path)


def test_the_content_of_an_addon_changes_its_digest(tmp_path):
    addon = make_addon(tmp_path, "logistics_a")
    before = addons.content_digest(tmp_path, ["logistics_a"])

    (addon / "models" / "shipment.py").write_text("")

    assert addons.content_digest(tmp_path, ["logistics_a"]) != before


def test_tests_and_caches_do_not_change_the_digest(tmp_path):
    addon = make_addon(tmp_path, "logistics_a")
    before = addons.content_digest(tmp_path, ["logistics_a"])

    for folder in ("tests", "models/__pycache__", "readme"):
        (addon / folder).mkdir()
        (addon / folder / "file.py").write_text("x = 1")

    assert addons.content_digest(tmp_path, ["logistics_a"]) == before
