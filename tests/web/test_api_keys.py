"""Keys of other programs: made and withdrawn in the settings, shown once, for nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.database import Store
from app.models import ApiKey, AuditEntry, Community, Role
from tests.visitors import Visitor

PATH = "/c/410203001001/settings/programs"


def secret_in(page: str) -> str:
    found = re.search(r'value="([\w-]{43})" readonly', page)
    assert found, page
    return found[1]


def test_made_used_withdrawn(log_in: Callable[..., Visitor], store: Store) -> None:
    visitor = log_in()
    made = visitor.post(PATH, name="市热线")
    secret = secret_in(made.text)
    assert secret not in visitor.get(PATH).text
    with store.transaction() as session:
        key = session.scalars(select(ApiKey)).one()
        assert secret not in str(vars(key))
    services = f"/open311/v2/services.json?api_key={secret}"
    assert visitor.get(services).json == []
    assert visitor.post(f"{PATH}/{key.id}/withdraw").status_code == 303
    assert visitor.get(services).status_code == 403
    assert visitor.post(f"{PATH}/{key.id}/withdraw").status_code == 404
    with store.transaction() as session:
        told = select(AuditEntry.action).where(AuditEntry.thing_kind == "api_key")
        assert session.scalars(told.order_by(AuditEntry.id)).all() == ["add", "withdraw"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\x00b"])
def test_a_key_needs_a_name(log_in: Callable[..., Visitor], store: Store, name: str) -> None:
    assert log_in().post(PATH, name=name).status_code == 422
    with store.transaction() as session:
        assert session.scalars(select(ApiKey)).all() == []


def test_reading_is_opened_and_closed(log_in: Callable[..., Visitor], store: Store) -> None:
    visitor = log_in()
    for sent, is_open in (({"open": "1"}, True), ({}, False)):
        assert visitor.post(f"{PATH}/reading", **sent).status_code == 303
        with store.transaction() as session:
            assert session.scalars(select(Community.open311_public)).one() is is_open


@pytest.mark.parametrize("role", [Role.GRID_ADMIN, Role.LEADER, Role.VOLUNTEER, Role.HANDLER])
def test_others_have_no_business_here(
    log_in: Callable[..., Visitor], store: Store, role: Role
) -> None:
    visitor = log_in("li", role)
    assert visitor.get(PATH).status_code == 403
    assert visitor.post(PATH, name="x").status_code == 403
    with store.transaction() as session:
        assert session.scalars(select(ApiKey)).all() == []


def test_keys_of_another_community_are_not_there(
    log_in: Callable[..., Visitor], store: Store
) -> None:
    visitor = log_in()
    with store.transaction() as session:
        other = Community(code="other", name="别的社区")
        session.add(other)
        session.flush()
        here = select(AuditEntry.at).limit(1)
        key = ApiKey(
            community_id=other.id, name="x", key_sha256="x", made_at=session.scalar(here)
        )  # fmt: skip
        session.add(key)
    assert visitor.post(f"{PATH}/{key.id}/withdraw").status_code == 404
