"""The rule of who sees what, at its corners."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Cell, Role
from app.queries.scope import Viewer, visible_cells
from tests.two_cells import TODAY, build_world


@pytest.mark.parametrize("role", [Role.GRID_ADMIN, Role.VOLUNTEER, Role.HANDLER])
def test_an_account_without_a_person_sees_no_cell(session: Session, role: Role) -> None:
    world = build_world(session)
    viewer = Viewer(on=TODAY, role=role, user_id=1, community_id=world.community.id)
    assert session.scalars(select(Cell.id).where(Cell.id.in_(visible_cells(viewer)))).all() == []
