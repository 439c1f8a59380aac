# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The requirement files are read with all the files they name."""

from workbench import python_env


def test_named_files_are_read_too(tmp_path):
    (tmp_path / "a.txt").write_text("-r b.txt\n-c c.txt\nrequests>=2 # why\n")
    (tmp_path / "b.txt").write_text("lxml==5 ; python_version < '3.13'\nlxml>=5.3\n")
    (tmp_path / "c.txt").write_text("# comment\nReQuests==2\npy_thing==1\n")

    lines = python_env.read_all(tmp_path / "a.txt")

    assert python_env.package_names(lines) == {"lxml", "requests", "py-thing"}


def test_an_environment_of_another_python_is_not_usable(tmp_path):
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    assert not python_env.is_usable(tmp_path)

    python.write_text("#!/bin/sh\necho 2.7.18\n")
    python.chmod(0o755)

    assert not python_env.is_usable(tmp_path)
