"""What is sent outside: queued with the step, tried again, given up; lights that turn."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    AuditEntry,
    Carrier,
    Issue,
    IssueEvent,
    IssueReporter,
    IssueState,
    Notice,
    Outgoing,
)
from app.queries.scope import Viewer
from app.services.issues.notices import (
    NotDelivered,
    deliver_next,
    forget_old,
    read_notices,
    sending_of,
    set_hook,
    set_mail,
    tell_late,
    tell_step,
    try_again,
)
from app.services.issues.notices.deliver import WAITS
from geodata.errors import InputRefused
from tests.two_cells import NOW, World, build_world, put

HOSTS = {"hook.example.cn", "10.0.0.5:8443"}
URL = "https://hook.example.cn/in"


@pytest.fixture
def world(session: Session) -> World:
    return build_world(session)


@pytest.fixture
def issue(session: Session, world: World) -> Issue:
    issue = session.get_one(Issue, world.alpha.ids["issue"])
    issue.description, issue.person_id = "王五 13900000001", world.users["volunteer"].person_id
    world.users["volunteer"].email = "v@example.cn"
    put(session, IssueReporter(issue_id=issue.id, name="赵六", email="r@example.cn", at=NOW))
    return issue


def step(session: Session, issue: Issue, verb: str) -> None:
    event = IssueEvent(issue_id=issue.id, verb=verb, at=NOW, user_id=None)
    put(session, event)
    tell_step(session, issue, event)


def queued(session: Session) -> list[Outgoing]:
    return list(session.scalars(select(Outgoing).order_by(Outgoing.id)))


def hook(session: Session, world: World, url: str = URL) -> str | None:
    return set_hook(session, world.community, url, hosts=HOSTS, at=NOW, by=None)


def mail(session: Session, world: World, *, staff: bool, residents: bool) -> None:
    set_mail(session, world.community, staff=staff, residents=residents, at=NOW, by=None)


def test_without_settings_nothing_is_queued(session: Session, issue: Issue) -> None:
    step(session, issue, "dispatch")
    assert queued(session) == []


def test_a_hook_is_told_every_step_and_no_personal_words(
    session: Session, world: World, issue: Issue
) -> None:
    assert hook(session, world)
    step(session, issue, "handle")
    (letter,) = queued(session)
    assert (letter.carrier, letter.target) == (Carrier.WEB_HOOK, URL)
    assert letter.payload["event"] == "handle"
    assert letter.payload["issue"]["cell"] == world.alpha.cell.code
    told = str(letter.payload)
    assert not any(word in told for word in ("王五", "赵六", "139", "sewer", "flooded"))


def test_mail_goes_to_who_has_to_do_something(session: Session, world: World, issue: Issue) -> None:
    mail(session, world, staff=True, residents=False)
    step(session, issue, "dispatch")
    step(session, issue, "extend")
    (letter,) = queued(session)
    assert (letter.target, letter.payload["kind"]) == ("v@example.cn", "to handle")


def test_residents_hear_what_became_of_their_report(
    session: Session, world: World, issue: Issue
) -> None:
    mail(session, world, staff=False, residents=True)
    for verb in ("dispatch", "handle on the spot", "close"):
        step(session, issue, verb)
    assert [(one.target, one.payload["kind"]) for one in queued(session)] == [
        ("r@example.cn", "resolve"),
        ("r@example.cn", "close"),
    ]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://hook.example.cn/",
        "https://",
        "https://user:pass@hook.example.cn/",
        "https://other.example.cn/",
        "https://hook.example.cn:9/",
        "http://169.254.169.254/latest",
        "https://hook.example.cn/\n",
        "https://hook.example.cn/ x",
        "https://[/",
        "https://hook.example.cn/" + "x" * 600,
    ],
)
def test_a_hook_may_go_nowhere_else(session: Session, world: World, url: str) -> None:
    with pytest.raises(InputRefused):
        hook(session, world, f"{url}x" if url.endswith("\n") else url)
    assert sending_of(session, world.community).hook_url == ""


def test_a_new_address_gets_a_new_secret_and_drops_what_waited(
    session: Session, world: World, issue: Issue
) -> None:
    first = hook(session, world)
    assert hook(session, world) is None
    step(session, issue, "file")
    second = hook(session, world, "http://10.0.0.5:8443/in")
    assert first
    assert second not in (None, first)
    assert queued(session) == []
    assert hook(session, world, "") is None
    assert sending_of(session, world.community).hook_secret == ""
    noted = session.scalars(select(AuditEntry.details).where(AuditEntry.action == "set web hook"))
    assert [details["host"] for details in noted] == ["hook.example.cn", "10.0.0.5:8443", ""]


def test_it_is_tried_again_with_growing_waits_then_given_up(
    session: Session, world: World, issue: Issue
) -> None:
    hook(session, world)
    step(session, issue, "file")
    (letter,) = queued(session)
    tries: list[dt.datetime] = []

    def fail(_session: Session, _letter: Outgoing) -> None:
        tries.append(letter.next_at)
        raise NotDelivered("It answered with an error.", 503)

    while letter.given_up_at is None:
        assert not deliver_next(session, fail, at=letter.next_at - dt.timedelta(seconds=1))
        assert deliver_next(session, fail, at=letter.next_at)
    gaps = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert tuple(gaps) == WAITS
    assert letter.problem == "It answered with an error.\n503"
    assert not deliver_next(session, fail, at=NOW + dt.timedelta(days=9))
    assert try_again(session, world.community, at=NOW, by=None) == 1
    session.refresh(letter)
    assert (letter.given_up_at, letter.tries) == (None, 0)
    assert deliver_next(session, lambda _session, _letter: None, at=NOW)
    assert (letter.sent_at, letter.problem) == (NOW, "")


def test_what_was_sent_is_forgotten(session: Session, world: World, issue: Issue) -> None:
    hook(session, world)
    step(session, issue, "file")
    deliver_next(session, lambda _session, _letter: None, at=NOW)
    forget_old(session, at=NOW + dt.timedelta(days=6))
    assert len(queued(session)) == 1
    forget_old(session, at=NOW + dt.timedelta(days=8))
    assert queued(session) == []


def test_a_light_that_turns_is_told_once(session: Session, issue: Issue) -> None:
    issue.warn_at, issue.due_at = NOW, NOW + dt.timedelta(hours=2)
    kinds = select(Notice.kind).where(Notice.issue_id == issue.id).order_by(Notice.id)
    for hours in (-1, 1, 1, 3, 3, 30):
        tell_late(session, at=NOW + dt.timedelta(hours=hours))
    assert session.scalars(kinds).all() == ["soon", "overdue", "overdue"]
    # With a later deadline the light can turn once more.
    issue.due_at = NOW + dt.timedelta(hours=4)
    tell_late(session, at=NOW + dt.timedelta(hours=5))
    assert session.scalars(kinds).all() == ["soon"] + 4 * ["overdue"]


def test_old_lateness_and_ended_issues_are_not_told(session: Session, issue: Issue) -> None:
    issue.due_at = NOW - dt.timedelta(days=2)
    other = session.scalars(select(Issue).where(Issue.id != issue.id)).one()
    other.due_at, other.state = NOW, IssueState.RESOLVED
    session.flush()
    assert tell_late(session, at=NOW) == 0


def test_one_reads_ones_own_notices_only(session: Session, world: World, issue: Issue) -> None:
    step(session, issue, "dispatch")
    step(session, issue, "report")
    volunteer, grid = (Viewer.of(world.users[name], NOW.date()) for name in ("volunteer", "grid"))
    assert read_notices(session, grid, world.community, at=NOW, issue_id=issue.id) == 1
    assert read_notices(session, grid, world.community, at=NOW) == 0
    assert read_notices(session, volunteer, world.community, at=NOW, until_id=0) == 0
    assert read_notices(session, volunteer, world.community, at=NOW) == 1
