"""Who is on: the people of a team, without the absent, with those who stand in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Cover(StrEnum):
    """Whether a patrol has somebody to walk it."""

    COVERED = "covered"  # Enough people are on.
    ALONE = "alone"  # One of a pair or a team is left; nobody should walk alone.
    NOBODY = "nobody"  # Everybody of the team is absent.
    NO_TEAM = "no_team"  # It was given to nobody.


@dataclass(frozen=True)
class Mate:
    """Somebody in a team."""

    person_id: int
    name: str


@dataclass(frozen=True)
class Replacement:
    """Somebody who stands in: for whom, or for nobody in particular."""

    person_id: int
    name: str
    for_person_id: int | None = None


@dataclass(frozen=True)
class Walker:
    """Somebody who is on; ``stands_in`` says that they are not of the team."""

    person_id: int
    name: str
    stands_in: bool = False


@dataclass(frozen=True)
class Crew:
    """Who walks a patrol.

    Attributes
    ----------
    walkers : tuple of Walker
        Those who are on: the team first, then those who stand in.
    away : tuple of Mate
        Of the team, those who are absent or replaced.
    cover : Cover
        Whether they suffice.
    """

    walkers: tuple[Walker, ...]
    away: tuple[Mate, ...]
    cover: Cover

    @property
    def is_gap(self) -> bool:
        """Whether somebody is still to be found."""
        return self.cover is not Cover.COVERED


def who_is_on(
    mates: Sequence[Mate] | None,
    absent: Collection[int],
    replacements: Sequence[Replacement] = (),
) -> Crew:
    """Say who walks a patrol.

    Parameters
    ----------
    mates : sequence of Mate or None
        The people of its team that day; None where it has no team.
    absent : collection of int
        Ids of people who cannot walk that day.
    replacements : sequence of Replacement
        Who stands in; somebody who is absent, too, stands in for nobody.

    Returns
    -------
    Crew
    """
    here = [one for one in replacements if one.person_id not in absent]
    gone = set(absent) | {one.for_person_id for one in here}
    own = [mate for mate in mates or () if mate.person_id not in gone]
    of_team = {mate.person_id for mate in own}
    walkers = [Walker(mate.person_id, mate.name) for mate in own] + [
        Walker(one.person_id, one.name, stands_in=True)
        for one in here
        if one.person_id not in of_team
    ]
    away = tuple(mate for mate in mates or () if mate.person_id in gone)
    return Crew(tuple(walkers), away, _cover(walkers, mates))


def _cover(walkers: Sequence[Walker], mates: Sequence[Mate] | None) -> Cover:
    """Judge whether these people suffice: a team that ever had two never sends one alone."""
    if not walkers:
        return Cover.NO_TEAM if mates is None else Cover.NOBODY
    if len(walkers) == 1 and len(mates or ()) > 1:
        return Cover.ALONE
    return Cover.COVERED
