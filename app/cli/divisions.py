"""``./wangge division``: list, check, compare and publish divisions."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click
from sqlalchemy.orm import Session

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.cli.division_words import tell_comparison, tell_effects, tell_findings, tell_list
from app.models import Community, Division
from app.queries.divisions import Effects, compare, find_division, list_divisions
from app.queries.scope import find_community, published_division
from app.services import areas
from geodata.errors import N_, InputRefused
from geodata.findings import Finding


@click.group()
def division() -> None:
    """List, check, compare and publish divisions of a community into cells."""


def _day(_: click.Context, __: click.Parameter, value: dt.datetime | None) -> dt.date | None:
    """Take the date of what was typed."""
    return None if value is None else value.date()


on_option = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    metavar="DATE",
    help="First day on which it holds; default: today.",
)


class Successor(click.ParamType[tuple[str, str | None]]):
    """An old code and a new one with an equals sign between."""

    name = "OLD=NEW"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str | None]:
        """Read which cell goes on from which."""
        old, sign, new = str(value).partition("=")
        if not (old and sign):
            self.fail(f"{value} is not OLD=NEW: two codes, or OLD= for none.", param, ctx)
        return old, new or None


successor_option = click.option(
    "--successor",
    "chosen",
    type=Successor(),
    multiple=True,
    help="Which new cell goes on from an old one, where the ground says otherwise; OLD= for none.",
)


@division.command("list")
@community_option
@json_option
@pass_machine
def list_(machine: Machine, community_code: str) -> None:
    """List the divisions of a community: drafts, the one that holds, earlier ones."""
    with machine.transaction() as session:
        place = find_community(session, machine.viewer, community_code)
        lines = list_divisions(session, machine.viewer, place)
    machine.say(tell_list(lines), divisions=[asdict(line) for line in lines])


@division.command()
@click.argument("wanted", required=False, metavar="[DIVISION]")
@community_option
@on_option
@json_option
@pass_machine
def check(machine: Machine, community_code: str, wanted: str | None, on: dt.date | None) -> None:
    """Check a division, by its name or key; default: the one that holds."""
    day = on or machine.viewer.on
    with machine.transaction() as session:
        place = find_community(session, machine.viewer, community_code)
        chosen = _find(machine, session, place, wanted)
        areas.settle(session, chosen)
        findings = areas.check_division(session, chosen, on=day)
        name = chosen.name
    machine.say(tell_findings(name, findings), division=name, **_as_facts(findings))


@division.command("compare")
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@community_option
@json_option
@pass_machine
def compare_(machine: Machine, community_code: str, before: str, after: str) -> None:
    """Compare two divisions, by names or keys: cells, and which buildings moved."""
    with machine.transaction() as session:
        place = find_community(session, machine.viewer, community_code)
        old, new = (_find(machine, session, place, wanted) for wanted in (before, after))
        found = compare(session, machine.viewer, place, old, new)
    machine.say(tell_comparison(found), **asdict(found))


@division.command()
@click.argument("wanted", metavar="DIVISION")
@community_option
@on_option
@successor_option
@click.option("--dry-run", is_flag=True, help="Only say what publishing would do.")
@json_option
@pass_machine
def publish(
    machine: Machine, community_code: str, wanted: str, on: dt.date | None,
    chosen: Sequence[tuple[str, str | None]], dry_run: bool,
) -> None:  # fmt: skip
    """Publish a draft in one step; duties, issues and routes follow the ground."""
    day, decided = on or machine.viewer.on, dict(chosen)
    with machine.transaction() as session:
        place = find_community(session, machine.viewer, community_code)
        draft = _find(machine, session, place, wanted)
        effects = areas.effects_of(session, machine.viewer, place, draft, day, decided)
        if dry_run:
            findings = areas.check_division(session, draft, on=day, chosen=decided)
        else:
            findings = areas.publish_draft(
                session, machine.viewer, draft, on=day, at=machine.now, chosen=decided
            )
        name = draft.name
    _say_published(machine, name, effects, findings, dry_run=dry_run)


def _say_published(
    machine: Machine, name: str, effects: Effects, findings: list[Finding], *, dry_run: bool
) -> None:
    """Tell what publishing did, or would do."""
    head = f"{name} {'would be' if dry_run else 'is'} published from {effects.on.isoformat()}."
    text = "\n".join([head, tell_effects(effects), tell_findings(name, findings)])
    machine.say(text, division=name, dry_run=dry_run, effects=asdict(effects),
                **_as_facts(findings))  # fmt: skip


def _find(machine: Machine, session: Session, place: Community, wanted: str | None) -> Division:
    """Find a division, or the one that holds."""
    if wanted is not None:
        return find_division(session, machine.viewer, place, wanted)
    holds = published_division(session, place)
    if holds is None:
        raise InputRefused(
            N_("%(name)s has no division that holds. Divide it (divide), or import cells."),
            name=place.name,
        )
    return holds


def _as_facts(findings: list[Finding]) -> dict[str, Any]:
    """Give findings to a program."""
    return {
        "counts": dict(Counter(finding.code for finding in findings)),
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "message": str(finding),
                "params": finding.params,
            }
            for finding in findings
        ],
    }
