"""Pages of accounts, and of one's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.database import Store
from app.models import AuditEntry, Community, Person, Role, User
from app.services.users import AccountRefused, add_user
from tests.visitors import NOON, PASSWORD, Visitor

LogIn = Callable[..., Visitor]
OpenAccount = Callable[..., User]

NEW = {
    "username": "li",
    "display_name": "李二",
    "role": "grid_admin",
    "community": "410203001001",
    "password": "a quiet evening walk",
}


@pytest.fixture
def admin(log_in: LogIn) -> Visitor:
    return log_in("root", Role.SYSTEM_ADMIN, name="系统管理员")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM_ADMIN])
def test_only_system_administrators_manage_accounts(log_in: LogIn, role: Role) -> None:
    visitor = log_in("wang", role)
    for path in ("/users", "/users/new", "/users/wang/password"):
        assert visitor.get(path).status_code == 403
    for path in ("/users", "/users/wang/deactivate", "/users/wang/password"):
        assert visitor.post(path, **NEW).status_code == 403


def test_new_account_can_log_in(
    admin: Visitor, visitor: Visitor, community: Community, store: Store
) -> None:
    assert admin.post("/users", **NEW).status_code == 303
    page = admin.get("/users").text
    assert "李二的账号已启用" in page
    assert "网格管理员" in page
    assert visitor.log_in("LI", NEW["password"]).status_code == 303
    with store.transaction() as session:
        entry = session.scalar(select(AuditEntry).where(AuditEntry.action == "user_add"))
    assert entry is not None
    assert NEW["password"] not in str(entry.details)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"username": "root"}, "已被使用"),
        ({"username": "李二"}, "用户名应为"),
        ({"username": "x"}, "用户名应为"),
        ({"display_name": "two\nlines"}, "姓名应为"),
        ({"display_name": "长" * 41}, "姓名应为"),
        ({"role": "emperor"}, "请选择这个账号的角色"),
        ({"role": ""}, "请选择这个账号的角色"),
        ({"role": "system_admin"}, "系统管理员不属于任何社区"),
        ({"community": ""}, "属于哪个社区"),
        ({"community": "1' OR '1'='1"}, "没有编码为"),
        ({"password": "short"}, "10 到 128"),
    ],
)
def test_bad_account_is_refused_and_what_was_typed_stays(
    admin: Visitor, community: Community, change: dict[str, str], says: str
) -> None:
    form = NEW | change
    answer = admin.post("/users", **form)
    assert answer.status_code == 422
    assert says in answer.text
    assert form["password"] not in answer.text
    assert 'value="410203001001"' in answer.text


def test_fields_that_the_form_does_not_have_change_nothing(
    admin: Visitor, community: Community, store: Store
) -> None:
    admin.post("/users", **NEW, active="", id="1", password_hash="x", person_id="1")
    with store.transaction() as session:
        made = session.scalar(select(User).where(User.username == "li"))
    assert made is not None
    assert made.active
    assert made.person_id is None
    assert made.password_hash.startswith("$argon2id$")


def test_one_cannot_close_ones_own_account(admin: Visitor) -> None:
    answer = admin.post("/users/root/deactivate")
    assert answer.status_code == 422
    assert "不能停用自己的账号" in answer.text
    assert admin.is_logged_in()


def test_unknown_account_is_not_found(admin: Visitor) -> None:
    assert admin.post("/users/nobody/deactivate").status_code == 404
    assert admin.get("/users/nobody/password").status_code == 404


def test_new_password_lifts_a_lock_and_ends_log_ins(admin: Visitor, log_in: LogIn) -> None:
    wang, guesser = log_in(), Visitor(admin.client.application)
    for _ in range(3):
        guesser.log_in("wang", "wrong password")
    new = "a quiet evening walk"
    assert admin.post("/users/wang/password", password="short").status_code == 422
    assert admin.post("/users/wang/password", password=new).status_code == 303
    assert not wang.is_logged_in()
    assert wang.log_in("wang", new).status_code == 303


def test_list_is_searched_and_paged(admin: Visitor, community: Community, store: Store) -> None:
    with store.transaction() as session:
        session.add_all(
            User(
                username=f"user{number:03}",
                display_name=f"第{number}号",
                password_hash="none",
                role=Role.VOLUNTEER,
                community_id=community.id,
            )
            for number in range(120)
        )
    first = admin.get("/users").text
    assert "第 1 页，共 3 页" in first
    assert first.count("<tr") == 51
    assert "user119" in admin.get("/users?page=3").text
    for page in ("99", "-1", "x", "9" * 30, "²"):
        assert admin.get("/users", query_string={"page": page}).status_code == 200
    found = admin.get("/users?search=USER07").text
    assert found.count("<tr") == 11


def test_pages_ask_the_store_little(
    admin: Visitor, open_account: OpenAccount, queries: list[str]
) -> None:
    for number in range(20):
        open_account(f"user{number}")
    asked = {}
    for path in ("/users", "/account", "/login", "/nope", "/static/css/base.css"):
        queries.clear()
        admin.get(path)
        asked[path] = len(queries)
    assert asked == {"/users": 3, "/account": 1, "/login": 1, "/nope": 1, "/static/css/base.css": 0}


def test_first_page_leads_where_one_works(admin: Visitor, log_in: LogIn) -> None:
    assert admin.get("/").headers["Location"] == "/users"


def test_first_page_without_community_says_what_to_do(
    visitor: Visitor, open_account: OpenAccount, store: Store
) -> None:
    user = open_account()
    with store.transaction() as session:
        session.merge(user).community_id = None
    visitor.log_in("wang")
    assert "请联系系统管理员" in visitor.get("/").text


def test_schematic_community_is_marked_on_every_page(log_in: LogIn) -> None:
    page = log_in().get("/account").text
    assert "示意数据" in page
    assert "康乐社区" in page


def test_bar_shows_what_the_role_may_do(admin: Visitor, log_in: LogIn) -> None:
    assert 'href="/users"' in admin.get("/account").text
    assert 'href="/users"' not in log_in().get("/account").text


def test_two_accounts_of_one_name_cannot_be(store: Store, open_account: OpenAccount) -> None:
    open_account()
    with store.transaction() as session, pytest.raises(AccountRefused, match="is taken"):
        add_user(
            session,
            username="WANG",
            display_name="",
            password=PASSWORD,
            role=Role.SYSTEM_ADMIN,
            at=NOON,
            by=None,
        )


def test_every_change_of_an_account_is_on_record(
    admin: Visitor, log_in: LogIn, store: Store
) -> None:
    wang, new = log_in(), "a quiet evening walk"
    wang.post("/account/password", old=PASSWORD, new=new, again=new)
    admin.post("/users/wang/password", password=PASSWORD)
    admin.post("/users/wang/deactivate")
    admin.post("/users/wang/reactivate")
    with store.transaction() as session:
        who = {user.id: user.username for user in session.scalars(select(User))}
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.action, who.get(entry.user_id or 0)) for entry in entries][-4:] == [
        ("password_change", "wang"),
        ("password_reset", "root"),
        ("user_deactivate", "root"),
        ("user_reactivate", "root"),
    ]
    assert all(who[entry.thing_id or 0] == "wang" for entry in entries[-4:])
    assert new not in str([entry.details for entry in entries])


def test_an_account_is_linked_to_a_person_whom_nobody_is_shown(
    admin: Visitor, community: Community, store: Store
) -> None:
    assert admin.post("/users", **NEW).headers["Location"] == "/users/li/person"
    with store.transaction() as session:
        session.add_all(
            Person(community_id=community.id, key=key, name="李二", phone=phone, left_on=left_on)
            for key, phone, left_on in (
                ("1", "13900001111", None),
                ("2", "13900002222", None),
                ("3", "13900003333", NOON.date()),
            )
        )
    assert "尚未关联人员" in admin.get("/users").text
    page = "/users/li/person"
    refused = (
        ({"name": "王五"}, "没有"),
        ({"name": "李二"}, "重名"),
        ({"name": "李二", "digits": "%%%%"}, "四位"),
        ({"name": "李二", "digits": "3333"}, "没有"),
    )
    for form, says in refused:
        answer = admin.post(page, **form)
        assert (answer.status_code, says in answer.text, "1390" in answer.text) == (
            422,
            True,
            False,
        )
    assert admin.post(page, name=" 李二 ", digits="2222").status_code == 303
    assert _linked(store) == "2"
    admin.post("/users", **NEW | {"username": "li2"})
    assert "已有账号 li" in admin.post("/users/li2/person", name="李二", digits="2222").text
    assert admin.post(f"{page}/part").status_code == 303
    assert _linked(store) is None


def _linked(store: Store) -> str | None:
    """Give the key of the person to whom the account belongs."""
    with store.transaction() as session:
        person = session.scalars(select(User).where(User.username == "li")).one().person
        return person.key if person else None
