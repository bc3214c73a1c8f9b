"""The places that walkers visit: what lies at one place on the network is one stop of a tour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from patrol.asked import ALWAYS_S, Asked
from patrol.ground import Ground
from patrol.matrix import travel_matrix
from patrol.noding import Floats, Ints
from patrol.snap import Snaps

_TIE_BREAK = 1e-3
"""Of walks equally long, the one whose stops follow each other closely as the crow flies."""


@dataclass(frozen=True, eq=False)
class Places:
    """Distinct places on the network.

    Attributes
    ----------
    snaps : Snaps
        One of each place.
    members : list of int arrays
        Rows of all snaps at each place: of stops, behind the given ends.
    walk_s : (p, p) array
        Seconds from place to place, with a hair for the way as the crow flies.
    first, last : int or None
        Places where all begin and end, if they are given.
    ends : int
        How many places are no stops.
    asked : Asked
        Of each place, its stops together.
    """

    snaps: Snaps
    members: list[Ints]
    walk_s: Floats
    first: int | None
    last: int | None
    ends: int
    asked: Asked

    def __len__(self) -> int:
        return len(self.members)

    def stops(self, route: Ints) -> Ints:
        """Give the stops at places, those at one place in the order in which they were given.

        Parameters
        ----------
        route : int array
            Places, in order.

        Returns
        -------
        int array
        """
        return np.concatenate([self.members[place] for place in route]) - self.ends

    def pairs(self, stops: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """Give the places of pairs of stops, where both can be reached and lie apart.

        Parameters
        ----------
        stops : iterable of (int, int)

        Returns
        -------
        tuple of (int, int)
        """
        place = {int(row) - self.ends: k for k, own in enumerate(self.members) for row in own}
        both = [(place.get(a), place.get(b)) for a, b in stops]
        return tuple((a, b) for a, b in both if a is not None and b is not None and a != b)


def gather_places(ground: Ground) -> Places:
    """Gather the stops that can be reached at their places.

    Parameters
    ----------
    ground : Ground
        Where they are.

    Returns
    -------
    Places
    """
    ends, asked = ground.ends, ground.asked
    rows = np.flatnonzero(ground.snaps.reachable | (np.arange(len(ground.snaps)) < ends))
    reached = ground.snaps.take(rows)
    matrix = travel_matrix(ground.network, reached, cost=ground.cost)
    # Stops with hours of their own are visited one by one, and the ends stay places of their own.
    same = np.eye(len(rows), dtype=bool) if asked.timed else matrix <= 0
    same[:ends], same[:, :ends] = np.eye(len(rows), dtype=bool)[:ends], False
    same[:ends, :ends] = np.eye(ends, dtype=bool)
    first_rows, member = np.unique(same.argmax(axis=1), return_inverse=True)
    groups = [np.flatnonzero(member == place) for place in range(len(first_rows))]
    taken = reached.take(first_rows)
    crow = np.hypot(*(taken.xy[:, None] - taken.xy[None]).transpose(2, 0, 1))
    return Places(
        snaps=taken,
        members=[rows[group] for group in groups],
        walk_s=matrix[np.ix_(first_rows, first_rows)] + _TIE_BREAK * crow,
        first=ground.begin,
        last=ground.end,
        ends=ends,
        asked=_together(asked, [rows[group] - ends for group in groups], ends),
    )


def _together(asked: Asked, stops: list[Ints], ends: int) -> Asked:
    """Add up what is asked of the stops at each place; nothing is asked of the ends."""
    none = [(0.0, False, 0.0, (0.0, ALWAYS_S))] * ends
    each = [
        (
            float(asked.dwell_s[own].sum()),
            bool(asked.required[own].any()),
            float(asked.priority[own].sum()),
            (float(asked.window_s[own, 0].max()), float(asked.window_s[own, 1].min())),
        )
        for own in stops[ends:]
    ]
    dwell_s, required, priority, window_s = zip(*none, *each, strict=True)
    return Asked(np.array(dwell_s), np.array(required), np.array(priority), np.array(window_s))
