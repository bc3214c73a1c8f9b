"""The command that works off jobs: divisions, plans, all that takes longer than a page may."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial

import click
from sqlalchemy import Engine

from app.cli.context import Machine, pass_machine
from app.jobs.keeper import keep_working
from app.settings import ROOT


@click.command()
@click.option("--alone", is_flag=True, hidden=True, help="Be the worker, without a keeper.")
@click.option("--parent", type=int, hidden=True, help="End when this process is no longer ours.")
@pass_machine
def work(machine: Machine, alone: bool, parent: int | None) -> None:
    """Work off jobs until Ctrl-C. The web server starts one worker by itself."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("app.jobs").setLevel(logging.INFO)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    wanted = _while_child_of(parent)
    try:
        if alone:
            _work(machine, wanted)
        else:
            keep_working(partial(start_worker, "--alone"), wanted)
    except KeyboardInterrupt:
        click.echo("No longer working.", err=True)


def start_worker(*words: str) -> subprocess.Popen[bytes]:
    """Start a worker beside this process, that ends with it however it ends.

    Parameters
    ----------
    words : str
        More options of the command.
    """
    command = [sys.executable, "-P", "-m", "app.cli", "work", "--parent", str(os.getpid()), *words]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        # A Ctrl-C in the terminal then reaches only us, who tell it in order.
        start_new_session=True,
    )


def _work(machine: Machine, wanted: Callable[[], bool]) -> None:
    """Be the worker."""
    # The libraries that solve take seconds and memory, of which keeper and web server need none.
    from app.jobs.chores import Chores, done_beside
    from app.jobs.lifeline import Lifeline
    from app.jobs.worker import Worker, now

    engine = machine.store.sessions.kw["bind"]
    assert isinstance(engine, Engine)  # noqa: S101 - the machine opens its store by address.
    chores = Chores(machine.store, machine.settings, now)
    with Lifeline(engine) as lifeline, done_beside(chores) as are_done:
        worker = Worker(machine.store, machine.settings, lifeline)
        worker.work(lambda: wanted() and are_done())


def _while_child_of(parent: int | None) -> Callable[[], bool]:
    """Give the function that tells whether a process is still our parent."""
    return lambda: parent is None or os.getppid() == parent
