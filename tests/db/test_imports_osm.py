"""OpenStreetMap extracts, imported as they are."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.models import AuditEntry, Building, Import
from app.models import Path as StoredPath
from app.queries.divisions.problem import closing_barriers, community_barriers, community_houses
from app.queries.households import estimated_households, living_there
from app.services.imports import Counts
from geodata.estimate import estimate_households
from tests.imports_support import add_community, bring_in


def test_beijing_comes_whole_and_again_changes_nothing(session: Session, shared_data: Path) -> None:
    folder = shared_data / "osm" / "beijing_cau"
    stats = json.loads((folder / "stats.json").read_text())
    community = add_community(session)
    path = folder / "beijing_cau.osm.pbf"
    first = bring_in(session, community, "osm", path)
    assert first.by_subject["buildings"].added == stats["buildings"] == 257
    assert first.by_subject["boundary"] == Counts(added=1)
    assert community.metric_srid == 4548
    assert community.attribution == "© OpenStreetMap contributors"
    assert "boundary_assumed" in {finding.code for finding in first.findings}
    before = _rows(session)
    again = bring_in(session, community, "osm", path)
    assert again.counts.nothing_new
    assert again.counts.same == first.counts.added - 1
    assert _rows(session) == before
    assert session.scalar(select(func.count()).select_from(Import)) == 2
    assert session.scalars(select(AuditEntry.action)).all() == ["import", "import"]


def test_hangzhou_has_its_entrances(session: Session, shared_data: Path) -> None:
    """Every entrance hangs on a building of the same extract."""
    folder = shared_data / "osm" / "hangzhou_zijingang"
    stats = json.loads((folder / "stats.json").read_text())
    community = add_community(session)
    path = folder / "hangzhou_zijingang.osm.pbf"
    result = bring_in(session, community, "osm", path)
    assert result.by_subject["buildings"].added == stats["buildings"]
    entrances = result.by_subject["entrances"].added
    lost = sum(finding.code == "entrance_without_building" for finding in result.findings)
    assert entrances > 80
    assert entrances + lost == len(
        gpd.read_file(folder / "hangzhou_zijingang.gpkg", layer="points").query(
            "entrance == entrance"
        )
    )


def test_a_box_takes_and_bounds_what_touches_it(session: Session, shared_data: Path) -> None:
    """A smaller box takes less; a second box beside it makes nothing of the first vanish."""
    path = shared_data / "osm" / "beijing_cau" / "beijing_cau.osm.pbf"
    community = add_community(session)
    whole = gpd.read_file(path.with_name("beijing_cau.gpkg"), layer="buildings")
    west, south, east, north = whole.total_bounds
    middle = (west + east) / 2
    left = bring_in(session, community, "osm", path, bbox=(west, south, middle, north))
    assert 0 < left.by_subject["buildings"].added < len(whole)
    right = bring_in(session, community, "osm", path, bbox=(middle, south, east, north))
    assert right.counts.vanished == 0
    assert session.scalar(select(func.count()).select_from(Building)) == len(whole)


def test_layers_of_a_geopackage_with_addresses(session: Session, shared_data: Path) -> None:
    """Sengkang's blocks, with their numbers."""
    community = add_community(session)
    path = shared_data / "osm" / "singapore_sengkang" / "singapore_sengkang.gpkg"
    assert bring_in(session, community, "buildings", path, layer="buildings").counts.added == 114
    roads = bring_in(session, community, "paths", path, layer="roads")
    assert (roads.counts.added, roads.counts.left_out) == (406, 2)
    numbered = select(func.count()).where(Building.number != "")
    assert session.scalar(numbered) == 99


@pytest.mark.parametrize(
    ("name", "counted"), [("beijing_cau", 157), ("hangzhou_zijingang", 39), ("singapore", 100)]
)
def test_store_estimates_each_building_as_geodata_does(
    session: Session, shared_data: Path, name: str, counted: int
) -> None:
    """One rule, in NumPy and in SQL: building by building, on real extracts."""
    community = add_community(session)
    if name == "singapore":
        path = shared_data / "osm" / "singapore_sengkang" / "singapore_sengkang.gpkg"
        bring_in(session, community, "buildings", path, layer="buildings")
    else:
        bring_in(session, community, "osm", shared_data / "osm" / name / f"{name}.osm.pbf")
    rows = session.execute(
        select(Building.key, living_there(), estimated_households().is_not(None))
    ).all()
    stored = pd.DataFrame(rows, columns=["key", "households", "estimated"]).set_index("key")
    houses = community_houses(session, community).set_index("key")
    expected = estimate_households(houses)
    assert stored["households"].astype("Int64").equals(expected["households"].loc[stored.index])
    assert stored["estimated"].equals(expected["estimated"].loc[stored.index])
    assert expected["households"].notna().sum() == counted


def test_what_divides_ground_is_handed_on(session: Session, shared_data: Path) -> None:
    """The river, walls and the motorway of an extract, with its streets and lakes."""
    community = add_community(session)
    path = shared_data / "osm" / "beijing_cau" / "beijing_cau.osm.pbf"
    added = bring_in(session, community, "osm", path).by_subject["barriers"].added
    kinds = community_barriers(session, community)["kind"]
    assert {"motorway", "water", "wall", "fence", "primary", "footway"} <= set(kinds)
    paths = session.scalar(select(func.count()).select_from(StoredPath))
    assert len(kinds) == added + paths + 1
    assert len(closing_barriers(session, community)) == len(kinds)


def _rows(session: Session) -> list[tuple[int, str]]:
    """Give every row with the place where it was last written."""
    return [
        tuple(row)
        for table in ("building", "entrance", "path", "barrier", "estate", "ground_area")
        for row in session.execute(text(f"SELECT id, ctid::text FROM {table} ORDER BY id"))  # noqa: S608
    ]
