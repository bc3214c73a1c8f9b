"""康乐 as published: what is vacant by its ledger, and nothing once proposals are applied."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import DutyRole, Household, PlaceKind
from app.queries.posts import Post
from app.queries.scope import Viewer
from app.queries.vacancies import VacancyFilter, count_vacancies, list_vacancies
from app.services.demo import load_demo
from app.services.duties import apply_proposal, propose
from demo import generate
from demo.records.duties import VACANT_BUILDINGS, VACANT_ENTRANCES
from tests.imports_support import bring_in

TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)
OPERATOR = Viewer(on=TODAY)
CONTACTS = Post(DutyRole.MEMBER_CONTACT, PlaceKind.BUILDING)
LEADS = Post(DutyRole.ENTRANCE_LEAD, PlaceKind.ENTRANCE)


def test_kangle_has_nobody_missing_after_the_proposals(session: Session, tmp_path: Path) -> None:
    """278 members for 209 houses: one each, and every stairwell has its lead."""
    world = generate("kangle", today=TODAY)
    community = load_demo(session, world, password="a-long-password", at=NOW, on=TODAY)
    counts = {
        one.post: (one.places, one.vacant) for one in count_vacancies(session, OPERATOR, community)
    }
    assert counts[CONTACTS] == (209, VACANT_BUILDINGS)
    assert counts[LEADS][1] == VACANT_ENTRANCES
    for post in (CONTACTS, LEADS):
        proposal = propose(session, OPERATOR, community, role=post.role, kind=post.kind)
        assert proposal.places_left == ()
        apply_proposal(session, community, proposal, since=TODAY, at=NOW, by=None)
        left = VacancyFilter(role=post.role)
        assert list_vacancies(session, OPERATOR, community, left).total == 0
    moved = propose(session, OPERATOR, community, change=True)
    assert len({duty.person_id for duty in moved.duties}) == 209  # One member, one building.
    _import_ledger(session, community, tmp_path)


def _import_ledger(session: Session, community: object, folder: Path) -> None:
    """Bring in a ledger with a line a building, as it is really kept."""
    book = openpyxl.Workbook()
    for row in (
        ("康乐社区包联台账",),
        ("楼号", "楼长", "联系电话", "五好家庭", "户号"),
        ("41号楼", "郑一", "100 0000 0001", None, None),
        ("41号楼1单元", None, None, "郑二、郑三", "301室"),
        ("999号楼", "郑四", None, None, None),
    ):
        book.worksheets[0].append(row)
    book.save(folder / "台账.xlsx")
    result = bring_in(session, community, "members", folder / "台账.xlsx")
    assert (result.counts.added, result.counts.left_out) == (4, 0)
    assert [(finding.code, finding.row) for finding in result.findings] == [
        ("role_without_place", 3)
    ]
    assert session.scalars(select(Household.number)).all() == ["301"]
    assert bring_in(session, community, "members", folder / "台账.xlsx").counts.nothing_new
