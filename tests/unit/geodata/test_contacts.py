"""Proposing a member for each building: exact, near home, one each where there are enough."""

from __future__ import annotations

from itertools import product
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from geodata.contacts import (
    EXTRA_M,
    FARTHEST_M,
    KEPT_SHARE,
    OTHER_GROUP_M,
    UNKNOWN_M,
    Proposal,
    propose_contacts,
)
from geodata.errors import InputRefused

WEST, SOUTH = 496_000.0, 4_427_000.0
SRID = 32650


def frame(places: list[tuple[float, float] | None], letter: str, **more: Any) -> gpd.GeoDataFrame:
    """Put things at metres from a corner; None is nowhere."""
    shapes = [place and Point(WEST + place[0], SOUTH + place[1]) for place in places]
    keys = [f"{letter}{number}" for number in range(len(places))]
    found = gpd.GeoDataFrame({"key": keys, **more}, geometry=shapes, crs=SRID)
    return found.to_crs(4326)


def answer(proposal: Proposal) -> dict[str, str]:
    """Give the member of each building."""
    return dict(zip(proposal.pairs["building"], proposal.pairs["member"], strict=True))


def pair_costs(
    buildings: gpd.GeoDataFrame, members: gpd.GeoDataFrame, keep: dict[str, str]
) -> list[list[float]]:
    """Cost each pair alone as the module's docstring says, in metres."""
    homes = members.to_crs(SRID).geometry
    table = []
    for at, site in enumerate(buildings.to_crs(SRID).geometry):
        row = []
        for who, way in enumerate(homes.distance(site)):
            near = 0.0 if np.isnan(way) else min(way, FARTHEST_M)
            apart = buildings["group"].iloc[at] != members["group"].iloc[who]
            new = (UNKNOWN_M if np.isnan(way) else near) + OTHER_GROUP_M * apart
            row.append(KEPT_SHARE * near if keep.get(f"b{at}") == f"m{who}" else new)
        row.append(UNKNOWN_M * (f"b{at}" in keep))  # Of leaving it, beside the count.
        table.append(row)
    return table


def cost_m(table: list[list[float]], chosen: tuple[int | None, ...]) -> tuple[int, float]:
    """Cost an answer: how many buildings are left, then metres."""
    total, load = 0.0, [0] * len(table[0])
    for at, who in enumerate(chosen):
        total += table[at][-1 if who is None else who]
        if who is not None:
            total += EXTRA_M * load[who]
            load[who] += 1
    return chosen.count(None), total


SPOTS = st.tuples(st.integers(0, 3000), st.integers(0, 3000))


@st.composite
def towns(draw: st.DrawFn) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, int, dict[str, str]]:
    """Draw up to four buildings and four members."""
    sites = draw(st.lists(SPOTS, min_size=1, max_size=4, unique=True))
    homes = draw(st.lists(st.one_of(st.none(), SPOTS), min_size=1, max_size=4))
    groups = st.sampled_from(["east", "west"])
    ours = draw(st.lists(groups, min_size=len(sites), max_size=len(sites)))
    theirs = draw(st.lists(groups, min_size=len(homes), max_size=len(homes)))
    keep = {
        f"b{at}": f"m{draw(st.integers(0, len(homes) - 1))}"
        for at in range(len(sites))
        if draw(st.booleans())
    }
    at_most = draw(st.integers(1, 3))
    return frame([*sites], "b", group=ours), frame(homes, "m", group=theirs), at_most, keep


@settings(max_examples=60, deadline=None)
@given(towns())
def test_no_other_answer_costs_less(
    town: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, int, dict[str, str]],
) -> None:
    """Tried against every possible answer."""
    buildings, members, at_most, keep = town
    given_ = answer(propose_contacts(buildings, members, at_most=at_most, keep=keep))
    number = {key: at for at, key in enumerate(members["key"])}
    mine = tuple(number[given_[key]] if key in given_ else None for key in buildings["key"])
    everyone: list[int | None] = [None, *range(len(members))]
    possible = (
        chosen
        for chosen in product(everyone, repeat=len(buildings))
        if all(chosen.count(who) <= at_most for who in range(len(members)))
    )
    table = pair_costs(buildings, members, keep)
    left, best_m = min(cost_m(table, chosen) for chosen in possible)
    assert cost_m(table, mine) == (left, pytest.approx(best_m, abs=1.0))


