"""Where the server's files lie, when its account may not enter the project's folder."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.postgis.account import Account

ELSEWHERE = Path("/var/lib/wangge")
LONGEST_SOCKET_BYTES = 107  # ``sun_path`` of Linux has 108 bytes with the closing zero.


def find_home(folder: Path, account: Account) -> Path:
    """Find, or choose once, the folder of the server's files.

    It is the folder asked for, unless the server's account cannot pass one of its parents
    (``/root`` is closed to ``postgres``). Then it is a folder under ``/var/lib/wangge``, which
    the file ``location`` names. A moved project finds its data again; a copied one gets its own.

    Parameters
    ----------
    folder : Path
        Absolute, existing folder asked for.
    account : Account
        Who runs the server.

    Returns
    -------
    Path
        An existing folder.
    """
    note = folder / "location"
    if note.is_file():
        home = Path(note.read_text(encoding="utf-8").strip())
        if _belongs(home, folder):
            _sign(home, folder)
            return home
    elif account.can_enter(folder):
        return folder
    home = ELSEWHERE / secrets.token_hex(4)
    home.mkdir(parents=True)
    _sign(home, folder)
    note.write_text(f"{home}\n", encoding="utf-8")
    return home


def close_to_others(home: Path, account: Account) -> None:
    """Let nobody but the owner and the server's account into a folder."""
    if os.geteuid() == 0 and home.stat().st_uid == 0:
        os.chown(home, 0, account.gid)
        home.chmod(0o750)
    else:
        home.chmod(0o700)


def socket_folder(home: Path, uid: int) -> Path:
    """Choose a folder for the socket: in the home, or in ``/tmp`` where that path is too long.

    Parameters
    ----------
    home : Path
        Folder of the server's files.
    uid : int
        The server's account.
    """
    inside = home / "run"
    fits = len(os.fsencode(inside / ".s.PGSQL.5432")) <= LONGEST_SOCKET_BYTES
    # PostgreSQL splits its list of socket folders at commas, and unquotes.
    if fits and not set(str(inside)) & set(',"'):
        return inside
    return Path("/tmp") / f"{server_name(home)}-{uid}"  # noqa: S108 - checked when made.


def server_name(home: Path) -> str:
    """Name the server of a home so that no other on the machine has the same name."""
    state = home.stat()
    return f"wangge-{state.st_dev:x}-{state.st_ino:x}"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process at a time work on a folder; the others wait.

    Parameters
    ----------
    folder : Path
        An existing folder.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _belongs(home: Path, folder: Path) -> bool:
    origin = home / "origin"
    if not origin.is_file():
        return False
    owner = Path(origin.read_text(encoding="utf-8").strip())
    return owner == folder or not owner.exists()


def _sign(home: Path, folder: Path) -> None:
    (home / "origin").write_text(f"{folder}\n", encoding="utf-8")
