"""The server's main process, as its file ``postmaster.pid`` and the kernel tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

STATUS_LINE = 7  # The eighth line; PostgreSQL's pidfile.h numbers them.


@dataclass(frozen=True)
class Postmaster:
    """The main process on one data folder.

    Attributes
    ----------
    data : Path
        The data folder.
    name : str
        Its ``cluster_name``, which stands on its command line and on no other's.
    """

    data: Path
    name: str

    def pid(self) -> int | None:
        """Give the number of the process, or None when it does not run.

        A number alone proves nothing: after a crash or a reboot it may be another's.
        """
        lines = self._lines()
        if not lines or not lines[0].isdecimal():
            return None
        try:
            command = Path("/proc", lines[0], "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return int(lines[0]) if f"cluster_name={self.name}".encode() in command else None

    def ready(self) -> bool:
        """Tell whether it takes connections."""
        lines = self._lines()
        return len(lines) > STATUS_LINE and lines[STATUS_LINE].strip() == "ready"

    def forget(self, sockets: Path) -> None:
        """Remove what a dead server left, where PostgreSQL would take it for alive.

        PostgreSQL clears up by itself, except when the old number now belongs to another
        process of the same account (or to a zombie). Only the caller that holds the lock
        of the home, and has seen that the server does not run, may call this.

        Parameters
        ----------
        sockets : Path
            Folder of the server's socket.
        """
        lines = self._lines()
        if lines and lines[0].isdecimal() and Path("/proc", lines[0]).exists():
            (self.data / "postmaster.pid").unlink()
        (sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
