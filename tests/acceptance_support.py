"""A community as it is set up from its published figures: ground, division, people, duties."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    BuildingCell,
    BuildingKind,
    Cell,
    Community,
    Division,
    DutyRole,
    Entrance,
    Organisation,
    Person,
    PlaceKind,
)
from app.queries.divisions import Comparison, compare, list_divisions
from app.queries.posts import Post
from app.queries.responsible import who_was_responsible
from app.queries.scope import Viewer
from app.queries.vacancies import count_vacancies
from app.services import areas, drafts
from app.services.areas.divide import DivideWish, divide_community
from app.services.duties import expect_duties
from app.services.imports import import_frames
from app.services.people import PersonFields, add_organisation, add_person
from demo import DemoCommunity, generate
from geodata.crs import to_metric
from geodata.schema import frame_columns

TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
SINCE = dt.date(2026, 3, 1)
"""The first division holds since then; the second from ``TODAY``."""

OPERATOR = Viewer(on=TODAY)
SEARCH_S = 1.0
HAIR = 5e-8
"""Half a centimetre in degrees: so far may cells lie from the outline, never from each other."""

GROUND = ("boundary", "estates", "areas", "buildings", "entrances", "paths")
_ROLES = {"member": DutyRole.MEMBER_CONTACT}
"""Roles that the published figures call by a shorter word."""


def read_published(folder: Path, key: str) -> dict[str, Any]:
    """Read the published figures of a community."""
    table = tomllib.loads((folder / "communities.toml").read_text(encoding="utf-8"))
    return next(one for one in table["community"] if one["key"] == key)


@dataclass
class Place:
    """A community that is being set up, with what it published and the ground made to that."""

    session: Session
    published: dict[str, Any]
    ground: DemoCommunity
    community: Community

    @classmethod
    def set_up(cls, session: Session, folder: Path, key: str) -> Place:
        """Add a community, give it its ground, and compare that with what was published."""
        published, ground = read_published(folder, key), generate(key, today=TODAY)
        community = areas.add_community(
            session,
            name=published["name"],
            code=published.get("code", f"demo-{key}"),
            place=published["place"],
            at=NOW,
            by=None,
        )
        community.schematic = True
        community.cell_term = published.get("cell_term", community.cell_term)
        frames = {name: getattr(ground, name) for name in GROUND}
        import_frames(session, OPERATOR, community, frames, at=NOW)
        place = cls(session, published, ground, community)
        place._compare_ground()
        return place

    def _compare_ground(self) -> None:
        """Find in the store what the community published of its ground."""
        own = Building.community_id == self.community.id
        kinds = select(Building.kind, func.count()).where(own).group_by(Building.kind)
        stored = {kind.value: count for kind, count in self.session.execute(kinds)}
        for kind, count in self.published.get("buildings", {}).items():
            assert stored[BuildingKind(kind)] == count
        for column in (Building.households, Building.population):
            known = self.published.get(column.key)
            total = self.session.scalar(select(func.sum(column)).where(own))
            assert known in (None, total)
        outline = gpd.GeoSeries([self.community.boundary], crs=4326)
        area_m2 = float(to_metric(outline).area.iloc[0])
        assert abs(area_m2 / self.published.get("area_m2", area_m2) - 1) < 0.002

    # The division.

    def divide(self, **wish: Any) -> Division:
        """Let the ground be divided into a draft."""
        asked = DivideWish(**{"time_limit_s": SEARCH_S, **wish})
        return divide_community(self.session, self.community, asked, name="", at=NOW, by=None)

    def draft(self, cells: gpd.GeoDataFrame | None = None, name: str = "甲") -> Division:
        """Make a draft of given cells, or of those that hold."""
        return drafts.new_draft(self.session, self.community, cells, name=name, at=NOW, by=None)

    def publish(self, division: Division, on: dt.date) -> None:
        """Publish a draft that covers the ground with every house in one cell."""
        areas.publish_draft(self.session, OPERATOR, division, on=on, at=NOW)
        shapes = [cell.shape for cell in self.cells(division)]
        assert shapely.coverage_is_valid(shapes)
        boundary = self.community.boundary
        assert boundary is not None
        left = shapely.coverage_union_all(shapes).symmetric_difference(boundary)
        assert left.buffer(-HAIR).is_empty
        placed = select(func.count()).where(BuildingCell.division_id == division.id)
        assert self.session.scalar(placed) == len(self.ground.buildings)

    def replace(self, division: Division) -> Comparison:
        """Publish a second division today, and compare it with the first, which stays readable."""
        before = self.division
        self.publish(division, TODAY)
        lines = list_divisions(self.session, OPERATOR, self.community)
        assert [line.since for line in lines] == [TODAY, SINCE]
        return compare(self.session, OPERATOR, self.community, before, division)

    @property
    def division(self) -> Division:
        """The division that holds."""
        held = areas.divisions.published_division(self.session, self.community)
        assert held is not None
        return held

    def cells(self, division: Division | None = None) -> list[Cell]:
        """List the cells of a division, or of the one that holds, by code."""
        wanted = Cell.division_id == (division or self.division).id
        return list(self.session.scalars(select(Cell).where(wanted).order_by(Cell.code)))

    def households(self, division: Division) -> list[int]:
        """Count the households of each cell."""
        rows = (
            select(func.sum(Building.households))
            .join(BuildingCell, BuildingCell.building_id == Building.id)
            .where(BuildingCell.division_id == division.id)
            .group_by(BuildingCell.cell_id)
        )
        return list(self.session.scalars(rows))

    def houses_in(self, cell: Cell) -> list[Building]:
        """List the houses of a cell in which people live."""
        rows = (
            select(Building)
            .join(BuildingCell, BuildingCell.building_id == Building.id)
            .where(BuildingCell.cell_id == cell.id, Building.households > 0)
        )
        return list(self.session.scalars(rows.order_by(Building.id)))

    # The people.

    def organise(self, name: str, level: str, parent: Organisation | None = None) -> Organisation:
        """Enter an organisation."""
        return add_organisation(
            self.session, self.community, name=name, level=level, parent=parent, at=NOW, by=None
        )

    def enter(self, name: str, **facts: Any) -> Person:
        """Enter a person."""
        fields = PersonFields(name=name, **facts)
        return add_person(self.session, self.community, fields, on=SINCE, at=NOW, by=None)

    def bring_in(self, rows: Sequence[dict[str, Any]]) -> int:
        """Import a register of people; give how many are new."""
        frame = pd.DataFrame(rows).reindex(columns=frame_columns("members"))
        frame = frame.assign(
            is_member=frame["is_member"].eq(True), source_row=range(2, len(frame) + 2)
        )
        frame = frame.astype(object).where(frame.notna(), None)
        counts = import_frames(self.session, OPERATOR, self.community, {"members": frame}, at=NOW)
        return counts["members"].added

    @cached_property
    def houses(self) -> dict[str, Building]:
        """Buildings by key."""
        rows = select(Building).where(Building.community_id == self.community.id)
        return {house.key: house for house in self.session.scalars(rows)}

    @cached_property
    def doors(self) -> dict[str, Entrance]:
        """Entrances by key."""
        rows = select(Entrance).where(Entrance.community_id == self.community.id)
        return {door.key: door for door in self.session.scalars(rows)}

    # The duties.

    def expect(self, *more: tuple[DutyRole, PlaceKind]) -> tuple[Post, ...]:
        """Expect the duties that the community published, and more."""
        words = (duty.split(":") for duty in self.published.get("duties", ()))
        named = [(_ROLES.get(role) or DutyRole(role), PlaceKind(kind)) for role, kind in words]
        expect_duties(self.session, self.community, [*named, *more], at=NOW, by=None)
        return tuple(Post(role, kind) for role, kind in [*named, *more])

    def vacancies(self) -> dict[Post, tuple[int, int]]:
        """Count the places of each post, and those without somebody."""
        counts = count_vacancies(self.session, OPERATOR, self.community)
        return {one.post: (one.places, one.vacant) for one in counts}

    def responsible(self, place: Any, on: dt.date) -> list[tuple[DutyRole, str]]:
        """Say who answered for a place on a day."""
        kind = PlaceKind(place.__tablename__)
        lines = who_was_responsible(self.session, OPERATOR, self.community, kind, place.id, on)
        return [(line.role, line.holder) for line in lines]
