"""Exports: every sensible pair of subject and format, read back by the usual libraries."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import gpxpy
import openpyxl
import pandas as pd
import pytest
from sqlalchemy.orm import Session

from app.models import Community
from app.queries.scope import NotAllowed, Viewer
from app.services.exports import FORMATS, SUBJECTS, export_file
from geodata.errors import InputRefused
from tests.two_cells import NOW, TODAY, World, build_world

MISFITS = {("duties", form) for form in ("geojson", "gpkg", "gpx")} | {
    ("buildings", "gpx"),
    ("cells", "gpx"),
}


@pytest.fixture
def world(session: Session) -> World:
    return build_world(session)


class Exporter:
    """Exports as somebody, into a folder."""

    def __init__(self, session: Session, world: World, folder: Path) -> None:
        self.session, self.world, self.folder = session, world, folder

    def __call__(self, what: str, form: str, name: str = "grid") -> Path:
        viewer = Viewer.of(self.world.users[name], TODAY)
        path = self.folder / f"out.{form}"
        export_file(self.session, viewer, self.world.community, what, form, path, at=NOW)
        return path


@pytest.fixture
def export(session: Session, world: World, tmp_path: Path) -> Exporter:
    return Exporter(session, world, tmp_path)


@pytest.mark.parametrize("what", SUBJECTS)
@pytest.mark.parametrize("form", FORMATS)
def test_every_pair(export: Exporter, what: str, form: str) -> None:
    if (what, form) in MISFITS:
        with pytest.raises(InputRefused, match="cannot be written"):
            export(what, form)
        return
    body = export(what, form).read_bytes()
    assert body
    assert b"Bravo" not in body


def test_unknown_subject_and_format(export: Exporter) -> None:
    with pytest.raises(InputRefused, match="no export of users"):
        export("users", "csv")
    with pytest.raises(InputRefused, match="cannot be written as exe"):
        export("cells", "exe")


@pytest.mark.parametrize("name", ["volunteer", "handler", "system"])
def test_who_may_not(export: Exporter, name: str) -> None:
    with pytest.raises(NotAllowed):
        export("buildings", "csv", name)


def test_buildings_can_be_read_again(export: Exporter, world: World) -> None:
    for form in ("geojson", "gpkg"):
        found = gpd.read_file(export("buildings", form), engine="pyogrio")
        assert found.crs.to_epsg() == 4326
        first = found.set_index("key").loc["Alpha-0"]
        assert (first["number"], first["kind"], first["households"]) == ("Alpha41", "apartment", 10)
        assert first["cell_code"] == "110108010019001"
        assert first.geometry.symmetric_difference(world.alpha.buildings[0].footprint).area < 1e-12


def test_cells_and_routes(export: Exporter) -> None:
    cells = gpd.read_file(export("cells", "gpkg", "leader"), engine="pyogrio")
    assert cells["households"].tolist() == [33, 33]
    assert cells["leader"].tolist() == ["Alpha王一", "Bravo王一"]
    routes = pd.read_csv(export("routes", "csv"))
    assert routes[["name", "length_m", "minutes", "stops"]].to_numpy().tolist() == [
        ["Alpha round", 812.0, 13.0, 1]
    ]


def test_gpx(export: Exporter) -> None:
    routes = gpxpy.parse(export("routes", "gpx").read_text(encoding="utf-8"))
    assert [track.name for track in routes.tracks] == ["Alpha round"]
    assert [point.name for point in routes.waypoints] == ["1 Alpha stop"]
    issues = gpxpy.parse(export("issues", "gpx").read_text(encoding="utf-8"))
    assert [point.name for point in issues.waypoints] == ["Alpha sewer"]


def test_phones_are_masked(export: Exporter) -> None:
    sheet = pd.read_csv(export("duties", "csv"), encoding="utf-8-sig")
    assert sheet["masked_phone"].tolist()[0] == "139****0001"
    assert "13900000001" not in sheet.to_csv()


def test_formulas_are_text(export: Exporter, session: Session, world: World) -> None:
    world.alpha.buildings[0].name = "=1+1"
    world.alpha.buildings[1].name = "@SUM(A1)"
    session.flush()
    book = openpyxl.load_workbook(export("buildings", "xlsx"))
    kinds = {cell.value: cell.data_type for row in book.active.rows for cell in row}
    assert kinds["=1+1"] == kinds["@SUM(A1)"] == "s"
    lines = export("buildings", "csv").read_text(encoding="utf-8-sig")
    assert ",'=1+1," in lines
    assert ",'@SUM(A1)," in lines


def test_sheets_speak_the_readers_language(session: Session, world: World, tmp_path: Path) -> None:
    words = {"Building number": "楼号", "Kind": "类型", "Apartments": "住宅"}
    path = tmp_path / "out.xlsx"
    viewer = Viewer.of(world.users["grid"], TODAY)
    export_file(
        session, viewer, world.community, "buildings", "xlsx", path,
        at=NOW, translate=lambda text: words.get(text, text),
    )  # fmt: skip
    rows = list(openpyxl.load_workbook(path).active.values)
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["楼号"], first["类型"]) == ("Alpha41", "住宅")
    assert isinstance(first["Longitude"], float)


def test_times_are_those_of_the_place(export: Exporter) -> None:
    sheet = pd.read_csv(export("issues", "csv"))
    assert sheet["reported_at"].tolist() == ["2026-11-19 10:00"]


def test_an_empty_community(session: Session, world: World, tmp_path: Path) -> None:
    community = Community(code="bare", name="新社区", boundary=None)
    session.add(community)
    session.flush()
    viewer = Viewer(on=TODAY)
    for what in SUBJECTS:
        for form in FORMATS:
            if (what, form) not in MISFITS:
                path = tmp_path / f"{what}.{form}"
                assert export_file(session, viewer, community, what, form, path, at=NOW) == 0
    assert json.loads((tmp_path / "cells.geojson").read_text())["features"] == []
