"""A community of two cells, Alpha and Bravo, whose every private text carries its cell's mark."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import count

from shapely import LineString, MultiPolygon, Point, Polygon, box
from sqlalchemy.orm import Session

from app.models import (
    Base,
    Building,
    BuildingCell,
    BuildingKind,
    Cell,
    Community,
    Division,
    DivisionState,
    DoorPlate,
    Duty,
    DutyRole,
    Entrance,
    Estate,
    GroundArea,
    Issue,
    IssueEvent,
    IssueHarm,
    IssueState,
    Job,
    JobState,
    Organisation,
    Path,
    Patrol,
    PatrolPlan,
    PatrolState,
    Person,
    Role,
    Route,
    Stop,
    Street,
    UnreachableStop,
    User,
)

CODE = "110108010019"
NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
TODAY = NOW.date()
SINCE = dt.date(2026, 1, 1)
WEST, SOUTH, SIDE = 116.305, 40.00, 0.002
PHONES = {"Alpha": "1390000", "Bravo": "1381111"}
JOB_ID = 9001  # Beyond what a walk counts up to.
PLATES = {"Alpha": "k7m2x9qrtw", "Bravo": "h4p8w3nzcb"}
MASKED = {"Alpha": "139****", "Bravo": "138****"}


@dataclass
class CellWorld:
    """What lies in one cell; ``ids`` by the names that addresses use."""

    mark: str
    cell: Cell
    ids: dict[str, int] = field(default_factory=dict)
    people: dict[DutyRole, Person] = field(default_factory=dict)
    buildings: list[Building] = field(default_factory=list)


@dataclass
class World:
    """The community with both cells and an account of every role.

    ``places`` are values for places in addresses that lead to what a test wrote besides.
    """

    community: Community
    division: Division
    alpha: CellWorld
    bravo: CellWorld
    users: dict[str, User]
    places: dict[str, list[object]] = field(default_factory=dict)


def multi(shape: Polygon) -> MultiPolygon:
    """Make a multipolygon of a polygon."""
    return MultiPolygon([shape])


def put(session: Session, *things: Base) -> None:
    """Add things and give them their keys."""
    session.add_all(things)
    session.flush()


def build_world(session: Session) -> World:
    """Write the whole community."""
    street = Street(name="中关村街道")
    put(session, street)
    community = Community(
        code=CODE,
        name="测试社区",
        street_id=street.id,
        boundary=multi(box(WEST, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE)),
    )
    put(session, community)
    division = Division(
        community_id=community.id, name="2026", state=DivisionState.PUBLISHED, since=SINCE
    )
    put(session, division)
    _write_ground(session, community)
    alpha = _write_cell(session, community, division, "Alpha", WEST)
    bravo = _write_cell(session, community, division, "Bravo", WEST + SIDE)
    users = _write_users(session, community, street, alpha, bravo)
    _write_job(session, community, users["community"])
    return World(community, division, alpha, bravo, users)


def _write_ground(session: Session, community: Community) -> None:
    """Write what everybody sees."""
    west, south = WEST, SOUTH
    key = {"community_id": community.id, "key": "k"}
    line = LineString([(west, south + SIDE / 2), (west + 2 * SIDE, south + SIDE / 2)])
    yard = multi(box(west, south, west + SIDE / 2, south + SIDE / 2))
    put(
        session,
        Path(**key, name="学院路", kind="residential", line=line),
        Estate(**key, name="静淑苑", shape=yard),
        GroundArea(**key, name="绿地", kind="green", shape=yard),
    )


def _write_job(session: Session, community: Community, asker: User) -> None:
    """Write a job whose page names a cell."""
    job = Job(
        id=JOB_ID,
        community_id=community.id,
        kind="plan",
        state=JobState.FAILED,
        asked_by=asker.id,
        asked_at=NOW,
        ended_at=NOW,
        problem="%(cell)s",
        problem_params={"cell": "Bravo"},
    )
    put(session, job)


def _write_cell(
    session: Session, community: Community, division: Division, mark: str, west: float
) -> CellWorld:
    """Write a cell with a held building of one entrance, a vacant one, an issue and a route."""
    number = "001" if mark == "Alpha" else "002"
    cell = Cell(
        division_id=division.id,
        community_id=community.id,
        code=CODE + number,
        name=f"第{number}网格",
        tint=int(number),
        shape=multi(box(west, SOUTH, west + SIDE, SOUTH + SIDE)),
    )
    put(session, cell)
    world = CellWorld(mark, cell, {"cell": cell.id})
    _write_buildings(session, world, west)
    _write_people(session, world)
    _write_branch(session, world)
    _write_issue(session, world, west)
    _write_route(session, world, west)
    return world


def _write_buildings(session: Session, world: CellWorld, west: float) -> None:
    """Write three buildings: a held one, one held by its entrance, a vacant one."""
    for index in range(3):
        left = west + SIDE * (0.1 + 0.3 * index)
        building = Building(
            community_id=world.cell.community_id,
            key=f"{world.mark}-{index}",
            number=f"{world.mark}{41 + index}",
            name=f"{world.mark} house {index}",
            address=f"{world.mark} lane {index}",
            kind=BuildingKind.APARTMENT,
            levels=6,
            households=10 + index,
            population=30,
            footprint=box(left, SOUTH + SIDE * 0.6, left + SIDE * 0.2, SOUTH + SIDE * 0.8),
        )
        put(session, building)
        world.buildings.append(building)
        entrance = Entrance(
            community_id=building.community_id,
            building_id=building.id,
            key=f"{world.mark}-{index}-1",
            name=f"{world.mark} 1单元",
            households=10,
            point=Point(left, SOUTH + SIDE * 0.6),
        )
        placed = BuildingCell(
            division_id=world.cell.division_id, building_id=building.id, cell_id=world.cell.id
        )
        put(session, entrance, placed)
        world.ids.setdefault("building", building.id)
        world.ids["entrance"] = entrance.id if index == 1 else world.ids.get("entrance", 0)
        if index == 1:
            _write_plate(session, world, entrance)


def _write_plate(session: Session, world: CellWorld, entrance: Entrance) -> None:
    """Write the plate on a door."""
    plate = DoorPlate(
        community_id=entrance.community_id,
        building_id=entrance.building_id,
        entrance_id=entrance.id,
        code=PLATES[world.mark],
        made_at=NOW,
    )
    put(session, plate)
    world.ids["plate"] = plate.id


def _write_people(session: Session, world: CellWorld) -> None:
    """Write one person for each of four duties."""
    places = {
        DutyRole.GRID_ADMINISTRATOR: {"cell_id": world.cell.id},
        DutyRole.PATROL_VOLUNTEER: {"cell_id": world.cell.id},
        DutyRole.BUILDING_LEAD: {"building_id": world.buildings[0].id},
        DutyRole.ENTRANCE_LEAD: {"entrance_id": world.ids["entrance"]},
    }
    for number, (role, place) in zip(count(1), places.items(), strict=False):
        person = Person(
            community_id=world.cell.community_id,
            key=f"{world.mark}-{number}",
            name=f"{world.mark}王{'一二三四'[number - 1]}",
            phone=f"{PHONES[world.mark]}{number:04d}",
        )
        put(session, person)
        duty = Duty(
            community_id=person.community_id, person_id=person.id, role=role, since=SINCE, **place
        )
        put(session, duty)
        world.ids.setdefault("duty", duty.id)
        world.people[role] = person
        world.ids.setdefault("person", person.id)


def _write_branch(session: Session, world: CellWorld) -> None:
    """Write an organisation that holds a duty: such a duty has no person."""
    branch = Organisation(
        community_id=world.cell.community_id, key=world.mark, name=f"{world.mark} branch"
    )
    put(session, branch)
    world.ids["organisation"] = branch.id
    duty = Duty(
        community_id=world.cell.community_id,
        organisation_id=branch.id,
        cell_id=world.cell.id,
        role=DutyRole.BRANCH,
        since=SINCE,
    )
    put(session, duty)


def _write_issue(session: Session, world: CellWorld, west: float) -> None:
    """Write an overdue issue at the first building that harms the second."""
    lead = world.people[DutyRole.BUILDING_LEAD]
    issue = Issue(
        community_id=world.cell.community_id,
        source_ref=world.mark,
        category="管道堵塞",
        title=f"{world.mark} sewer",
        description=f"{world.mark} is flooded",
        address=f"{world.mark} lane",
        state=IssueState.DISPATCHED,
        point=Point(west + SIDE * 0.2, SOUTH + SIDE * 0.7),
        building_id=world.buildings[0].id,
        cell_id=world.cell.id,
        reported_at=NOW - dt.timedelta(days=3),
        due_at=NOW - dt.timedelta(days=1),
    )
    put(session, issue)
    put(
        session,
        IssueEvent(
            issue_id=issue.id,
            verb="report",
            at=issue.reported_at,
            person_id=lead.id,
            note=f"{world.mark} note",
        ),
        IssueHarm(issue_id=issue.id, building_id=world.buildings[1].id),
    )
    world.ids["issue"] = issue.id


def _write_route(session: Session, world: CellWorld, west: float) -> None:
    """Write a route with a stop, something unreachable, and a patrol that was walked."""
    ids = {"community_id": world.cell.community_id, "division_id": world.cell.division_id}
    plan = PatrolPlan(**ids, made_at=NOW)
    put(session, plan)
    middle = SOUTH + SIDE / 2
    route = Route(
        plan_id=plan.id,
        cell_id=world.cell.id,
        name=f"{world.mark} round",
        length_m=812.4,
        walk_s=738.5,
        line=LineString([(west, middle), (west + SIDE, middle)]),
    )
    put(session, route)
    here = {"route_id": route.id, "point": Point(west, middle)}
    first, last = world.buildings[0].id, world.buildings[-1].id
    put(
        session,
        Stop(
            **here, sequence=1, building_id=first, name=f"{world.mark} stop", leg_m=0, arrival_s=0
        ),
        UnreachableStop(
            **here, building_id=last, name=f"{world.mark} far", reason="no_path", distance_m=99.5
        ),
        Patrol(
            community_id=world.cell.community_id,
            cell_id=world.cell.id,
            state=PatrolState.DONE,
            # 01:30 of the 21st in the place of use, still the 20th in UTC.
            started_at=dt.datetime(2026, 11, 20, 17, 0, tzinfo=dt.UTC),
            ended_at=dt.datetime(2026, 11, 20, 17, 30, tzinfo=dt.UTC),
        ),
    )
    world.ids["route"] = route.id


def _write_users(
    session: Session, community: Community, street: Street, alpha: CellWorld, bravo: CellWorld
) -> dict[str, User]:
    """Write an account of every role, the narrow ones in Alpha, and one of Bravo."""
    steward, volunteer = DutyRole.GRID_ADMINISTRATOR, DutyRole.PATROL_VOLUNTEER
    idle = Person(community_id=community.id, key="idle", name="闲人")
    put(session, idle)
    wanted = {
        "system": (Role.SYSTEM_ADMIN, None),
        "community": (Role.COMMUNITY_ADMIN, None),
        "grid": (Role.GRID_ADMIN, alpha.people[steward].id),
        "volunteer": (Role.VOLUNTEER, alpha.people[volunteer].id),
        "leader": (Role.LEADER, None),
        "handler": (Role.HANDLER, idle.id),
        "bravo": (Role.GRID_ADMIN, bravo.people[steward].id),
        "stranger": (Role.COMMUNITY_ADMIN, None),
    }
    elsewhere = Community(code="elsewhere", name="别处社区")
    put(session, elsewhere)
    homes = {"system": None, "stranger": elsewhere.id}
    users = {
        name: User(
            username=name,
            display_name=name,
            password_hash="unused",
            role=role,
            community_id=homes.get(name, community.id),
            street_id=street.id if role is Role.LEADER else None,
            person_id=person_id,
        )
        for name, (role, person_id) in wanted.items()
    }
    put(session, *users.values())
    return users
