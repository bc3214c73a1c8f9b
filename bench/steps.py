"""Steps of editing a draft: what the server pays for each, against plain PostGIS statements.

``python -m bench steps``: a draft of 100,000 generated buildings in 300 cells.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import shapely
from pydantic import TypeAdapter
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.database import Store
from app.models import Community, Division
from app.queries.drafts import draft_buildings
from app.queries.scope import Viewer
from app.services.drafts import draft_state, new_draft, redo, take_step, undo
from app.services.drafts.steps import Step
from bench.steps_place import find_place
from bench.store import CODE, NOW, store_town, throwaway_store
from bench.timing import cpu_s_of
from bench.towns import town

ROUNDS = 5
GOAL_S = 2.0
_STEP: TypeAdapter[Any] = TypeAdapter(Step)
VIEWER = Viewer(on=NOW.date())

PLAIN = """
    WITH cut AS (
        SELECT id, ST_CollectionExtract(ST_Split(shape, ST_GeomFromText(:line, 4326)), 3) AS pieces
        FROM cell WHERE id = :cell
    ),
    piece AS (SELECT (ST_Dump(pieces)).geom AS shape FROM cut),
    placed AS (
        SELECT b.id, p.shape FROM piece p
        JOIN building b
            ON b.footprint && p.shape AND ST_Intersects(p.shape, ST_PointOnSurface(b.footprint))
    ),
    figures AS (
        SELECT bc.cell_id, count(*), sum(b.households)
        FROM building_cell bc JOIN building b ON b.id = bc.building_id
        WHERE bc.division_id = :division GROUP BY bc.cell_id
    )
    SELECT (SELECT count(*) FROM placed), (SELECT count(*) FROM figures)
"""
"""What any way must do: split a cell, place its buildings, count all cells. It writes nothing."""


@dataclass
class Times:
    """Seconds of CPU by name, Python's and PostgreSQL's, and by the clock on the wall."""

    python: dict[str, list[float]] = field(default_factory=dict)
    postgres: dict[str, list[float]] = field(default_factory=dict)
    wall: dict[str, list[float]] = field(default_factory=dict)

    @contextmanager
    def measured(self, name: str, session: Session) -> Iterator[None]:
        """Measure what happens inside."""
        backend = session.scalar(select(func.pg_backend_pid())) or 0
        before = time.process_time(), cpu_s_of(backend), time.perf_counter()
        yield
        after = time.process_time(), cpu_s_of(backend), time.perf_counter()
        for kind, start, end in zip(
            (self.python, self.postgres, self.wall), before, after, strict=True
        ):
            kind.setdefault(name, []).append(end - start)

    def table(self) -> str:
        """Write medians as a table, with the ratio to the plain statement."""
        rows = []
        middle = {
            name: [
                statistics.median(kind[name]) for kind in (self.python, self.postgres, self.wall)
            ]
            for name in self.wall
        }
        base = sum(middle["plain statement"][:2])
        for name, (python, postgres, wall) in middle.items():
            cpu = python + postgres
            rows.append(
                f"{name:<28} {cpu:7.2f} s CPU ({python:5.2f} + {postgres:5.2f})  {wall:7.2f} s wall"
                f"  {cpu / base:5.1f} x"
            )
        return "\n".join(rows)


def main(buildings: int = 100_000, cells: int = 300) -> None:
    """Measure and print.

    Parameters
    ----------
    buildings, cells : int
        Size of the generated town.
    """
    houses, grid = town(buildings, cells, seed=1)
    times = Times()
    with throwaway_store() as store:
        store_town(store, houses, grid)
        with store.transaction() as session:
            community = session.scalars(select(Community).where(Community.code == CODE)).one()
            new_draft(session, community, name="bench", at=NOW, by=None)
            session.execute(text("ANALYZE"))
        for number in range(ROUNDS + 1):
            run_round(store, times if number else Times(), number)
    print(f"{buildings} buildings in {cells} cells, median of {ROUNDS} rounds in other places")
    print("CPU: Python + PostgreSQL, each step with the state that its page gets")
    print(times.table())
    print(f"goal: each step below {GOAL_S:.0f} s of CPU")


def run_round(store: Store, times: Times, number: int) -> None:
    """Take each kind of step around one cell, and take it back.

    Parameters
    ----------
    store : Store
    times : Times
    number : int
        Which cell, counted from the first.
    """
    with store.sessions() as session:
        place = find_place(session, _draft(session), number)
    bodies: dict[str, dict[str, Any]] = {
        "move 10 buildings": {"kind": "move", "buildings": place.border, "to": place.other},
        "split": {"kind": "split", "cell": place.cell, "line": place.line},
        "merge": {"kind": "merge", "cells": [place.cell, place.other]},
        "drag a corner": {"kind": "drag", "moves": [{"from": place.corner, "to": place.nudged}]},
        "draw": {"kind": "draw", "ring": place.ring},
    }
    for name, body in bodies.items():
        _change(store, times, name, partial(_take, body))
        _change(store, times, f"undo: {name}", _undo)
    _change(store, times, "redo", _redo)
    _change(store, Times(), "undo", _undo)
    with _open(store) as (session, division), times.measured("state, whole", session):
        draft_state(session, division, VIEWER, NOW)
    with _open(store) as (session, division), times.measured("buildings in view", session):
        draft_buildings(session, VIEWER, division)
    with _open(store) as (session, division), times.measured("plain statement", session):
        line = shapely.LineString(place.line).wkt
        session.execute(
            text(PLAIN), {"line": line, "cell": place.cell, "division": division.id}
        ).all()


@contextmanager
def _open(store: Store) -> Iterator[tuple[Session, Division]]:
    """Open a transaction about the draft."""
    with store.transaction() as session:
        yield session, _draft(session)


def _draft(session: Session) -> Division:
    """Find the draft."""
    return session.scalars(select(Division).order_by(Division.id.desc()).limit(1)).one()


Change = Callable[[Session, Division], Any]


def _change(store: Store, times: Times, name: str, change: Change) -> None:
    """Change the draft, and give the state that its page gets."""
    with _open(store) as (session, division), times.measured(name, session):
        taken = change(session, division)
        draft_state(session, division, VIEWER, NOW, taken.changed)


def _take(body: dict[str, Any], session: Session, division: Division) -> Any:
    """Take a step."""
    step = _STEP.validate_python({**body, "revision": division.revision})
    return take_step(session, division, step, at=NOW, by=None)


def _undo(session: Session, division: Division) -> Any:
    """Undo the last step."""
    return undo(session, division, division.revision, at=NOW, by=None)


def _redo(session: Session, division: Division) -> Any:
    """Do the last undone step again."""
    return redo(session, division, division.revision, at=NOW, by=None)
