"""Commands on accounts."""

from __future__ import annotations

import click

from app.cli.context import Machine, json_option, pass_machine
from app.models import Role
from app.queries.scope import find_community
from app.services.users import add_user


@click.group()
def user() -> None:
    """Manage accounts."""


@user.command("add")
@click.argument("username")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--community", "code", metavar="CODE", help="Where; not for system_admin.")
@click.option("--name", default="", help="As others see it.")
@click.password_option(help="Asked for when not given; at least 10 characters.")
@json_option
@pass_machine
def add(
    machine: Machine, username: str, role: str, code: str | None, name: str, password: str
) -> None:
    """Open an account."""
    with machine.transaction() as session:
        place = find_community(session, machine.viewer, code) if code else None
        added = add_user(
            session,
            username=username,
            display_name=name,
            password=password,
            role=Role(role),
            community_id=place.id if place else None,
            at=machine.now,
            by=None,
        )
    machine.say(f"{added.username} can log in as {added.role}.", username=added.username)
