"""The tables keep their promises."""

from __future__ import annotations

import datetime as dt

import pytest
from alembic import command
from alembic.config import Config
from shapely import Point, box
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.database import MIGRATIONS
from app.models import AuditEntry, Building, Community
from app.services.audit import record

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def test_schema_is_what_the_models_say(database: str) -> None:
    """The migrations and the models cannot drift apart."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = database
    command.check(config)


def test_shapely_in_shapely_out(session: Session) -> None:
    """A footprint is stored and read as a Shapely object, point or polygon."""
    community = Community(code="c", name="c")
    session.add(community)
    session.flush()
    for key, shape in (("a", box(1, 2, 3, 4)), ("b", Point(5, 6))):
        session.add(Building(community_id=community.id, key=key, footprint=shape))
    session.flush()
    session.expire_all()
    found = session.scalars(select(Building.footprint).order_by(Building.key)).all()
    assert [shape.wkt for shape in found] == [box(1, 2, 3, 4).wkt, "POINT (5 6)"]


@pytest.mark.parametrize(
    "change", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"]
)
def test_audit_log_cannot_be_changed(session: Session, change: str) -> None:
    """What was written to the audit log stays."""
    record(session, at=NOW, by=None, action="import", thing_kind="import")
    session.flush()
    with pytest.raises(DBAPIError, match="written once"), session.begin_nested():
        session.execute(text(change))
    assert session.scalars(select(AuditEntry.action)).all() == ["import"]
