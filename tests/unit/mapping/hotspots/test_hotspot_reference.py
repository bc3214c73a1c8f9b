"""Statistics of hotspots beside those of R's spdep, of SaTScan and of Esri's definitions."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import sparse

from geodata.errors import InputRefused
from mapping.hotspots import (
    adjusted,
    benjamini_hochberg,
    chance_of_as_many,
    emerging_class,
    gi_star,
    local_moran,
    locally_smoothed,
    mann_kendall,
    scan,
    smoothed_rates,
    two_sided,
)


@pytest.fixture
def folder(shared_data: Path) -> Path:
    return shared_data / "hotspot"


def neighbours(file: Path, count: int, *, itself: bool) -> sparse.csr_array:
    """Read a list of neighbours, a line for each cell, numbered from 1."""
    weights = np.eye(count) if itself else np.zeros((count, count))
    for row, line in enumerate(file.read_text().splitlines()[:count]):
        for number in line.split():
            weights[row, int(number) - 1] = 1
    return sparse.csr_array(weights)


def test_gi_star_and_its_discoveries_equal_those_of_spdep(folder: Path) -> None:
    known = pd.read_csv(folder / "columbus_localG/columbus_reference.csv")
    near = folder / "columbus_localG/columbus_queen_neighbours_1based.txt"
    z = gi_star(known.CRIME, neighbours(near, len(known), itself=True))
    assert_allclose(z, known.GiStar, atol=1e-9)
    assert_allclose(two_sided(z), known.p, atol=1e-9)
    assert_allclose(adjusted(two_sided(z)), known.pBH, atol=1e-9)
    assert (two_sided(z) < 0.05).sum() == 18
    assert benjamini_hochberg(two_sided(z)).sum() == 9


def test_local_moran_equals_that_of_spdep(folder: Path) -> None:
    known = pd.read_csv(folder / "columbus_localG/columbus_reference.csv")
    near = folder / "columbus_localG/columbus_queen_neighbours_1based.txt"
    i, z = local_moran(known.CRIME, neighbours(near, len(known), itself=False))
    assert_allclose(i, known.localI, atol=1e-9)
    assert_allclose(z, known.ZI, atol=1e-9)


def test_smoothed_rates_equal_those_of_spdep(folder: Path) -> None:
    known = pd.read_csv(folder / "eb_rates/nc_sids74_reference.csv")
    near = folder / "eb_rates/nc_sids_queen_neighbours_1based.txt"
    weights = neighbours(near, len(known), itself=True)
    rates = smoothed_rates(known.SID74, known.BIR74)
    assert_allclose(rates.rate, known.EB_global, atol=1e-9)
    assert (rates.low < rates.rate).all()
    assert (rates.rate < rates.high).all()
    assert_allclose(locally_smoothed(known.SID74, known.BIR74, weights), known.EB_local, atol=1e-9)
    assert_allclose(chance_of_as_many(known.SID74, known.BIR74), known.choynowski_p, atol=1e-9)
    for values, expected in (
        (known.raw, known.GiStar_raw),
        (rates.rate, known.GiStar_EB),
        (known.FT, known.GiStar_FT),
    ):
        assert_allclose(gi_star(values, weights), expected, atol=1e-9)


def test_rates_of_auckland_equal_those_of_spdep(folder: Path) -> None:
    known = pd.read_csv(folder / "eb_rates/auckland_EB_reference.csv")
    near = folder / "eb_rates/auckland_queen_neighbours_1based.txt"
    weights = neighbours(near, len(known), itself=True)
    assert_allclose(smoothed_rates(known.deaths, known.pop_years).rate, known.EB_global, atol=1e-9)
    local = locally_smoothed(known.deaths, known.pop_years, weights)
    assert_allclose(local, known.EB_local, atol=1e-9)


@pytest.mark.parametrize(
    ("file", "max_share"),
    [
        ("scan_test_ny_poisson_circular_cartesian.txt", 0.5),
        ("scan_test_ny_poisson_circular_cartesian_ubpop_10percent.txt", 0.1),
    ],
)
def test_scan_finds_the_clusters_of_satscan(folder: Path, file: str, max_share: float) -> None:
    ny = folder / "ny_leukemia_satscan"
    known = json.loads((ny / "expected_satscan.json").read_text())[file]
    places, cases, population = (
        np.loadtxt(ny / f"satscan_ny_{name}.txt") for name in ("coords", "cases", "pop")
    )
    found = scan(places[:, 1:], cases[:, 1], population[:, 2], max_share=max_share)
    assert len(found) >= len(known)
    for ours, theirs in zip(found, known, strict=False):
        assert {int(places[member, 0]) for member in ours.members} == set(theirs["ids"])
        assert ours.llr == pytest.approx(theirs["llr"], abs=1e-6)
        assert ours.cases == theirs["cases"]
        assert ours.expected == pytest.approx(theirs["expected"], abs=0.005)
        # Both are ranks among maps of chance, theirs among ten times as many.
        assert ours.p == pytest.approx(theirs["p"], abs=0.04)


def test_mann_kendall_equals_that_of_r(folder: Path) -> None:
    known = pd.read_csv(folder / "ehsa_mk/mann_kendall_reference.csv")
    assert len(known) == 8
    for line in known.itertuples():
        s, z, p = mann_kendall([float(value) for value in str(line.series).split()])
        assert s == line.S
        assert (z, p) == pytest.approx((line.Z, line.p), abs=1e-9)


def test_emerging_classes_are_those_of_the_table(folder: Path) -> None:
    cases = json.loads((folder / "ehsa_mk/ehsa_vectors.json").read_text())["cases"]
    assert len(cases) == 25
    for case in cases:
        if case["expect"] == "refuse":
            with pytest.raises(InputRefused, match="too few"):
                emerging_class(case["bins"], case["mk_z"], case["mk_p"])
        else:
            said = emerging_class(case["bins"], case["mk_z"], case["mk_p"])
            assert said == case["expect"], case
