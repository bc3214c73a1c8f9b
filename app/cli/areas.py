"""Commands on the ground: communities, cells, and which building lies in which cell."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import click
import geopandas as gpd
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.models import Community, DutyRole, PlaceKind
from app.queries.scope import find_community, published_division
from app.services import areas
from app.services.areas.notes import division_notes
from app.services.duties import expect_duties
from app.services.duties.expected import Expected
from geodata.blocks import MIN_BUILDINGS
from geodata.errors import N_, InputRefused

EXAMPLES = 5
MOST_LISTED = 500


@click.group()
def community() -> None:
    """Add, set up and list communities."""


@community.command("add")
@click.option("--name", required=True, help="As residents call it, such as 静淑苑社区.")
@click.option("--code", required=True, help="12-digit statistical code, or a code of your own.")
@click.option("--place", default="", help="Street and city, for people.")
@json_option
@pass_machine
def add_community(machine: Machine, name: str, code: str, place: str) -> None:
    """Add a community that has no ground yet."""
    with machine.transaction() as session:
        added = areas.add_community(
            session, name=name, code=code, place=place, at=machine.now, by=None
        )
    machine.say(f"Added {added.name} ({added.code}).", name=added.name, code=added.code)


@community.command("list")
@json_option
@pass_machine
def list_communities(machine: Machine) -> None:
    """List the communities in the store."""
    with machine.transaction() as session:
        rows = session.execute(
            select(Community.code, Community.name).order_by(Community.code).limit(MOST_LISTED)
        ).all()
    machine.say(
        "\n".join(f"{code}  {name}" for code, name in rows) or "There is no community yet.",
        communities=[{"code": code, "name": name} for code, name in rows],
    )


@community.command("set")
@community_option
@click.option("--name", help="As residents call it.")
@click.option("--place", help="Street and city, for people.")
@click.option("--cell-term", help="What cells are called there: 网格, 片区, 治理单元 ...")
@click.option(
    "--expect",
    "posts",
    multiple=True,
    metavar="ROLE:KIND",
    help="A post that must be held, such as building_lead:building; once for each. Replaces all.",
)
@click.option("--expect-any", is_flag=True, help="Any duty at a cell and a building will do.")
@json_option
@pass_machine
def set_community(
    machine: Machine,
    community_code: str,
    *,
    name: str | None,
    place: str | None,
    cell_term: str | None,
    posts: tuple[str, ...],
    expect_any: bool,
) -> None:
    """Say what a community is called, what it calls its cells, which posts it has."""
    with machine.transaction() as session:
        found = find_community(session, machine.viewer, community_code)
        areas.describe_community(
            session,
            found,
            name=found.name if name is None else name,
            place=found.place if place is None else place,
            cell_term=found.cell_term if cell_term is None else cell_term,
            at=machine.now,
            by=None,
        )
        if posts or expect_any:
            expect_duties(session, found, map(_post, posts), at=machine.now, by=None)
    machine.say(
        f"{found.name}: cells are called {found.cell_term}; posts: "
        f"{', '.join(found.expected_duties) or 'anybody will do'}.",
        name=found.name,
        place=found.place,
        cell_term=found.cell_term,
        posts=found.expected_duties,
    )


def _post(text: str) -> Expected:
    """Read ``building_lead:building``."""
    role, _colon, kind = text.partition(":")
    if role not in set(DutyRole) or kind not in set(PlaceKind):
        raise click.UsageError(
            f"{text} is no post. Roles: {', '.join(DutyRole)}; kinds of places: "
            f"{', '.join(PlaceKind)}."
        )
    return DutyRole(role), PlaceKind(kind)


@click.group()
def cells() -> None:
    """Make cells of what is there."""


@cells.command("from-estates")
@community_option
@json_option
@pass_machine
def from_estates(machine: Machine, community_code: str) -> None:
    """Publish a division with one cell for each residential compound."""
    _publish(machine, community_code, areas.cells_from_estates)


@cells.command("from-streets")
@community_option
@click.option(
    "--min-buildings",
    default=MIN_BUILDINGS,
    show_default=True,
    type=click.IntRange(1, 10_000),
    help="Smaller blocks join a neighbour.",
)
@json_option
@pass_machine
def from_streets(machine: Machine, community_code: str, min_buildings: int) -> None:
    """Publish a division along the main streets; it tiles the community."""
    make = partial(areas.cells_from_streets, min_buildings=min_buildings)
    _publish(machine, community_code, make)


def _publish(
    machine: Machine, code: str, make: Callable[[Session, Community], gpd.GeoDataFrame]
) -> None:
    """Make cells and publish them."""
    with machine.transaction() as session:
        place = find_community(session, machine.viewer, code)
        frame = make(session, place)
        areas.publish_cells(session, place, frame, on=machine.viewer.on, at=machine.now, by=None)
    machine.say(f"Published {len(frame)} cells.", cells=len(frame))


@click.command()
@community_option
@json_option
@pass_machine
def assign(machine: Machine, community_code: str) -> None:
    """Put buildings into cells, computed by PostGIS; what was placed by hand stays."""
    with machine.transaction() as session:
        place = find_community(session, machine.viewer, community_code)
        areas.take_turn(session, place)
        division = published_division(session, place)
        if division is None:
            raise InputRefused(
                N_("%(name)s has no cells yet. Import some (import cells) or make them of its "
                   "compounds (cells from-estates)."),
                name=place.name,
            )  # fmt: skip
        done = areas.assign_buildings(session, division)
        notes = division_notes(session, division)
    lines = [
        f"{done.placed} buildings lie in a cell, {done.in_no_cell} in none.",
        f"{done.changed + done.taken_out} changed, {done.by_hand} kept by hand.",
    ]
    lines += [f"  {note}" for note in notes[:EXAMPLES]]
    if len(notes) > EXAMPLES:
        lines.append(f"  ... and {len(notes) - EXAMPLES} more findings, all shown on the map.")
    machine.say("\n".join(lines), **vars(done), findings=[str(note) for note in notes])
