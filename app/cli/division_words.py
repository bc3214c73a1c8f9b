"""Divisions in words for people at a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.queries.divisions import CellRef, Comparison, DivisionLine, DutyFate, Effects, Fate
from geodata.findings import Finding

EXAMPLES = 5
_DUTIES = {
    DutyFate.ENDS: "end",
    DutyFate.OTHER_GROUND: "go on with other ground",
    DutyFate.MOVES_ALONG: "go along with their building",
    DutyFate.GOES_ON: "go on as they are",
}

_REPORT = """\
Draft {draft} (division {id}, {variant}): {cells} cells, {mean_households:.0f} households each.
  largest deviation {largest_deviation}, 95 of 100 cells within {p95_deviation} \
(whole buildings allow {least_deviation})
  in the wished range {in_range}, in pieces {in_pieces}
  inner borders on streets and walls {border_on_streets}, main roads inside cells {main_inside}
  compactness {compactness_mean:.2f} on average, {compactness_least:.2f} at least
  longest way inside a cell {walk_diameter_m:.0f} m
  compounds torn {estates_torn}, their buildings apart {buildings_torn}"""
_SHARES = (
    "largest_deviation",
    "p95_deviation",
    "least_deviation",
    "in_range",
    "border_on_streets",
    "main_inside",
)


def tell_draft(fact: Mapping[str, Any]) -> str:
    """Tell a draft that a solver made: its report in words, and its findings."""
    report, findings = fact["report"], fact["findings"]
    shares = {name: _percent(report[name]) for name in _SHARES}
    lines = [_REPORT.format(**{**fact, **report, **shares})]
    lines += [f"  {finding['severity']}: {finding['message']}" for finding in findings[:EXAMPLES]]
    if len(findings) > EXAMPLES:
        lines.append(f"  ... and {len(findings) - EXAMPLES} more findings (--json has all).")
    lines.append(f"Look at it on the map, or check it: wangge division check {fact['id']}")
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    """Say a share."""
    return "unknown" if share is None else f"{100 * share:.1f} %"


def tell_list(lines: Iterable[DivisionLine]) -> str:
    """List divisions, one a line."""
    rows = [
        f"{line.id:>6}  {line.state.value:<9}  {_days(line):<24}  {line.cells:>4} cells  "
        f"{line.name}"
        for line in lines
    ]
    return "\n".join(rows) or "There is no division yet."


def _days(line: DivisionLine) -> str:
    """Say from when until when a division held."""
    if line.since is None:
        return ""
    if line.held_on_no_day:
        return f"{line.since} replaced at once"
    return f"since {line.since}" if line.until is None else f"{line.since} to {line.until}"


def tell_findings(name: str, findings: Sequence[Finding]) -> str:
    """Tell findings by kind, with examples."""
    if not findings:
        return f"Nothing is wrong with {name}."
    kinds: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        kinds[finding.severity.value, finding.code].append(finding)
    lines = [f"{len(findings)} findings about {name}:"]
    for (severity, code), found in kinds.items():
        lines.append(f"{severity}: {code} ({len(found)})")
        lines += [f"  {finding}" for finding in found[:EXAMPLES]]
        lines += ["  ..."] * (len(found) > EXAMPLES)
    return "\n".join(lines)


def tell_comparison(found: Comparison) -> str:
    """Tell what became of the cells, and what moved from where to where."""
    before = found.before.name if found.before is not None else "nothing"
    counts = ", ".join(f"{found.count(fate)} {fate.value}" for fate in Fate)
    about = " (partly estimated)" if found.any_estimated else ""
    lines = [
        f"{before} -> {found.after.name}: {counts} cells.",
        f"{found.moved.total} buildings with {found.households_moved} households{about} move.",
    ]
    for flow in found.flows.rows[:EXAMPLES]:
        lines.append(
            f"  {_name(flow.before)} -> {_name(flow.after)}: {flow.buildings} buildings, "
            f"{flow.households} households"
        )
    lines += ["  ..."] * (found.flows.total > EXAMPLES)
    if found.kept_by_hand.total or found.dropped_by_hand.total:
        lines.append(
            f"{found.kept_by_hand.total} buildings stay placed by hand, "
            f"{found.dropped_by_hand.total} no longer."
        )
    return "\n".join(lines)


def tell_effects(effects: Effects) -> str:
    """Tell what becomes of duties, issues, routes and patrols."""
    duties = ", ".join(f"{effects.duty_counts[fate]} {word}" for fate, word in _DUTIES.items())
    lines = [tell_comparison(effects.comparison), f"Duties: {duties}."]
    for duty in effects.duties.rows[:EXAMPLES]:
        if duty.fate is not DutyFate.GOES_ON:
            goal = f"ends on {duty.ends_on}" if duty.cell is None else f"in {duty.cell.name}"
            lines.append(f"  {duty.holder}, {duty.role.value} of {duty.place}: {goal}")
    anew = [route for route in effects.routes.rows if route.after is None or route.stops_lost]
    lines += [
        f"Open issues that get into another cell: {effects.issues.total}.",
        f"Routes: {effects.routes.total - len(anew)} go on, {len(anew)} must be planned anew.",
    ]
    if effects.patrols_moved or effects.patrols_cancelled:
        lines.append(
            f"Planned patrols: {effects.patrols_moved} go on, {effects.patrols_cancelled} are "
            "called off."
        )
    return "\n".join(lines)


def _name(cell: CellRef | None) -> str:
    """Name a cell, or none."""
    return "no cell" if cell is None else cell.name
