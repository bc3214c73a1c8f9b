"""What the worker does beside its jobs: it sends, and it looks at the clock once a minute."""

from __future__ import annotations

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from sqlalchemy import select

from app.database import Store
from app.jobs.chores import Chores, done_beside
from app.models import Issue, IssueEvent, Notice, Outgoing
from app.services.issues.notices import set_hook, tell_step
from app.settings import Settings
from tests.two_cells import NOW, build_world, put


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
