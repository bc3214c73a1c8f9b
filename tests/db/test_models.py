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

from app.database import MIGRATIONS, make_engine
from app.models import AuditEntry, Building, Community
from app.postgis import PrivatePostgis
from app.services.audit import record
from tests.conftest import clone

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def test_schema_is_what_the_models_say(database: str) -> None:
    """The migrations and the models cannot drift apart."""
    command.check(alembic_of(database))


def test_unknown_kinds_survive_the_way_back(server: PrivatePostgis) -> None:
    """A store that goes back before revision 0006 calls them other, and can come again."""
    url = clone(server, "way_back")
    engine, config = make_engine(url), alembic_of(url)
    with Session(engine) as session, session.begin():
        community = Community(code="c", name="甲")
        session.add(community)
        session.flush()
        session.add(Building(community_id=community.id, key="a", footprint=box(0, 0, 1, 1)))
    command.downgrade(config, "0005")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT kind FROM building")) == "other"
    engine.dispose()
    command.upgrade(config, "head")
    command.check(config)


def alembic_of(url: str) -> Config:
    """Give the settings of the migrations for a database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


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
