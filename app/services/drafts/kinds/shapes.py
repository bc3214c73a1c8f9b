"""Steps that change outlines."""

from __future__ import annotations

import shapely
from sqlalchemy.orm import Session

from app.models import Division
from app.services.drafts.kinds.fresh import fresh_rows
from app.services.drafts.kinds.plan import Plan
from app.services.drafts.see import middles, points, read_streets, see_cells
from app.services.drafts.steps import Drag, Draw, Merge, Move, Split
from geodata.edit import (
    bend_edge,
    drag_corners,
    draw_cell,
    ground_of,
    merge_cells,
    move_ground,
    split_cell,
)
from geodata.errors import N_

_BESIDE_DEG = 2e-3
"""About 200 m: so far from a line buildings may hang together with those that it crosses."""


def plan_split(session: Session, division: Division, step: Split) -> Plan:
    """Plan to split a cell along a line."""
    near = shapely.LineString(step.line).buffer(_BESIDE_DEG)
    window = see_cells(session, division, [step.cell], buildings_at=near)
    change = split_cell(window, step.cell, step.line)
    return Plan(
        N_("Split %(cell)s"),
        {"cell": window.cell_name(step.cell)},
        change,
        fresh_rows(session, division, window, change),
    )


def plan_merge(session: Session, division: Division, step: Merge) -> Plan:
    """Plan to merge cells."""
    window = see_cells(session, division, step.cells, buildings_at=shapely.Point())
    change = merge_cells(window, step.cells)
    names = "、".join(window.cell_name(key) for key in dict.fromkeys(step.cells))
    heirs = dict.fromkeys(change.removed, step.cells[0])
    return Plan(N_("Merge %(cells)s"), {"cells": names}, change, heirs=heirs)


def plan_move(session: Session, division: Division, step: Move) -> Plan:
    """Plan to move buildings, with their ground, to another cell."""
    keys = list(dict.fromkeys(step.buildings))
    window = see_cells(session, division, [step.to], shape=middles(session, division, keys))
    streets = read_streets(session, division, shapely.box(*window.bounds))
    change = move_ground(window, ground_of(window, keys, streets), step.to)
    return Plan(
        N_("Move %(number)s buildings to %(cell)s"),
        {"number": len(keys), "cell": window.cell_name(step.to)},
        change,
        heirs=dict.fromkeys(change.removed, step.to),
        freed=frozenset(keys),
    )


def plan_drag(session: Session, division: Division, step: Drag) -> Plan:
    """Plan to move corners, or to bend an edge."""
    if step.after and step.before and step.to:
        window = see_cells(session, division, shape=points([step.after, step.before, step.to]))
        return Plan(N_("Bend an edge"), {}, bend_edge(window, step.after, step.before, step.to))
    moves = [(move.start, move.to) for move in step.moves]
    window = see_cells(session, division, shape=points([place for move in moves for place in move]))
    change = drag_corners(window, moves)
    if len(moves) == 1:
        return Plan(N_("Move a corner"), {}, change)
    return Plan(N_("Move %(number)s corners"), {"number": len(moves)}, change)


def plan_draw(session: Session, division: Division, step: Draw) -> Plan:
    """Plan to draw a new cell."""
    ring = shapely.LineString([*step.ring, step.ring[0]])
    near = ring.buffer(_BESIDE_DEG)
    window = see_cells(session, division, shape=shapely.box(*ring.bounds), buildings_at=near)
    change = draw_cell(window, step.ring)
    rows = fresh_rows(session, division, window, change)
    heirs = dict.fromkeys(change.removed, rows[0]["id"])
    return Plan(N_("Draw %(cell)s"), {"cell": rows[0]["name"]}, change, rows, heirs=heirs)
