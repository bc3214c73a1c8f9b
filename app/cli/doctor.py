"""The command that asks whether everything needed is there."""

from __future__ import annotations

import shutil

import click
from sqlalchemy import text

from app.cli.context import Machine, json_option, pass_machine
from app.settings import ROOT


@click.command()
@json_option
@pass_machine
def doctor(machine: Machine) -> None:
    """Check that everything that the project needs is there."""
    with machine.transaction() as session:
        postgis = session.scalar(text("SELECT postgis_lib_version()"))
        postgresql = session.scalar(text("SHOW server_version"))
    facts = {
        "postgresql": postgresql,
        "postgis": postgis,
        "database": "DATABASE_URL" if machine.settings.database_url else "private",
        "chromium": shutil.which("chromium") or "missing: apt-get install chromium (tests only)",
        "front_end": "ready"
        if (ROOT / "app/static/vendor/leaflet.js").exists()
        else "missing: make setup",
        "translations": "ready"
        if any((ROOT / "app/translations").glob("*/LC_MESSAGES/messages.mo"))
        else "missing: make setup",
    }
    machine.say("\n".join(f"{name:<13} {fact}" for name, fact in facts.items()), **facts)
