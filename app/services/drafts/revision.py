"""One change after another: who comes with an old revision is told what happened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models import Division, DivisionState, User
from app.services.drafts.errors import DraftClosed, Outdated
from geodata.errors import N_


def begin_change(
    session: Session, division: Division, revision: int, *, at: dt.datetime, by: int | None
) -> None:
    """Claim the next revision of a draft; the row stays locked until the transaction ends.

    Parameters
    ----------
    session : Session
    division : Division
    revision : int
        The one that the asker has seen.
    at, by : datetime, int or None
        When, and which account.

    Raises
    ------
    DraftClosed
        If the division is published or ended.
    Outdated
        If somebody changed it since.
    """
    claimed = session.execute(
        update(Division)
        .where(
            Division.id == division.id,
            Division.revision == revision,
            Division.state == DivisionState.DRAFT,
        )
        .values(revision=revision + 1, changed_at=at, changed_by=by)
        .execution_options(synchronize_session=False)
        .returning(Division.id)
    ).one_or_none()
    session.refresh(division)
    if claimed is None:
        require_draft(division)
        raise _outdated(session, division)


def require_draft(division: Division) -> None:
    """Refuse to edit a division that is no draft.

    Raises
    ------
    DraftClosed
    """
    if division.state is not DivisionState.DRAFT:
        raise DraftClosed(
            N_("%(name)s is published and stays as it is. Make a draft of it, and edit that one."),
            name=division.name,
        )


def name_change(division: Division, template: str, **params: Any) -> None:
    """Keep with the draft what was done to it last.

    Parameters
    ----------
    division : Division
    template : str
        Marked for translation.
    **params : Any
        Values for it.
    """
    division.change = {"template": template, "params": params}


def _outdated(session: Session, division: Division) -> Outdated:
    """Say who changed a draft, when and how."""
    name = session.scalar(select(User.display_name).where(User.id == division.changed_by))
    change = division.change or {"template": N_("changed the draft"), "params": {}}
    return Outdated(name or "", division.changed_at, (change["template"], change["params"]))
