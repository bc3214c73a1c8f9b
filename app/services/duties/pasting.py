"""A list of duties pasted from a sheet: read line by line, looked at, then appointed at once."""

from __future__ import annotations

import csv
import datetime as dt
import io
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
from geodata.clean.guess import guess_headings
from geodata.clean.spread import has_headings
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
        Lines with tabs or commas between the cells, best with headings such as
        姓名, 电话, 职务, 网格, 楼号, 单元; without them the cells tell what they hold.
    since : datetime.date
        First day of the duties.
    at : datetime.datetime

    Returns
    -------
    tuple of PastedLine

    Raises
    ------
    InputRefused
        If no column holds names, or there are too many lines.
    """
    cleaned = clean("members", _frame(text))
    told = _by_row(cleaned.findings)
    reader = _Reader(session, viewer, community, since, at)
    # A line that names several people or places is several rows, one without a name is none.
    lines = [
        reader.line(int(row.source_row), row, told[int(row.source_row)])
        for row in cleaned.frame.itertuples(index=False)
    ]
    lines += [
        PastedLine(number, "", None, False, tuple(told[number]))
        for number in {f.row or 0 for f in cleaned.findings if f.code == "missing_name"}
    ]
    return tuple(sorted(lines, key=lambda line: line.number))


def _by_row(findings: Sequence[Finding]) -> dict[int, list[Finding]]:
    """Sort findings by the line that they are about."""
    told: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        told[finding.row or 0].append(finding)
    return told


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
    """Make a table of pasted text, with the headings of its first line or guessed ones."""
    if len(text) > MOST_CHARACTERS:
        raise InputRefused(N_("This list is too long. Bring it in under Import, as a file."))
    mark = "\t" if "\t" in text else ","
    # In running text Chinese commas part the cells; in cells of a sheet they part people.
    lines = text.replace("，", ",") if mark == "," else text
    rows = [
        row for row in csv.reader(io.StringIO(lines), delimiter=mark) if any(map(str.strip, row))
    ]
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    headings, body = _split(rows)
    if len(body) > MOST_LINES:
        raise InputRefused(
            N_("At most %(limit)s lines can be pasted. Bring more in under Import, as a file."),
            limit=MOST_LINES,
        )
    return pd.DataFrame([[cell.strip() or None for cell in row] for row in body], columns=headings)


def _split(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Tell the headings from the lines below; guess them where the first line is data."""
    if rows and has_headings(rows[0]):
        headings, body = _headings(rows[0]), rows[1:]
    else:
        headings, body = guess_headings(rows) or [], rows
    if not headings or not body:
        raise InputRefused(
            N_("Paste lines with a name, a role and a place in each, best below a line with the "
               "headings 姓名, 职务, 楼号."),
        )  # fmt: skip
    return headings, body


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
