"""Photos of issues: bounded, decoded away from everything else, kept without their place."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore

from sqlalchemy.orm import Session

from app.models import Issue, IssueEvent, IssuePhoto
from app.services.issues import decode_photo
from geodata.errors import N_, InputRefused

MAX_BYTES = 15 * 1024 * 1024
"""Largest photo that is looked at, in bytes; a phone's have 2 to 8 megabytes."""

MAX_PHOTOS = 6
"""Photos that one step of an issue may have."""

_PATIENCE_S = 30
_DECODER = Path(decode_photo.__file__)
_TURNS = BoundedSemaphore(2)  # However many send photos at once, pages are still served.


@dataclass(frozen=True)
class Photo:
    """A photo as it is kept: JPEG, upright, at most 1600 pixels a side, nothing but pixels.

    Attributes
    ----------
    content, thumbnail : bytes
        JPEG; the thumbnail has at most 320 pixels a side.
    width, height : int
        Of ``content``, in pixels.
    """

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def read_photo(data: bytes) -> Photo:
    """Read a photo that somebody sent, in a process of its own.

    Parameters
    ----------
    data : bytes
        JPEG, PNG or WebP, at most :data:`MAX_BYTES` and 60 million pixels.

    Returns
    -------
    Photo
        Without what the file told of place, time, camera and author.

    Raises
    ------
    InputRefused
        If it is no picture, is damaged, or is too large.
    """
    if len(data) > MAX_BYTES:
        limit_mb = MAX_BYTES // (1024 * 1024)
        raise InputRefused(N_("A photo has at most %(limit)s megabytes."), limit=limit_mb)
    done = _decode(data)
    if done.returncode == decode_photo.TOO_MANY_PIXELS:
        raise InputRefused(N_("A photo has too many pixels: send it in a smaller size."))
    if done.returncode != 0:
        raise InputRefused(N_("A file is no photo that can be read: send JPEG, PNG or WebP."))
    head, _newline, pictures = done.stdout.partition(b"\n")
    size = json.loads(head)
    content, thumbnail = pictures[: size["bytes"]], pictures[size["bytes"] :]
    return Photo(content, thumbnail, size["width"], size["height"])


def _decode(data: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run the decoder; one that hangs is ended, and counts as one that found no picture."""
    command = [sys.executable, "-I", str(_DECODER)]
    with _TURNS:
        try:
            return subprocess.run(
                command, input=data, capture_output=True, timeout=_PATIENCE_S, check=False
            )
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, decode_photo.NO_PICTURE, b"", b"")


def store_photos(
    session: Session,
    issue: Issue,
    photos: Sequence[Photo],
    *,
    at: dt.datetime,
    event: IssueEvent | None = None,
) -> list[IssuePhoto]:
    """Keep photos with an issue, those that it has already only once.

    Parameters
    ----------
    session : Session
    issue : Issue
    photos : Sequence of Photo
        At most :data:`MAX_PHOTOS`.
    at : datetime.datetime
    event : IssueEvent, optional
        The step that they belong to.

    Returns
    -------
    list of IssuePhoto

    Raises
    ------
    InputRefused
        If there are too many.
    """
    if len(photos) > MAX_PHOTOS:
        raise InputRefused(N_("Give at most %(limit)s photos."), limit=MAX_PHOTOS)
    kept = {sha256(photo.content).hexdigest(): photo for photo in photos}
    rows = [
        IssuePhoto(
            issue_id=issue.id,
            event_id=event.id if event else None,
            sha256=digest,
            width=photo.width,
            height=photo.height,
            content=photo.content,
            thumbnail=photo.thumbnail,
            at=at,
        )
        for digest, photo in kept.items()
    ]
    session.add_all(rows)
    session.flush()
    return rows
