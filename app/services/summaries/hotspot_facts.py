"""Hotspots as far as they are certain, and the map of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from app.models import SummaryKind
from app.progress import Tell
from app.queries.hotspots import By, Found, Wish, find_hotspots, what_comes_again
from app.queries.scope import NotFound
from app.queries.summaries import cell_shapes
from app.services.summaries.about import About, Facts
from app.services.summaries.folding import LEAST_SHOWN
from geodata.crs import STORAGE_SRID
from geodata.errors import InputRefused
from mapping.hotspots import say
from mapping.hotspots.judge import Verdict

LOOK_BACK_DAYS = {
    SummaryKind.WEEKLY: 84,
    SummaryKind.MONTHLY: 182,
    SummaryKind.QUARTERLY: 365,
}
"""How far back hotspots are looked for: in one week alone too little happens to be certain."""

_TOLD = (Verdict.HOT, Verdict.COLD)
_PRECISION_DEGREES = 1e-6


def find_hot(about: About, tell: Tell) -> Facts:
    """Say what is hot or cold, and how sure that is.

    Parameters
    ----------
    about : About
    tell : Tell

    Returns
    -------
    dict
        ``since, until, by, method, pieces, issues, doubtful``, ``verdicts`` (how many
        pieces of each), ``lines`` (what is hot or cold, the surest first; of a cell itself
        always), ``map``, ``again`` (sentences on what comes again
        nearby; not of a cell). Where nothing can be said, ``problem`` and an empty map.
    """
    try:
        cells = _find(about, By.CELL, tell)
        fine = cells if about.cell is None else _find(about, By.BUILDING, tell)
    except (NotFound, InputRefused) as problem:
        return {
            "problem": {"template": problem.template, "params": problem.params},
            "lines": [],
            "map": {"pieces": [], "outlines": []},
        }
    shapes = _in_degrees(about, fine)
    shown = [number for number, shape in enumerate(shapes) if _is_here(about, shape)]
    lines = [_line(fine, number) for number in shown if _is_told(about, fine, number)]
    lines.sort(key=lambda line: (line["verdict"] != Verdict.HOT, line["p"], line["name"]))
    own = [] if about.cell is None else [_line(cells, cells.pieces.ids.index(about.cell.id))]
    return {
        **_base(fine),
        "issues": int(fine.judgement.cases[shown].sum()),
        # What has no place lies in no cell.
        "doubtful": 0 if about.cell else fine.cases.doubtful,
        "verdicts": Counter(fine.judgement.verdict[number].value for number in shown),
        "pieces": len(shown),
        "lines": [*own, *lines],
        "map": _map(about, fine, shapes, shown),
        "again": [] if about.cell else _again(about, cells.wish),
    }


def _find(about: About, by: By, tell: Tell) -> Found:
    """Look for hotspots up to the last day of the period."""
    since = about.days.until - dt.timedelta(days=LOOK_BACK_DAYS[about.kind] - 1)
    wish = Wish(since, about.days.until, by=by)
    return find_hotspots(*about.here, wish, at=about.at, tell=tell)


def _again(about: About, wish: Wish) -> list[Facts]:
    """Say what comes again nearby soon after; nothing where there is too much to compare."""
    try:
        found = what_comes_again(*about.here, wish, at=about.at)
    except InputRefused:
        return []
    return [{"template": one.said().template, "params": one.said().params} for one in found]


def _base(found: Found) -> Facts:
    return {
        "since": str(found.wish.since),
        "until": str(found.wish.until),
        "by": found.wish.by.value,
        "method": found.method.value,
    }


def _is_here(about: About, shape: BaseGeometry) -> bool:
    """Tell whether a piece belongs to what the summary is about."""
    return about.cell is None or bool(about.cell.shape.contains(shape.representative_point()))


def _is_told(about: About, found: Found, number: int) -> bool:
    """Tell whether a piece is named: what is certain, and in public never a few persons."""
    if found.judgement.verdict[number] not in _TOLD:
        return False
    least = min(found.judgement.cases[number], found.pieces.households[number])
    return not about.is_public or bool(least >= LEAST_SHOWN)


def _line(found: Found, number: int) -> Facts:
    """Tell one piece, with its certainty as a sentence that is said when it is read."""
    words = say(found.judgement, number)
    return {
        "name": found.pieces.names[number] or found.pieces.keys[number],
        "verdict": found.judgement.verdict[number].value,
        "cases": int(found.judgement.cases[number]),
        "expected": round(float(found.judgement.expected[number]), 1),
        "households": int(found.pieces.households[number]),
        "p": round(float(found.judgement.p[number]), 6),
        "words": {"template": words.template, "params": words.params},
    }


def _map(about: About, found: Found, shapes: Sequence[BaseGeometry], shown: list[int]) -> Facts:
    """Keep what the map shows: pieces with what is said of them, and the cells around."""
    pieces = [
        {
            "name": found.pieces.names[number],
            "verdict": found.judgement.verdict[number].value
            if _is_told(about, found, number)
            else Verdict.USUAL.value,
            "shape": _shape(shapes[number]),
        }
        for number in shown
    ]
    outlines = [
        {"name": cell.name, "own": cell.id == about.cell_id, "shape": _shape(cell.shape)}
        for cell in cell_shapes(*about.here)
    ]
    return {"pieces": pieces, "outlines": outlines}


def _in_degrees(about: About, found: Found) -> Sequence[BaseGeometry]:
    """Bring the pieces from metres into EPSG:4326."""
    to_degrees = Transformer.from_crs(about.community.metric_srid, STORAGE_SRID, always_xy=True)
    shapes: list[BaseGeometry] = shapely.transform(
        found.pieces.shapes, lambda xy: np.column_stack(to_degrees.transform(*xy.T))
    ).tolist()
    return shapes


def _shape(shape: BaseGeometry) -> dict[str, Any]:
    """Give a shape as GeoJSON, to a decimetre."""
    rounded = shapely.set_precision(shape, _PRECISION_DEGREES)
    return dict(shapely.geometry.mapping(rounded))
