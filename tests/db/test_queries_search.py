"""Search: by number, address, name, sound, code and title, within scope."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.models import Building, Person
from app.queries.scope import Viewer
from app.queries.search import HITS_LIMIT, Hit, search
from tests.two_cells import SIDE, SOUTH, TODAY, WEST, World, build_world


@pytest.fixture
def world(session: Session) -> World:
    return build_world(session)


def find(session: Session, world: World, typed: str, name: str = "leader") -> list[Hit]:
    return search(session, Viewer.of(world.users[name], TODAY), world.community, typed)


def labels(session: Session, world: World, typed: str, name: str = "leader") -> list[str]:
    return [f"{hit.kind} {hit.label}" for hit in find(session, world, typed, name)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Alpha41", "building Alpha41"),
        ("alpha42号楼", "building Alpha42"),
        ("bravo lane 2", "building Bravo43"),
        ("Bravo王三", "person Bravo王三"),
        ("002", "cell 第002网格"),
        ("110108010019001", "cell 第001网格"),
        ("第001", "cell 第001网格"),
        ("Alpha sewer", "issue Alpha sewer"),
    ],
)
def test_what_is_typed_is_found_first(
    session: Session, world: World, typed: str, first: str
) -> None:
    assert labels(session, world, typed)[0] == first


@pytest.mark.parametrize("typed", ["zhaoerwu", "zew", "zhaoe", "ZEW"])
def test_names_by_their_sound(session: Session, world: World, typed: str) -> None:
    session.add(Person(community_id=world.community.id, key="z", name="赵二五"))
    session.flush()
    assert labels(session, world, typed) == ["person 赵二五"]
    assert labels(session, world, typed, "grid") == []


@pytest.mark.parametrize("typed", ["%", "_", "\\", "' OR 1=1 --", "   ", ""])
def test_wildcards_mean_themselves(session: Session, world: World, typed: str) -> None:
    assert find(session, world, typed) == []


def test_a_real_percent_sign_is_found(session: Session, world: World) -> None:
    world.alpha.buildings[0].name = "100% house"
    session.flush()
    assert labels(session, world, "100%") == ["building Alpha41"]


def test_scope(session: Session, world: World) -> None:
    assert find(session, world, "Bravo", "grid") == []
    assert {hit.kind for hit in find(session, world, "Bravo", "bravo")} == {
        "building", "person", "issue",
    }  # fmt: skip
    assert find(session, world, "Alpha", "stranger") == []


def test_the_exact_number_comes_before_longer_ones(session: Session, world: World) -> None:
    shape = world.alpha.buildings[0].footprint
    for number in ("141", "41", "410", "4"):
        session.add(
            Building(community_id=world.community.id, key=number, number=number, footprint=shape)
        )
    session.flush()
    found = labels(session, world, "41号楼")
    assert found[0] == "building 41"


def test_places(session: Session, world: World) -> None:
    (building,) = find(session, world, "Alpha41")
    left, low = WEST + SIDE * 0.1, SOUTH + SIDE * 0.6
    assert building.bbox == pytest.approx((left, low, left + SIDE * 0.2, low + SIDE * 0.2))
    assert building.lon == pytest.approx(left + SIDE * 0.1)
    lead, *_ = find(session, world, "Alpha王三")
    # The place of the duty: the first building.
    assert (lead.lon, lead.detail) == (pytest.approx(left + SIDE * 0.1), "Alpha41")
    (issue,) = find(session, world, "Alpha sewer")
    assert issue.bbox is None
    assert issue.lat is not None


def test_bounded_and_mixed(session: Session, world: World) -> None:
    shape = world.alpha.buildings[0].footprint
    session.add_all(
        Building(community_id=world.community.id, key=f"n{n}", number=f"Alpha9{n}", footprint=shape)
        for n in range(30)
    )
    session.flush()
    found = find(session, world, "Alpha")
    assert len(found) == HITS_LIMIT
    assert {hit.kind for hit in found} == {"building", "person", "issue"}
