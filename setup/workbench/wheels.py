# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every addon built into a wheel, and the wheel looked into."""

import shutil
import tempfile
import zipfile
from pathlib import Path

from . import addons, process
from .problem import Problem


def build(bench):
    """Build the wheel of each addon into ``.odoo/dist`` and check what is in it."""
    dist = bench.places.state / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    for name in sorted(addons.find(bench.places.root)):
        build_one(bench, name, dist)


def build_one(bench, name, dist):
    """Build and check one wheel, from a copy, so that the work tree stays clean."""
    mend = f"mend {name}/pyproject.toml and {name}/__manifest__.py"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / name
        ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(bench.places.root / name, source, ignore=ignored)
        command = [bench.places.python, "-m", "build", "--wheel", "--no-isolation"]
        process.run([*command, f"--outdir={dist}", source], mend=mend)
        (wheel,) = dist.glob(f"odoo_addon_{name}-*.whl")
        missing = missing_files(source, name, wheel)
    if missing:
        raise Problem(f"{wheel.name} lacks {', '.join(missing[:5])}", mend)
    bench.progress.note(f"    {wheel.name}: ok ({wheel.stat().st_size // 1024} KiB)")


def missing_files(source, name, wheel):
    """Return the files of an addon that its wheel does not hold."""
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    wanted = (p.relative_to(source) for p in source.rglob("*") if p.is_file())
    expected = {f"odoo/addons/{name}/{p.as_posix()}": p for p in wanted}
    return sorted(
        str(path)
        for entry, path in expected.items()
        if entry not in held and path.name not in ("pyproject.toml", "README.rst")
    )
