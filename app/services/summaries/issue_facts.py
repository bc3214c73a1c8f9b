"""Issues of the period beside those of the period before: in all, by place, by kind, by day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from app.queries.issues.indicators import Counts, Group, Indicators, Span, read_indicators
from app.queries.summaries import records_since
from app.services.summaries.about import About, Facts
from app.services.summaries.folding import fold
from app.services.summaries.periods import Days, slices

OTHERS = "@others"
"""Name of the group in which those are that are too few to be shown."""


@dataclass(frozen=True)
class Line:
    """One group in both periods."""

    name: str
    now: Counts
    before: Counts

    def as_facts(self) -> Facts:
        """Give it as it is stored."""
        return {"name": self.name, "now": _plain(self.now), "before": _plain(self.before)}


def count_issues(about: About) -> Facts:
    """Count what came, was due and was closed.

    Parameters
    ----------
    about : About

    Returns
    -------
    dict
        ``now`` and ``before`` in all, ``records_since`` (the day of the first issue at all),
        ``by_cell`` (not of a single cell) and ``by_category`` with the same, ``slices`` with
        what came in each part of both periods.
    """
    now, past = (_read(about, days) for days in (about.days, about.before))
    first = records_since(*about.here, about.at)
    cells = [] if about.cell else _compared(about, Group.CELL)
    return {
        "now": _plain(now.total),
        "before": _plain(past.total),
        "imported_ended": now.imported_ended,
        "records_since": str(first) if first else None,
        "by_cell": [line.as_facts() for line in cells],
        "by_category": [line.as_facts() for line in _compared(about, Group.CATEGORY)],
        "slices": {"now": _slices(about, about.days), "before": _slices(about, about.before)},
    }


def _plain(counts: Counts) -> dict[str, int]:
    """Give counts as JSON knows them: sums of the store are decimals."""
    return {name: int(value) for name, value in asdict(counts).items()}


def _read(about: About, days: Days, group: Group | None = None) -> Indicators:
    span = Span(days.since, days.until, about.at.tzinfo, cell_id=about.cell_id)
    return read_indicators(*about.here, span, at=about.at, group=group)


def _slices(about: About, days: Days) -> list[dict[str, Any]]:
    """Count what came in each part of a period."""
    return [
        {"since": str(part.since), "received": int(_read(about, part).total.received)}
        for part in slices(about.kind, days)
    ]


def _compared(about: About, group: Group) -> list[Line]:
    """Put the groups of both periods side by side, those of which most came first."""
    now, past = (
        {row.name: row.counts for row in _read(about, days, group).rows}
        for days in (about.days, about.before)
    )
    # What came before and no longer does is a change, too.
    lines = [
        Line(name, now.get(name, Counts()), past.get(name, Counts())) for name in {**now, **past}
    ]
    lines.sort(key=lambda line: (-line.now.received, -line.before.received, line.name))
    return fold(lines, _size, _together) if about.is_public else lines


def _size(line: Line) -> int:
    """Give how many issues a line tells of, in that period of the two that has fewer."""
    sizes = [max(counts.received, counts.due) for counts in (line.now, line.before)]
    return min(filter(None, sizes), default=0)


def _together(lines: list[Line]) -> Line:
    now, past = (
        Counts.together(getattr(line, name) for line in lines) for name in ("now", "before")
    )
    return Line(OTHERS, now, past)
