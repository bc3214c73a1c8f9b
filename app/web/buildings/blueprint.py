"""The group of forms about a building; they open in the panel, or as pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Blueprint, url_for

from app.models import Building, PlaceKind
from app.models.places import place_name
from app.queries.duties import find_place
from app.queries.scope import Action, require
from app.web.asking import Asked, asked_about
from app.web.context import current_viewer

buildings = Blueprint("buildings", __name__, url_prefix="/c/<code>/buildings/<int:building_id>")


@dataclass(frozen=True)
class Subject:
    """The building that a form is about, and who asks."""

    asked: Asked
    building: Building

    @property
    def name(self) -> str:
        """The name of the building."""
        return place_name(self.building)


@buildings.before_request
def _assigners_only() -> None:
    """Refuse accounts that may not say where buildings belong."""
    require(current_viewer(), Action.ASSIGN)


@contextmanager
def about(code: str, building_id: int) -> Iterator[Subject]:
    """Open a transaction about a building.

    Parameters
    ----------
    code, building_id : str, int
        From the address.

    Raises
    ------
    NotFound
        If the viewer may see no such building.
    """
    with asked_about(code) as asked:
        found = find_building(asked, building_id)
        yield Subject(asked, found)


def find_building(asked: Asked, building_id: int) -> Building:
    """Find a building in the viewer's scope.

    Raises
    ------
    NotFound
    """
    find_place(asked.session, asked.viewer, asked.community, PlaceKind.BUILDING, building_id)
    return asked.session.get_one(Building, building_id)


def onward_of(code: str, building_id: int) -> str:
    """Give the page to which one goes after a form: the map with the building chosen."""
    return url_for("map.show_map", code=code, sel=f"building:{building_id}")
