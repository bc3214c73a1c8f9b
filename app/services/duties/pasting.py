"""A list of duties pasted from a sheet: read line by line, looked at, then appointed at once."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, DutyRole, Person, Place, PlaceKind
from app.models.places import place_name
from app.queries.duties import find_place
from app.queries.scope import Viewer
from app.services.duties.appoint import Appointed, Order, appoint_many
from app.services.duties.rules import check_order, find_same
from app.services.imports.context import Context
from app.services.imports.members.duties import Places
from app.services.imports.options import ImportOptions
from geodata.clean import clean
from geodata.errors import N_, InputRefused
from geodata.findings import Finding, Severity

MOST_LINES = 500
MOST_CHARACTERS = 100_000


@dataclass(frozen=True)
class PastedLine:
    """One line of a pasted list, and what would come of it.

    Attributes
    ----------
    number : int
        One-based, below the headings.
    name : str
        As pasted.
    order : Order or None
        None where the line cannot be taken; the findings say why.
    is_held : bool
        Whether they answer for it already: then nothing happens.
    findings : tuple of Finding
    """

    number: int
    name: str
    order: Order | None
    is_held: bool
    findings: tuple[Finding, ...]

    @property
    def place(self) -> str:
        """Name of the place, where it was found."""
        return place_name(self.order.place) if self.order else ""


def read_pasted(
    session: Session,
    viewer: Viewer,
    community: Community,
    text: str,
    *,
    since: dt.date,
    at: dt.datetime,
) -> tuple[PastedLine, ...]:
    """Read a list that was pasted from a sheet; nothing is stored.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    text : str
        Lines with tabs or commas between the cells, the first with headings such as
        姓名, 电话, 职务, 网格, 楼号, 单元.
    since : datetime.date
        First day of the duties.
    at : datetime.datetime

    Returns
    -------
    tuple of PastedLine

    Raises
    ------
    InputRefused
        If there are no headings, no column of names, or too many lines.
    """
    frame = _frame(text)
    cleaned = clean("members", frame)
    told: dict[int, list[Finding]] = defaultdict(list)
    for finding in cleaned.findings:
        told[finding.row or 0].append(finding)
    reader = _Reader(session, viewer, community, since, at)
    lines = [
        reader.line(int(row.source_row), row, told[int(row.source_row)])
        for row in cleaned.frame.itertuples(index=False)
    ]
    kept = {line.number for line in lines}
    left = [
        PastedLine(number, "", None, False, tuple(findings))
        for number, findings in told.items()
        if number not in kept and number
    ]
    return tuple(sorted([*lines, *left], key=lambda line: line.number))


def apply_pasted(
    session: Session,
    lines: Sequence[PastedLine],
    *,
    since: dt.date,
    at: dt.datetime,
    by: int | None,
) -> Appointed:
    """Appoint by the lines that can be taken, all in one step.

    Parameters
    ----------
    session : Session
    lines : Sequence of PastedLine
        From :func:`read_pasted`.
    since : datetime.date
    at, by : datetime, int or None

    Returns
    -------
    Appointed
    """
    orders = [line.order for line in lines if line.order is not None]
    return appoint_many(session, orders, since=since, at=at, by=by)


def _frame(text: str) -> pd.DataFrame:
    """Make a table of pasted text: its first line has the headings."""
    if len(text) > MOST_CHARACTERS:
        raise InputRefused(N_("This list is too long. Bring it in under Import, as a file."))
    mark = "\t" if "\t" in text else ","
    rows = [
        row for row in csv.reader(text.splitlines(), delimiter=mark) if any(map(str.strip, row))
    ]
    if len(rows) < 2:
        raise InputRefused(N_("Paste the line with the headings and at least one line below it."))
    if len(rows) - 1 > MOST_LINES:
        raise InputRefused(
            N_("At most %(limit)s lines can be pasted. Bring more in under Import, as a file."),
            limit=MOST_LINES,
        )
    headings, width = _headings(rows[0]), len(rows[0])
    cells = [[cell.strip() or None for cell in row[:width]] for row in rows[1:]]
    return pd.DataFrame([row + [None] * (width - len(row)) for row in cells], columns=headings)


def _headings(row: Sequence[str]) -> list[str]:
    """Tell equal or empty headings apart."""
    seen: dict[str, int] = defaultdict(int)
    names = []
    for place, cell in enumerate(row, start=1):
        name = cell.strip() or str(place)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names


class _Reader:
    """Looks up what lines name: people, places, duties that are held."""

    def __init__(
        self, session: Session, viewer: Viewer, community: Community, since: dt.date,
        at: dt.datetime,
    ) -> None:  # fmt: skip
        self.here = (session, viewer, community)
        self.session, self.since = session, since
        context = Context(session, viewer, community, ImportOptions(), at)
        self.places = Places(context)
        self.people: dict[str, list[Person]] = defaultdict(list)
        own = Person.community_id == community.id
        for person in session.scalars(select(Person).where(own, Person.left_on.is_(None))):
            self.people[person.name].append(person)

    def line(self, number: int, row: Any, findings: list[Finding]) -> PastedLine:
        """Read one line."""
        findings = [*findings, *self._faults(row)]
        order = None
        if not any(finding.severity is Severity.ERROR for finding in findings):
            order = self._order(row)
        held = order is not None and self._is_held(order)
        return PastedLine(number, row.name, order, held, tuple(findings))

    def _faults(self, row: Any) -> Iterator[Finding]:
        """Say why a line cannot be taken."""
        people = self._people(row)
        if not people:
            yield _fault("unknown_person", N_("Nobody called %(name)s is in the register. Enter "
                         "the person first."), name=row.name)  # fmt: skip
        elif len(people) > 1:
            yield _fault("namesakes", N_("Several people are called %(name)s. Add the telephone "
                         "number."), name=row.name)  # fmt: skip
        if not isinstance(row.role, str):
            yield _fault("no_role", N_("The line names no role that is known, such as 楼长."))
        elif self.places.of(row, DutyRole(row.role)) is None:
            yield _fault("no_place", N_("The line names no place that is known: %(named)s."),
                         named=_named(row))  # fmt: skip
        elif len(people) == 1:
            yield from self._refusal(row)

    def _refusal(self, row: Any) -> Iterator[Finding]:
        """Say what the rules of appointing have against a line."""
        order = self._order(row)
        try:
            check_order(order.holder, order.place, self.since, None, division=None)
        except InputRefused as refused:
            yield Finding("refused", Severity.ERROR, refused.template, dict(refused.params))

    def _people(self, row: Any) -> list[Person]:
        """Give who can be meant: the number decides where both have one."""
        named = self.people.get(row.name, [])
        exact = [person for person in named if row.phone and person.phone == row.phone]
        return exact or [person for person in named if not (row.phone and person.phone)]

    def _order(self, row: Any) -> Order:
        """Make the order of a line without faults."""
        role = DutyRole(row.role)
        ((column, place_id),) = (self.places.of(row, role) or {}).items()
        kind = PlaceKind(column.removesuffix("_id"))
        place: Place = find_place(*self.here, kind, place_id)
        return Order(self._people(row)[0], place, role)

    def _is_held(self, order: Order) -> bool:
        """Tell whether they answer for it already."""
        held = find_same(self.session, order.holder, order.place, order.role, self.since, None)
        return held is not None


def _named(row: Any) -> str:
    """Give what a line says of its place."""
    said = (row.cell_code, row.building_number, row.entrance_name)
    return " ".join(part for part in said if isinstance(part, str)) or "—"


def _fault(code: str, template: str, **params: Any) -> Finding:
    """Make a finding that leaves a line out."""
    return Finding(code, Severity.ERROR, template, params)
