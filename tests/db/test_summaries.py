"""Reports on the store: issued once, the same whoever asks, and unchanged by what comes later."""

from __future__ import annotations

import datetime as dt
import json
import re
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Issue, IssueState, Job, Summary, SummaryKind
from app.progress import Stopped
from app.queries.issues.indicators import Span, read_indicators
from app.queries.scope import NotAllowed, NotFound, Viewer
from app.queries.summaries import find_summary, list_summaries
from app.services.summaries import SummaryWish, ask_for_due, issue_summary, set_schedule
from app.services.summaries.document import write_document
from app.services.summaries.paper import render_pdf
from app.services.summaries.workbook import write_workbook
from geodata.errors import InputRefused
from tests.two_cells import NOW, TODAY, World, build_world, put

WEEK = SummaryWish(SummaryKind.WEEKLY, TODAY)
DAY = dt.timedelta(days=1)


@pytest.fixture
def world(session: Session) -> World:
    """Two cells; seven more issues came to Alpha this week, and one long ago."""
    world = build_world(session)
    for number, days in enumerate((1, 1, 2, 3, 3, 4, 5, 90)):
        put(
            session,
            Issue(
                community_id=world.community.id,
                source_ref=f"extra{number}",
                category="管道堵塞",
                title=f"=1+{number} <b>堵</b>",
                cell_id=world.alpha.cell.id,
                state=IssueState.DISPATCHED,
                reported_at=NOW - days * DAY,
                filed_at=NOW - days * DAY,
                due_at=NOW + DAY,
            ),
        )
    return world


def viewer(world: World, name: str) -> Viewer:
    return Viewer.of(world.users[name], TODAY)


def issue(
    session: Session, world: World, name: str = "leader", wish: SummaryWish = WEEK
) -> Summary:
    return issue_summary(session, viewer(world, name), world.community, wish, at=NOW)


def test_numbers_are_those_of_the_indicators(session: Session, world: World) -> None:
    facts = issue(session, world).facts
    span = Span(TODAY - 6 * DAY, TODAY, NOW.tzinfo)
    found = read_indicators(session, viewer(world, "leader"), world.community, span, at=NOW)
    assert facts["issues"]["now"] == {key: int(value) for key, value in vars(found.total).items()}
    assert facts["issues"]["now"]["received"] >= 7
    slices = facts["issues"]["slices"]["now"]
    assert sum(part["received"] for part in slices) == facts["issues"]["now"]["received"]
    assert facts["questions"]["open"] == sum(facts["questions"]["states"].values())
    assert [cell["name"] for cell in facts["coverage"]["cells"]]


def test_what_was_issued_stays(session: Session, world: World) -> None:
    made = issue(session, world)
    before = json.dumps(made.facts, sort_keys=True)
    for row in session.scalars(select(Issue)):
        row.state, row.title = IssueState.VOID, "gone"
    world.alpha.cell.name = "renamed"
    session.flush()
    session.expire_all()
    again = find_summary(session, viewer(world, "leader"), world.community, made.id)
    assert json.dumps(again.facts, sort_keys=True) == before
    assert issue(session, world).facts["questions"]["open"] == 0


def test_a_cell_is_told_the_same_whoever_asks(session: Session, world: World) -> None:
    wish = SummaryWish(SummaryKind.WEEKLY, TODAY, world.alpha.cell.id)
    own, whole = (issue(session, world, name, wish).facts for name in ("grid", "leader"))
    assert own == whole
    assert own["issues"]["now"]["received"] >= 7
    assert "Bravo" not in json.dumps(own["questions"]) + json.dumps(own["duties"])


