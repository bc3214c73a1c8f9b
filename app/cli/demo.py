"""The command that makes a schematic community to try everything with."""

from __future__ import annotations

import secrets

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.context import Machine, json_option, pass_machine
from app.models import User
from app.services.demo import load_demo
from app.services.demo.shifts import write_shifts
from app.services.demo.walks import write_walks
from app.services.issues.clock import place_zone
from app.services.patrols import plan_cells
from demo import NAMES, generate

PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - an alphabet without look-alikes.
SEED = 1
ROLE_WORDS = {
    "community_admin": "社区管理员 community administrator",
    "grid_admin": "网格管理员 grid administrator",
    "volunteer": "巡逻志愿者 patrol volunteer",
    "leader": "领导 leader",
    "handler": "处置单位 handler",
}


@click.command()
@click.argument("name", type=click.Choice(NAMES), default="kangle")
@json_option
@pass_machine
def demo(machine: Machine, name: str) -> None:
    """Add a schematic community, generated to published figures (示意数据)."""
    added = make_demo(machine, name)
    machine.say("\n".join(account_lines(machine)), community=added, password=demo_password(machine))


def make_demo(machine: Machine, name: str) -> str:
    """Generate and store a demo community with a first route for each cell.

    Parameters
    ----------
    machine : Machine
    name : str
        One of :data:`demo.NAMES`.

    Returns
    -------
    str
        The code of the community.

    Raises
    ------
    InputRefused
        If it is already there.
    """
    on = machine.viewer.on
    with machine.progress(f"Generating {name}") as tell, machine.transaction() as session:
        generated = generate(name, seed=SEED, today=on)
        tell(0.4, f"Storing {generated.name}")
        community = load_demo(
            session, generated, password=demo_password(machine), at=machine.now, on=on
        )
        if not generated.cells.empty:
            plan_cells(
                session,
                machine.viewer,
                community,
                settings=machine.settings,
                at=machine.now,
                tell=lambda share, what: tell(0.5 + share / 2, what),
            )
        write_shifts(session, machine.viewer, community, generated, at=machine.now)
        write_walks(session, community, at=machine.now.astimezone(place_zone()))
    return community.code


def demo_password(machine: Machine) -> str:
    """Give the password of the demo accounts, made once for each installation.

    It stands in ``instance/demo-password.txt``, readable by the owner alone.
    """
    file = machine.settings.wangge_instance / "demo-password.txt"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        groups = ("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(3))
        file.write_text("-".join(groups) + "\n", encoding="ascii")
    return file.read_text(encoding="ascii").strip()


def account_lines(machine: Machine) -> list[str]:
    """Say who can log in to the demo, and with what."""
    with machine.transaction() as session:
        users = _demo_users(session)
    if not users:
        return []
    lines = ["演示账号 Demo accounts (示意数据, schematic data):"]
    lines += [f"  {user.username:<22} {ROLE_WORDS[user.role]}" for user in users]
    return [*lines, f"  密码 Password of all: {demo_password(machine)}"]


def _demo_users(session: Session) -> list[User]:
    """Find the first active demo account of each role in each demo community."""
    found: dict[tuple[int | None, str], User] = {}
    users = session.scalars(
        select(User)
        .where(User.active, User.community.has(schematic=True))
        .order_by(User.community_id, User.username)
        .limit(500)
    )
    for user in users:
        found.setdefault((user.community_id, user.role), user)
    return list(found.values())
