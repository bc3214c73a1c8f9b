"""Issues of other systems: hotline lists as they come."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    Catalogue,
    Community,
    Issue,
    IssueCategory,
    IssueEvent,
    IssueState,
    PlaceDoubt,
)
from app.services.imports import Counts, ImportOptions, write_bad_rows
from tests.imports_support import add_community, bring_in, house, write_houses, write_rows


@pytest.fixture
def community(session: Session, tmp_path: Path) -> Community:
    """Give a community with four houses in one cell."""
    community = add_community(session)
    bring_in(session, community, "buildings", write_houses(tmp_path / "b.json", (1, 2, 3, 4)))
    ground = house(1).union(house(4)).envelope.buffer(0.0001)
    cell = (ground, {"网格名称": "第一网格", "网格编码": "110108010019001"})
    bring_in(session, community, "cells", write_rows(tmp_path / "c.json", [cell]))
    bring_in(session, community, "boundary", write_rows(tmp_path / "w.json", [(ground, {})]))
    return community


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


ISSUES = """编号,类别,标题,状态,上报时间,结案时间,经度,纬度,楼号
A1,污水,下水道堵塞,处理中,2026-11-01 08:00,,{x},{y},
A2,停车,占用消防通道,已结案,2026-11-02 08:00,2026-11-03 08:00,{x},{y},
A3,噪声,夜间施工,处理中,2026-11-04 08:00,,0,0,
A4,照明,楼道灯不亮,处理中,2026-11-05 08:00,,,,4号楼
"""


def test_issues_lie_where_they_lie(session: Session, community: Community, tmp_path: Path) -> None:
    """At a point, at a building by its number, or doubtful; never closed ones open again."""
    middle = house(2).centroid
    path = tmp_path / "issues.csv"
    path.write_text(ISSUES.format(x=middle.x, y=middle.y))
    how = {"crs": "wgs84", "source": "12345"} | {"source": "hotline"}
    result = bring_in(session, community, "issues", path, **how)
    assert result.counts == Counts(added=4)
    rows = session.execute(
        select(Issue.source_ref, Building.number, Issue.state, Issue.place_doubtful)
        .outerjoin(Building, Building.id == Issue.building_id)
        .order_by(Issue.source_ref)
    ).all()
    assert [tuple(row) for row in rows] == [
        ("A1", "2", IssueState.REPORTED, False),
        ("A2", "2", IssueState.CLOSED, False),
        ("A3", None, IssueState.REPORTED, True),
        ("A4", "4", IssueState.REPORTED, False),
    ]
    assert session.scalars(select(Issue.source_ref).where(Issue.cell_id.is_(None))).all() == ["A3"]
    assert count(session, IssueEvent) == 5
    assert bring_in(session, community, "issues", path, **how).counts == Counts(same=4)
    assert count(session, IssueEvent) == 5


def test_issues_are_never_moved_back(
    session: Session, community: Community, tmp_path: Path
) -> None:
    """What was dispatched here stays so; what the source closed is closed, once."""
    middle = house(2).centroid
    path = tmp_path / "issues.csv"
    path.write_text(ISSUES.format(x=middle.x, y=middle.y))
    bring_in(session, community, "issues", path, crs="wgs84")
    issue = session.scalars(select(Issue).where(Issue.source_ref == "A1")).one()
    issue.state = IssueState.DISPATCHED
    session.flush()
    assert bring_in(session, community, "issues", path, crs="wgs84").counts == Counts(same=4)
    text = path.read_text().replace(
        "下水道堵塞,处理中,2026-11-01 08:00,", "下水道堵塞,已结案,2026-11-01 08:00,2026-11-09 08:00"
    )
    path.write_text(text)
    assert bring_in(session, community, "issues", path, crs="wgs84").counts == Counts(
        changed=1, same=3
    )
    session.refresh(issue)
    assert issue.state is IssueState.CLOSED
    verbs = select(IssueEvent.verb).where(IssueEvent.issue_id == issue.id).order_by(IssueEvent.at)
    assert session.scalars(verbs).all() == ["report", "close"]


def test_ten_thousand_real_issues(session: Session, shared_data: Path) -> None:
    """All of them, those at (0, 0) doubtful, text of several lines intact; again adds none."""
    community = add_community(session, "sf")
    path = shared_data / "issues" / "sf311_sample_raw.csv.gz"
    result = bring_in(session, community, "issues", path, crs="wgs84", timezone="UTC")
    assert result.counts == Counts(added=10_000)
    doubtful = session.scalar(select(func.count()).select_from(Issue).where(Issue.place_doubtful))
    assert doubtful == 4_264
    assert session.scalar(select(func.count()).where(Issue.point.is_(None))) == 4_264
    again = bring_in(session, community, "issues", path, crs="wgs84", timezone="UTC")
    assert again.counts == Counts(same=10_000)


def test_exact_command_needs_no_answers(session: Session, shared_data: Path) -> None:
    """Far from China nothing is shifted: no datum is asked; the many doubts are one sentence."""
    community = add_community(session, "sf")
    path = shared_data / "issues" / "sf311_sample_raw.csv.gz"
    mapping = {"title": "complaint_type", "category": "category"}
    result = bring_in(session, community, "issues", path, mapping=mapping)
    said = {finding.code: finding.params for finding in result.findings}
    assert said["place_zero"] == {"total": 10_000, "count": 4_264}
    assert "place_pile" not in said  # 77 of one compound are no default.
    assert sum(f.code == "closed_before_reported" for f in result.findings) == 17
    outcome = select(IssueEvent.note).where(IssueEvent.note.contains("\n"))
    assert len(session.scalars(outcome).all()) == 139
    states = select(Issue.state, func.count()).group_by(Issue.state)
    assert {row[0]: row[1] for row in session.execute(states)} == {
        IssueState.REPORTED: 370,
        IssueState.CLOSED: 9_630,
    }


def write_list(path: Path, *rows: str, head: str = "编号,类别,标题,上报时间,经度,纬度") -> Path:
    path.write_text("\n".join([head, *rows]) + "\n")
    return path


def test_piles_are_doubted_and_believed_again(
    session: Session, community: Community, tmp_path: Path
) -> None:
    """Sixty on one point are a default; issues at a named building out of reach stay there."""
    pile, there = house(1).centroid, house(3).centroid
    head = "编号,类别,标题,上报时间,经度,纬度,楼号"
    rows = [f"P{n},停车,占道,2026-11-01,{pile.x},{pile.y}," for n in range(60)]
    rows.append(f"N,停车,占道,2026-11-01,{pile.x},{pile.y},4")
    rows += [f"T{n},停车,占道,2026-11-01,{there.x + n / 1e6},{there.y}," for n in range(20)]
    path = write_list(tmp_path / "p.csv", *rows, head=head)
    how = {"crs": "wgs84", "source": "hotline"}
    result = bring_in(session, community, "issues", path, **how)
    told = [f.params["count"] for f in result.findings if f.code == "place_pile"]
    assert told == [60]
    doubted = select(Issue).where(Issue.place_doubt == PlaceDoubt.PILE)
    piled = session.scalars(doubted).all()
    assert {issue.source_ref[0] for issue in piled} == {"P"}
    assert all(i.point is not None and i.building_id is i.cell_id is None for i in piled)
    assert bring_in(session, community, "issues", path, **how).counts == Counts(same=81)
    more = [f"U{n},停车,占道,2026-11-01,{there.x + n / 1e9},{there.y}," for n in range(1_200)]
    bring_in(session, community, "issues", write_list(tmp_path / "q.csv", *more, head=head), **how)
    session.expire_all()
    assert session.scalars(doubted).all() == []  # 61 of 1,281 are not even a twentieth.
    again = select(Building.number).join(Issue).where(Issue.source_ref == "P1")
    assert session.scalars(again).all() == ["1"]


def test_words_are_matched_to_the_catalogue(
    session: Session, community: Community, tmp_path: Path
) -> None:
    """By name, by code, by the last part of a path; a person's choice stays."""
    parking = IssueCategory(
        community_id=community.id, catalogue=Catalogue.COMMUNITY, code="0305", name="停车",
        default_condition="一般",
    )  # fmt: skip
    gone = IssueCategory(
        community_id=community.id, catalogue=Catalogue.CITY, code="0101", name="宠物",
        retired_on=dt.date(2026, 1, 1),
    )  # fmt: skip
    session.add_all([parking, gone])
    session.flush()
    rows = ["1,停车,甲,2026-11-01,,", "2,民生-停车,乙,2026-11-01,,", "3,0305,丙,2026-11-01,,",
            "4,宠物,丁,2026-11-01,,", "5,停车场建设,戊,2026-11-01,,"]  # fmt: skip
    path = write_list(tmp_path / "c.csv", *rows)
    result = bring_in(session, community, "issues", path)
    found = select(Issue.source_ref, Issue.category_id, Issue.condition).order_by(Issue.source_ref)
    fitting = (parking.id, "一般")
    assert [tuple(row) for row in session.execute(found)] == [
        ("1", *fitting), ("2", *fitting), ("3", *fitting), ("4", None, ""), ("5", None, ""),
    ]  # fmt: skip
    unknown = [f.params["category"] for f in result.findings if f.code == "category_not_found"]
    assert unknown == ["宠物", "停车场建设"]
    chosen = session.scalars(select(Issue).where(Issue.source_ref == "1")).one()
    chosen.category_id = gone.id
    session.flush()
    assert bring_in(session, community, "issues", path).counts == Counts(same=5)


