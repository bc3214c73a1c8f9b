"""What the solution costs: shared among stairwells or doors, and collected door by door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    CostShare,
    Deliberation,
    DeliberationState,
    Entrance,
    Household,
    Issue,
)
from app.queries.scope import NotFound, Viewer
from app.services.audit import record
from app.services.issues.deliberation.access import check_seen, hold, require_lead
from app.services.issues.deliberation.harms import buildings_of
from app.services.issues.deliberation.splitting import split_fen
from app.services.issues.deliberation.steps import tell_story
from geodata.errors import N_, InputRefused

MOST_FEN = 1_000_000_000
"""Ten million yuan: what a community collects from doors is far below."""

MOST_PAYERS = 3_000
_SHARED_IN = (
    DeliberationState.DISCUSSING,
    DeliberationState.ANSWERING,
    DeliberationState.JUDGING,
)


class Basis(StrEnum):
    """By what a cost is shared."""

    ENTRANCE = "entrance"  # Every stairwell the same.
    HOUSEHOLDS = "households"  # Every stairwell by how many live there.
    DOOR = "door"  # Every household the same, each for itself.


@dataclass(frozen=True)
class CostWish:
    """What is to be shared, by what, among whom.

    Attributes
    ----------
    total_fen : int
    basis : Basis
    entrance_ids : Sequence[int]
        Stairwells that share.
    building_ids : Sequence[int]
        Buildings without stairwells whose doors share; with the basis ``DOOR`` only.
    """

    total_fen: int
    basis: Basis
    entrance_ids: Sequence[int]
    building_ids: Sequence[int] = ()


def share_cost(
    session: Session,
    viewer: Viewer,
    deliberation_id: int,
    wish: CostWish,
    *,
    seen: int,
    at: dt.datetime,
) -> list[CostShare]:
    """Share a cost, anew as long as nobody has paid.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who may lead the deliberation.
    deliberation_id : int
    wish : CostWish
        Places away from the issue's buildings, and those that it harms, are left out.
    seen : int
        The version that the viewer saw.
    at : datetime.datetime

    Returns
    -------
    list of CostShare
        In the order of the places; they add up to the total.

    Raises
    ------
    InputRefused
        If there is nobody or nothing to share, somebody has paid, or it is not agreed upon.
    NotAllowed, NotFound
    """
    held = hold(session, viewer, deliberation_id)
    require_lead(session, viewer, session.get_one(Issue, held.issue_id))
    check_seen(held, seen)
    _check_open(held)
    if not 0 < wish.total_fen <= MOST_FEN:
        raise InputRefused(N_("Give the whole cost in yuan, such as 1250.00."))
    near = buildings_of(session, held.issue_id)
    find = _doors if wish.basis is Basis.DOOR else _stairwells
    payers = find(session, wish, near)
    if not 0 < len(payers) <= MOST_PAYERS:
        raise InputRefused(N_("Choose who shares the cost."))
    amounts = split_fen(wish.total_fen, [weight for _, weight in payers])
    held.shares[:] = [
        CostShare(**payer, due_fen=fen) for (payer, _), fen in zip(payers, amounts, strict=True)
    ]
    held.version += 1
    tell_story(session, viewer, held.issue_id, "share cost", _yuan(wish.total_fen), at=at)
    return list(held.shares)


def take_payment(
    session: Session,
    viewer: Viewer,
    share_id: int,
    paid_fen: int,
    *,
    seen_fen: int,
    on: dt.date,
    at: dt.datetime,
) -> CostShare:
    """Note what one payer has paid so far.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who may lead the deliberation.
    share_id : int
    paid_fen : int
        In all, from 0 to what is due.
    seen_fen : int
        What stood there when the viewer looked: two who note the same money do not double it.
    on : datetime.date
        The day of the payment.
    at : datetime.datetime

    Raises
    ------
    InputRefused
        If it is more than what is due, lies in the future, or somebody else was faster.
    NotAllowed, NotFound
    """
    share = session.get(CostShare, share_id)
    if share is None:
        raise NotFound(N_("There is no such share."))
    held = hold(session, viewer, share.deliberation_id)
    require_lead(session, viewer, session.get_one(Issue, held.issue_id))
    session.refresh(share)
    _check_payment(share, paid_fen, seen_fen, on, at)
    share.paid_fen, share.paid_on = paid_fen, on if paid_fen else None
    _note_payment(session, viewer, held, share, at)
    return share


def _check_payment(
    share: CostShare, paid_fen: int, seen_fen: int, on: dt.date, at: dt.datetime
) -> None:
    """Refuse a payment that cannot be."""
    if share.paid_fen != seen_fen:
        raise InputRefused(N_("Somebody noted a payment of this share meanwhile. Look again."))
    if not 0 <= paid_fen <= share.due_fen:
        raise InputRefused(N_("At most %(due)s yuan are due here."), due=_yuan(share.due_fen))
    if on > at.date():
        raise InputRefused(N_("The day of a payment is not in the future."))


def _note_payment(
    session: Session, viewer: Viewer, held: Deliberation, share: CostShare, at: dt.datetime
) -> None:
    """Tell the audit log, and the time line when the last one has paid."""
    session.flush()
    record(
        session, at=at, by=viewer.user_id, action="pay", thing_kind="cost_share",
        thing_id=share.id, paid_fen=share.paid_fen,
    )  # fmt: skip
    sums = select(func.sum(CostShare.due_fen), func.sum(CostShare.paid_fen))
    due, paid = session.execute(sums.where(CostShare.deliberation_id == held.id)).one()
    if due == paid:
        tell_story(session, viewer, held.issue_id, "cost collected", _yuan(int(due)), at=at)


def _check_open(deliberation: Deliberation) -> None:
    """Refuse to share where it is not the time, or somebody has paid by the shares that hold."""
    if deliberation.state not in _SHARED_IN:
        raise InputRefused(N_("A cost is shared while it is discussed, answered or judged."))
    if any(share.paid_fen for share in deliberation.shares):
        raise InputRefused(N_("Somebody has paid by these shares already: they stay as they are."))


_Payers = list[tuple[dict[str, int], int]]


def _stairwells(session: Session, wish: CostWish, near: Sequence[int]) -> _Payers:
    """Give the stairwells that share, each with its weight."""
    rows = session.execute(
        select(Entrance.id, Entrance.name, Entrance.households)
        .where(
            Entrance.id.in_(wish.entrance_ids),
            Entrance.building_id.in_(near),
            Entrance.vanished_on.is_(None),
        )
        .order_by(Entrance.building_id, Entrance.id)
        .limit(MOST_PAYERS + 1)
    ).all()
    if wish.basis is Basis.ENTRANCE:
        return [({"entrance_id": key}, 1) for key, _, _ in rows]
    payers: _Payers = []
    for key, name, count in rows:
        if not count:
            raise InputRefused(
                N_("How many households %(name)s has is not known. Share by entrance instead."),
                name=name,
            )
        payers.append(({"entrance_id": key}, count))
    return payers


def _doors(session: Session, wish: CostWish, near: Sequence[int]) -> _Payers:
    """Give the doors that share: of the stairwells, and of buildings that have none."""
    whole = Household.building_id.in_(wish.building_ids) & Household.entrance_id.is_(None)
    rows = session.execute(
        select(Household.id, Household.entrance_id)
        .where(
            Household.entrance_id.in_(wish.entrance_ids) | whole,
            Household.building_id.in_(near),
            Household.vanished_on.is_(None),
        )
        .order_by(Household.building_id, Household.entrance_id, Household.id)
        .limit(MOST_PAYERS + 1)
    ).all()
    _check_doors(session, wish, near, {entrance for _, entrance in rows})
    return [({"household_id": key}, 1) for key, _ in rows]


def _check_doors(
    session: Session, wish: CostWish, near: Sequence[int], known: set[int | None]
) -> None:
    """Refuse a stairwell of which nobody has entered a door: it would pay nothing."""
    name = session.scalar(
        select(Entrance.name)
        .where(
            Entrance.id.in_(wish.entrance_ids),
            Entrance.building_id.in_(near),
            Entrance.id.not_in([key for key in known if key is not None]),
        )
        .order_by(Entrance.id)
        .limit(1)
    )
    if name is not None:
        raise InputRefused(
            N_("The doors of %(name)s are not entered yet. Enter them, or share by entrance."),
            name=name,
        )


def _yuan(fen: int) -> str:
    """Write an amount as people do: ``1250.00``."""
    return f"{fen // 100}.{fen % 100:02d}"