def test_only_whom_it_concerns(session: Session, world: World) -> None:
    made = issue(session, world)
    grid = viewer(world, "grid")
    with pytest.raises(NotAllowed):
        issue(session, world, "grid")
    with pytest.raises(NotAllowed):
        issue(session, world, "volunteer")
    with pytest.raises(NotFound):
        issue(session, world, "grid", SummaryWish(SummaryKind.WEEKLY, None, world.bravo.cell.id))
    with pytest.raises(NotFound):
        find_summary(session, grid, world.community, made.id)
    own = SummaryWish(SummaryKind.WEEKLY, TODAY, world.alpha.cell.id)
    mine = issue(session, world, "leader", own)
    assert [one.id for one in list_summaries(session, grid, world.community)] == [mine.id]


def test_the_future_cannot_be_reported(session: Session, world: World) -> None:
    with pytest.raises(InputRefused):
        issue(session, world, wish=SummaryWish(SummaryKind.WEEKLY, TODAY + DAY))


def test_the_congress_singles_nobody_out(session: Session, world: World) -> None:
    facts = issue(session, world, wish=SummaryWish(SummaryKind.QUARTERLY, TODAY)).facts
    assert facts["questions"]["rows"] == facts["duties"]["rows"] == []
    for group in ("by_cell", "by_category"):
        for line in facts["issues"][group]:
            assert max(line["now"]["received"], line["now"]["due"]) >= 5
    assert "堵</b>" not in json.dumps(facts, ensure_ascii=False)
    few = SummaryWish(SummaryKind.QUARTERLY, TODAY, world.bravo.cell.id)
    with pytest.raises(InputRefused):
        issue(session, world, wish=few)


def test_it_can_be_stopped(session: Session, world: World) -> None:
    with pytest.raises(Stopped):
        issue_summary(
            session, viewer(world, "leader"), world.community, WEEK, at=NOW,
            tell=lambda _share, _what: False,
        )  # fmt: skip
    assert session.scalar(select(Summary.id)) is None


def test_paper_has_chinese_type_and_nothing_of_markup(session: Session, world: World) -> None:
    document = write_document(issue(session, world).facts, str)
    pdf = render_pdf(document, "zh-CN")
    assert pdf.startswith(b"%PDF")
    packed = re.findall(rb"/FlateDecode.*?stream\n(.*?)\nendstream", pdf, re.DOTALL)
    names = b"".join(zlib.decompressobj().decompress(part) for part in packed)
    assert b"CJK" in names  # Without such a font Chinese is boxes.


def test_the_workbook_has_numbers_and_no_formulas(
    session: Session, world: World, tmp_path: Path
) -> None:
    facts = issue(session, world).facts
    path = tmp_path / "w.xlsx"
    write_workbook(write_document(facts, str), path)
    book = load_workbook(BytesIO(path.read_bytes()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(str(cell.value).startswith("=1+") for cell in cells)
    totals = [row for row in book.worksheets[0].values if row[0] == "In all"]
    assert totals[0][1] == facts["issues"]["now"]["received"]


def test_a_schedule_asks_once_for_what_is_over(session: Session, world: World) -> None:
    admin = viewer(world, "community")
    set_schedule(session, admin, world.community, {SummaryKind.WEEKLY}, at=NOW)
    monday = dt.datetime(2026, 11, 23, 5, 59, tzinfo=NOW.tzinfo)
    assert ask_for_due(session, at=monday) == []
    jobs = ask_for_due(session, at=monday + dt.timedelta(minutes=1))
    assert [job.params["until"] for job in jobs] == ["2026-11-22"]
    assert ask_for_due(session, at=monday + dt.timedelta(hours=3)) == []
    later = ask_for_due(session, at=monday + 7 * DAY + dt.timedelta(hours=3))
    assert [job.params["until"] for job in later] == ["2026-11-29"]
    set_schedule(session, admin, world.community, set(), at=NOW)
    assert ask_for_due(session, at=monday + 14 * DAY + dt.timedelta(hours=3)) == []
    kept = select(Job).where(Job.kind == "report", Job.asked_by.is_(None))
    assert len(session.scalars(kept).all()) == 2


def test_who_works_there_sets_no_schedule(session: Session, world: World) -> None:
    with pytest.raises(NotAllowed):
        set_schedule(session, viewer(world, "leader"), world.community, set(), at=NOW)
