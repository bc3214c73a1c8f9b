"""What every command shares: settings, the store, the operator's view, and how to print."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.orm import Session

from app.database import Store
from app.progress import Tell
from app.queries.scope import Viewer
from app.settings import Settings
from app.startup import open_store


class Machine:
    """The machine on which a command runs, with its operator.

    Parameters
    ----------
    settings : Settings
    as_json : bool
        Print one JSON object for programs instead of words for people.
    """

    def __init__(self, settings: Settings, *, as_json: bool = False) -> None:
        self.settings = settings
        self.as_json = as_json

    @cached_property
    def store(self) -> Store:
        """The store, started and migrated when first asked for."""
        return open_store(self.settings)

    def close(self) -> None:
        """Give back the connections of the store, if it was ever asked for."""
        if "store" in self.__dict__:
            self.store.close()

    @property
    def now(self) -> dt.datetime:
        """The present moment, aware."""
        return dt.datetime.now(dt.UTC)

    @property
    def viewer(self) -> Viewer:
        """The operator, who sees everything."""
        return Viewer(on=self.now.astimezone(ZoneInfo(self.settings.wangge_timezone)).date())

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a transaction: the only place where a command commits."""
        with self.store.transaction() as session:
            yield session

    def say(self, text: str, **facts: Any) -> None:
        """Print a sentence, or with ``--json`` the facts as one object."""
        if self.as_json:
            click.echo(json.dumps(facts, ensure_ascii=False, default=str))
        else:
            click.echo(text)

    @contextmanager
    def progress(self, title: str) -> Iterator[Tell]:
        """Show a progress bar on a terminal, nothing elsewhere; give the function that moves it."""
        console = Console(stderr=True)
        columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
        hidden = self.as_json or not sys.stderr.isatty()
        with Progress(*columns, console=console, disable=hidden, transient=True) as bar:
            task = bar.add_task(title, total=1.0)

            def tell(share: float, what: str) -> bool:
                bar.update(task, completed=share, description=what or title)
                return True

            yield tell


pass_machine = click.make_pass_decorator(Machine)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--json``."""

    def remember(context: click.Context, _: click.Parameter, value: bool) -> None:
        if value:
            context.find_root().obj.as_json = True

    return click.option(
        "--json",
        is_flag=True,
        expose_value=False,
        callback=remember,
        help="Print one JSON object for programs.",
    )(command)


community_option = click.option(
    "--community", "community_code", required=True, metavar="CODE", help="Code of the community."
)
