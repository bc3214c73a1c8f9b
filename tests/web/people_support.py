"""What the tests of people and duties share: the two cells, and forms sent as a page or a panel."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.models import Person, Team, TeamKind
from tests.two_cells import CODE, World, put

BASE = f"/c/{CODE}"
PANEL = {"X-Requested-With": "fetch"}


def get(client: FlaskClient, path: str, **kwargs: object) -> str:
    """Ask for a page in English and give its text."""
    mark = "&" if "?" in path else "?"
    answer = client.get(f"{BASE}{path}{mark}lang=en", **kwargs)  # type: ignore[arg-type]
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def post(client: FlaskClient, path: str, *, panel: bool = False, **form: object) -> TestResponse:
    """Send a form, as a page or as the panel's script."""
    headers = PANEL if panel else {}
    return client.post(f"{BASE}{path}?lang=en", data=form, headers=headers)


def add_people(session: Session, world: World) -> tuple[Person, Team]:
    """Write a member of no cell, with a name that sounds, and a team."""
    member = Person(
        community_id=world.community.id,
        key="lv",
        name="吕七二",
        phone="13812345678",
        is_member=True,
    )
    team = Team(community_id=world.community.id, key="t", name="东门巡逻队", kind=TeamKind.PATROL)
    put(session, member, team)
    return member, team
