"""The catalogue of a community: installed, edited, brought in as a table, retired."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import geopandas as gpd
import pytest
from babel.support import Translations
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.catalogue import catalogue
from app.cli.context import Machine
from app.database import Store
from app.models import (
    AuditEntry,
    Catalogue,
    Cell,
    Community,
    DispatchRule,
    DutyRole,
    Issue,
    IssueCategory,
    PlaceKind,
    RegionClass,
    Role,
    TimeUnit,
    User,
)
from app.queries.catalogue import list_special_days
from app.queries.scope import NotAllowed, NotFound, Viewer
from app.services.areas import publish_cells
from app.services.issues.catalogue import (
    ICONS,
    CategoryEntry,
    LimitEntry,
    RuleEntry,
    Taken,
    UnitEntry,
    add_category,
    add_rule,
    add_unit,
    change_category,
    change_unit,
    close_unit,
    delete_category,
    forget_special_day,
    install_catalogue,
    link_account,
    read_catalogue,
    remove_rule,
    reopen_unit,
    retire_category,
    set_regions,
    set_special_day,
    set_week,
    standard_catalogue,
    take_catalogue,
    take_up_category,
    unlink_account,
    write_catalogue,
)
from app.services.issues.clock import USUAL_WEEK, working_time
from app.settings import ROOT, Settings
from geodata.errors import InputRefused
from tests.two_cells import NOW, TODAY, build_world, put

OPERATOR = Viewer(TODAY)
HOURS, DAYS = TimeUnit.WORKING_HOURS, TimeUnit.WORKING_DAYS


@pytest.fixture
def community(session: Session) -> Community:
    found = Community(code="410203001001", name="康乐社区")
    put(session, found)
    return found


def read(session: Session, community: Community) -> list[IssueCategory]:
    rows = select(IssueCategory).where(IssueCategory.community_id == community.id)
    return list(session.scalars(rows.order_by(IssueCategory.position)))


def test_our_catalogue_is_installed_once(session: Session, community: Community) -> None:
    count = len(standard_catalogue())
    assert install_catalogue(session, community, NOW) == count
    assert install_catalogue(session, community, NOW) == 0
    found = read(session, community)
    assert [one.code for one in found] == [one.code for one in standard_catalogue()]
    assert len({one.name for one in found}) == count
    assert {one.icon for one in found} <= set(ICONS)
    assert all(one.limits for one in found)


def test_what_a_community_has_stays_as_it_is(session: Session, community: Community) -> None:
    install_catalogue(session, community, NOW)
    first, second = read(session, community)[:2]
    first.name = "违法建设"
    session.delete(second)
    session.flush()
    assert install_catalogue(session, community, NOW) == 1
    assert "违法建设" in {one.name for one in read(session, community)}


def entry(**facts: object) -> CategoryEntry:
    given = {"catalogue": Catalogue.COMMUNITY, "code": "X1", "name": "噪声"} | facts
    return CategoryEntry(**given)  # type: ignore[arg-type]


def test_a_category_lives(session: Session, community: Community) -> None:
    limits = (LimitEntry(3, DAYS), LimitEntry(2, HOURS, "夜间", RegionClass.CORE))
    made = add_category(session, OPERATOR, community, entry(limits=limits), at=NOW)
    with pytest.raises(InputRefused, match="has the code"):
        add_category(session, OPERATOR, community, entry(), at=NOW)
    fewer = entry(name="噪声扰民", limits=limits[:1])
    change_category(session, OPERATOR, made, fewer, at=NOW)
    assert (made.name, [one.amount for one in made.limits]) == ("噪声扰民", [3])
    retire_category(session, OPERATOR, made, at=NOW)
    assert made.retired_on == OPERATOR.on
    take_up_category(session, OPERATOR, made, at=NOW)
    assert made.retired_on is None
    done = session.scalars(
        select(AuditEntry.action).where(AuditEntry.thing_kind == "issue_category")
    ).all()
    assert sorted(done) == ["add", "change", "retire", "take up"]


def test_what_is_used_is_retired_and_not_deleted(session: Session, community: Community) -> None:
    made = add_category(session, OPERATOR, community, entry(), at=NOW)
    issue = Issue(
        community_id=community.id, source_ref="1", category="噪声", title="吵",
        category_id=made.id, reported_at=NOW,
    )  # fmt: skip
    put(session, issue)
    with pytest.raises(InputRefused, match="retire it"):
        delete_category(session, OPERATOR, made, at=NOW)
    session.delete(issue)
    session.flush()
    delete_category(session, OPERATOR, made, at=NOW)
    assert read(session, community) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": ""},
        {"name": "长" * 41},
        {"code": "c" * 21},
        {"icon": "<svg>"},
        {"limits": (LimitEntry(0, DAYS),)},
        {"limits": (LimitEntry(1.5, DAYS),)},
        {"limits": (LimitEntry(1_001, HOURS),)},
        {"limits": (LimitEntry(float("nan"), HOURS),)},
        {"limits": (LimitEntry(1, HOURS), LimitEntry(2, HOURS))},
    ],
)
def test_what_makes_no_sense_is_refused(
    session: Session, community: Community, wrong: dict[str, object]
) -> None:
    with pytest.raises(InputRefused):
        add_category(session, OPERATOR, community, entry(**wrong), at=NOW)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_catalogue_comes_back_as_it_went(
    session: Session, community: Community, tmp_path: Path, language: str
) -> None:
    install_catalogue(session, community, NOW)
    path = tmp_path / "catalogue.xlsx"
    words = Translations.load(ROOT / "app" / "translations", [language])
    said = words.gettext if language == "zh" else str
    assert write_catalogue(session, community, path, said) == len(standard_catalogue())
    found = read_catalogue(path)
    assert found.problems == ()
    taken = take_catalogue(session, OPERATOR, community, found.entries, at=NOW)
    assert taken == Taken(0, 0, len(standard_catalogue()))
    other = Community(code="other", name="别处")
    put(session, other)
    assert take_catalogue(session, OPERATOR, other, found.entries, at=NOW).added == taken.same


def test_a_table_as_people_write_it(session: Session, community: Community, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "小类代码,小类名称,立案条件,区域类型,处置时限,时限单位\n"
        "0101,私搭乱建,,,5,工作日\n"
        ",,,一类,4工作时,\n"
        "0102,暴露垃圾,,,两天,\n"
        "0103,乱停车,,月球,1,工作日\n"
        "0104,小广告,,,,\n",
        encoding="utf-8",
    )
    found = read_catalogue(path)
    assert [one.code for one in found.entries] == ["0101", "0104"]
    assert found.entries[0].limits == (
        LimitEntry(5, DAYS),
        LimitEntry(4, HOURS, "", RegionClass.CORE),
    )
    assert [(problem.row, problem.refused.params["said"]) for problem in found.problems] == [
        (4, "两天"),
        (5, "月球"),
    ]
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="needs the columns"):
        read_catalogue(path)


def test_units(session: Session, community: Community) -> None:
    unit = add_unit(
        session, OPERATOR, community, UnitEntry("康乐物业", "0371-1234567", "a@b.cn"), at=NOW
    )
    for wrong in (
        UnitEntry("康乐物业"),
        UnitEntry(""),
        UnitEntry("乙", email="x"),
        UnitEntry("丙", "abc"),
    ):
        with pytest.raises(InputRefused):
            add_unit(session, OPERATOR, community, wrong, at=NOW)
    change_unit(session, OPERATOR, unit, UnitEntry("康乐物业公司"), at=NOW)
    add_rule(session, OPERATOR, community, RuleEntry(unit_id=unit.id), at=NOW)
    assert close_unit(session, OPERATOR, unit, at=NOW) == 1
    with pytest.raises(InputRefused, match="is closed"):
        add_rule(session, OPERATOR, community, RuleEntry(unit_id=unit.id), at=NOW)
    reopen_unit(session, OPERATOR, unit, at=NOW)
    assert (unit.name, unit.closed_on) == ("康乐物业公司", None)


def test_rules(session: Session, community: Community) -> None:
    made = add_category(session, OPERATOR, community, entry(), at=NOW)
    rule = RuleEntry(made.id, role=DutyRole.BUILDING_LEAD)
    kept = add_rule(session, OPERATOR, community, rule, at=NOW)
    with pytest.raises(InputRefused, match="this very rule"):
        add_rule(session, OPERATOR, community, rule, at=NOW)
    with pytest.raises(InputRefused, match="Choose who"):
        add_rule(session, OPERATOR, community, RuleEntry(made.id), at=NOW)
    for stray in (RuleEntry(made.id + 1, role=rule.role), RuleEntry(unit_id=1)):
        with pytest.raises(NotFound):
            add_rule(session, OPERATOR, community, stray, at=NOW)
    remove_rule(session, OPERATOR, kept, at=NOW)
    assert session.scalar(select(DispatchRule.id)) is None


def test_the_week(session: Session, community: Community) -> None:
    assert working_time(session, community.id).week == USUAL_WEEK
    shift = (dt.time(7), dt.time(19))
    week = [
        [shift],
        [],
        [shift],
        [],
        [(dt.time(14), dt.time(18)), (dt.time(8), dt.time(12))],
        [],
        [],
    ]
    set_week(session, OPERATOR, community, week, at=NOW)
    kept = working_time(session, community.id).week
    assert kept[0] == (shift,)
    assert kept[4] == ((dt.time(8), dt.time(12)), (dt.time(14), dt.time(18)))
    hour = (dt.time(8), dt.time(9))
    for wrong in ([[hour]] + [[]] * 6, [[shift, hour]] * 7, [[shift[::-1]]] * 7, [[hour] * 5] * 7):
        with pytest.raises(InputRefused):
            set_week(session, OPERATOR, community, wrong, at=NOW)


def test_days_of_ones_own(session: Session, community: Community) -> None:
    saturday = dt.date(2026, 11, 28)
    set_special_day(session, OPERATOR, community, saturday, is_working=False, at=NOW)
    set_special_day(session, OPERATOR, community, saturday, is_working=True, name="普查", at=NOW)
    assert working_time(session, community.id).is_working(saturday)
    (day,) = list_special_days(session, community, saturday)
    assert (day.on, day.name) == (saturday, "普查")
    forget_special_day(session, OPERATOR, community, saturday, at=NOW)
    assert not working_time(session, community.id).is_working(saturday)
    with pytest.raises(InputRefused, match="three years"):
        set_special_day(session, OPERATOR, community, dt.date(2126, 1, 1), is_working=True, at=NOW)


def test_only_who_may_configure_changes_anything(session: Session, community: Community) -> None:
    leader = Viewer(OPERATOR.on, 1, Role.LEADER, community_id=community.id)
    made = add_category(session, OPERATOR, community, entry(), at=NOW)
    saturday = dt.date(2026, 11, 28)
    for attempt in (
        lambda: add_category(session, leader, community, entry(code="2"), at=NOW),
        lambda: retire_category(session, leader, made, at=NOW),
        lambda: delete_category(session, leader, made, at=NOW),
        lambda: take_catalogue(session, leader, community, [], at=NOW),
        lambda: add_unit(session, leader, community, UnitEntry("甲"), at=NOW),
        lambda: add_rule(session, leader, community, RuleEntry(role=DutyRole.BRANCH), at=NOW),
        lambda: set_week(session, leader, community, USUAL_WEEK, at=NOW),
        lambda: set_special_day(session, leader, community, saturday, is_working=True, at=NOW),
        lambda: set_regions(session, leader, community, {}, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_accounts_act_for_a_unit(session: Session, community: Community) -> None:
    unit = add_unit(session, OPERATOR, community, UnitEntry("物业"), at=NOW)
    firm, admin = (
        User(
            username=role.value, display_name="某", password_hash="x", role=role,
            community_id=community.id,
        )
        for role in (Role.HANDLER, Role.COMMUNITY_ADMIN)
    )  # fmt: skip
    put(session, firm, admin)
    link_account(session, OPERATOR, unit, firm.username, at=NOW)
    assert firm.unit_id == unit.id
    unlink_account(session, OPERATOR, unit, firm.username, at=NOW)
    assert firm.unit_id is None
    for stranger in (admin.username, "nobody"):
        with pytest.raises(InputRefused, match="Choose an account"):
            link_account(session, OPERATOR, unit, stranger, at=NOW)


def test_rules_and_regions_follow_the_ground(session: Session) -> None:
    world = build_world(session)
    community, cell = world.community, world.alpha.cell
    rule = add_rule(
        session,
        OPERATOR,
        community,
        RuleEntry(place=(PlaceKind.CELL, cell.id), role=DutyRole.CELL_LEADER),
        at=NOW,
    )
    regions = {cell.id: RegionClass.CORE, world.bravo.cell.id: RegionClass.GENERAL}
    assert set_regions(session, OPERATOR, community, regions, at=NOW) == 1
    cells = gpd.GeoDataFrame(
        {"code": [None, None], "name": ["甲", "乙"], "kind": ["general", "general"]},
        geometry=[world.alpha.cell.shape, world.bravo.cell.shape],
        crs=4326,
    )
    division = publish_cells(session, community, cells, on=TODAY, at=NOW, by=None)
    session.expire_all()
    found = {
        one.name: one.region
        for one in session.scalars(select(Cell).where(Cell.division_id == division.id))
    }
    assert found == {"甲": RegionClass.CORE, "乙": RegionClass.GENERAL}
    assert session.get_one(Cell, rule.cell_id).name == "甲"


def test_the_command_line(store: Store, tmp_path: Path) -> None:
    """What `./wangge catalogue` calls, on a table with one bad row."""
    with store.transaction() as session:
        session.add(Community(code="c1", name="甲"))
    machine = Machine(Settings())
    machine.store = store  # type: ignore[misc]
    runner = CliRunner()
    path = str(tmp_path / "c.xlsx")
    for words, said in (
        (["install", "--community", "c1"], "30 categories were added."),
        (["export", path, "--community", "c1"], "30 categories are in"),
        (["import", path, "--community", "c1"], "0 added, 0 changed, 30 the same."),
    ):
        result = runner.invoke(catalogue, words, obj=machine)
        assert result.exit_code == 0, result.output
        assert said in result.output
