"""The colours can be told apart and read, also by those who see red and green alike."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from mapping import palette

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
DEUTERANOPIA = [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]
PROTANOPIA = [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]


def linear(color: str) -> NDArray[np.float64]:
    srgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    low, high = sorted((float(linear(one) @ weights), float(linear(other) @ weights)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = root
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("ink", palette.CELL_INKS)
def test_cell_ink_reads_on_white_and_on_every_tint(ink: str) -> None:
    assert contrast(ink, "#ffffff") >= 4.5
    assert min(contrast(ink, tint) for tint in palette.CELL_TINTS) >= 3


@pytest.mark.parametrize("color", [palette.INK, palette.INK_SOFT])
def test_text_reads_in_the_sun(color: str) -> None:
    assert contrast(color, "#ffffff") >= 7


@pytest.mark.parametrize("sight", [np.eye(3), np.array(DEUTERANOPIA), np.array(PROTANOPIA)])
def test_states_of_issues_stay_apart(sight: NDArray[np.float64]) -> None:
    states = [palette.ON_TIME, palette.DUE_SOON, palette.OVERDUE]
    seen = [lab(sight @ linear(color)) for color in states]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) >= 15


@pytest.mark.parametrize("sight", [np.eye(3), np.array(DEUTERANOPIA), np.array(PROTANOPIA)])
def test_first_four_tints_stay_apart(sight: NDArray[np.float64]) -> None:
    seen = [lab(sight @ linear(color)) for color in palette.CELL_TINTS[:4]]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) >= 14


@pytest.mark.parametrize("sight", [np.eye(3), np.array(DEUTERANOPIA), np.array(PROTANOPIA)])
def test_routes_of_volunteers_stay_apart(sight: NDArray[np.float64]) -> None:
    seen = [lab(sight @ linear(color)) for color in palette.WALKER_INKS]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) >= 25
    assert min(contrast(color, "#ffffff") for color in palette.WALKER_INKS) >= 4.5


def test_a_tint_for_every_ink() -> None:
    assert len(palette.CELL_TINTS) == len(palette.CELL_INKS) == 8
