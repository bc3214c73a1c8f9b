"""Shapes of the API's questions and answers."""

from __future__ import annotations

import datetime as dt
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from app.models import BuildingKind, CellKind, DutyRole

PAGE_LIMIT = 500
Item = TypeVar("Item")


class Query(BaseModel):
    """Base of what may stand after the question mark: nothing that is not named."""

    model_config = ConfigDict(extra="forbid")


class Body(BaseModel):
    """Base of what may be sent to change something: nothing that is not named."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class NoQuery(Query):
    """For addresses that take no parameters."""


class PageQuery(Query):
    """Which part of a list."""

    limit: int = Field(100, ge=1, le=PAGE_LIMIT, description="Most items in the answer.")
    cursor: int = Field(
        0, ge=0, lt=2**63, description="The `next` of the answer before; leave out to begin."
    )


class LayerQuery(Query):
    """Which part of the ground."""

    bbox: str | None = Field(
        None,
        description="Window `west,south,east,north` in degrees (WGS 84).",
        examples=["116.30,40.00,116.31,40.01"],
    )


class SearchQuery(Query):
    """What is looked for."""

    q: str = Field(
        min_length=1,
        max_length=100,
        description="Number, address, name, pinyin, code or title, or a part of it.",
    )


class Answer(BaseModel):
    """Base of what is answered: read from the fields of rows and facts."""

    model_config = ConfigDict(from_attributes=True)


class Page(Answer, Generic[Item]):
    """Part of a list."""

    items: list[Item]
    next: int | None = Field(description="`cursor` of the next part; null at the end.")


class TokenOut(Answer):
    """What shows that a POST comes from whoever is logged in."""

    token: str


class CommunityOut(Answer):
    """A community."""

    code: str
    name: str
    place: str
    schematic: bool = Field(description="Its geometry is schematic, not surveyed.")


class CellOut(Answer):
    """A cell with its numbers."""

    id: int
    code: str
    name: str
    kind: CellKind
    leader: str | None
    members: int = Field(description="People with a duty for the cell or a building in it.")
    buildings: int
    households: int
    population: int
    vacant_buildings: int = Field(description="Buildings for which nobody answers.")
    open_issues: int
    overdue_issues: int
    last_patrol_on: dt.date | None


class BuildingOut(Answer):
    """A building."""

    id: int
    number: str
    name: str
    address: str
    kind: BuildingKind
    levels: int | None
    households: int | None
    population: int | None
    cell_id: int | None
    cell_code: str | None
    cell_name: str | None


class PersonOut(Answer):
    """A person; the phone number is masked."""

    id: int
    name: str
    masked_phone: str
    is_member: bool
    organisation: str


class DutyOut(Answer):
    """A duty that holds today."""

    id: int = Field(validation_alias="duty_id")
    role: DutyRole
    name: str = Field(description="Of the person, team or organisation.")
    person_id: int | None
    masked_phone: str
    cell_id: int | None
    building_id: int | None
    building_number: str
    entrance_id: int | None
    entrance_name: str
    since: dt.date


class PersonItem(PersonOut):
    """A person with the present duties that you may see."""

    duties: list[DutyOut]


class EntranceOut(Answer):
    """An entrance with those who answer for it."""

    id: int
    name: str
    households: int | None
    holders: list[DutyOut]


class BuildingItem(BuildingOut):
    """A building with its entrances and those who answer for them."""

    vacant: bool = Field(description="Nobody answers for the building or any entrance.")
    holders: list[DutyOut]
    entrances: list[EntranceOut]


class RouteOut(Answer):
    """A route as lists show it."""

    id: int
    name: str
    cell_id: int
    cell_name: str
    length_m: float
    walk_s: float
    closed: bool


class StopOut(Answer):
    """A stop of a route."""

    sequence: int
    name: str
    building_id: int | None
    leg_m: float
    arrival_s: float


class UnreachedOut(Answer):
    """A stop that the route cannot reach."""

    name: str
    building_id: int | None
    reason: str
    distance_m: float | None


class RouteItem(RouteOut):
    """A route with its stops."""

    stops: list[StopOut]
    unreachable: list[UnreachedOut]


class HitOut(Answer):
    """Something found."""

    kind: str
    id: int
    label: str
    detail: str
    lon: float | None
    lat: float | None
    bbox: tuple[float, float, float, float] | None


class Problem(BaseModel):
    """An error as RFC 9457 describes it."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
