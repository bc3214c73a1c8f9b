"""What is sent outside of a community, for its administrator."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Carrier, Community, Outgoing, Sending
from app.queries.scope import Action, Viewer, require, visible_communities

MOST_SHOWN = 50


@dataclass(frozen=True)
class OutgoingLine:
    """Something that did not get through yet, or was given up.

    Attributes
    ----------
    id : int
    carrier : Carrier
    number, kind : str
        Of the issue that it tells of, and what it tells.
    made_at, next_at : datetime.datetime
        When it was made; when it will be tried next.
    tries : int
    problem, detail : str
        A marked sentence, and what the other side said.
    given_up_at : datetime.datetime or None
    """

    id: int
    carrier: Carrier
    number: str
    kind: str
    made_at: dt.datetime
    next_at: dt.datetime
    tries: int
    problem: str
    detail: str
    given_up_at: dt.datetime | None


@dataclass(frozen=True)
class SendingFacts:
    """What a community has sent outside, and how that goes.

    Attributes
    ----------
    hook_url : str
    mail_staff, mail_residents : bool
    sent, waiting, given_up : dict of Carrier to int
        Of the last days, as far as it is kept.
    troubled : tuple of OutgoingLine
        What failed at least once and is not through, newest first; at most 50.
    """

    hook_url: str
    mail_staff: bool
    mail_residents: bool
    sent: dict[Carrier, int]
    waiting: dict[Carrier, int]
    given_up: dict[Carrier, int]
    troubled: tuple[OutgoingLine, ...]


def read_sending(session: Session, viewer: Viewer, community: Community) -> SendingFacts:
    """Read what a community has sent outside, and what did not get through.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community

    Raises
    ------
    NotAllowed
        If the viewer does not say how the community works.
    """
    require(viewer, Action.CONFIGURE)
    here = (Outgoing.community_id == community.id) & Outgoing.community_id.in_(
        visible_communities(viewer)
    )
    sending = session.get(Sending, community.id)
    rows = session.execute(
        select(
            Outgoing.carrier,
            func.count(Outgoing.sent_at),
            func.count(Outgoing.given_up_at),
            func.count(),
        )
        .where(here)
        .group_by(Outgoing.carrier)
    ).all()
    troubled = session.scalars(
        select(Outgoing)
        .where(here, Outgoing.sent_at.is_(None), Outgoing.tries > 0)
        .order_by(Outgoing.id.desc())
        .limit(MOST_SHOWN)
    )
    return SendingFacts(
        sending.hook_url if sending else "",
        sending.mail_staff if sending else False,
        sending.mail_residents if sending else False,
        {carrier: sent for carrier, sent, _lost, _all in rows},
        {carrier: total - sent - lost for carrier, sent, lost, total in rows},
        {carrier: lost for carrier, _sent, lost, _all in rows},
        tuple(map(_line, troubled)),
    )


def _line(letter: Outgoing) -> OutgoingLine:
    """Make the line of something to send, without whom it is for."""
    issue = letter.payload.get("issue", letter.payload)
    problem, _, detail = letter.problem.partition("\n")
    return OutgoingLine(
        letter.id,
        letter.carrier,
        issue["number"],
        letter.payload.get("event", letter.payload.get("kind", "")),
        letter.made_at,
        letter.next_at,
        letter.tries,
        problem,
        detail,
        letter.given_up_at,
    )
