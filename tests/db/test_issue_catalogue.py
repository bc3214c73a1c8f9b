"""The catalogue of a community: installed, edited, brought in as a table, retired."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, IssueCategory
from app.services.issues.catalogue import ICONS, install_catalogue, standard_catalogue
from tests.two_cells import NOW, put


@pytest.fixture
def community(session: Session) -> Community:
    found = Community(code="410203001001", name="康乐社区")
    put(session, found)
    return found


def read(session: Session, community: Community) -> list[IssueCategory]:
    rows = select(IssueCategory).where(IssueCategory.community_id == community.id)
    return list(session.scalars(rows.order_by(IssueCategory.position)))


def test_our_catalogue_is_installed_once(session: Session, community: Community) -> None:
    count = len(standard_catalogue())
    assert install_catalogue(session, community, NOW) == count
    assert install_catalogue(session, community, NOW) == 0
    found = read(session, community)
    assert [one.code for one in found] == [one.code for one in standard_catalogue()]
    assert len({one.name for one in found}) == count
    assert {one.icon for one in found} <= set(ICONS)
    assert all(one.limits for one in found)


def test_what_a_community_has_stays_as_it_is(session: Session, community: Community) -> None:
    install_catalogue(session, community, NOW)
    first, second = read(session, community)[:2]
    first.name = "违法建设"
    session.delete(second)
    session.flush()
    assert install_catalogue(session, community, NOW) == 1
    assert "违法建设" in {one.name for one in read(session, community)}
