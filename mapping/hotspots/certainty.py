"""Certainty in words that a leader understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geodata.errors import N_
from mapping.hotspots.judge import Judgement, Verdict

_ODDS = (1000, 100, 20)


@dataclass(frozen=True)
class Said:
    """A marked sentence and the values for its places."""

    template: str
    params: dict[str, Any]


def say(judgement: Judgement, piece: int) -> Said:
    """Say what is known of a piece of ground, and how sure.

    Parameters
    ----------
    judgement : Judgement
    piece : int
        Its number.

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
    p = float(judgement.p[piece])
    odds = next((odds for odds in _ODDS if p * odds <= 1 + 1e-9), None)
    if verdict is Verdict.COLD:
        template = N_(
            "%(times)s times what is usual for so many households, fewer than elsewhere; "
            "chance under 1 in %(odds)s."
        )
    else:
        template = N_(
            "%(times)s times what is usual for so many households; chance under 1 in %(odds)s."
        )
    return Said(template, params | {"odds": f"{odds or 20:,}"})
