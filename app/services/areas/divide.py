"""Dividing a community: the ground is read from the store, solved, and kept as a draft."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from app.models import Community, Division
from app.progress import Tell, tell_nobody
from app.services.areas.ground import CommunityGround
from app.services.areas.inherit import inherit_names
from app.services.drafts import new_draft
from geodata.divide import Variant
from geodata.errors import N_, InputRefused
from geodata.findings import Finding

if TYPE_CHECKING:
    from geodata.divide import DivisionResult

MOST_KEPT = 200
"""Findings of a solver that are kept with a draft."""

_NAMES = {
    Variant.BALANCE: "均衡优先",
    Variant.STREETS: "沿街优先",
    Variant.STABLE: "少变动",
}
_PHASES = {
    "ground": N_("Reading the ground"),
    "search": N_("Looking for the best cells"),
    "drawing": N_("Drawing the cells"),
    "done": N_("Keeping the draft"),
}


@dataclass(frozen=True)
class DivideWish:
    """What somebody wants of a division.

    Attributes
    ----------
    cells : int or None
        How many; or else
    households : tuple of int or None
        Fewest and most households of a cell.
    variant : str
        What comes first: ``balance``, ``streets`` or ``stable``.
    seed : int
        The same seed on the same ground gives the same division, unless the time cut it short.
    time_limit_s : float or None
        For the search; None lets the solver take what the size of the community needs.
    keep_estates : bool
        Compounds stay whole where that can be.
    keep_existing : bool
        Cells that hold today are kept as far as can be; always so with ``stable``.
    exclusive : tuple of str
        Keys of compounds that are cells of their own: a school, a market. Exclusive cells that
        hold today stay, where existing cells are kept.
    """

    cells: int | None = None
    households: tuple[int, int] | None = None
    variant: str = Variant.BALANCE
    seed: int = 0
    time_limit_s: float | None = None
    keep_estates: bool = True
    keep_existing: bool = False
    exclusive: tuple[str, ...] = ()

    @property
    def is_stable(self) -> bool:
        """Whether cells that hold today are to be kept."""
        return self.keep_existing or self.variant == Variant.STABLE

    def as_stored(self) -> dict[str, Any]:
        """Give the wish as a draft keeps it: without what was not wished."""
        wished = {key: value for key, value in asdict(self).items() if value not in (None, ())}
        plain = {k: list(v) if isinstance(v, tuple) else v for k, v in wished.items()}
        return {**plain, "variant": str(self.variant)}


def divide_community(
    session: Session,
    community: Community,
    wish: DivideWish,
    *,
    name: str,
    at: dt.datetime,
    by: int | None,
    tell: Tell = tell_nobody,
) -> Division:
    """Divide a community by a wish, and keep what was found as a draft.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.
    wish : DivideWish
    name : str
        Of the draft; empty for one that tells the day and the variant.
    at, by : datetime, int or None
        When, and which account.
    tell : callable
        Told how far it is; where it gives False, the best so far is kept.

    Returns
    -------
    Division
        A draft with the report and the findings of the solver in ``report``.

    Raises
    ------
    InputRefused
        If there is no outline or no building, or the wish cannot be met; the sentence says
        what to do.
    """
    return _keep(
        session, community, wish, CommunityGround.read(session, community), name, at, by, tell
    )


def divide_variants(
    session: Session,
    community: Community,
    wish: DivideWish,
    *,
    name: str,
    at: dt.datetime,
    by: int | None,
    variants: Sequence[str] = (),
    tell: Tell = tell_nobody,
) -> list[Division]:
    """Divide a community in several ways, to choose from.

    Parameters
    ----------
    session : Session
    community : Community
    wish : DivideWish
        Its ``variant`` is not looked at; each has the whole time limit.
    name : str
        Of the drafts; each has its variant behind it.
    at, by : datetime, int or None
        When, and which account.
    variants : sequence of str
        Which ones, in their order; by default all there are: ``stable`` only where a division
        holds.
    tell : callable
        As :func:`divide_community`; once it gives False, no further variant is begun.

    Returns
    -------
    list of Division
        One a variant.
    """
    ground = CommunityGround.read(session, community)
    asked = variants or [
        Variant.BALANCE, Variant.STREETS, *([Variant.STABLE] * ground.has_existing)
    ]  # fmt: skip
    made: list[Division] = []
    for number, variant in enumerate(asked):

        def tell_part(share: float, what: str, number: int = number) -> bool:
            return tell((number + share) / len(asked), what)

        if made and not tell_part(0.0, _PHASES["ground"]):
            break
        own = replace(wish, variant=variant)
        label = f"{name} {_said(variant)}" if name else ""
        made.append(_keep(session, community, own, ground, label, at, by, tell_part))
    return made


def _keep(
    session: Session,
    community: Community,
    wish: DivideWish,
    ground: CommunityGround,
    name: str,
    at: dt.datetime,
    by: int | None,
    tell: Tell,
) -> Division:
    """Solve one wish and keep what was found."""
    result = _solve(wish, ground, tell)
    cells = result.cells
    if wish.is_stable and ground.existing is not None:
        cells = inherit_names(cells, ground.existing, ground.houses, result.assignment)
    return new_draft(
        session,
        community,
        cells,
        name=name or f"{at.date().isoformat()} {_said(wish.variant)}",
        at=at,
        by=by,
        variant=str(wish.variant),
        report={**_plain(asdict(result.report)), "findings": _kept(result.findings)},
        wish=wish.as_stored(),
    )


def _said(variant: str) -> str:
    """Say a variant as the names of drafts have it; a name is stored, so it has one language."""
    return _NAMES[Variant(variant)]


def _solve(wish: DivideWish, ground: CommunityGround, tell: Tell) -> DivisionResult:
    """Run the solver."""
    if wish.cells is not None and wish.households is not None:
        raise InputRefused(
            N_("Say how many cells, or how many households a cell may have: not both.")
        )
    from geodata.divide import divide_ground  # Only here: its compiler takes seconds to load.

    return divide_ground(
        ground.houses,
        ground.boundary,
        ground.barriers,
        cells=wish.cells,
        households=wish.households,
        variant=wish.variant,
        wishes=ground.wishes(wish),
        seed=wish.seed,
        time_limit_s=wish.time_limit_s,
        tell=_rising(tell),
    )


def _rising(tell: Tell) -> Tell:
    """Say the phases of the solver in words, and let no share fall: a bar never goes back."""
    highest = 0.0

    def tell_phase(share: float, doing: str) -> bool:
        nonlocal highest
        highest = max(highest, share)
        return tell(highest, _PHASES.get(doing, doing))

    return tell_phase


def _plain(figures: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a report what JSON has no word for."""
    return {
        key: None if isinstance(value, float) and not math.isfinite(value) else value
        for key, value in figures.items()
    }


def _kept(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Give the findings of a solver as they are kept with the draft."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "template": finding.template,
            "params": finding.params,
            "place": None if finding.place is None else _lon_lat(finding.place),
        }
        for finding in list(findings)[:MOST_KEPT]
    ]


def _lon_lat(place: BaseGeometry) -> list[float]:
    """Give a point on a place."""
    point = place.representative_point()
    return [round(point.x, 7), round(point.y, 7)]
