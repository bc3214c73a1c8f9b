"""Schematic communities, generated to published figures: never real ground, never real people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.random import Generator

from demo.communities import dongshan, kangle, renhe, sanyuan, yingchun
from demo.community import DemoCommunity
from demo.figures import Figures, read_figures
from demo.frames import build_frames
from demo.placer import Placer
from demo.populate import invent_records
from demo.site import Site

__all__ = ["NAMES", "DemoCommunity", "generate"]

_SITES: dict[str, Callable[[Figures, Generator], Site]] = {
    "kangle": kangle.site,
    "yingchun": yingchun.site,
    "sanyuan": sanyuan.site,
    "renhe": renhe.site,
    "dongshan": dongshan.site,
}

NAMES = tuple(_SITES)
"""Communities that can be generated."""


def generate(name: str, *, seed: int = 1, today: dt.date) -> DemoCommunity:
    """Generate a community.

    Parameters
    ----------
    name : str
        One of :data:`NAMES`.
    seed : int
        The same seed and day give the same community, to the byte.
    today : datetime.date
        Day on which the records end; nothing lies in its future.

    Returns
    -------
    DemoCommunity

    Raises
    ------
    KeyError
        If there is no such community.
    """
    known = read_figures(name)
    rng = np.random.default_rng(seed)
    site = _SITES[name](known, rng)
    place = Placer(site)
    ground = build_frames(site, known, place, rng)
    start = place(shapely.Point(site.meeting_point))
    parts: dict[str, Any] = {**ground, **invent_records(ground, known, today, rng)}
    return DemoCommunity(
        key=name,
        name=known.name,
        code=known.code,
        place=known.place,
        meeting_point=(start.x, start.y),
        figures=known,
        **parts,
    )
