"""Certainty in words that a leader understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geodata.errors import N_
from mapping.hotspots.judge import Judgement, Verdict
from mapping.hotspots.scan import Cluster

_ODDS = (1000, 100, 20)


@dataclass(frozen=True)
class Said:
    """A marked sentence and the values for its places."""

    template: str
    params: dict[str, Any]


def say(judgement: Judgement, piece: int, cluster: Cluster | None = None) -> Said:
    """Say what is known of a piece of ground, and how sure.

    Parameters
    ----------
    judgement : Judgement
    piece : int
        Its number.
    cluster : Cluster, optional
        In which it lies, where clusters were looked for: it is the cluster that is hot.

    Returns
    -------
    Said
        The ratio is of the counts themselves; the smoothed one is for the tint of the map.
    """
    verdict = judgement.verdict[piece]
    cases, expected = int(judgement.cases[piece]), float(judgement.expected[piece])
    if verdict is Verdict.TOO_FEW:
        return Said(N_("Not enough data: %(cases)s reported so far."), {"cases": cases})
    times = f"{cases / expected:.1f}" if expected > 0 else "–"
    params: dict[str, Any] = {"times": times, "cases": cases, "expected": f"{expected:.1f}"}
    if verdict is Verdict.USUAL:
        return Said(
            N_("%(cases)s reported where %(expected)s are usual: within what chance makes."), params
        )
    odds = {"odds": odds_over(float(judgement.p[piece]))}
    if verdict is Verdict.COLD:
        return Said(
            N_(
                "%(times)s times what is usual for so many households, fewer than elsewhere; "
                "chance under 1 in %(odds)s."
            ),
            params | odds,
        )
    if cluster is not None and len(cluster.members) > 1:
        together = {"places": len(cluster.members), "times": f"{cluster.times_usual:.1f}"}
        return Said(
            N_(
                "One of %(places)s places that together have %(times)s times what is usual for so "
                "many households; chance under 1 in %(odds)s."
            ),
            together | odds,
        )
    return Said(
        N_("%(times)s times what is usual for so many households; chance under 1 in %(odds)s."),
        params | odds,
    )


def odds_over(p: float) -> str:
    """Give the roundest odds that a chance is still under: 1 in so many.

    Parameters
    ----------
    p : float
        At most 0.05.

    Examples
    --------
    >>> odds_over(0.004)
    '100'
    """
    return f"{next((odds for odds in _ODDS if p * odds <= 1 + 1e-9), _ODDS[-1]):,}"
