"""What everybody waits for at the start does not wait for the solvers' compilers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SLOW = {"numba", "ortools", "pymetis", "gerrychain", "matplotlib", "scipy.stats", "weasyprint"}
"""Libraries of single commands, each of which takes from half a second to several seconds."""
START = """
import sys, app.web, app.jobs.worker, app.jobs.kinds, geodata.edit, geodata.divide
from app.cli.main import main
main(["--help"])
print("loaded", *sys.modules)
"""


def test_solvers_are_loaded_when_they_are_asked_for() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", START], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(ran.stdout.rpartition("loaded ")[2].split())
    assert "app.cli.divide" in loaded
    assert loaded & SLOW == set()


def test_the_solver_is_there_when_it_is_asked_for() -> None:
    from geodata import divide

    assert divide.divide_ground.__module__ == "geodata.divide.divide"
    with pytest.raises(AttributeError, match="no attribute 'conquer'"):
        _ = divide.conquer
