"""What the pages of jobs call things, and where the result of a job is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for

from app.models import Job, JobState
from geodata.errors import N_

KINDS = {
    "divide": N_("Dividing the ground"),
    "plan": N_("Planning patrol routes"),
    "report": N_("Writing a report"),
}

STATES = {
    JobState.WAITING: N_("Waiting"),
    JobState.RUNNING: N_("At work"),
    JobState.DONE: N_("Done"),
    JobState.FAILED: N_("Failed"),
    JobState.STOPPED: N_("Stopped"),
}

_PAGES: dict[str, Callable[[str, int], str]] = {
    "division": lambda code, key: url_for("divisions.show", code=code, division_id=key),
    "divisions": lambda code, _first: url_for("divisions.list_all", code=code),
    "plan": lambda code, key: url_for("patrols.show_cell", code=code, cell_id=key),
    "plans": lambda code, _first: url_for("patrols.list_all", code=code),
    "summary": lambda code, key: url_for("summaries.show", code=code, summary_id=key),
    "routes": lambda code, key: url_for("map.show_map", code=code, sel=f"route:{key}"),
}


def result_url(job: Job, code: str) -> str | None:
    """Give the address of what a job made, None where it made nothing.

    Parameters
    ----------
    job : Job
    code : str
        Of its community.
    """
    made: dict[str, Any] = job.result
    if made.get("id") is None:
        return None
    return _PAGES[made["kind"]](code, made["id"])