def test_lists_of_a_source_are_read_as_the_last(
    session: Session, community: Community, tmp_path: Path
) -> None:
    """Columns and datum of a named source are recalled and told, unless answered anew."""
    middle = house(2).centroid
    head = "号,谁说的,什么时候,东,北"
    path = write_list(tmp_path / "a.csv", f"1,井盖缺失,2026-11-01,{middle.x},{middle.y}", head=head)
    mapping = {"title": "谁说的", "reported_at": "什么时候", "lon": "东", "lat": "北"}
    how = {"source": "hotline", "mapping": mapping, "crs": "gcj02"}
    bring_in(session, community, "issues", path, **how)
    result = bring_in(session, community, "issues", path, source="hotline")
    (told,) = [f for f in result.findings if f.code == "recalled"]
    assert "title=谁说的" in str(told)
    assert "crs=gcj02" in str(told)
    assert result.counts == Counts(same=1)
    other = write_list(tmp_path / "b.csv", "1,积水", head="编号,标题")
    bring_in(session, community, "issues", other, source="hotline")  # Its columns are others.
    moved = bring_in(session, community, "issues", path, source="hotline", crs="wgs84")
    assert moved.counts == Counts(changed=1)  # The user's answer wins.


def test_bad_rows_are_mended_and_sent_again(
    session: Session, community: Community, tmp_path: Path
) -> None:
    """Good rows in, bad ones in a sheet that runs nothing; mended they come in, and none twice."""
    rows = ["1,停车,占道,2026-11-01,,", "2,停车,=1+1,二月三十,,", "3,,,2026-11-01,,",
            "1,停车,又占道,2026-11-01,,", "5,停车,占道,2036-11-01,,"]  # fmt: skip
    path = write_list(tmp_path / "a.csv", *rows)
    result = bring_in(session, community, "issues", path)
    assert (result.counts.added, result.counts.left_out) == (1, 4)
    mend = tmp_path / "mend.xlsx"
    assert write_bad_rows(path, ImportOptions(), result, mend)
    book = openpyxl.load_workbook(mend)
    table = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert table[0] == ["What is wrong", "编号", "类别", "标题", "上报时间", "经度", "纬度"]
    assert [row[1] for row in table[1:]] == ["2", "3", "1", "5"]
    assert all(row[0] for row in table[1:])
    assert book.worksheets[0]["D2"].data_type == "s"
    sheet = book.worksheets[0]
    sheet["E2"], sheet["D3"], sheet["B4"], sheet["E5"] = "2026-11-02", "积水", "4", "2026-11-03"
    book.save(mend)
    mended = bring_in(session, community, "issues", mend)
    assert mended.counts == Counts(added=4)
    assert not write_bad_rows(mend, ImportOptions(), mended, tmp_path / "none.xlsx")
    assert bring_in(session, community, "issues", mend).counts == Counts(same=4)


def test_answers_and_outcomes_are_steps(
    session: Session, community: Community, tmp_path: Path
) -> None:
    """What another system answered stands in the time line, with its lines, once."""
    head = "编号,标题,状态,上报时间,结案时间,办理结果"
    first = '1,积水,处理中,2026-11-01,,"已联系物业\n明天来"'
    last = '1,积水,已结案,2026-11-01,2026-11-03,"已疏通\n请注意"'
    for row in (first, first, last, last):
        bring_in(session, community, "issues", write_list(tmp_path / "a.csv", row, head=head))
    issue = session.scalars(select(Issue)).one()
    session.refresh(issue)
    assert [(e.verb, e.note, e.state) for e in issue.events] == [
        ("report", "", IssueState.REPORTED),
        ("note", "已联系物业\n明天来", IssueState.REPORTED),
        ("close", "已疏通\n请注意", IssueState.CLOSED),
    ]
    assert issue.version == 1
