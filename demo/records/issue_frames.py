"""Invented issues as frames: one row an issue, one row a move."""

from __future__ import annotations

from typing import Any

import pandas as pd

from demo.records.issues import Issues
from demo.records.steps import Step


def issue_frames(issues: Issues) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Give the ``issues`` and ``issue_events`` frames, and each issue's reference.

    Parameters
    ----------
    issues : Issues
        All that were invented.

    Returns
    -------
    issues, issue_events : DataFrame
        In the order in which issues were reported.
    refs : list of str
        In the order in which they were entered.
    """
    order = sorted(range(len(issues.rows)), key=lambda i: issues.rows[i]["reported_at"])
    ref = {i: f"DEMO-{n:04d}" for n, i in enumerate(order, start=1)}
    ref_or_none = ref | {None: None}
    rows = pd.DataFrame(
        [
            {"source_ref": ref[i], **issues.rows[i]}
            | {"merged_into": ref_or_none[issues.rows[i]["merged_into"]]}
            for i in order
        ]
    ).drop(columns="unit")
    for column in ("reported_at", "closed_at"):
        rows[column] = pd.to_datetime(rows[column], utc=True)
    events = [
        {"source_ref": ref[i], **_event(issues, step, issues.rows[i]["unit"])}
        | {"into": ref_or_none[issues.rows[i]["merged_into"]] if step.verb == "merge" else None}
        for i in order
        for step in issues.stories[i].steps
    ]
    return rows, pd.DataFrame(events), [ref[i] for i in range(len(issues.rows))]


def _event(issues: Issues, step: Step, unit: str) -> dict[str, Any]:
    """Give a row of ``issue_events``."""
    actor = issues.cast.actor(step.by, unit)
    given_to = step.facts.get("to")
    return {
        "kind": step.verb,
        "at": step.at,
        "by_person_key": actor.person,
        "by_account": actor.account,
        "note": step.note,
        "to_person_key": issues.cast.actor("steward", unit).person
        if given_to == "steward"
        else None,
        "to_unit_key": given_to if given_to in ("property", "city") else None,
        "extra_days": step.facts.get("days"),
        "score": step.facts.get("score"),
    }
