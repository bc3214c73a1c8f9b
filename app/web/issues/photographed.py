"""Photos that come with a form."""

from __future__ import annotations

from flask import request

from app.services.issues.photos import MAX_BYTES, MAX_PHOTOS, Photo, read_photo
from geodata.errors import N_, InputRefused


def sent_photos(field: str, most: int = MAX_PHOTOS) -> list[Photo]:
    """Read the photos of a field of the form at hand.

    Parameters
    ----------
    field : str
        Name of a file field; an empty one has none.
    most : int
        How many are taken.

    Returns
    -------
    list of Photo

    Raises
    ------
    InputRefused
        If they are too many, or one is no photo.
    """
    sent = [file for file in request.files.getlist(field) if file.filename]
    if len(sent) > most:
        raise InputRefused(N_("Give at most %(limit)s photos."), limit=most)
    # One byte more than is taken shows that a photo is too large, and no more is read of it.
    return [read_photo(file.read(MAX_BYTES + 1)) for file in sent]
