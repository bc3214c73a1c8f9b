"""The launcher and the set-up script, run as a user would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
# All that setup.sh calls before it finds that something is missing.
BARE = ("bash", "dirname", "flock", "id", "tr", "apt-get")


@pytest.fixture
def project() -> Iterator[Path]:
    """An empty project with launcher and set-up, readable by everybody."""
    folder = Path(tempfile.mkdtemp(prefix="wangge-project-"))
    folder.chmod(0o755)
    (folder / "scripts").mkdir()
    shutil.copy(ROOT / "wangge", folder)
    shutil.copy(ROOT / "scripts/setup.sh", folder / "scripts")
    yield folder
    shutil.rmtree(folder)


def run(command: list[str | Path], **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_without_an_environment_the_launcher_says_what_to_run(project: Path) -> None:
    said = run([project / "wangge", "serve"])
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == f"Wangge is not set up yet. Run: make setup (in {project})\n"


def test_the_launcher_runs_its_own_application_from_anywhere(project: Path, tmp_path: Path) -> None:
    for folder, answer in ((project, "ours"), (tmp_path, "the caller's")):
        (folder / "app").mkdir()
        (folder / "app/__init__.py").touch()
        (folder / "app/cli.py").write_text(
            f'import os, sys\nprint("{answer}", sys.argv[1:], os.getcwd())'
        )
    (project / ".venv/bin").mkdir(parents=True)
    (project / ".venv/bin/python").symlink_to(sys.executable)
    link = tmp_path / "link"
    link.symlink_to(project / "wangge")
    said = run([link, "import", "北京 1.gpkg"], cwd=tmp_path)
    assert said.stdout == f"ours ['import', '北京 1.gpkg'] {tmp_path}\n"


def test_who_may_install_nothing_is_told_what_is_missing(project: Path, tmp_path: Path) -> None:
    if not shutil.which("apt-get"):
        pytest.skip("the names of packages are Debian's")
    programs = project / "bin"
    programs.mkdir()
    for name in BARE:
        (programs / name).symlink_to(str(shutil.which(name)))
    user = NOBODY if os.geteuid() == 0 else None
    said = run(
        [project / "bin/bash", project / "scripts/setup.sh"],
        env={"PATH": str(programs), "DATABASE_URL": "postgresql://elsewhere/wangge"},
        stdin=subprocess.DEVNULL,
        user=user,
    )
    assert said.returncode == 1
    assert said.stderr.startswith("setup: missing: python3 python3-venv chromium")
    assert "Run: sudo apt-get install python3 python3-venv chromium" in said.stderr
    assert not (project / ".venv").exists()
