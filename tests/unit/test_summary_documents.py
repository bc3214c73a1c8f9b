"""The pure parts of reports: periods, what counts as a change, who is not singled out, pictures."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from app.models import SummaryKind
from app.services.summaries.changes import is_change
from app.services.summaries.folding import LEAST_SHOWN, fold
from app.services.summaries.periods import Days, before, last_whole, period_until, slices
from mapping.charts import NARROW, WIDTH, Bar, render_columns, render_lines
from mapping.hotspots.judge import Verdict
from mapping.summary_map import Outline, Piece, render_summary_map

DAY = dt.date.fromisoformat
NASTY = '<b>"甲&乙'


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - we drew it ourselves.


@pytest.mark.parametrize(
    ("kind", "on", "since", "until"),
    [
        ("weekly", "2026-11-22", "2026-11-09", "2026-11-15"),  # A Sunday is not over yet.
        ("weekly", "2026-11-23", "2026-11-16", "2026-11-22"),
        ("monthly", "2026-03-01", "2026-02-01", "2026-02-28"),
        ("monthly", "2026-01-31", "2025-12-01", "2025-12-31"),
        ("quarterly", "2026-11-22", "2026-07-01", "2026-09-30"),
        ("quarterly", "2026-01-01", "2025-10-01", "2025-12-31"),
    ],
)
def test_the_latest_that_is_over(kind: str, on: str, since: str, until: str) -> None:
    assert last_whole(SummaryKind(kind), DAY(on)) == Days(DAY(since), DAY(until))


@pytest.mark.parametrize(
    ("kind", "until", "since", "then"),
    [
        ("weekly", "2026-11-15", "2026-11-02", "2026-11-08"),
        ("monthly", "2026-03-31", "2026-02-01", "2026-02-28"),
        ("monthly", "2026-03-30", "2026-02-01", "2026-02-28"),  # As far as February goes.
        ("monthly", "2026-11-10", "2026-10-01", "2026-10-10"),
        ("quarterly", "2026-03-31", "2025-10-01", "2025-12-31"),
        ("quarterly", "2026-04-15", "2026-01-01", "2026-01-15"),
    ],
)
def test_the_period_before_goes_as_far(kind: str, until: str, since: str, then: str) -> None:
    days = period_until(SummaryKind(kind), DAY(until))
    assert before(SummaryKind(kind), days) == Days(DAY(since), DAY(then))


@given(st.sampled_from(list(SummaryKind)), st.dates(DAY("2020-01-01"), DAY("2030-12-31")))
def test_slices_cover_a_period_once(kind: SummaryKind, until: dt.date) -> None:
    days = period_until(kind, until)
    parts = slices(kind, days)
    assert sum(part.count for part in parts) == days.count
    assert (parts[0].since, parts[-1].until) == (days.since, days.until)


def test_a_change_is_more_than_chance() -> None:
    assert not is_change(41, 29, days=7, days_before=7)
    assert is_change(41, 12, days=7, days_before=7)
    assert not is_change(0, 0, days=7, days_before=7)
    # Three times as many in three times as many days are no change.
    assert not is_change(90, 30, days=90, days_before=30)
    assert is_change(90, 30, days=30, days_before=30)


@given(st.lists(st.integers(0, 40)))
def test_no_line_is_about_a_few_and_none_can_be_worked_out(counts: list[int]) -> None:
    lines = fold(counts, int, sum)
    assert all(line >= LEAST_SHOWN for line in lines)
    hidden = sum(counts) - sum(lines)
    # What is missing from the whole is nothing, or all that there is.
    assert hidden == 0 or not lines


def test_charts_hold_what_they_are_given() -> None:
    bars = [Bar(NASTY, 4, 2), Bar("b", 0, None)]
    for svg in (render_columns(bars, title=NASTY), render_lines(bars, title=NASTY)):
        root = parsed(svg)
        assert root.get("aria-label") == NASTY
        assert NASTY in [text.text for text in root.iter("text")]
        assert "style=" not in svg
    rects = list(parsed(render_columns(bars, title="")).iter("rect"))
    heights = [float(rect.get("height", "")) for rect in rects]
    assert heights[1] == pytest.approx(2 * heights[0])
    assert render_columns([], title="") == ""


def test_charts_for_phones_leave_out_the_labels_that_do_not_fit() -> None:
    bars = [Bar(f"10-{day:02}", day, day) for day in range(1, 14)]
    for draw in (render_columns, render_lines):
        root = parsed(draw(bars, title="", width=NARROW))
        assert str(root.get("viewBox")).startswith(f"0 0 {NARROW} ")
        ends = [float(r.get("x", "")) + float(r.get("width", "")) for r in root.iter("rect")]
        assert max(ends) < NARROW
    labels = [
        [text.text for text in parsed(render_columns(bars, title="", width=width)).iter("text")]
        for width in (WIDTH, NARROW)
    ]
    assert all(bar.label in labels[0] for bar in bars)
    assert [bar.label in labels[1] for bar in bars[:3]] == [True, False, True]


def test_hot_ground_is_hatched_on_the_map() -> None:
    cells = [box(116.0, 40.0, 116.002, 40.002), box(116.002, 40.0, 116.004, 40.002)]
    pieces = [Piece(cells[0], Verdict.HOT, NASTY), Piece(cells[1], Verdict.USUAL)]
    outlines = [Outline(cell, NASTY) for cell in cells]
    svg = render_summary_map(pieces, outlines, title=NASTY)
    root = parsed(svg)
    assert root.get("aria-label") == NASTY
    hatched = [path for path in root.iter("path") if path.get("fill") == "url(#hot-hatch)"]
    assert len(hatched) == 1
    assert {text.text for text in root.iter("text")} == {NASTY}
    assert render_summary_map([], [], title="") == ""


def test_the_map_of_a_cell_shows_its_surroundings_only() -> None:
    own, far = box(116.0, 40.0, 116.002, 40.002), box(118.0, 40.0, 118.1, 40.1)
    svg = render_summary_map([], [Outline(own, "a", True), Outline(far, "b")], title="")
    first = next(
        path for path in parsed(svg).iter("path") if path.get("d") and "Z" in str(path.get("d"))
    )
    numbers = [float(part) for part in str(first.get("d")).strip("MZ").split()]
    assert max(numbers) - min(numbers) > 100
