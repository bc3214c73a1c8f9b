"""Places by the name that people use: 41号楼 2单元 301."""

from __future__ import annotations

from app.models.areas import Cell, Estate
from app.models.buildings import Building, Entrance
from app.models.duties import Place


def building_name(number: str, name: str) -> str:
    """Name a building: by its number where it has one.

    Parameters
    ----------
    number, name : str
        As stored; either may be empty.

    Returns
    -------
    str
        ``41号楼`` for the number 41; a number with words in it, or a name, as it is.
    """
    if number and number[-1].isascii() and number[-1].isalnum():
        return f"{number}号楼"
    return number or name


def place_name(place: Place) -> str:
    """Name a place with all that it lies in below the community.

    Parameters
    ----------
    place : Place

    Returns
    -------
    str
    """
    if isinstance(place, Cell | Estate):
        return place.name
    if isinstance(place, Building):
        return building_name(place.number, place.name)
    above = place.building if isinstance(place, Entrance) else place.entrance or place.building
    own = place.name if isinstance(place, Entrance) else place.number
    return " ".join(filter(None, (place_name(above), own)))
