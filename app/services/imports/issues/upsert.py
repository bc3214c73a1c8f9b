"""Writing issues of another system: new ones are added, known ones say what it says now."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, null, or_, select, tuple_
from sqlalchemy.dialects.postgresql import Insert, insert

from app.models import OPEN_STATES, Issue, IssueChannel, IssueLevel, IssueState, PlaceDoubt
from app.services.imports.context import Context

_TEXTS = ("category", "title", "description", "address")
_GIVEN = (
    "source_ref", *_TEXTS, "category_id", "condition", "state", "building_id", "reported_at",
    "closed_at", "place_doubt", "point",
)  # fmt: skip


def upsert(context: Context, given: Any, source: str) -> Insert:
    """Add what is new; let what is known say what the source says now.

    Parameters
    ----------
    context : Context
    given : sqlalchemy.Table
        The rows of the file.
    source : str

    Returns
    -------
    Insert
        Touches no row that says the same already.
    """
    table: Any = Issue.__table__
    fixed = {
        "community_id": context.community.id,
        "source": source,
        "channel": IssueChannel.HOTLINE.value,
        "level": IssueLevel.CELL.value,
    }
    insertion = insert(table).from_select(
        [*fixed, *_GIVEN],
        select(*map(literal, fixed.values()), *(given.c[name] for name in _GIVEN)),
    )
    new = _merged(context, insertion, table)
    differs = tuple_(*(table.c[name] for name in new)).is_distinct_from(tuple_(*new.values()))
    return insertion.on_conflict_do_update(
        index_elements=["community_id", "source", "source_ref"], set_=new, where=differs
    )


def _merged(context: Context, insertion: Insert, table: Any) -> dict[str, ColumnElement[Any]]:
    """Give the values of a known issue after an update."""
    says, known = insertion.excluded, table.c
    is_open = known.state.in_([state.value for state in OPEN_STATES])
    closes = (says.state == IssueState.CLOSED.value) & is_open
    texts = {name: func.coalesce(func.nullif(says[name], ""), known[name]) for name in _TEXTS}
    return {
        **texts,
        "category_id": func.coalesce(known.category_id, says.category_id),
        "state": case((closes, says.state), else_=known.state),
        # Closing is a move, too: who has the issue open in a browser must be told.
        "version": case((closes, known.version + 1), else_=known.version),
        "closed_at": case(
            (closes, func.coalesce(says.closed_at, context.at)), else_=known.closed_at
        ),
        "building_id": func.coalesce(known.building_id, says.building_id),
        "place_doubt": _doubt(says, known),
        "point": func.coalesce(says.point, known.point),
    }


def _doubt(says: Any, known: Any) -> ColumnElement[Any]:
    """Doubt a known place only where the source says another one."""
    same_place = or_(says.point.is_(None), says.point == known.point) & known.point.is_not(None)
    is_pile = known.place_doubt == PlaceDoubt.PILE.value
    return case(
        (known.building_id.is_not(None), null()),
        (same_place & (is_pile | says.point.is_(None)), known.place_doubt),
        else_=says.place_doubt,
    )
