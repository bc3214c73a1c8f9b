"""The command line: ``./wangge COMMAND``. Exit codes: 0 done, 1 refused input, 2 usage."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Sequence

import click
from pydantic import ValidationError
from sqlalchemy.exc import DataError, OperationalError

from app.cli.context import Machine
from app.settings import Settings
from geodata.errors import InputRefused, WanggeError

COMMANDS = {
    "community": ("areas", "community"),
    "cells": ("areas", "cells"),
    "divide": ("divide", "divide"),
    "division": ("divisions", "division"),
    "assign": ("areas", "assign"),
    "duties": ("duties", "duties"),
    "plan": ("patrols", "plan"),
    "shifts": ("shifts", "shifts"),
    "issues": ("issues", "issues"),
    "catalogue": ("catalogue", "catalogue"),
    "track": ("tracks", "track"),
    "coverage": ("tracks", "coverage"),
    "hotspots": ("hotspots", "hotspots"),
    "indicators": ("indicators", "indicators"),
    "report": ("reports", "report"),
    "import": ("imports", "import_"),
    "export": ("exports", "export"),
    "demo": ("demo", "demo"),
    "user": ("users", "user"),
    "api-key": ("api_keys", "api_key"),
    "serve": ("serve", "serve"),
    "work": ("worker", "work"),
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
    context.call_on_close(context.obj.close)


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
    as_json = "--json" in words
    try:
        _check_text(words)
        return cli.main(words, prog_name="wangge", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return _end(2, as_json=as_json, usage=error.format_message())
    except click.Abort:
        return _end(2, as_json=as_json, usage="Given up.")
    except ValidationError as error:
        return _end(2, _faults(error), as_json=as_json, usage=_faults(error))
    except WanggeError as error:
        return _end(1, str(error), as_json=as_json, **_refusal(error))
    except (OperationalError, DataError) as error:
        reason = f"The database refused or does not answer: {str(error.orig).splitlines()[0]}"
        return _end(1, reason, as_json=as_json, refused=reason)
    except OSError as error:
        return _end(1, str(error), as_json=as_json, refused=str(error))


def _check_text(words: Sequence[str]) -> None:
    """Refuse words that are no text: neither the store nor a page could show them."""
    for word in words:
        if not word.isascii() and any("\ud800" <= char <= "\udfff" for char in word):
            raise click.UsageError(
                f"{word.encode(errors='backslashreplace').decode()} is not UTF-8: set the "
                "terminal to UTF-8, or rename the file."
            )


def _end(status: int, told: str = "", *, as_json: bool, **facts: object) -> int:
    """Tell a person on the error stream, or a program in one object; give the exit code."""
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, default=str))
    elif told:
        click.echo(told, err=True)
    return status


def _faults(error: ValidationError) -> str:
    """Name the settings that do not fit, one a line."""
    return "\n".join(
        f"{'.'.join(map(str, fault['loc'])).upper()}: {fault['msg']}" for fault in error.errors()
    )


def _refusal(error: WanggeError) -> dict[str, object]:
    """Give a refusal to a program, with the option that would answer it."""
    answer: dict[str, object] = {**error.params, "refused": str(error)}
    if isinstance(error, InputRefused) and error.question:
        answer["option"] = error.question.option
        answer["choices"] = list(error.question.choices)
    return answer
