"""The guided import: from a file to a preview, answers in between, and never a fault."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.database import Store
from app.models import Building, Community, Import, ImportFinding, ImportState, Role
from app.services.imports.uploads import Upload, keep
from app.settings import Settings
from geodata.errors import InputRefused
from tests.imports_support import house, write_houses
from tests.visitors import Clock, Visitor

HERE = "/c/410203001001/import"


@pytest.fixture(autouse=True)
def empty_folder(settings: Settings) -> Iterator[None]:
    """Begin and end without uploads: whatever a test sends, it takes away again."""
    yield
    for file in settings.uploads.rglob("*.*"):
        file.unlink()
    for place in settings.uploads.glob("*"):
        place.rmdir()


def send(visitor: Visitor, subject: str, *files: tuple[str, bytes], **form: str) -> TestResponse:
    """Send files as the form does."""
    data = {
        "csrf_token": visitor.token(),
        "subject": subject,
        "file": [(io.BytesIO(content), name) for name, content in files],
        **form,
    }
    return visitor.client.post(HERE, data=data, content_type="multipart/form-data")


def follow(visitor: Visitor, answer: TestResponse) -> tuple[str, TestResponse]:
    """Open the page to which an answer sends."""
    assert answer.status_code == 303
    return answer.location, visitor.get(answer.location)


@pytest.fixture
def houses(tmp_path: Path) -> bytes:
    return write_houses(tmp_path / "x.json", (1, 2, 3), 户数=18).read_bytes()


def test_file_to_preview_to_store(
    store: Store, settings: Settings, log_in: Callable[..., Visitor], houses: bytes
) -> None:
    """Nothing is written before the go-ahead; afterwards the upload is gone."""
    visitor = log_in()
    page, shown = follow(visitor, send(visitor, "buildings", ("我的楼.geojson", houses)))
    assert "我的楼.geojson" in shown.text
    preview = visitor.get(f"{page}/preview.geojson").get_json()
    assert [feature["properties"]["label"] for feature in preview["features"]] == ["1", "2", "3"]
    with store.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Building)) == 0
    assert len(list(settings.uploads.iterdir())) == 1
    visitor.post(f"{page}/apply")
    result = visitor.get(page)
    assert "/c/410203001001/map" in result.text
    with store.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Building)) == 3
        made = session.scalars(select(Import)).one()
        assert (made.state, made.counts["buildings"]["added"]) == (ImportState.APPLIED, 3)
    assert list(settings.uploads.iterdir()) == []
    assert "我的楼.geojson" in visitor.get(HERE).text
    ground = visitor.get(f"{HERE}/ground.geojson").get_json()
    assert len(ground["features"]) == 3


def test_discarded_leaves_nothing(
    store: Store, settings: Settings, log_in: Callable[..., Visitor], houses: bytes
) -> None:
    visitor = log_in()
    page, _ = follow(visitor, send(visitor, "buildings", ("x.geojson", houses)))
    assert visitor.post(f"{page}/discard").status_code == 303
    assert list(settings.uploads.iterdir()) == []
    assert visitor.post(f"{page}/apply").status_code == 422
    with store.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Building)) == 0


def test_what_a_file_leaves_open_is_asked(log_in: Callable[..., Visitor], store: Store) -> None:
    """A table in degrees of an unsaid datum: asked, answered, answered anew."""
    middle = house(1).centroid
    table = f"编号,楼号,经度,纬度\n1,1,{middle.x},{middle.y}\n".encode("gb18030")
    visitor = log_in()
    page, shown = follow(visitor, send(visitor, "buildings", ("楼.csv", table)))
    assert "编号,楼号,经度,纬度" in shown.text
    _, shown = follow(visitor, visitor.post(f"{page}/answer", encoding="gb18030"))
    assert 'value="gcj02"' in shown.text
    _, shown = follow(visitor, visitor.post(f"{page}/answer", crs="gcj02"))
    assert "import-map" in shown.text
    _, shown = follow(visitor, visitor.post(f"{page}/answer", crs="EPSG:4326"))
    visitor.post(f"{page}/apply")
    with store.transaction() as session:
        building = session.scalars(select(Building)).one()
        assert building.footprint.distance(middle) < 1e-9


def test_columns_and_layers_are_asked(log_in: Callable[..., Visitor]) -> None:
    visitor = log_in()
    page, shown = follow(visitor, send(visitor, "members", ("x.csv", "谁,电话\n甲,1\n".encode())))
    assert 'name="map:name"' in shown.text
    _, shown = follow(visitor, visitor.post(f"{page}/answer", **{"map:name": "谁"}))
    assert "import-counts" in shown.text


def test_shapefile_in_parts(log_in: Callable[..., Visitor], shared_data: Path) -> None:
    visitor = log_in()
    folder = shared_data / "messy" / "02_gbk_ldid_shp"
    parts = [(part.name, part.read_bytes()) for part in sorted(folder.iterdir())]
    _, shown = follow(visitor, send(visitor, "buildings", *parts))
    assert "chinese.shp" in shown.text
    assert "input" not in shown.text.replace("<input", "")
    assert send(visitor, "buildings", *parts, ("x.json", b"{}")).status_code == 422


def plausible(name: str) -> tuple[str, ...]:
    """Give subjects for which somebody might send a file."""
    return ("ledger", "members") if name.endswith((".dbf", ".gz")) else ("buildings", "paths")


def messy(folder: Path) -> list[tuple[str, list[tuple[str, bytes]]]]:
    """Give every hostile file, those of a folder together."""
    return [
        (
            entry.name,
            [(part.name, part.read_bytes()) for part in (sorted(entry.glob("*")) or [entry])],
        )
        for entry in sorted(folder.iterdir())
        if entry.name != "README.md"
    ]


def test_hostile_files_get_an_answer(
    log_in: Callable[..., Visitor], shared_data: Path, store: Store
) -> None:
    """Each a preview, a question or a refusal in words: never a fault, never mojibake or HTML."""
    visitor = log_in()
    for name, files in messy(shared_data / "messy"):
        for subject in (*plausible(name), "issues"):
            answer = send(visitor, subject, *files)
            assert answer.status_code in {303, 422}, (name, subject)
            page = visitor.get(answer.location) if answer.status_code == 303 else answer
            assert page.status_code in {200, 422}, (name, subject)
            assert not re.search(r"<h1>404|input\.(shp|zip|gpkg|json|dbf)", page.text), name
    with store.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Building)) == 0


def test_large_uploads_are_refused_unread(
    log_in: Callable[..., Visitor], settings: Settings, tmp_path: Path
) -> None:
    """By the announced length; and whatever was announced, while it is kept."""
    visitor = log_in()
    announced = {"CONTENT_LENGTH": str(settings.wangge_upload_mb * 2**20 + 1)}
    assert visitor.client.post(HERE, environ_overrides=announced).status_code == 413
    with pytest.raises(InputRefused, match="larger"):
        keep(tmp_path, [Upload("x.json", io.BytesIO(b"x" * 11))], most_bytes=10)
    assert not [*settings.uploads.glob("*"), *tmp_path.glob("*")]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.json", "/etc/x.json", "C:\\x\\y.json", "<b>.json"]
)
def test_names_are_shown_and_never_opened(
    log_in: Callable[..., Visitor], settings: Settings, houses: bytes, name: str
) -> None:
    visitor = log_in()
    _, shown = follow(visitor, send(visitor, "buildings", (name, houses)))
    (place,) = settings.uploads.iterdir()
    assert sorted(file.name for file in place.iterdir()) == ["input.json", "preview.geojson"]
    assert re.fullmatch(r"[0-9a-f]{32}", place.name)
    assert "<b>.json" not in shown.text


def test_unknown_kinds_and_nothing_are_refused(log_in: Callable[..., Visitor]) -> None:
    visitor = log_in()
    assert send(visitor, "buildings", ("x.vrt", b"<OGRVRTDataSource>")).status_code == 422
    assert send(visitor, "buildings").status_code == 422
    assert send(visitor, "weather", ("x.json", b"{}")).status_code == 422
    assert send(visitor, "buildings", ("x.json", b"{}"), source="Not a name").status_code == 422


def test_forgotten_uploads_go_after_a_day(
    log_in: Callable[..., Visitor], settings: Settings, clock: Clock, houses: bytes, store: Store
) -> None:
    visitor = log_in()
    page, _ = follow(visitor, send(visitor, "buildings", ("x.geojson", houses)))
    (old,) = settings.uploads.iterdir()
    clock.at = dt.datetime.now(dt.UTC) + dt.timedelta(hours=49)
    visitor = Visitor(visitor.client.application)
    visitor.log_in("wang")
    follow(visitor, send(visitor, "buildings", ("y.geojson", houses)))
    assert not old.exists()
    assert visitor.post(f"{page}/apply").status_code == 422
    with store.transaction() as session:
        states = session.scalars(select(Import.state).order_by(Import.id)).all()
    assert states == [ImportState.DISCARDED, ImportState.STAGED]


@pytest.mark.parametrize("role", [Role.GRID_ADMIN, Role.VOLUNTEER, Role.LEADER])
def test_only_community_administrators_import(
    log_in: Callable[..., Visitor], role: Role, houses: bytes
) -> None:
    visitor = log_in("li", role, "李二")
    assert visitor.get(HERE).status_code == 403
    assert send(visitor, "buildings", ("x.json", houses)).status_code == 403


def test_imports_of_other_communities_are_not_there(
    log_in: Callable[..., Visitor], store: Store, community: Community
) -> None:
    visitor = log_in()
    with store.transaction() as session:
        other = Community(code="other", name="别处")
        session.add(other)
        session.flush()
        foreign = Import(
            community_id=other.id,
            subject="buildings",
            file_name="x",
            file_sha256="",
            options={"token": "", "answers": {}},
            made_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
        )
        session.add(foreign)
        session.flush()
        session.add(
            ImportFinding(import_id=foreign.id, code="x", severity="note", template="secret")
        )
    assert visitor.get(f"{HERE}/{foreign.id}").status_code == 404
    assert visitor.get("/c/other/import").status_code == 404
    assert visitor.post(f"{HERE}/{foreign.id}/apply").status_code == 404


def test_bad_rows_of_a_list_are_had_back(
    log_in: Callable[..., Visitor], settings: Settings
) -> None:
    """Before and after the import, in the reader's words, until the upload is forgotten."""
    visitor = log_in()
    table = "编号,标题,上报时间\n1,占道,2026-11-01\n2,=1+1,二月三十\n".encode()
    page, shown = follow(visitor, send(visitor, "issues", ("热线.csv", table), source="hotline"))
    assert f"{page}/left-out.xlsx" in shown.text
    for moment in ("staged", "applied"):
        answer = visitor.get(f"{page}/left-out.xlsx")
        assert answer.status_code == 200, moment
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
        rows = list(sheet.iter_rows(values_only=True))
        assert rows[0][1:] == ("编号", "标题", "上报时间")
        assert rows[1][1:] == ("2", "=1+1", "二月三十")
        assert len(rows) == 2
        if moment == "staged":
            _, shown = follow(visitor, visitor.post(f"{page}/apply"))
    assert f"{page}/left-out.xlsx" in shown.text
    (place,) = settings.uploads.iterdir()
    assert [file.name for file in place.iterdir()] == ["left_out.xlsx"]
    page, shown = follow(visitor, send(visitor, "issues", ("b.csv", table[: table.find(b"2,=")])))
    assert "left-out" not in shown.text
    assert visitor.get(f"{page}/left-out.xlsx").status_code == 422
