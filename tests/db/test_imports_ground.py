"""Buildings, entrances and the rest of the ground: re-surveys, sources, refusals."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Point, box
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    BuildingCell,
    Community,
    Duty,
    DutyRole,
    Entrance,
    Import,
    ImportFinding,
    Issue,
    Person,
    Role,
)
from app.queries.scope import NotAllowed, NotFound, Viewer
from app.services.imports import Counts, Extent, Subject, import_file
from geodata.datum import shift_geometry
from geodata.errors import InputRefused
from tests.imports_support import (
    NOW,
    TODAY,
    add_community,
    bring_in,
    house,
    write_houses,
    write_rows,
)


@pytest.fixture
def community(session: Session) -> Community:
    return add_community(session)


def stored(session: Session) -> dict[str, Building]:
    session.expire_all()
    return {building.key: building for building in session.scalars(select(Building))}


def test_resurvey_keeps_ids_duties_and_issues(
    session: Session, community: Community, tmp_path: Path
) -> None:
    """Changed rows are updated, missing ones marked, new ones added; nothing hanging on is lost."""
    first = write_houses(tmp_path / "2025.json", range(1, 6), 户数=18)
    bring_in(session, community, "buildings", first)
    before = stored(session)
    person = Person(community_id=community.id, key="p", name="甲")
    session.add(person)
    session.flush()
    places = {"building_id": before["b1"].id, "community_id": community.id}
    session.add(
        Duty(**places, person_id=person.id, role=DutyRole.BUILDING_LEAD, since=dt.date(2026, 1, 1))
    )
    session.add(Issue(**places, source_ref="1", category="x", title="x", reported_at=NOW))
    session.flush()
    again = write_rows(
        tmp_path / "2026.json",
        [
            (house(1), {"id": "b1", "楼号": "1", "地址": "甲路1号", "户数": 20}),
            (house(2, row=1), {"id": "b2", "楼号": "2", "地址": "甲路2号"}),
            (house(3), {"id": "b3", "楼号": "3", "地址": "甲路3号"}),
            (house(4), {"id": "b4", "楼号": "4", "地址": "甲路4号"}),
            (house(9), {"id": "b9", "楼号": "9", "地址": "甲路9号"}),
        ],
    )
    result = bring_in(session, community, "buildings", again)
    assert result.counts == Counts(added=1, changed=2, same=2, vanished=1)
    told = {(finding.code, finding.params.get("label")) for finding in result.findings}
    assert {("row_added", "9"), ("row_changed", "1"), ("row_vanished", "5")} <= told
    after = stored(session)
    assert {key: row.id for key, row in before.items()}.items() <= {
        key: row.id for key, row in after.items()
    }.items()
    assert (after["b1"].households, after["b2"].households) == (20, 18)
    assert after["b5"].vanished_on == TODAY
    assert session.scalars(select(Duty.building_id)).one() == after["b1"].id
    assert session.scalars(select(Issue.building_id)).one() == after["b1"].id


def test_what_vanished_comes_back(session: Session, community: Community, tmp_path: Path) -> None:
    whole = write_houses(tmp_path / "whole.json", range(1, 5))
    bring_in(session, community, "buildings", whole)
    bring_in(session, community, "buildings", write_houses(tmp_path / "less.json", (1, 2, 3)))
    assert stored(session)["b4"].vanished_on == TODAY
    result = bring_in(session, community, "buildings", whole)
    assert result.counts == Counts(changed=1, same=3)
    assert stored(session)["b4"].vanished_on is None


def test_other_sources_and_parts_make_nothing_vanish(
    session: Session, community: Community, tmp_path: Path
) -> None:
    """What another surveyor does not have, or a part does not show, is still there."""
    bring_in(session, community, "buildings", write_houses(tmp_path / "own.json", range(1, 31)))
    school = write_houses(tmp_path / "school.json", (1, 40))
    result = bring_in(session, community, "buildings", school, source="school")
    assert result.counts == Counts(added=2)
    assert {"b1", "school@b1", "school@b40"} <= stored(session).keys()
    part = write_houses(tmp_path / "part.json", range(1, 4), 层数=6)
    result = bring_in(session, community, "buildings", part, extent=Extent.PARTIAL)
    assert result.counts == Counts(changed=3)
    osm = write_rows(tmp_path / "osm.json", [(house(50), {"osm_type": "way", "osm_id": "7"})])
    assert bring_in(session, community, "buildings", osm).counts == Counts(added=1)
    assert all(row.vanished_on is None for row in stored(session).values())


def test_much_that_would_vanish_is_asked(
    session: Session, community: Community, tmp_path: Path
) -> None:
    bring_in(session, community, "buildings", write_houses(tmp_path / "all.json", range(1, 31)))
    few = write_houses(tmp_path / "few.json", range(1, 4), 层数=6)
    with pytest.raises(InputRefused, match="27 stored buildings") as refused:
        bring_in(session, community, "buildings", few)
    assert refused.value.question is not None
    assert refused.value.question.option == "extent"
    assert all(row.levels is None for row in stored(session).values())
    result = bring_in(session, community, "buildings", few, extent=Extent.COMPLETE)
    assert result.counts.vanished == 27


def test_refused_or_dry_run_writes_nothing(
    session: Session, community: Community, tmp_path: Path
) -> None:
    path = write_houses(tmp_path / "houses.json", (1, 2))
    dry = bring_in(session, community, "buildings", path, dry_run=True)
    assert (dry.counts, dry.import_id) == (Counts(added=2), None)
    broken = tmp_path / "broken.json"
    broken.write_text('{"type": "FeatureCollection", "features": [{"type": "Feat')
    with pytest.raises(InputRefused):
        bring_in(session, community, "buildings", broken)
    for table in (Building, Import, ImportFinding):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert community.metric_srid is None


def test_empty_cells_say_nothing(session: Session, community: Community, tmp_path: Path) -> None:
    """A survey without counts leaves those of the ledger alone."""
    path = write_houses(tmp_path / "houses.json", (1, 2))
    bring_in(session, community, "buildings", path)
    ledger = tmp_path / "台账.csv"
    ledger.write_bytes("楼号,层数,户数\n1号楼,6,48\n".encode("gb18030"))
    bring_in(session, community, "ledger", ledger)
    assert bring_in(session, community, "buildings", path).counts == Counts(same=2)
    assert stored(session)["b1"].households == 48


def test_gcj02_lands_on_the_ground(session: Session, community: Community, tmp_path: Path) -> None:
    """A file that is shifted, and declared so, lies where the ground is."""
    true = [house(n) for n in (1, 2)]
    shifted = [shift_geometry(shape, "wgs84", "gcj02") for shape in true]
    rows = [(shape, {"id": str(n), "楼号": str(n)}) for n, shape in enumerate(shifted)]
    bring_in(session, community, "buildings", write_rows(tmp_path / "a.json", rows), crs="gcj02")
    found = [stored(session)[str(n)].footprint for n in (0, 1)]
    assert max(a.hausdorff_distance(b) for a, b in zip(found, true, strict=True)) < 1e-9
    assert shifted[0].distance(true[0]) > 0


def test_projected_survey_and_metric_crs(
    session: Session, community: Community, tmp_path: Path
) -> None:
    frame = gpd.GeoDataFrame({"楼号": ["1"]}, geometry=[house(1)], crs=4326).to_crs(4548)
    frame.to_file(tmp_path / "survey.gpkg", layer="楼栋")
    bring_in(session, community, "buildings", tmp_path / "survey.gpkg")
    assert community.metric_srid == 4548
    (building,) = stored(session).values()
    assert building.footprint.hausdorff_distance(house(1)) < 1e-8


def test_entrances_find_their_building(
    session: Session, community: Community, tmp_path: Path
) -> None:
    """By the key that they name, else by the place; those of no building are left out."""
    bring_in(session, community, "buildings", write_houses(tmp_path / "b.json", (1, 2)))
    doors: list[tuple[BaseGeometry, dict[str, str]]] = [
        (Point(house(1).bounds[0], house(1).bounds[1]), {"id": "e1", "名称": "1单元"}),
        (Point(house(9).centroid), {"id": "e2", "名称": "2单元", "building_key": "b2"}),
        (Point(house(9).centroid), {"id": "e3", "名称": "3单元"}),
    ]
    path = write_rows(tmp_path / "e.json", doors)
    result = bring_in(session, community, "entrances", path)
    assert result.counts == Counts(added=2, left_out=1)
    ids = {row.key: row.id for row in stored(session).values()}
    found = dict(session.execute(select(Entrance.key, Entrance.building_id)).all())
    assert found == {"e1": ids["b1"], "e2": ids["b2"]}
    again = bring_in(session, community, "entrances", path)
    assert again.counts == Counts(same=2, left_out=1)


def test_cells_become_a_division_with_its_buildings(
    session: Session, community: Community, tmp_path: Path
) -> None:
    bring_in(session, community, "buildings", write_houses(tmp_path / "b.json", (1, 2)))
    around = [house(n).buffer(0.00004, join_style="mitre") for n in (1, 2)]
    cells = write_rows(
        tmp_path / "cells.json",
        [(shape, {"网格名称": f"第{n}网格"}) for n, shape in enumerate(around, start=1)],
    )
    result = bring_in(session, community, "cells", cells)
    assert result.counts == Counts(added=2)
    assert session.scalar(select(func.count()).select_from(BuildingCell)) == 2
    assert bring_in(session, community, "cells", cells).counts == Counts(same=2)
    new = write_houses(tmp_path / "more.json", (1, 2, 3))
    bring_in(session, community, "buildings", new)
    assert session.scalar(select(func.count()).select_from(BuildingCell)) == 2


def test_boundary_is_set_once(session: Session, community: Community, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "b.json", [(box(116.3, 39.9, 116.4, 40.1), {"名称": "社区"})])
    assert bring_in(session, community, "boundary", path).counts == Counts(added=1)
    assert bring_in(session, community, "boundary", path).counts == Counts(same=1)
    assert community.boundary is not None
    assert community.boundary.geom_type == "MultiPolygon"


def test_only_administrators_of_the_place_import(
    session: Session, community: Community, tmp_path: Path
) -> None:
    path = write_houses(tmp_path / "b.json", (1, 2))
    other = add_community(session, "110108010024")
    grid = Viewer(TODAY, role=Role.GRID_ADMIN, community_id=community.id)
    foreign = Viewer(TODAY, role=Role.COMMUNITY_ADMIN, community_id=other.id)
    for viewer, error in ((grid, NotAllowed), (foreign, NotFound)):
        with pytest.raises(error):
            import_file(session, viewer, community, Subject.BUILDINGS, path, at=NOW)
