"""Taking reports of other programs by Open311: once, however often they are sent."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from shapely import Point
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import ApiKey, Building, IdempotencyKey, Issue, IssueCategory, IssueChannel
from app.queries.open311 import Caller, conditions_of, find_service
from app.queries.scope import NotFound
from app.services.issues import Photo, Report, report_issue
from app.services.issues.words import bounded_line
from geodata.errors import N_, InputRefused, WanggeError

CONDITION = "condition"
"""The attribute of a service that says on which condition its time limit depends."""

KEY_MOST = 255
URL_MOST = 2000
_ONCE_LOCK = 311
"""First key of the advisory lock under which one idempotency key is looked at."""


class AskedOtherwise(WanggeError):
    """An idempotency key was used before, for another report."""


@dataclass(frozen=True)
class Request:
    """A service request as a program sends it; empty is not said.

    Attributes
    ----------
    service_code : str
    lon, lat : float or None
        Degrees, EPSG:4326; both or none.
    address, address_id : str
        The latter is a building's ``key``.
    description : str
    first_name, last_name, phone, email : str
        Of whoever reports; kept apart from the issue, and told to no program.
    media_url : str
        Kept for people to look at; we never open it.
    attributes : Mapping of str to list of str
        Answers to what the service's definition asks.
    photos : Sequence of Photo
    """

    service_code: str
    lon: float | None = None
    lat: float | None = None
    address: str = ""
    address_id: str = ""
    description: str = ""
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    email: str = ""
    media_url: str = ""
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    photos: Sequence[Photo] = ()

    @property
    def name(self) -> str:
        """The whole name: family name first, without a blank, where it is Chinese."""
        if (self.first_name + self.last_name).isascii():
            return f"{self.first_name} {self.last_name}".strip()
        return self.last_name + self.first_name


def take_request(
    session: Session, caller: Caller, key: ApiKey, request: Request, *, once: str, at: dt.datetime
) -> Issue:
    """Make an issue of a service request, or find the one that it made before.

    Parameters
    ----------
    session : Session
    caller : Caller
        With that key.
    key : ApiKey
    request : Request
    once : str
        Idempotency key: sent again with the same request, it gives the same issue. Empty: each
        request makes an issue.
    at : datetime.datetime
        Now, aware.

    Raises
    ------
    InputRefused
        If a text is too long, or there is no place or a wrong attribute.
    NotFound
        If there is no such service or address.
    AskedOtherwise
        If the idempotency key came with another request before.
    """
    if not once:
        return _report(session, caller, request, at)
    if len(once) > KEY_MOST:
        raise InputRefused(N_("An Idempotency-Key has at most 255 characters."))
    digest = _digest(request)
    lock = func.hashtext(f"{key.id} {once}")
    session.execute(select(func.pg_advisory_xact_lock(_ONCE_LOCK, lock)))
    before = session.get(IdempotencyKey, (key.id, once))
    if before is not None:
        if before.body_sha256 != digest:
            raise AskedOtherwise(N_("This Idempotency-Key came with another report before."))
        return session.get_one(Issue, before.issue_id)
    issue = _report(session, caller, request, at)
    session.add(
        IdempotencyKey(api_key_id=key.id, key=once, body_sha256=digest, issue_id=issue.id, at=at)
    )
    session.flush()
    return issue


def _report(session: Session, caller: Caller, request: Request, at: dt.datetime) -> Issue:
    """Make an issue of a request."""
    service = find_service(session, caller, request.service_code)
    condition = _condition(service, request.attributes)
    building_id = _building_id(session, caller, request.address_id)
    point = _point(request.lon, request.lat)
    if point is None and building_id is None and not request.address:
        raise InputRefused(N_("Say where: lat and long, address_string, or address_id."))
    report = Report(
        category_id=service.id,
        description=request.description,
        point=point,
        building_id=building_id,
        address=request.address,
        channel=IssueChannel.OPEN311,
        photos=request.photos,
        reporter_name=request.name,
        reporter_phone=request.phone,
        reporter_email=request.email,
        source=caller.source,
    )
    made = report_issue(session, caller.community, report, at=at, by=None)
    made.issue.condition = condition
    media_url = bounded_line(request.media_url, URL_MOST)
    if media_url:
        made.event.facts = made.event.facts | {"media_url": media_url}
    session.flush()
    return made.issue


def _condition(service: IssueCategory, attributes: Mapping[str, Sequence[str]]) -> str:
    """Give the condition that a request names, the service's usual one if it names none."""
    unknown = [name for name in attributes if name != CONDITION]
    if unknown:
        raise InputRefused(
            N_("The service asks for no attribute %(name)s."), name=str(unknown[0])[:80]
        )
    named = [value for value in attributes.get(CONDITION, ()) if value]
    if not named:
        return service.default_condition
    if len(named) > 1 or named[0] not in conditions_of(service):
        raise InputRefused(
            N_("%(value)s is none of the values of the attribute %(name)s."),
            value=named[0][:80],
            name=CONDITION,
        )
    return named[0]


def _building_id(session: Session, caller: Caller, key: str) -> int | None:
    """Find the building of an address_id."""
    if not key:
        return None
    found = session.scalar(
        select(Building.id).where(
            Building.community_id == caller.community.id,
            Building.key == key,
            Building.vanished_on.is_(None),
        )
    )
    if found is None:
        raise NotFound(N_("The address_id was not found."))
    return found


def _point(lon: float | None, lat: float | None) -> Point | None:
    """Make the point of a request."""
    if lon is None and lat is None:
        return None
    if lon is None or lat is None:
        raise InputRefused(N_("lat and long go together."))
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise InputRefused(N_("lat and long are degrees (WGS 84)."))
    return Point(lon, lat)


def _digest(request: Request) -> str:
    """Hash what a request says; photos by their content as we keep it."""
    photos = [sha256(photo.content).hexdigest() for photo in request.photos]
    said = vars(replace(request, photos=())) | {"photos": photos}
    return sha256(json.dumps(said, sort_keys=True, default=list).encode()).hexdigest()
