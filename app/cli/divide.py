"""``./wangge divide``: cells for a community, found by a solver and kept as a draft."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click
from sqlalchemy.orm import Session

from app.cli.context import Machine, community_option, json_option, pass_machine
from app.cli.division_words import tell_draft
from app.models import Community, Division
from app.progress import Tell
from app.queries.scope import find_community
from app.services.areas.divide import DivideWish, divide_community, divide_variants
from geodata.divide import Variant

ALL = "all"


class Range(click.ParamType[tuple[int, int]]):
    """Two numbers with a dash between."""

    name = "LOW-HIGH"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Read a range."""
        found = re.fullmatch(r"(\d{1,6})\s*[-–~]\s*(\d{1,6})", str(value).strip())
        if found is None:
            self.fail(f"{value} is not LOW-HIGH: two numbers, such as 300-500.", param, ctx)
        return int(found[1]), int(found[2])


@click.command()
@community_option
@click.option("--cells", type=click.IntRange(1, 999), help="How many cells.")
@click.option("--households", type=Range(), help="Or how many households each: 300-500.")
@click.option(
    "--variant",
    type=click.Choice([*(variant.value for variant in Variant), ALL]),
    default=Variant.BALANCE.value,
    show_default=True,
    help="What comes first: equal cells, cells along streets, or the cells that hold today.",
)
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0, 2**31 - 1),
              help="Seed of the solver.")  # fmt: skip
@click.option("--time-limit", type=click.FloatRange(0.1, 3600), help="Seconds for the search "
              "of each variant; by default what the size needs, 20 to 120.")  # fmt: skip
@click.option("--tear-estates", is_flag=True, help="Compounds need not stay whole.")
@click.option("--keep-existing", is_flag=True, help="Keep the cells of today as far as can be.")
@click.option("--exclusive", multiple=True, metavar="KEY", help="A compound that is a cell alone.")
@click.option("--draft", "name", default="", help="Name of the draft.")
@json_option
@pass_machine
def divide(
    machine: Machine, /, community_code: str, name: str, tear_estates: bool, variant: str,
    time_limit: float | None, **chosen: Any,
) -> None:  # fmt: skip
    """Divide a community into cells: balanced, compact, ending at streets. Makes a draft.

    Ctrl-C ends the search with the best division so far; a second one gives up.
    """
    wish = DivideWish(
        variant=Variant.BALANCE if variant == ALL else variant,
        time_limit_s=time_limit,
        keep_estates=not tear_estates,
        **chosen,
    )
    with (
        machine.progress("Dividing") as tell,
        _stoppable(tell) as listen,
        machine.transaction() as session,
    ):
        community = find_community(session, machine.viewer, community_code)
        made = _divide(machine, session, community, wish, name, listen, every=variant == ALL)
        facts = [_facts(division) for division in made]
    machine.say("\n\n".join(tell_draft(fact) for fact in facts), drafts=facts)


def _divide(
    machine: Machine, session: Session, community: Community, wish: DivideWish, name: str,
    tell: Tell, *, every: bool,
) -> list[Division]:  # fmt: skip
    """Make one draft, or one of each variant."""
    if every:
        return divide_variants(
            session, community, wish, name=name, at=machine.now, by=None, tell=tell
        )
    return [
        divide_community(session, community, wish, name=name, at=machine.now, by=None, tell=tell)
    ]


@contextmanager
def _stoppable(tell: Tell) -> Iterator[Tell]:
    """Let the first Ctrl-C ask for the best so far, and a second one end the command."""
    stopped = False

    def stop(_: int, __: FrameType | None) -> None:
        nonlocal stopped
        stopped = True
        signal.signal(signal.SIGINT, before)

    def listen(share: float, what: str) -> bool:
        return tell(share, what) and not stopped

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield listen
    finally:
        signal.signal(signal.SIGINT, before)


def _facts(division: Division) -> dict[str, Any]:
    """Give a draft to a program."""
    report = dict(division.report or {})
    findings = report.pop("findings", [])
    return {
        "draft": division.name,
        "id": division.id,
        "variant": division.variant,
        "wish": division.wish,
        "report": report,
        "findings": [
            {**finding, "message": finding["template"] % finding["params"]} for finding in findings
        ],
    }
