"""The issues of a generated community, each with the life that its story tells."""

from __future__ import annotations

import datetime as dt
from typing import Any

from shapely import Point
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.models import Community, Issue, IssueHarm, IssueReporter, IssueState, User
from app.services.demo.replay import Happenings, Replay
from app.services.demo.rows import Ids, pick, records, texts, write
from app.services.issues import locate_issues
from demo import DemoCommunity


def write_issues(
    session: Session,
    community: Community,
    demo: DemoCommunity,
    ids: dict[str, Ids],
    *,
    at: dt.datetime,
) -> None:
    """Store issues, whom they harm, and all that was done about them.

    They are reported in one statement; then each lives its life by the table of moves, so that
    deadlines, lights and escalations are those that its steps led to.

    Parameters
    ----------
    session : Session
    community : Community
        With its accounts, catalogue and handling units.
    demo : DemoCommunity
    ids : dict of str to dict
        Ids of buildings, entrances, people, units and categories by key.
    at : datetime.datetime
        Now.
    """
    found = list(records(demo.issues))
    users = _users(session, community)
    first = _first_accounts(demo)
    rows = [_issue(row, community.id, ids, users.get(first[row["source_ref"]])) for row in found]
    given = write(session, Issue, rows)
    issue_ids = {row["source_ref"]: key for row, key in zip(rows, given, strict=True)}
    _write_harms(session, found, issue_ids, ids["building"])
    reporters = _write_reporters(session, found, issue_ids, users, first)
    locate_issues(session, community, given)
    replay = Replay(session, community, users, ids, issue_ids, reporters)
    replay.tell_all(_happenings(demo), at)


def _issue(
    row: dict[str, Any], community_id: int, ids: dict[str, Ids], by: User | None
) -> dict[str, Any]:
    """Turn an invented issue into columns of the table, as it was reported."""
    return {
        "community_id": community_id,
        "source": "demo",
        "category_id": ids["category"][row["category"]],
        "state": IssueState.REPORTED,
        "point": Point(row["lon"], row["lat"]),
        "building_id": ids["building"].get(row["building_key"]),
        "entrance_id": ids["entrance"].get(row["entrance_key"]),
        "reported_by": by.id if by else None,
        **pick(row, "source_ref", "channel", "category", "title", "reported_at"),
        **texts(row, "description"),
    }


def _users(session: Session, community: Community) -> dict[str | None, User]:
    """Give the accounts of a community by name."""
    accounts = session.scalars(select(User).where(User.community_id == community.id))
    return {user.username: user for user in accounts}


def _first_accounts(demo: DemoCommunity) -> dict[str, str | None]:
    """Give the account that reported each issue; None for a resident."""
    reports = demo.issue_events[demo.issue_events["kind"] == "report"]
    return {row["source_ref"]: row["by_account"] for row in records(reports)}


def _write_harms(
    session: Session, found: list[dict[str, Any]], issue_ids: Ids, buildings: Ids
) -> None:
    """Store which other buildings each issue harms."""
    harms = [
        {"issue_id": issue_ids[row["source_ref"]], "building_id": buildings[key]}
        for row in found
        for key in row["affected_building_keys"]
    ]
    if harms:
        session.execute(insert(IssueHarm), harms)


def _write_reporters(
    session: Session,
    found: list[dict[str, Any]],
    issue_ids: Ids,
    users: dict[str | None, User],
    first: dict[str, str | None],
) -> dict[int, int]:
    """Store who reported each issue, and give the ids of residents by issue."""
    rows = []
    for row in found:
        user = users.get(first[row["source_ref"]])
        rows.append(
            {
                "issue_id": issue_ids[row["source_ref"]],
                "user_id": user.id if user else None,
                "name": row["reporter_name"],
                "phone": row["reporter_phone"],
                "at": row["reported_at"],
            }
        )
    given = write(session, IssueReporter, rows)
    pairs = zip(rows, given, strict=True)
    return {row["issue_id"]: key for row, key in pairs if row["user_id"] is None}


def _happenings(demo: DemoCommunity) -> Happenings:
    """Put all moves and deliberations in the order of time."""
    told: Happenings = [(row["source_ref"], row["at"], row) for row in records(demo.issue_events)]
    told += [(ref, one.at, one) for ref, some in demo.deliberations.items() for one in some]
    return sorted(told, key=lambda one: one[1])
