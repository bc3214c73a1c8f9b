"""迎春: 88 buildings on a fifth of a square kilometre into thirteen grids, each administered."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from app.models import DutyRole, PlaceKind
from app.queries.divisions import Fate
from app.queries.overload import list_overloads
from app.queries.posts import Post
from app.services.duties import appoint
from tests.acceptance_support import NOW, OPERATOR, SINCE, TODAY, Place

RANGE = (200, 300)
ADMINISTRATOR = DutyRole.GRID_ADMINISTRATOR


def test_yingchun(session: Session, shared_data: Path) -> None:
    """The solver finds the thirteen; one more later leaves the others with their people."""
    place = Place.set_up(session, shared_data, "yingchun")
    wanted = place.published["cells"]
    division = place.divide(households=RANGE)
    assert division.report["cells"] == wanted
    assert division.report["in_range"] == 1
    assert division.report["in_pieces"] == 0
    assert all(RANGE[0] <= count <= RANGE[1] for count in place.households(division))
    place.publish(division, SINCE)
    _administer(place, wanted)
    _add_one(place, wanted)


def _administer(place: Place, wanted: int) -> None:
    """Give each grid an administrator who lives in it."""
    (post,) = place.expect()
    assert post == Post(ADMINISTRATOR, PlaceKind.CELL)
    assert place.vacancies() == {post: (wanted, wanted)}
    for number, cell in enumerate(place.cells(), start=1):
        home = place.houses_in(cell)[0]
        person = place.enter(f"代表{number}", home_building=home)
        appoint(place.session, person, cell, ADMINISTRATOR, since=SINCE, at=NOW, by=None)
    assert place.vacancies() == {post: (wanted, 0)}
    assert list_overloads(place.session, OPERATOR, place.community) == ()


def _add_one(place: Place, wanted: int) -> None:
    """Divide again with one grid more: who administered goes on, and the new one is vacant."""
    house = place.houses_in(place.cells()[0])[0]
    before = place.responsible(house, SINCE)
    assert before == [(ADMINISTRATOR, "代表1")]
    compared = place.replace(place.divide(cells=wanted + 1, variant="stable"))
    assert (compared.count(Fate.NEW), compared.count(Fate.GONE)) == (1, 0)
    assert compared.households_moved > 0
    assert place.vacancies() == {Post(ADMINISTRATOR, PlaceKind.CELL): (wanted + 1, 1)}
    assert place.responsible(house, SINCE) == before
    moved = {one.id for one in compared.moved.rows}
    assert (place.responsible(house, TODAY) == before) == (house.id not in moved)
