"""The command line: ``./wangge COMMAND``. Exit codes: 0 done, 1 refused input, 2 usage."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Sequence

import click
from pydantic import ValidationError

from app.cli.context import Machine
from app.settings import Settings
from geodata.errors import InputRefused, WanggeError

COMMANDS = {
    "community": ("areas", "community"),
    "cells": ("areas", "cells"),
    "assign": ("areas", "assign"),
    "plan": ("patrols", "plan"),
    "import": ("imports", "import_"),
    "export": ("exports", "export"),
    "demo": ("demo", "demo"),
    "user": ("users", "user"),
    "serve": ("serve", "serve"),
    "doctor": ("doctor", "doctor"),
}
"""Module and name of each command, loaded when asked for: libraries of maps take seconds."""


class Commands(click.Group):
    """The commands of :data:`COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names, in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"app.cli.{module}"), name)
        return command


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Wangge 网格: community grid mapping and patrol."""
    context.obj = Machine(Settings())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : Sequence[str], optional
        The words after ``./wangge``; by default those of the process.

    Returns
    -------
    int
        0 done, 1 refused, 2 usage.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return cli.main(words, prog_name="wangge", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        return 2
    except ValidationError as error:
        for fault in error.errors():
            setting = ".".join(str(part) for part in fault["loc"]).upper()
            click.echo(f"{setting}: {fault['msg']}", err=True)
        return 2
    except WanggeError as error:
        _tell_refusal(error, as_json="--json" in words)
        return 1


def _tell_refusal(error: WanggeError, *, as_json: bool) -> None:
    """Say why the input was refused, to a person or to a program."""
    if not as_json:
        click.echo(str(error), err=True)
        return
    answer: dict[str, object] = {"refused": str(error), **error.params}
    if isinstance(error, InputRefused) and error.question:
        answer["option"] = error.question.option
        answer["choices"] = list(error.question.choices)
    click.echo(json.dumps(answer, ensure_ascii=False, default=str))
