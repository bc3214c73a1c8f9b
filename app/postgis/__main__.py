"""``python -m app.postgis start|stop|status``: the private server by hand, for psql and backups."""

from __future__ import annotations

import argparse
import sys

from app.postgis import PrivatePostgis
from app.postgis.config import OWNER
from app.settings import Settings
from geodata.errors import WanggeError


def main(arguments: list[str] | None = None) -> int:
    """Start or stop the private server, or tell whether it runs.

    Parameters
    ----------
    arguments : list of str, optional
        The command line without the program's name.

    Returns
    -------
    int
        0 when done (``status``: when it runs), otherwise 1.
    """
    parser = argparse.ArgumentParser(prog="python -m app.postgis", description=__doc__)
    parser.add_argument("action", choices=["start", "stop", "status"])
    parser.add_argument("--superuser", action="store_true", help="print the superuser's URL")
    parser.add_argument("--database", default=OWNER, help="print the URL of this database")
    chosen = parser.parse_args(arguments)
    server = PrivatePostgis(Settings().wangge_instance / "postgres")
    try:
        return _act(server, chosen)
    except WanggeError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _act(server: PrivatePostgis, chosen: argparse.Namespace) -> int:
    if chosen.action == "start":
        server.start()
        sys.stdout.write(f"{server.url(chosen.database, superuser=chosen.superuser)}\n")
    elif chosen.action == "stop":
        server.stop()
    else:
        sys.stdout.write("running\n" if server.running() else "stopped\n")
        return 0 if server.running() else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
