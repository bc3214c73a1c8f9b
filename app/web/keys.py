"""The key that signs cookies: made at the first start, then kept."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

KEY_BYTES = 32


def session_key(instance: Path) -> bytes:
    """Give the key of this installation, making it where there is none.

    Parameters
    ----------
    instance : Path
        Folder of the installation; made if it is missing.

    Returns
    -------
    bytes
        ``KEY_BYTES`` random bytes, from a file that only its owner can read.

    Raises
    ------
    RuntimeError
        If the file is there and too short to be a key.
    """
    instance.mkdir(parents=True, exist_ok=True)
    file = instance / "session.key"
    if not file.exists():
        _make(file)
    key = file.read_bytes()
    if len(key) < KEY_BYTES:
        raise RuntimeError(f"{file} is not a key: delete it, and everybody logs in again")
    return key


def _make(file: Path) -> None:
    """Write a new key in one step, so that workers that start together agree on the first."""
    # mkstemp makes files of mode 0600.
    descriptor, name = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(descriptor, "wb") as target:
        target.write(secrets.token_bytes(KEY_BYTES))
    try:
        os.link(name, file)
    except FileExistsError:
        return
    finally:
        Path(name).unlink()
