"""A category as somebody wishes it: from our file, a form or a table; checked before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.models import Catalogue, RegionClass, TimeUnit
from geodata.errors import N_, InputRefused

ICONS = (
    "pipe", "roof", "water", "power", "lift", "lamp", "construction", "quarrel", "property",
    "noise", "smell", "pet", "parking", "charging", "theft", "fire", "security", "help",
    "litter", "rubble", "sweeping", "green", "flyers", "stall", "manhole", "road", "other",
)  # fmt: skip
"""Pictures that a category can have; templates/catalogue/icons.html draws them."""

LONGEST_NAME = 40
LONGEST_CODE = 20
MOST_LIMITS = 20
MOST_AMOUNT = {
    TimeUnit.WORKING_HOURS: 1_000,
    TimeUnit.WORKING_DAYS: 365,
    TimeUnit.HOURS: 24 * 365,
}
"""The longest that an issue may take, by what it is counted in."""


@dataclass(frozen=True)
class LimitEntry:
    """How long an issue may take, for a condition and a region class, or for all."""

    amount: float
    unit: TimeUnit
    condition: str = ""
    region: RegionClass | None = None


@dataclass(frozen=True)
class CategoryEntry:
    """A category as somebody wishes it; see :class:`app.models.IssueCategory`."""

    catalogue: Catalogue
    code: str
    name: str
    group: str = ""
    name_en: str = ""
    icon: str = "other"
    default_condition: str = ""
    for_residents: bool = True
    limits: Sequence[LimitEntry] = ()


def check_entry(entry: CategoryEntry) -> None:
    """Refuse a category that makes no sense.

    Parameters
    ----------
    entry : CategoryEntry

    Raises
    ------
    InputRefused
        With a sentence that names the category.
    """
    if not entry.code or not entry.name:
        raise InputRefused(N_("A category needs a code and a name."))
    if len(entry.code) > LONGEST_CODE:
        raise InputRefused(
            N_("The code %(code)s is longer than %(most)s characters."),
            code=entry.code[:LONGEST_CODE],
            most=LONGEST_CODE,
        )
    conditions = [limit.condition for limit in entry.limits]
    for text in (entry.name, entry.group, entry.name_en, entry.default_condition, *conditions):
        if len(text) > LONGEST_NAME:
            raise InputRefused(
                N_("%(name)s: names are at most %(most)s characters long."),
                name=entry.name[:LONGEST_NAME],
                most=LONGEST_NAME,
            )
    if entry.icon not in ICONS:
        raise InputRefused(
            N_("%(name)s: there is no picture called %(icon)s."),
            name=entry.name,
            icon=entry.icon[:LONGEST_NAME],
        )
    _check_limits(entry)


def _check_limits(entry: CategoryEntry) -> None:
    """Refuse limits that nobody could keep, or two for the same."""
    keys = [(limit.condition, limit.region) for limit in entry.limits]
    if len(set(keys)) < len(keys) or len(keys) > MOST_LIMITS:
        raise InputRefused(
            N_("%(name)s: give one limit for each condition and region class, at most %(most)s."),
            name=entry.name,
            most=MOST_LIMITS,
        )
    for limit in entry.limits:
        if not 0 < limit.amount <= MOST_AMOUNT[limit.unit]:
            raise InputRefused(
                N_("%(name)s: a limit is more than 0 and at most %(most)s."),
                name=entry.name,
                most=MOST_AMOUNT[limit.unit],
            )
        if limit.unit is TimeUnit.WORKING_DAYS and limit.amount != int(limit.amount):
            raise InputRefused(
                N_("%(name)s: working days are counted whole; give hours for less than a day."),
                name=entry.name,
            )
