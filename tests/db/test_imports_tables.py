"""Ledgers, people and issues: tables that are joined to what is stored."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    Cell,
    Community,
    Duty,
    DutyRole,
    Entrance,
    Organisation,
    Person,
    Team,
    TeamKind,
    TeamMember,
)
from app.services.imports import Counts
from geodata.errors import InputRefused
from tests.imports_support import (
    TODAY,
    add_community,
    bring_in,
    house,
    write_houses,
    write_rows,
)


@pytest.fixture
def community(session: Session, tmp_path: Path) -> Community:
    """Give a community with four houses, one with an entrance, in one cell."""
    community = add_community(session)
    bring_in(session, community, "buildings", write_houses(tmp_path / "b.json", (1, 2, 3, 4)))
    door = (house(1).centroid, {"id": "e1", "名称": "1单元"})
    bring_in(session, community, "entrances", write_rows(tmp_path / "e.json", [door]))
    ground = house(1).union(house(4)).envelope.buffer(0.0001)
    cell = (ground, {"网格名称": "第一网格", "网格编码": "110108010019001"})
    bring_in(session, community, "cells", write_rows(tmp_path / "c.json", [cell]))
    bring_in(session, community, "boundary", write_rows(tmp_path / "w.json", [(ground, {})]))
    return community


def write_sheet(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_ledger_in_gbk_completes_buildings(
    session: Session, community: Community, tmp_path: Path
) -> None:
    """A ledger as offices keep it: GBK, titles of Chinese, rows that fit nothing."""
    text = "楼号,层数,单元数,户数,人口\n1号楼,6,3,36,98\n２幢,6,,24户,60\n99,6,1,1,1\n"
    (tmp_path / "台账.csv").write_bytes(text.encode("gbk"))
    result = bring_in(session, community, "ledger", tmp_path / "台账.csv")
    assert result.counts == Counts(changed=2, left_out=1)
    assert [(f.code, f.params["building"]) for f in result.findings] == [
        ("building_not_found", "99")
    ]
    facts = session.execute(
        select(Building.number, Building.levels, Building.entrance_count, Building.households)
        .where(Building.households.is_not(None))
        .order_by(Building.number)
    ).all()
    assert [tuple(row) for row in facts] == [("1", 6, 3, 36), ("2", 6, None, 24)]
    again = bring_in(session, community, "ledger", tmp_path / "台账.csv")
    assert again.counts == Counts(same=2, left_out=1)


def test_ledger_tells_numbers_apart_by_address(
    session: Session, community: Community, tmp_path: Path
) -> None:
    twins = [(house(n, row=1), {"id": f"t{n}", "楼号": "8", "地址": f"乙路{n}号"}) for n in (1, 2)]
    path = write_rows(tmp_path / "t.json", twins)
    bring_in(session, community, "buildings", path, source="second")
    rows = (("楼号", "地址", "户数"), ("8", "乙路2号", 7), ("8", None, 9))
    result = bring_in(session, community, "ledger", write_sheet(tmp_path / "l.xlsx", *rows))
    assert result.counts == Counts(changed=1, left_out=1)
    assert [finding.code for finding in result.findings] == ["building_ambiguous"]
    found = select(Building.households).where(Building.address == "乙路2号")
    assert session.scalar(found) == 7


HEADER = ("姓名", "手机号", "政治面貌", "党组织", "职务", "网格", "楼号", "单元", "队伍")
PEOPLE = (
    HEADER,
    ("甲一", "13800000001", "党员", "社区党委/一支部/一小组", "网格长", "第一网格", "", "", ""),
    ("乙二", "13800000002", "群众", "", "楼长", "", "1号楼", "", "治安巡逻队"),
    ("丙三", "", "党员", "社区党委/一支部", "单元长", "", "1", "一单元", ""),
    ("丁四", "13800000004", "党员", "社区党委/二支部", "党支部", "001", "", "", ""),
    ("戊五", "13800000005", "", "", "", "", "3号楼", "", "治安巡逻队"),
    ("己六", "13800000006", "", "", "楼长", "", "77", "", ""),
)


def test_people_come_with_what_they_answer_for(
    session: Session, community: Community, tmp_path: Path
) -> None:
    path = write_sheet(tmp_path / "people.xlsx", *PEOPLE)
    result = bring_in(session, community, "members", path)
    assert result.counts == Counts(added=6)
    assert "role_without_place" in {finding.code for finding in result.findings}
    assert count(session, Organisation) == 4
    group = session.scalars(select(Organisation).where(Organisation.name == "一小组")).one()
    assert group.parent is not None
    assert group.parent.name == "一支部"
    team = session.scalars(select(Team)).one()
    assert (team.name, team.kind) == ("治安巡逻队", TeamKind.PATROL)
    assert count(session, TeamMember) == 2
    assert held(session) == {
        ("甲一", DutyRole.CELL_LEADER, "第一网格"),
        ("乙二", DutyRole.BUILDING_LEAD, "1"),
        ("丙三", DutyRole.ENTRANCE_LEAD, "1单元"),
        ("二支部", DutyRole.BRANCH, "第一网格"),
    }
    home = select(Building.number).join(Person, Person.home_building_id == Building.id)
    assert session.scalars(home.where(Person.name == "戊五")).all() == ["3"]


def held(session: Session) -> set[tuple[str, DutyRole, str]]:
    """Give the duties in words: who, role, where."""
    rows = session.execute(
        select(
            func.coalesce(Person.name, Organisation.name),
            Duty.role,
            func.coalesce(Cell.name, Building.number, Entrance.name),
        )
        .outerjoin(Person, Person.id == Duty.person_id)
        .outerjoin(Organisation, Organisation.id == Duty.organisation_id)
        .outerjoin(Cell, Cell.id == Duty.cell_id)
        .outerjoin(Building, Building.id == Duty.building_id)
        .outerjoin(Entrance, Entrance.id == Duty.entrance_id)
    )
    return {tuple(row) for row in rows}


def test_people_again_change_nothing(
    session: Session, community: Community, tmp_path: Path
) -> None:
    """Not on the same day, nor later; a second duty is no second person."""
    path = write_sheet(tmp_path / "people.xlsx", *PEOPLE)
    bring_in(session, community, "members", path)
    tables = (Person, Organisation, Team, TeamMember, Duty)
    before = [count(session, table) for table in tables]
    again = bring_in(session, community, "members", path, on=TODAY + dt.timedelta(days=30))
    assert again.counts == Counts(same=6)
    assert [count(session, table) for table in tables] == before
    second = ("乙二", "13800000002", "", "", "楼长", "", "2号楼", "", "")
    more = write_sheet(tmp_path / "more.xlsx", HEADER, second)
    assert bring_in(session, community, "members", more).counts == Counts(changed=1)
    assert [count(session, table) for table in tables] == [*before[:4], before[4] + 1]


def test_namesakes_are_told_apart(session: Session, community: Community, tmp_path: Path) -> None:
    """By number, or by organisation; a number that comes later is theirs."""
    rows = (
        ("姓名", "手机号", "党组织"),
        ("王甲", "13800000001", "党委/一支部"),
        ("王甲", "13800000002", "党委/一支部"),
        ("李乙", None, "党委/一支部"),
        ("李乙", None, "党委/二支部"),
    )
    bring_in(session, community, "members", write_sheet(tmp_path / "p.xlsx", *rows))
    assert count(session, Person) == 4
    later = (rows[0], ("李乙", "13800000009", "党委/二支部"))
    result = bring_in(session, community, "members", write_sheet(tmp_path / "q.xlsx", *later))
    assert result.counts == Counts(changed=1)
    assert count(session, Person) == 4
    assert session.scalars(select(Person.phone).where(Person.name == "李乙")).all() == [
        "",
        "13800000009",
    ]


def test_a_table_without_names_is_asked(
    session: Session, community: Community, tmp_path: Path
) -> None:
    path = write_sheet(tmp_path / "x.xlsx", ("谁", "电话"), ("甲一", "13800000001"))
    with pytest.raises(InputRefused) as refused:
        bring_in(session, community, "members", path)
    assert refused.value.question is not None
    assert refused.value.question.field == "name"
    result = bring_in(session, community, "members", path, mapping={"name": "谁"})
    assert result.counts == Counts(added=1)
