"""The command that serves the web map."""

from __future__ import annotations

from typing import Any

import click
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from app.cli.context import Machine, pass_machine
from app.cli.demo import account_lines, make_demo
from app.cli.worker import start_worker
from app.jobs.keeper import end
from app.models import Community
from app.web import create_app

FIRST_DEMO = "kangle"


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with one process and several threads: the store does the heavy work.

    Parameters
    ----------
    machine : Machine
    """

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        super().__init__()

    def load_config(self) -> None:
        """Take the settings that concern the server."""
        settings = self.machine.settings
        self.cfg.set("bind", f"{settings.host}:{settings.port}")
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", settings.wangge_threads)
        self.cfg.set("proc_name", "wangge")
        self.cfg.set("loglevel", "warning")
        self.cfg.set("timeout", 120)
        if settings.wangge_worker:
            worker = start_worker()
            self.cfg.set("on_exit", lambda _arbiter: end(worker))

    def load(self) -> Any:
        """Make the application inside the worker, where its connections belong."""
        return create_app(self.machine.settings, self.machine.store)


@click.command()
@click.option("--demo/--no-demo", "with_demo", default=True, help="Make the demo on first start.")
@pass_machine
def serve(machine: Machine, with_demo: bool) -> None:
    """Serve the web map until Ctrl-C."""
    with machine.transaction() as session:
        is_empty = session.scalar(select(Community.id).limit(1)) is None
    if is_empty and with_demo:
        click.echo("First start: making the demo community 康乐社区 ...")
        make_demo(machine, FIRST_DEMO)
    for line in account_lines(machine):
        click.echo(line)
    click.echo(f"网格地图 Web map: http://{machine.settings.host}:{machine.settings.port}")
    # Connections are not shared with the worker process.
    machine.store.close()
    Server(Machine(machine.settings)).run()
