"""Alembic's environment: only our own tables, PostGIS types rendered as such."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from geoalchemy2 import alembic_helpers

from app.database import make_engine
from app.models import Base
from app.models.base import Shape


def include_object(thing: Any, name: str | None, kind: str, *_: Any) -> bool:
    """Leave PostGIS' own tables alone."""
    if kind == "table":
        return name in Base.metadata.tables
    return bool(alembic_helpers.include_object(thing, name, kind, *_))  # type: ignore[no-untyped-call]


def render_item(kind: str, thing: Any, autogen_context: AutogenContext) -> str | Literal[False]:
    """Write our geometry columns as plain GeoAlchemy2 types, which never change meaning."""
    if kind == "type" and isinstance(thing, Shape):
        thing = thing.impl
    rendered: str | Literal[False] = alembic_helpers.render_item(  # type: ignore[no-untyped-call]
        kind, thing, autogen_context
    )
    return rendered


engine = make_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include_object,
        process_revision_directives=alembic_helpers.writer,
        render_item=render_item,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
