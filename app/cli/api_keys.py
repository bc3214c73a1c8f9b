"""Commands on keys of other programs."""

from __future__ import annotations

import click

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.queries.scope import find_community
from app.services.api_keys import list_keys, make_key, withdraw_key


@click.group("api-key")
def api_key() -> None:
    """Keys with which other programs report issues by Open311."""


@api_key.command("add")
@community_option
@click.option("--name", required=True, help="Of the program that gets it.")
@json_option
@pass_machine
def add(machine: Machine, community_code: str, name: str) -> None:
    """Make a key; it is shown this once."""
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        key, secret = make_key(session, machine.viewer, community, name, at=machine.now)
    machine.say(
        f"Key {key.id} of {key.name}, shown this once: {secret}",
        id=key.id,
        name=key.name,
        key=secret,
    )


@api_key.command("list")
@community_option
@json_option
@pass_machine
def list_(machine: Machine, community_code: str) -> None:
    """List the keys of a community, without their secrets."""
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        keys = list_keys(session, machine.viewer, community)
    lines = [
        f"{key.id} {key.name}: {'withdrawn' if key.withdrawn_at else 'in use'}, "
        f"last seen {key.seen_at or 'never'}"
        for key in keys
    ]
    facts = [
        {
            "id": key.id,
            "name": key.name,
            "made_at": key.made_at,
            "seen_at": key.seen_at,
            "withdrawn_at": key.withdrawn_at,
        }
        for key in keys
    ]
    machine.say("\n".join(lines) or "None.", keys=facts)


@api_key.command("withdraw")
@community_option
@click.argument("key_id", type=click.IntRange(1, 2**63 - 1))
@json_option
@pass_machine
def withdraw(machine: Machine, community_code: str, key_id: int) -> None:
    """Withdraw a key: it opens nothing any more."""
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        key = withdraw_key(session, machine.viewer, community, key_id, at=machine.now)
    machine.say(f"The key of {key.name} is withdrawn.", id=key.id, name=key.name)
