"""Commands on duties: who answers for what, where nobody does, and who could."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click
from sqlalchemy.orm import Session

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.models import DutyHolder, DutyRole, PlaceKind
from app.queries.duties import (
    DutyFilter,
    DutyLine,
    When,
    find_duty,
    find_holder,
    find_place,
    list_duties,
)
from app.queries.scope import find_community
from app.queries.vacancies import (
    MOST_LINES,
    Vacancy,
    VacancyFilter,
    count_vacancies,
    list_vacancies,
)
from app.services import duties as services
from app.services.duties import DutyProposal

EXAMPLES = 20
ROLES = [role.value for role in DutyRole]

role_option = click.option(
    "--role", type=click.Choice(ROLES), help="Only this role; by default those expected."
)
day_option = click.option(
    "--on", "on", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="By default today."
)
reason_option = click.option("--reason", default="", help="Why, in a few words; kept.")


@click.group()
def duties() -> None:
    """Duties 责任/包联: who answers for which place."""


@duties.command()
@community_option
@role_option
@json_option
@pass_machine
def vacant(machine: Machine, community_code: str, role: str | None) -> None:
    """List places for which nobody answers."""
    wanted = VacancyFilter(role=DutyRole(role) if role else None)
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        counts = count_vacancies(session, machine.viewer, community)
        page = list_vacancies(session, machine.viewer, community, wanted, size=MOST_LINES)
    lines = [
        f"{count.post.role or 'anybody'}:{count.post.kind}: {count.vacant} of {count.places} vacant"
        for count in counts
    ]
    lines += [f"  {_vacancy_words(line)}" for line in page.lines[:EXAMPLES]]
    lines += _more(page.total)
    machine.say(
        "\n".join(lines),
        total=page.total,
        posts=[
            {"role": one.post.role, "kind": one.post.kind, "places": one.places,
             "vacant": one.vacant}
            for one in counts
        ],
        vacancies=[vars(line) for line in page.lines],
    )  # fmt: skip


def _vacancy_words(line: Vacancy) -> str:
    """Say a vacancy in one line."""
    return "  ".join(filter(None, (line.place, line.role, line.cell_name)))


def _more(total: int) -> list[str]:
    """Say how many are not listed."""
    return [f"  ... and {total - EXAMPLES} more (--json has them)."] if total > EXAMPLES else []


@duties.command("list")
@community_option
@role_option
@click.option(
    "--when", type=click.Choice([when.value for when in When]), default="present", show_default=True
)
@click.option("--person", "words", default="", help="Part of a holder's name or a building number.")
@json_option
@pass_machine
def list_(machine: Machine, community_code: str, role: str | None, when: str, words: str) -> None:
    """List duties with their numbers, for end and hand-over."""
    wanted = DutyFilter(When(when), role=DutyRole(role) if role else None, words=words)
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        page = list_duties(session, machine.viewer, community, wanted, size=MOST_LINES)
    machine.say(
        "\n".join([*map(_duty_words, page.lines), *_beyond(page.total, len(page.lines))])
        or "There is no such duty.",
        total=page.total,
        duties=[vars(line) for line in page.lines],
    )


def _beyond(total: int, listed: int) -> list[str]:
    """Say how many duties a list of the greatest length leaves out."""
    return [f"... and {total - listed} more. Narrow the list."] if total > listed else []


def _duty_words(line: DutyLine) -> str:
    """Say a duty in one line."""
    until = f" to {line.until}" if line.until else ""
    return f"{line.id:>8}  {line.role}  {line.holder}  {line.place}  since {line.since}{until}"


@duties.command()
@community_option
@click.option("--role", type=click.Choice(ROLES), default="member_contact", show_default=True)
@click.option(
    "--place",
    "kind",
    default="building",
    show_default=True,
    type=click.Choice(["building", "entrance"]),
)
@click.option(
    "--at-most",
    default=1,
    show_default=True,
    type=click.IntRange(1, 100),
    help="Most places of one person in this role.",
)
@click.option("--change", is_flag=True, help="Let people be moved from where they are.")
@click.option("--apply", "to_apply", is_flag=True, help="Appoint; without it nothing is stored.")
@json_option
@pass_machine
def propose(
    machine: Machine, community_code: str, role: str, kind: str, at_most: int, change: bool,
    to_apply: bool,
) -> None:  # fmt: skip
    """Propose a person near home for each place, one place each where there are enough."""
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        proposal = services.propose(
            session, machine.viewer, community, role=DutyRole(role), kind=PlaceKind(kind),
            at_most=at_most, change=change,
        )  # fmt: skip
        if to_apply:
            services.apply_proposal(
                session, community, proposal, since=machine.viewer.on, at=machine.now, by=None
            )
    machine.say(
        "\n".join(_proposal_words(proposal, applied=to_apply)),
        applied=to_apply,
        fingerprint=proposal.fingerprint,
        proposed=[vars(duty) for duty in proposal.duties],
        places_left=[vars(left) for left in proposal.places_left],
        people_left=[vars(left) for left in proposal.people_left],
    )


def _proposal_words(proposal: DutyProposal, *, applied: bool) -> list[str]:
    """Say a proposal in lines."""
    verb = "Appointed" if applied else "Proposed, nothing stored yet (--apply appoints)"
    lines = [
        f"{verb}: {len(proposal.new)} new, {len(proposal.duties) - len(proposal.new)} kept.",
        f"{len(proposal.places_left)} places and {len(proposal.people_left)} people are left over.",
    ]
    for duty in proposal.new[:EXAMPLES]:
        way = "home unknown" if duty.distance_m is None else f"{duty.distance_m:.0f} m from home"
        lines.append(f"  {duty.place}  {duty.person}  {way}")
    lines += _more(len(proposal.new))
    return lines + [f"  {left.name}: {left.reason}" for left in proposal.places_left[:EXAMPLES]]


def _find_who(session: Session, machine: Machine, code: str, who: str) -> DutyHolder:
    """Find the holder that a word such as ``person:12`` names."""
    kind, _, number = who.partition(":")
    if not number.isdigit():
        raise click.BadParameter("Give person:NUMBER, team:NUMBER or organisation:NUMBER.")
    community = find_community(session, machine.viewer, code)
    return find_holder(session, machine.viewer, community, kind, int(number))


@duties.command()
@community_option
@click.option("--who", required=True, metavar="KIND:ID", help="person:12, team:3, organisation:4.")
@click.option("--place", "place", required=True, metavar="KIND:ID", help="cell:1, building:2 ...")
@click.option("--role", required=True, type=click.Choice(ROLES))
@day_option
@json_option
@pass_machine
def appoint(
    machine: Machine, community_code: str, who: str, place: str, role: str, on: dt.datetime | None
) -> None:
    """Let somebody answer for a place."""
    kind, _, number = place.partition(":")
    if kind not in list(PlaceKind) or not number.isdigit():
        raise click.BadParameter(f"Give one of {', '.join(PlaceKind)}, then : and a number.")
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        made = services.appoint(
            session,
            _find_who(session, machine, community_code, who),
            find_place(session, machine.viewer, community, PlaceKind(kind), int(number)),
            DutyRole(role), since=_day(machine, on), at=machine.now, by=None,
        )  # fmt: skip
        duty_id, name = made.id, made.holder.name
    machine.say(f"{name} is appointed (duty {duty_id}).", id=duty_id, holder=name)


@duties.command()
@community_option
@click.argument("duty_id", type=click.IntRange(1))
@day_option
@reason_option
@json_option
@pass_machine
def end(
    machine: Machine, community_code: str, duty_id: int, on: dt.datetime | None, reason: str
) -> None:
    """End a duty; it stays readable. The day is the last one."""
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        duty = find_duty(session, machine.viewer, community, duty_id)
        last = _day(machine, on)
        services.end_duty(session, duty, until=last, reason=reason, at=machine.now, by=None)
    machine.say(f"Duty {duty_id} ends on {last}.", id=duty_id, until=last)


@duties.command("hand-over")
@community_option
@click.option("--duty", "duty_id", type=click.IntRange(1), help="One duty.")
@click.option("--from", "source", metavar="KIND:ID", help="All that somebody has.")
@click.option("--to", "target", required=True, metavar="KIND:ID", help="person:12 ...")
@day_option
@reason_option
@json_option
@pass_machine
def hand_over(
    machine: Machine, community_code: str, duty_id: int | None, source: str | None, target: str,
    on: dt.datetime | None, reason: str,
) -> None:  # fmt: skip
    """Hand one duty, or all of somebody, over to somebody else from a day on."""
    if (duty_id is None) == (source is None):
        raise click.UsageError("Give either --duty or --from.")
    how: dict[str, Any] = {"on": _day(machine, on), "reason": reason, "at": machine.now, "by": None}
    with machine.transaction() as session:
        community = find_community(session, machine.viewer, community_code)
        to = _find_who(session, machine, community_code, target)
        if source is not None:
            giver = _find_who(session, machine, community_code, source)
            made = services.hand_over_all(session, giver, to, **how)
        else:
            duty = find_duty(session, machine.viewer, community, duty_id or 0)
            made = (services.hand_over(session, duty, to, **how),)
        ids = [duty.id for duty in made]
    machine.say(f"{to.name} has {len(ids)} more duties.", holder=to.name, duties=ids)


def _day(machine: Machine, on: dt.datetime | None) -> dt.date:
    """Give the day that was asked for, or today in the place of use."""
    return on.date() if on else machine.viewer.on
