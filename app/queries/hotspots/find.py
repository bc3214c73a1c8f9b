"""Finding hotspots: pieces, issues, and the judgement of the pure functions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.models import Community
from app.progress import Tell, or_stop, tell_nobody
from app.queries.hotspots.cases import Cases, read_cases
from app.queries.hotspots.pieces import Pieces, places_of, read_pieces
from app.queries.hotspots.wish import By, Method, Wish
from app.queries.scope import NotFound, Viewer
from geodata.errors import N_, InputRefused
from mapping.hotspots import (
    LEAST_PIECES,
    Cluster,
    Emergence,
    Judgement,
    judge_by_clusters,
    judge_by_neighbours,
    judge_emerging,
    scan,
    touching,
)

_GAP_M = 30.0
"""Cells touch; buildings and blocks are neighbours across a lane."""


@dataclass(frozen=True)
class Found:
    """What was found, with what it stands on.

    Attributes
    ----------
    wish : Wish
    method : Method
        By which it was judged.
    pieces : Pieces
    cases : Cases
    piece_of : ndarray of int, shape (m,)
        Piece of each issue; -1 for one in none.
    judgement : Judgement
        Of the whole period.
    clusters : tuple of Cluster
        Of a scan, the likeliest first.
    emergence : Emergence or None
    """

    wish: Wish
    method: Method
    pieces: Pieces
    cases: Cases
    piece_of: NDArray[np.intp]
    judgement: Judgement
    clusters: tuple[Cluster, ...] = ()
    emergence: Emergence | None = None


def find_hotspots(
    session: Session,
    viewer: Viewer,
    community: Community,
    wish: Wish,
    *,
    at: dt.datetime,
    tell: Tell = tell_nobody,
) -> Found:
    """Find what is hot in a period.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Only issues and ground in their scope are counted.
    community : Community
    wish : Wish
    at : datetime.datetime
        Now, in the zone of the place.
    tell : Tell

    Returns
    -------
    Found

    Raises
    ------
    NotFound
        If the community has no ground.
    InputRefused
        If there are no such pieces, or nobody exposed.
    Stopped
        If ``tell`` says so.
    """
    if community.metric_srid is None:
        raise NotFound(N_("This community has no ground yet: import its buildings or cells."))
    pieces = read_pieces(session, viewer, community, wish, at)
    if not pieces.exposure.any():
        raise InputRefused(N_("Nobody is known to live here: import households of buildings."))
    cases = read_cases(session, viewer, community, wish, at)
    piece_of = _pieces_of(pieces, cases, wish)
    # Issues where nobody is exposed cannot be compared with anything.
    piece_of[(piece_of >= 0) & (pieces.exposure[piece_of] <= 0)] = -1
    held = np.bincount(piece_of[piece_of >= 0], minlength=len(pieces.keys)).astype(float)
    method = wish.method or (Method.GI if len(pieces.keys) >= LEAST_PIECES else Method.SCAN)
    base = (wish, method, pieces, cases, piece_of)
    if method is Method.SCAN:
        clusters = _scan(pieces, held, wish, or_stop(tell))
        return Found(*base, judge_by_clusters(held, pieces.exposure, clusters), tuple(clusters))
    weights = touching(
        list(pieces.shapes), gap_m=_GAP_M if wish.by in (By.BUILDING, By.BLOCK) else 0.0
    )
    judgement = judge_by_neighbours(held, pieces.exposure, weights)
    if method is Method.GI:
        return Found(*base, judgement)
    emergence = judge_emerging(by_slice(pieces, cases, piece_of, wish), pieces.exposure, weights)
    return Found(*base, judgement, emergence=emergence)


def _pieces_of(pieces: Pieces, cases: Cases, wish: Wish) -> NDArray[np.intp]:
    """Give the piece of each issue: its building, or the ground on which it lies; -1 for none."""
    if wish.by is not By.BUILDING:
        return places_of(pieces, cases.xy)
    number_of = {key: number for number, key in enumerate(pieces.ids)}
    found = [number_of.get(key, -1) for key in cases.buildings.tolist()]
    return np.array(found, dtype=np.intp)


def _scan(pieces: Pieces, held: NDArray[np.float64], wish: Wish, tell: Tell) -> list[Cluster]:
    """Scan the pieces by their middles."""
    middles = shapely.get_coordinates(shapely.point_on_surface(pieces.shapes))
    return scan(
        middles,
        held,
        pieces.exposure,
        replications=wish.replications,
        seed=wish.seed,
        tell=tell,
    )


def by_slice(
    pieces: Pieces, cases: Cases, piece_of: NDArray[np.intp], wish: Wish
) -> NDArray[np.float64]:
    """Count issues by piece and slice of time.

    Parameters
    ----------
    pieces : Pieces
    cases : Cases
    piece_of : ndarray of int
        Piece of each issue; -1 for none.
    wish : Wish
        Its days and slices.

    Returns
    -------
    ndarray of float, shape (pieces, slices)
    """
    table = np.zeros((len(pieces.keys), wish.slices))
    inside = piece_of >= 0
    slice_of = cases.days[inside] * wish.slices // wish.days
    np.add.at(table, (piece_of[inside], slice_of), 1)
    return table