def test_one_member_one_building_where_there_are_enough() -> None:
    """A member next door to both gets one of them, though the other lives far away."""
    buildings = frame([(0, 0), (10, 0)], "b")
    members = frame([(5, 0), (2000, 0)], "m")
    proposal = propose_contacts(buildings, members, at_most=5)
    assert sorted(answer(proposal).values()) == ["m0", "m1"]
    assert proposal.unused.empty
    assert proposal.unserved.empty


def test_too_few_members_take_two_but_never_more_than_allowed() -> None:
    """The houses with most households come first, and it is said who has nobody and why."""
    buildings = frame([(0, 0), (10, 0), (20, 0)], "b", households=pd.array([5, pd.NA, 60], "Int64"))
    members = frame([(0, 0)], "m")
    proposal = propose_contacts(buildings, members, at_most=2)
    assert answer(proposal) == {"b0": "m0", "b2": "m0"}
    assert proposal.unserved.to_dict("records") == [{"building": "b1", "reason": "too_few_members"}]


def test_who_is_there_stays_unless_home_is_far_off() -> None:
    """A kept pair costs a tenth of its way."""
    buildings = frame([(0, 0), (100, 0)], "b")
    members = frame([(0, 0), (100, 0)], "m")
    crossed = {"b0": "m1", "b1": "m0"}
    kept = propose_contacts(buildings, members, keep={"b0": "m1"})
    assert answer(kept) == {"b0": "m0", "b1": "m1"}  # Both at home beats a kept way of 100 m.
    both = propose_contacts(buildings, members, keep=crossed)
    assert answer(both) == {"b0": "m0", "b1": "m1"}
    near = frame([(10, 0), (90, 0)], "m")
    assert answer(propose_contacts(buildings, near, keep=crossed)) == {"b0": "m1", "b1": "m0"}


def test_an_unknown_home_is_the_last_resort() -> None:
    """It is taken only when everybody else has a building; idle ones are told apart."""
    buildings = frame([(0, 0), (50, 0)], "b")
    members = frame([None, (9000, 0), (40, 0)], "m")
    proposal = propose_contacts(buildings, members)
    assert set(answer(proposal).values()) == {"m1", "m2"}
    assert proposal.unused.to_dict("records") == [{"member": "m0", "reason": "home_unknown"}]
    alone = propose_contacts(buildings, members.iloc[[0]])
    assert alone.pairs["distance_m"].isna().all()
    assert len(alone.unserved) == 1


def test_what_a_member_has_besides_counts() -> None:
    """A member with a place elsewhere comes after a free one, and not at all at the limit."""
    buildings = frame([(0, 0)], "b")
    members = frame([(0, 0), (800, 0)], "m", taken=[1, 0])
    assert answer(propose_contacts(buildings, members, at_most=2)) == {"b0": "m1"}
    proposal = propose_contacts(buildings, members.iloc[[0]])
    assert proposal.pairs.empty
    assert proposal.unused["reason"].tolist() == ["has_enough"]


@pytest.mark.parametrize(("houses", "people"), [(0, 0), (0, 2), (2, 0)])
def test_nothing_to_do_is_said_so(houses: int, people: int) -> None:
    """No buildings and no members are no error."""
    buildings = frame([(at, 0) for at in range(houses)], "b")
    members = frame([(at, 0) for at in range(people)], "m")
    proposal = propose_contacts(buildings, members)
    assert proposal.pairs.empty
    assert proposal.unserved["reason"].tolist() == ["no_members"] * houses
    assert proposal.unused["reason"].tolist() == ["not_needed"] * people


def test_nobody_at_all_is_refused() -> None:
    """A limit of no building makes no sense."""
    with pytest.raises(InputRefused, match="at least one"):
        propose_contacts(frame([(0, 0)], "b"), frame([(0, 0)], "m"), at_most=0)


def test_a_large_town_is_solved_as_well_from_its_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weighing only near members loses nothing that anybody would notice, and serves everybody."""
    rng = np.random.default_rng(3)
    buildings = frame([tuple(spot) for spot in rng.random((400, 2)) * 1000], "b")
    # All members live in one corner, so the nearest of a building are soon taken.
    members = frame([tuple(spot) for spot in rng.random((400, 2)) * 300], "m")
    whole = propose_contacts(buildings, members)
    monkeypatch.setattr("geodata.contacts.ALL_PAIRS", 10_000)
    some = propose_contacts(buildings, members)
    assert len(some.pairs) == len(whole.pairs) == 400
    assert some.pairs["distance_m"].sum() <= 1.02 * whole.pairs["distance_m"].sum()
    again = propose_contacts(buildings, members)
    pd.testing.assert_frame_equal(some.pairs, again.pairs)
