"""One issue as Open311 sees it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from app.models import CLOSED_STATES, OPEN_STATES, IssueLevel, IssueState, PlaceDoubt
from app.queries.scope import NotFound
from app.queries.types import AnyRow
from geodata.errors import N_


@dataclass(frozen=True)
class RequestLine:
    """An issue as a program sees it.

    ``is_own`` tells that the asking program reported it: only then there are ``description``, and
    ``address`` and point as they were sent. For others ``address`` is the building's, and so is
    the point; a doubtful place is none. ``lon, lat`` are degrees (EPSG:4326), times aware.
    """

    id: int
    number: str
    state: IssueState
    level: IssueLevel
    is_own: bool
    code: str
    name: str
    name_en: str
    description: str
    address: str
    building_key: str
    cell_code: str
    lon: float | None
    lat: float | None
    place_doubt: PlaceDoubt | None
    condition: str
    agency: str
    reported_at: dt.datetime
    updated_at: dt.datetime
    due_at: dt.datetime | None
    closed_at: dt.datetime | None
    merged_into_id: int | None

    @property
    def is_open(self) -> bool:
        """Whether the issue still needs somebody."""
        return self.state in OPEN_STATES


def parse_number(text: str) -> int:
    """Give the key in a number that people quote, such as ``202611-1234``.

    Parameters
    ----------
    text : str

    Raises
    ------
    NotFound
        If it is no such number.
    """
    found = re.fullmatch(r"(?:[0-9]{6}-)?([0-9]{1,18})", text.strip())
    if found is None:
        raise NotFound(N_("The service_request_id was not found."))
    return int(found[1])


def make_line(row: AnyRow, last: dt.datetime) -> RequestLine:
    """Make the line of one row, leaving out what its reader may not see.

    Parameters
    ----------
    row : Row
        Of :func:`app.queries.open311.requests.list_requests`.
    last : datetime.datetime
        When something happened to the issue last.
    """
    return RequestLine(
        id=row.id,
        number=f"{row.reported_at:%Y%m}-{row.id}",
        state=row.state,
        level=row.level,
        is_own=row.is_own,
        code=row.code or "",
        name=row.name or row.category,
        name_en=row.name_en or "",
        description=row.description if row.is_own else "",
        address=row.address if row.is_own else row.building_address or "",
        building_key=row.building_key or "",
        cell_code=row.cell_code or "",
        lon=row.lon,
        lat=row.lat,
        place_doubt=row.place_doubt,
        condition=row.condition,
        agency=row.unit or row.organisation or "",
        reported_at=row.reported_at,
        updated_at=row.closed_at if row.state in CLOSED_STATES and row.closed_at else last,
        due_at=row.due_at,
        closed_at=row.closed_at,
        merged_into_id=row.merged_into_id,
    )
