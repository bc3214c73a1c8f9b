"""What the server is told: three small files, written anew at each start."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

SUPERUSER = "postgres"
OWNER = "wangge"

SETTINGS = {
    "data_directory": "data",
    "listen_addresses": "",  # Nothing listens on the network: the socket is the only door.
    "max_connections": "60",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",  # Data of this size lie in memory or on a solid-state disk.
    "jit": "off",  # Compiling costs more than it saves in queries of milliseconds.
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_checkpoints": "off",
    "lc_messages": "C.UTF-8",
}

THROWAWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


def configuration(sockets: Path, uid: int, *, durable: bool) -> dict[str, str]:
    """Write the server's configuration.

    Nobody needs a password: the kernel tells the server who stands at the socket (``peer``),
    and the map lets in the server's account and whoever starts it, and no other user.

    Parameters
    ----------
    sockets : Path
        Private folder for the socket.
    uid : int
        The account of the server.
    durable : bool
        False for tests: the data may be lost when the machine stops, and all is faster.

    Returns
    -------
    dict of str to str
        Text by file name.
    """
    settings = SETTINGS | {"unix_socket_directories": str(sockets)}
    settings |= {} if durable else THROWAWAY
    visitors = sorted({pwd.getpwuid(one).pw_name for one in (uid, os.geteuid(), 0)})
    return {
        "postgresql.conf": "".join(f"{key} = {_quoted(text)}\n" for key, text in settings.items()),
        "pg_hba.conf": "local all all peer map=wangge\n",
        "pg_ident.conf": "".join(
            f'wangge "{visitor}" {role}\n' for visitor in visitors for role in (SUPERUSER, OWNER)
        ),
    }


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
