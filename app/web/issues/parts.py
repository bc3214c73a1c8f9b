"""The parts of an issue's page: each in a module and a template of its own, hung in here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.models import Issue
from app.web.asking import Asked

Facts = dict[str, Any]
Read = Callable[[Asked, Issue], Facts | None]


class Slot(StrEnum):
    """Where a part stands."""

    MOVES = "moves"  # Under the head: what one can do now.
    MAIN = "main"  # The wide column: what it is about, what happened.
    SIDE = "side"  # The narrow column: where, who, what else.


@dataclass(frozen=True)
class Part:
    """One part of the page of an issue.

    Attributes
    ----------
    slot : Slot
    rank : int
        The lower, the higher on the page.
    template : str
        Included with the facts as ``part``, beside ``issue`` and ``community``.
    read : callable
        Gives the facts; None leaves the part out.
    """

    slot: Slot
    rank: int
    template: str
    read: Read


PARTS: list[Part] = []


def page_part(template: str, *, slot: Slot, rank: int = 50) -> Callable[[Read], Read]:
    """Hang a part into the page of an issue; stands over the function that reads its facts.

    Parameters
    ----------
    template, slot, rank
        See :class:`Part`.
    """

    def hang(read: Read) -> Read:
        PARTS.append(Part(slot, rank, template, read))
        PARTS.sort(key=lambda part: part.rank)
        return read

    return hang


def read_parts(asked: Asked, issue: Issue) -> dict[str, list[tuple[str, Facts]]]:
    """Read all parts of an issue's page.

    Parameters
    ----------
    asked : Asked
    issue : Issue
        In the viewer's scope.

    Returns
    -------
    dict of str to list of (str, dict)
        By slot, the templates with their facts, top to bottom.
    """
    found: dict[str, list[tuple[str, Facts]]] = {slot.value: [] for slot in Slot}
    for part in PARTS:
        facts = part.read(asked, issue)
        if facts is not None:
            found[part.slot].append((part.template, facts))
    return found
