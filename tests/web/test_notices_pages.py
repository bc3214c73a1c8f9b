"""Pages of notices: the bell, the list, the digest, what is sent outside."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import Store
from app.models import Community, Issue, IssueEvent, IssueState, Notice, Outgoing, Sending, User
from app.services.issues.notices import tell_step
from app.settings import Settings
from tests.two_cells import CODE, NOW, World, build_world, put
from tests.visitors import Clock
from tests.walkers import enter
from tests.web.people_support import get, post

HOOK = "https://hook.example.cn/in"


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def app(app: Flask, settings: Settings, clock: Clock) -> Flask:
    """The application without tokens in forms, at the hour of the two cells."""
    app.config["WTF_CSRF_ENABLED"] = False
    clock.at = NOW
    return app


@pytest.fixture
def open_to_hooks(app: Flask, settings: Settings) -> None:
    """Let the operator allow a host."""
    allowed = settings.model_copy(update={"wangge_hook_hosts": "hook.example.cn"})
    app.extensions["wangge.settings"] = allowed
    yield
    app.extensions["wangge.settings"] = settings


def step(store: Store, world: World, verb: str, cell: str = "alpha") -> None:
    with store.transaction() as session:
        issue = session.get_one(Issue, getattr(world, cell).ids["issue"])
        event = IssueEvent(issue_id=issue.id, verb=verb, at=NOW)
        put(session, event)
        tell_step(session, issue, event)


def client_of(app: Flask, store: Store, world: World, name: str) -> FlaskClient:
    return enter(app, store, world.users[name])


def test_the_bell_counts_and_the_list_leads_to_the_issue(
    app: Flask, store: Store, world: World
) -> None:
    step(store, world, "report")
    step(store, world, "return")
    client = client_of(app, store, world, "grid")
    assert '<span class="bell-count">2</span>' in get(client, "/notices/bell")
    listed = get(client, "/notices")
    assert "New: to be filed or rejected" in listed
    assert "Returned: to be dispatched again" in listed
    with store.transaction() as session:
        notice = session.scalars(select(Notice.id)).first()
    opened = client.get(f"/c/{CODE}/notices/{notice}")
    assert opened.headers["Location"] == f"/c/{CODE}/issues/{world.alpha.ids['issue']}"
    # Both were of that issue: whoever opens it knows.
    assert "bell-count" not in get(client, "/notices/bell")
    assert "You have read everything." in get(client, "/notices")
    assert "Alpha sewer" in get(client, "/notices?show=all")


def test_what_came_after_the_page_was_shown_stays_unread(
    app: Flask, store: Store, world: World
) -> None:
    step(store, world, "report")
    with store.transaction() as session:
        shown = session.scalars(select(Notice.id)).one()
    step(store, world, "return")
    client = client_of(app, store, world, "grid")
    assert post(client, "/notices/read", until=shown).status_code == 303
    assert '<span class="bell-count">1</span>' in get(client, "/notices/bell")
    assert post(client, "/notices/read", until="x").status_code == 303
    assert "bell-count" in get(client, "/notices/bell")


def test_opening_an_issue_by_any_way_reads_its_notices(
    app: Flask, store: Store, world: World
) -> None:
    step(store, world, "report")
    client = client_of(app, store, world, "grid")
    page = get(client, f"/issues/{world.alpha.ids['issue']}")
    assert "bell-count" not in page


def test_nobody_opens_the_notices_of_others(app: Flask, store: Store, world: World) -> None:
    step(store, world, "report")
    with store.transaction() as session:
        notice = session.scalars(select(Notice.id)).one()
    for name in ("bravo", "community", "stranger"):
        client = client_of(app, store, world, name)
        assert client.get(f"/c/{CODE}/notices/{notice}").status_code == 404
        if name != "stranger":
            assert "bell-count" not in get(client, "/notices/bell")


def test_a_notice_of_what_one_may_see_no_more_is_gone(
    app: Flask, store: Store, world: World
) -> None:
    step(store, world, "report")
    with store.transaction() as session:
        issue = session.get_one(Issue, world.alpha.ids["issue"])
        issue.cell_id = world.bravo.cell.id
    assert "bell-count" not in get(client_of(app, store, world, "grid"), "/notices/bell")


def test_long_lists_come_in_parts(app: Flask, store: Store, world: World) -> None:
    for _ in range(60):
        step(store, world, "report")
    client = client_of(app, store, world, "grid")
    first = get(client, "/notices")
    assert first.count("notice-line ") == 50
    with store.transaction() as session:
        keys = sorted(session.scalars(select(Notice.id)), reverse=True)
    assert f"before={keys[49]}" in first
    assert get(client, f"/notices?before={keys[49]}").count("notice-line ") == 10


def test_the_digest_tells_what_waits_and_what_happened(
    app: Flask, store: Store, world: World
) -> None:
    step(store, world, "suspend")
    step(store, world, "close", "bravo")
    with store.transaction() as session:
        issue = session.get_one(Issue, world.alpha.ids["issue"])
        issue.state, issue.due_at = IssueState.DISPATCHED, NOW - dt.timedelta(hours=1)
    leader = get(client_of(app, store, world, "leader"), "/notices/digest")
    assert "Alpha sewer" in leader
    assert "Bravo sewer" in leader
    assert "waiting-overdue" in leader
    grid = get(client_of(app, store, world, "grid"), "/notices/digest")
    assert "Suspended" in grid
    assert "Bravo" not in grid


@pytest.mark.parametrize("on", ["2026-11-19", "2031-01-01", "1990-01-01", "nonsense", "0001-01-01"])
def test_the_digest_of_any_day(app: Flask, store: Store, world: World, on: str) -> None:
    page = get(client_of(app, store, world, "leader"), f"/notices/digest?on={on}")
    # The issues of the two cells were reported on the 19th.
    assert ("Alpha sewer" in page.partition('id="happened-head"')[2]) is (on == "2026-11-19")


def test_only_administrators_set_what_is_sent_outside(
    app: Flask, store: Store, world: World, open_to_hooks: None
) -> None:
    for name in ("grid", "leader", "volunteer", "handler"):
        client = client_of(app, store, world, name)
        assert client.get(f"/c/{CODE}/notices/sending").status_code == 403
        for what in ("hook", "mail", "again"):
            assert post(client, f"/notices/sending/{what}", url=HOOK).status_code == 403
    with store.transaction() as session:
        assert session.scalars(select(Sending)).all() == []


def test_a_hook_is_set_and_its_secret_shown_once(
    app: Flask, store: Store, world: World, open_to_hooks: None
) -> None:
    client = client_of(app, store, world, "community")
    refused = post(client, "/notices/sending/hook", url="https://evil.example.cn/")
    assert refused.status_code == 422
    assert "allows no web hooks to evil.example.cn" in refused.get_data(as_text=True)
    answer = post(client, "/notices/sending/hook", url=HOOK)
    with store.transaction() as session:
        sending = session.scalars(select(Sending)).one()
        assert (sending.hook_url, len(sending.hook_secret)) == (HOOK, 43)
    assert sending.hook_secret in answer.get_data(as_text=True)
    page = get(client, "/notices/sending")
    assert HOOK in page
    assert sending.hook_secret not in page


def test_where_the_operator_allows_none_no_hook_is_offered(
    app: Flask, store: Store, world: World
) -> None:
    client = client_of(app, store, world, "community")
    page = get(client, "/notices/sending")
    assert "The operator of this server allows no web hooks." in page
    assert post(client, "/notices/sending/hook", url=HOOK).status_code == 422


def test_mail_is_set(app: Flask, store: Store, world: World) -> None:
    client = client_of(app, store, world, "community")
    assert post(client, "/notices/sending/mail", residents="on").status_code == 303
    with store.transaction() as session:
        sending = session.scalars(select(Sending)).one()
        assert (sending.mail_staff, sending.mail_residents) == (False, True)


def test_what_did_not_get_through_is_listed_without_its_address(
    app: Flask, store: Store, world: World
) -> None:
    with store.transaction() as session:
        letter = Outgoing(
            community_id=world.community.id,
            carrier="email",
            target="secret@example.cn",
            payload={"to": "resident", "kind": "close", "number": "202611-7"},
            made_at=NOW,
            next_at=NOW,
            tries=8,
            problem="The mail server refused.\n550 <b>no</b>",
            given_up_at=NOW,
        )
        put(session, letter)
        stranger = session.scalars(select(Community).where(Community.code == "elsewhere")).one()
        put(session, Outgoing(**{**_facts(letter), "community_id": stranger.id}))
    client = client_of(app, store, world, "community")
    page = get(client, "/notices/sending")
    assert page.count("202611-7") == 1
    assert "550 &lt;b&gt;no&lt;/b&gt;" in page
    assert "secret@" not in page
    assert post(client, "/notices/sending/again").status_code == 303
    with store.transaction() as session:
        waiting = session.scalars(select(Outgoing.given_up_at).order_by(Outgoing.id)).all()
    assert [moment is None for moment in waiting] == [True, False]


def _facts(letter: Outgoing) -> dict[str, object]:
    columns = ("carrier", "target", "payload", "made_at", "next_at", "tries", "given_up_at")
    return {name: getattr(letter, name) for name in columns}


def test_the_system_administrator_has_no_bell(app: Flask, store: Store, world: World) -> None:
    page = client_of(app, store, world, "system").get("/account").get_data(as_text=True)
    assert "data-bell" not in page


@pytest.mark.parametrize(
    ("email", "status"),
    [
        ("wang@example.cn", 303),
        ("", 303),
        ("nobody", 422),
        ("a@b.cn,c@d.cn", 422),
        ("a@b.cn\nBcc: c@d.cn", 422),
        ("x" * 250 + "@example.cn", 422),
    ],
)
def test_an_account_sets_its_own_address(
    app: Flask, store: Store, world: World, email: str, status: int
) -> None:
    client = client_of(app, store, world, "grid")
    assert client.post("/account/email", data={"email": email}).status_code == status
    with store.transaction() as session:
        kept = session.get_one(User, world.users["grid"].id).email
    assert kept == (email if status == 303 else "")
