"""What the worker does beside its jobs: it sends, and it looks at the clock once a minute."""

from __future__ import annotations

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from sqlalchemy import select

from app.database import Store
from app.jobs.chores import Chores, done_beside
from app.models import (
    Community,
    Issue,
    IssueEvent,
    Notice,
    Outgoing,
    Patrol,
    PatrolState,
    User,
)
from app.queries.notices import count_unread, list_notices
from app.queries.scope import Viewer
from app.services.issues.notices import set_hook, tell_step
from app.settings import Settings
from tests.shifts_support import MONDAY, MORNING, build_week, clock
from tests.two_cells import NOW, build_world, put
from tests.visitors import Clock


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


def test_what_waits_is_sent_and_lights_are_told_once_a_minute(store: Store) -> None:
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    host = f"127.0.0.1:{server.server_port}"
    with store.transaction() as session:
        world = build_world(session)
        set_hook(session, world.community, f"http://{host}/", hosts={host}, at=NOW, by=None)
        issue = session.get_one(Issue, world.alpha.ids["issue"])
        issue.due_at = NOW + dt.timedelta(minutes=10)
        event = IssueEvent(issue_id=issue.id, verb="file", at=NOW)
        put(session, event)
        tell_step(session, issue, event)
    times = iter(NOW + dt.timedelta(seconds=20 * turn) for turn in range(1000))
    chores = Chores(store, Settings(wangge_hook_hosts=host), lambda: next(times))
    answering = threading.Thread(target=server.handle_request)
    answering.start()
    chores.do()
    answering.join()
    server.server_close()
    with store.transaction() as session:
        assert session.scalars(select(Outgoing.sent_at)).one() is not None
        assert session.scalars(select(Notice)).all() == []
    for _ in range(20):
        chores.do()
    with store.transaction() as session:
        assert session.scalars(select(Notice.kind)).all() == ["overdue"]


def test_chores_end_with_the_worker(store: Store) -> None:
    with done_beside(Chores(store, Settings(), lambda: NOW)) as are_done:
        assert are_done()
    assert not are_done()


def test_patrols_open_and_are_missed_with_nobody_looking_and_their_people_hear_it_once(
    store: Store,
) -> None:
    with store.transaction() as session:
        world = build_world(session)
        week = build_week(session, world)
        user = session.get_one(User, world.users["volunteer"].id)
        user.person_id = week.people[0].id
        told = user.id
    now = Clock()
    chores = Chores(store, Settings(), now)
    for now.at in (MORNING, clock(6, 35), clock(6, 37), clock(11, 2), clock(11, 4)):
        chores.do()
    with store.transaction() as session:
        walks = select(Patrol.state, Notice.kind).join(Notice, Notice.patrol_id == Patrol.id)
        rows = session.execute(walks.where(Notice.user_id == told).order_by(Notice.id)).all()
        assert rows == [
            (PatrolState.MISSED, "patrol opens"),
            (PatrolState.MISSED, "patrol missed"),
        ]
        viewer = Viewer.of(session.get_one(User, told), MONDAY)
        community = session.get_one(Community, world.community.id)
        part = list_notices(session, viewer, community, at=now.at)
        assert [line.patrol.state for line in part.lines if line.patrol] == [PatrolState.MISSED] * 2
        assert count_unread(session, viewer, community) == 2
