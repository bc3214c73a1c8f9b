"""What a program sends to report something."""

from __future__ import annotations

import re

from flask import request

from app.services.issues import MAX_PHOTOS, Photo, read_photo
from app.services.open311 import Request
from app.web.open311.calling import sent
from geodata.errors import N_, InputRefused

ATTRIBUTES_MOST = 50
_ATTRIBUTE = re.compile(r"attribute\[([^\]]{1,80})\](?:\[\d*\])?")


def read_report() -> Request:
    """Read the report in the request at hand.

    Raises
    ------
    InputRefused
        If something is missing, or makes no sense.
    """
    code = sent("service_code")
    if not code:
        raise InputRefused(N_("The service_code was not provided."))
    return Request(
        service_code=code,
        lon=_degrees("long"),
        lat=_degrees("lat"),
        address=sent("address_string"),
        address_id=sent("address_id"),
        description=sent("description"),
        first_name=sent("first_name"),
        last_name=sent("last_name"),
        phone=sent("phone"),
        email=sent("email"),
        media_url=sent("media_url"),
        attributes=_attributes(),
        photos=_photos(),
    )


def _degrees(name: str) -> float | None:
    """Read a number of degrees."""
    text = sent(name)
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise InputRefused(N_("lat and long are degrees (WGS 84).")) from None


def _attributes() -> dict[str, list[str]]:
    """Read ``attribute[code]`` and ``attribute[code][]``, several of which may have one code."""
    found: dict[str, list[str]] = {}
    for name, values in request.form.lists():
        said = _ATTRIBUTE.fullmatch(name)
        if said:
            found.setdefault(said[1], []).extend(value.strip() for value in values)
    if len(found) > ATTRIBUTES_MOST:
        raise InputRefused(N_("There are more attributes than any service asks for."))
    return found


def _photos() -> list[Photo]:
    """Read the photos that came as ``media``."""
    files = [file for file in request.files.getlist("media") if file.filename]
    if len(files) > MAX_PHOTOS:
        raise InputRefused(N_("At most %(count)s photos go with a report."), count=MAX_PHOTOS)
    return [read_photo(file.read()) for file in files]
