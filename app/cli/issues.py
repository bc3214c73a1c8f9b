"""Commands on issues: what time does with them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import click

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.queries.scope import find_community
from app.services.issues import escalate_overdue


@click.group()
def issues() -> None:
    """Issues 事件: what time does with them."""


@issues.command()
@community_option
@json_option
@pass_machine
def escalate(machine: Machine, community_code: str) -> None:
    """Escalate what is overdue; the worker does so by itself, once a minute."""
    at = machine.now.astimezone(ZoneInfo(machine.settings.wangge_timezone))
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        gone_up = escalate_overdue(session, at=at, community=community)
        facts = [
            {"id": issue.id, "number": issue.number, "level": issue.level.value}
            for issue in gone_up
        ]
    machine.say(f"{len(facts)} issues went up by one level.", issues=facts)
