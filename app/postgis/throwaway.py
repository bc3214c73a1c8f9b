"""A server for tests and benchmarks: fast, forgetful, and gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.postgis.server import PrivatePostgis


@contextmanager
def throwaway_postgis() -> Iterator[PrivatePostgis]:
    """Run a server in a temporary folder; at the end it is stopped and its files removed.

    Yields
    ------
    PrivatePostgis
        A started server.

    Raises
    ------
    PostgisMissing, PostgisFailed
        As :meth:`app.postgis.PrivatePostgis.start`.
    """
    folder = Path(tempfile.mkdtemp(prefix="wangge-"))
    folder.chmod(0o755)  # The server's account must pass; what is inside is closed to others.
    server = PrivatePostgis(folder / "postgres", durable=False)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
