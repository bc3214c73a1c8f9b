"""Legs that stay as they are: stops that follow each other become one stop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from patrol.noding import Ints
from patrol.tours.fleet import Fleet


def chains_of(pairs: Iterable[tuple[int, int]], count: int) -> list[Ints]:
    """Gather rows into chains: every row is in one, most of them alone.

    Parameters
    ----------
    pairs : iterable of (int, int)
        Rows that follow each other. A pair that would give a row a second neighbour on one
        side, or close a ring, is passed over.
    count : int
        How many rows there are.

    Returns
    -------
    list of int arrays
        In the order of their first rows.
    """
    after: dict[int, int] = {}
    chain = {row: [row] for row in range(count)}
    for row, following in pairs:
        taken = row in after or following in after.values()
        if taken or chain[row] is chain[following]:
            continue
        after[row] = following
        joined = chain[row] + chain[following]
        chain.update(dict.fromkeys(joined, joined))
    heads = [row for row in range(count) if chain[row][0] == row]
    return [np.array(chain[head], dtype=np.int64) for head in heads]


def contracted(fleet: Fleet, chains: list[Ints]) -> Fleet:
    """Make one stop of each chain, entered at its first row and left at its last.

    Parameters
    ----------
    fleet : Fleet
        Who walks where; where all begin and end is in no chain with others.
    chains : list of int arrays
        As from `chains_of`.

    Returns
    -------
    Fleet
        Row ``k`` stands for ``chains[k]``. Its window is such that nobody waits inside a chain.
    """
    heads = np.array([chain[0] for chain in chains])
    tails = np.array([chain[-1] for chain in chains])
    after_s = [_reached(fleet, chain) for chain in chains]
    stays = np.array([reached[-1] for reached in after_s])
    place = {int(head): number for number, head in enumerate(heads)}
    return replace(
        fleet,
        cost=fleet.cost[np.ix_(tails, heads)] * (1 - np.eye(len(chains), dtype=np.int64)),
        first=None if fleet.first is None else place[fleet.first],
        last=None if fleet.last is None else place[fleet.last],
        service=stays,
        window=None if fleet.window is None else _windows(fleet.window, chains, after_s),
    )


def _reached(fleet: Fleet, chain: Ints) -> Ints:
    """When each row of a chain is reached after its first, and when the last is done."""
    legs = np.append(fleet.cost[chain[:-1], chain[1:]], 0)
    return np.append(0, np.cumsum(fleet.stays[chain] + legs))


def _windows(window: Ints, chains: list[Ints], after_s: list[Ints]) -> Ints:
    """When a chain can be begun so that each of its rows is met in its window."""
    shifted = [
        window[chain] - reached[:-1, None] for chain, reached in zip(chains, after_s, strict=True)
    ]
    return np.array([(max(own[:, 0].max(), 0), max(own[:, 1].min(), 0)) for own in shifted])
