"""How a hot spot came about: new, growing, fading, or gone."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from geodata.errors import N_, InputRefused

LEAST_SLICES = 10
"""Slices of time below which no class is given."""

LASTING_SHARE = 0.9
"""Share of hot slices from which a cell is hot for good."""

TREND_P = 0.05
"""Chance of the trend below which it counts."""


class EmergingKind(StrEnum):
    """What became of a cell over time; the first that fits, in this order, holds."""

    NEW = "new"  # Hot in the last slice for the first time.
    CONSECUTIVE = "consecutive"  # Hot in the last two slices or more, and never before them.
    INTENSIFYING = "intensifying"  # Hot for good, to the end, and more and more so.
    PERSISTENT = "persistent"  # Hot for good, to the end, without a trend.
    DIMINISHING = "diminishing"  # Hot for good, to the end, and less and less so.
    SPORADIC = "sporadic"  # Hot in the end, on and off before, never cold.
    OSCILLATING = "oscillating"  # Hot in the end, and cold at some time before.
    HISTORICAL = "historical"  # Hot for good once, but not in the end.
    NONE = "none"  # Neither hot nor cold in the end.


def emerging_class(bins: Sequence[int], mk_z: float, mk_p: float) -> str:
    """Say how a hot or cold spot came about.

    Parameters
    ----------
    bins : sequence of int
        Oldest first: 1 where the cell was significantly hot, -1 where cold, else 0.
    mk_z, mk_p : float
        :func:`~mapping.hotspots.mann_kendall` of the cell's Gi* over time.

    Returns
    -------
    str
        A value of :class:`EmergingKind` with ``_hot`` or ``_cold`` behind it, or ``none``.

    Raises
    ------
    InputRefused
        If there are fewer than ten slices, or a bin is none of -1, 0, 1.

    Notes
    -----
    The classes of Esri's Emerging Hot Spot Analysis as its documentation defines them. Where it
    leaves room: a cold past does not keep a hot spot from being new or consecutive; what is not
    hot in the end is historical rather than persistent; and never sporadic or oscillating, which
    also ask for a hot end.

    Examples
    --------
    >>> emerging_class([0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 0.5, 0.6)
    'new_hot'
    """
    states = np.asarray(bins, dtype=int)
    if len(states) < LEAST_SLICES:
        raise InputRefused(
            N_("%(count)s slices of time are too few: at least %(least)s are needed."),
            count=len(states),
            least=LEAST_SLICES,
        )
    if not np.isin(states, (-1, 0, 1)).all():
        raise InputRefused(N_("A slice is hot (1), cold (-1) or neither (0)."))
    sign = int(states[-1]) or _lasting_sign(states)
    kind = _kind(states == sign, states == -sign, mk_z * sign, mk_p) if sign else EmergingKind.NONE
    if kind is EmergingKind.NONE:
        return kind.value
    return f"{kind.value}_{'hot' if sign > 0 else 'cold'}"


def _lasting_sign(states: NDArray[np.int_]) -> int:
    """Give the sign that a cell had for good before its neutral end; 0 without one."""
    for sign in (1, -1):
        if (states == sign).mean() >= LASTING_SHARE:
            return sign
    return 0


def _kind(
    hot: NDArray[np.bool_], opposite: NDArray[np.bool_], mk_z: float, mk_p: float
) -> EmergingKind:  # fmt: skip
    """Class a cell by the slices in which it was hot, seen so that cold ones are hot, too."""
    if not hot[-1]:
        return EmergingKind.HISTORICAL
    if hot.mean() >= LASTING_SHARE:
        if mk_p >= TREND_P:
            return EmergingKind.PERSISTENT
        return EmergingKind.INTENSIFYING if mk_z > 0 else EmergingKind.DIMINISHING
    final_run = int(np.argmin(hot[::-1]))
    if hot.sum() == final_run:
        return EmergingKind.NEW if final_run == 1 else EmergingKind.CONSECUTIVE
    return EmergingKind.OSCILLATING if opposite.any() else EmergingKind.SPORADIC
