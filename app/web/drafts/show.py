"""Drafts as their page reads them (docs/drafts.md)."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from flask import json

from app.models import Division, DivisionState, DivisionStep
from app.services.drafts import DraftState, Outdated, Taken, draft_state, note_editor
from app.services.drafts.findings import DraftFinding
from app.services.drafts.state import Editor, active_editors
from app.web.asking import Asked
from app.web.i18n import say, translate
from geodata.errors import N_

Json = dict[str, Any]


def show_state(asked: Asked, division: Division, *, since: int | None = None) -> Json:
    """Show how a division stands.

    Parameters
    ----------
    asked : Asked
    division : Division
    since : int, optional
        The revision that the asker has: if it is still that one, only who edits is told.
    """
    session, viewer, at = asked.session, asked.viewer, asked.at
    if division.state is DivisionState.DRAFT:
        note_editor(session, division, viewer, at)
    if since is not None and since == division.revision:
        editors = active_editors(session, division, viewer, at)
        return {"revision": division.revision, "editors": [_editor(one) for one in editors]}
    return _show(draft_state(session, division, viewer, at))


def show_taken(asked: Asked, division: Division, taken: Taken) -> Json:
    """Show how a draft stands after a change, with the outlines that changed and no others."""
    session, viewer, at = asked.session, asked.viewer, asked.at
    note_editor(session, division, viewer, at)
    state = draft_state(session, division, viewer, at, taken.changed)
    return {**_show(state), "removed": sorted(taken.removed)}


def show_conflict(error: Outdated, state: Json) -> Json:
    """Show that somebody was faster: who, when, what, and how the draft stands now."""
    return {
        "type": "about:blank",
        "title": translate(N_("Somebody else changed this draft")),
        "status": 409,
        "detail": say(error),
        "code": "outdated",
        "by": error.by,
        "at": error.at.isoformat() if error.at else None,
        "what": say_what(*error.what),
        "state": state,
    }


def say_what(template: str, params: Json) -> str:
    """Say what was done, in the viewer's language; a change may tell of another one."""
    said = {
        name: say_what(value["template"], value["params"]) if isinstance(value, dict) else value
        for name, value in params.items()
    }
    return translate(template, said)


def _show(state: DraftState) -> Json:
    """Show a whole state."""
    division = state.division
    return {
        "revision": division.revision,
        "name": division.name,
        "state": division.state.value,
        "variant": division.variant,
        "report": division.report,
        "wish": division.wish,
        "can_undo": state.undo is not None,
        "can_redo": state.redo is not None,
        "undo_label": _label(state.undo),
        "redo_label": _label(state.redo),
        "editors": [_editor(one) for one in state.editors],
        "target": asdict(state.target),
        "cells": _cells(state),
        "findings": [_finding(found) for found in state.findings],
        "cells_geojson": {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {"id": key}, "geometry": json.loads(shape)}
                for key, shape in state.shapes.items()
            ],
        },
    }


def _editor(one: Editor) -> Json:
    """Show who has the draft open."""
    return {"name": one.name, "at": one.at.isoformat(), "me": one.me}


def _cells(state: DraftState) -> list[Json]:
    """Show the figures of the cells."""
    faults = Counter(found.cell_id for found in state.findings)
    return [
        {
            **asdict(cell),
            "deviation_percent": state.target.deviation_percent(cell),
            "findings": faults[cell.id],
        }
        for cell in state.cells
    ]


def _finding(found: DraftFinding) -> Json:
    """Show a finding with its sentence."""
    shown = asdict(found)
    return {**shown, "text": translate(shown.pop("template"), shown.pop("params"))}


def _label(step: DivisionStep | None) -> str | None:
    """Say what undoing would take back, or what would be done again."""
    return None if step is None else say_what(step.template, step.params)
