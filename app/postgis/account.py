"""Who runs the server: PostgreSQL refuses to run as root, so root lends it another account."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.postgis.errors import PostgisFailed
from geodata.errors import N_

SERVICE_ACCOUNT = "postgres"  # Debian's package creates it.


@dataclass(frozen=True)
class Account:
    """A user of the operating system that owns the data and runs the server.

    Attributes
    ----------
    uid, gid : int
        Its number and that of its group.
    """

    uid: int
    gid: int

    @classmethod
    def of(cls, folder: Path) -> Account:
        """Choose the account for a folder.

        A normal user runs the server as is. Root runs it as the folder's owner, so that a
        visit with ``sudo`` locks nobody out, or as ``postgres`` where the owner is root.

        Parameters
        ----------
        folder : Path
            Existing folder of the server.

        Raises
        ------
        PostgisFailed
            When the folder belongs to somebody else, or there is no account to lend.
        """
        owner = folder.stat()
        if os.geteuid() == 0:
            return cls(owner.st_uid, owner.st_gid) if owner.st_uid else cls._service()
        if owner.st_uid == os.geteuid():
            return cls(os.geteuid(), os.getegid())
        raise PostgisFailed(
            N_("%(folder)s belongs to %(owner)s: run this as %(owner)s, or set DATABASE_URL."),
            folder=folder,
            owner=_name(owner.st_uid),
        )

    @classmethod
    def _service(cls) -> Account:
        try:
            entry = pwd.getpwnam(SERVICE_ACCOUNT)
        except KeyError as error:
            raise PostgisFailed(
                N_("There is no user %(name)s to run PostgreSQL: install Debian's packages."),
                name=SERVICE_ACCOUNT,
            ) from error
        return cls(entry.pw_uid, entry.pw_gid)

    def run(self, command: Sequence[str | Path], cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, without the caller's terminal, groups and PG settings.

        Parameters
        ----------
        command : sequence of str or Path
            Program and arguments.
        cwd : Path
            Folder to run it in.
        """
        lent: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        done: subprocess.CompletedProcess[str] = subprocess.run(
            command,
            cwd=cwd,
            env=kept | {"LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            umask=0o077,
            check=False,
            **(lent if os.geteuid() == 0 else {}),
        )
        return done

    def can_enter(self, folder: Path) -> bool:
        """Tell whether the account can reach a folder: every parent must let it pass."""
        return os.geteuid() != 0 or not self.run(["test", "-x", folder], Path("/")).returncode

    def own_folder(self, folder: Path) -> None:
        """Create a folder that belongs to this account and that nobody else can open.

        Raises
        ------
        PostgisFailed
            When somebody else, perhaps on purpose, has put something in its place.
        """
        if not folder.is_symlink():
            folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0 and folder.lstat().st_uid == 0:
            os.chown(folder, self.uid, self.gid, follow_symlinks=False)
        state = folder.lstat()
        if folder.is_symlink() or state.st_uid != self.uid or state.st_mode & 0o077:
            raise PostgisFailed(
                N_("%(folder)s is not a private folder of %(owner)s: remove it."),
                folder=folder,
                owner=_name(self.uid),
            )


def replace_file(path: Path, text: str, account: Account) -> None:
    """Write a file whole or not at all, for the owner to change and the account to read.

    Parameters
    ----------
    path : Path
        Where; what was there is replaced, and never written through.
    text : str
        Content.
    account : Account
        Who may read it besides us.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        if os.geteuid() == 0:
            os.fchown(descriptor, -1, account.gid)
        os.fchmod(descriptor, 0o640)
        file.write(text)
    Path(name).replace(path)


def _name(uid: int) -> str:
    """Name a user, or give the number where the machine does not know it."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
