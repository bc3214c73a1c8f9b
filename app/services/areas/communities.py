"""Adding a community, and giving it its outline."""

from __future__ import annotations

import datetime as dt
import re

from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community
from app.services.audit import record
from geodata.crs import metric_srid
from geodata.errors import N_, InputRefused

_CODE = re.compile(r"[0-9A-Za-z_-]{1,32}")
_CELL_TERM = re.compile(r"[^\W_(（][^<>\r\n]{0,19}")


def add_community(
    session: Session,
    *,
    name: str,
    code: str,
    at: dt.datetime,
    by: int | None,
    place: str = "",
) -> Community:
    """Add a community that has no ground yet.

    Parameters
    ----------
    session : Session
    name : str
        As residents call it.
    code : str
        The 12-digit statistical code, or an own code of letters, digits, ``-`` and ``_``.
    at, by : datetime, int or None
        When, and which account.
    place : str
        Street and city, for people.

    Raises
    ------
    InputRefused
        If the code has a wrong form or is taken, or the name is empty.
    """
    _check_name(name)
    if not _CODE.fullmatch(code):
        raise InputRefused(
            N_("%(code)s is not a code: 12 digits, or up to 32 letters, digits, - and _."),
            code=code,
        )
    if session.scalar(select(Community.id).where(Community.code == code)):
        raise InputRefused(N_("There is already a community with the code %(code)s."), code=code)
    community = Community(name=name.strip(), code=code, place=place)
    session.add(community)
    session.flush()
    record(
        session,
        at=at,
        by=by,
        action="add",
        thing_kind="community",
        thing_id=community.id,
        community_id=community.id,
    )
    return community


def describe_community(
    session: Session,
    community: Community,
    *,
    name: str,
    place: str,
    cell_term: str,
    at: dt.datetime,
    by: int | None,
) -> None:
    """Say what a community is called, and what it calls its cells.

    Parameters
    ----------
    session : Session
    community : Community
    name, place : str
        As residents call it; street and city.
    cell_term : str
        网格, 片区, 治理单元 ...; a remark in brackets is left out inside sentences.
    at, by : datetime, int or None

    Raises
    ------
    InputRefused
        If the name or the word for cells is empty or too long.
    """
    said = {"name": name.strip(), "place": place.strip(), "cell_term": cell_term.strip()}
    _check_name(said["name"])
    if not _CELL_TERM.fullmatch(said["cell_term"]):
        raise InputRefused(N_("Say in 1 to 20 characters what cells are called here."))
    changed = {key: text for key, text in said.items() if getattr(community, key) != text}
    if not changed:
        return
    for key, text in changed.items():
        setattr(community, key, text[:200])
    session.flush()
    record(
        session,
        at=at,
        by=by,
        action="describe",
        thing_kind="community",
        thing_id=community.id,
        community_id=community.id,
        **changed,
    )


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > 100:
        raise InputRefused(N_("A community needs a name of 1 to 100 characters."))


def set_boundary(community: Community, shape: BaseGeometry) -> None:
    """Give a community its outline, and with it the CRS in which its metres are computed.

    Parameters
    ----------
    community : Community
    shape : BaseGeometry
        Polygon or multipolygon in EPSG:4326.
    """
    community.boundary = as_multi(shape)
    centre = shape.centroid
    community.metric_srid = metric_srid(centre.x, centre.y)


def as_multi(shape: BaseGeometry) -> MultiPolygon:
    """Give a polygon the type that columns of several parts have.

    Parameters
    ----------
    shape : BaseGeometry
        Polygon or multipolygon.

    Raises
    ------
    TypeError
        If it is neither; cleaned frames hold nothing else.
    """
    if isinstance(shape, MultiPolygon):
        return shape
    if isinstance(shape, Polygon):
        return MultiPolygon([shape])
    raise TypeError(f"not a polygon: {shape.geom_type}")
