"""Keys of other programs: made, shown once, used, withdrawn; and what is read without one."""

from __future__ import annotations

import datetime as dt
import secrets
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ApiKey, Community
from app.queries.scope import Action, NotFound, Viewer, require
from app.services.audit import record
from geodata.errors import N_, InputRefused

NAME_MOST = 60
KEYS_MOST = 50
_SEEN_EVERY = dt.timedelta(minutes=10)


def list_keys(session: Session, viewer: Viewer, community: Community) -> list[ApiKey]:
    """List the keys of a community, the newest first, withdrawn ones last; at most 200.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who may configure.
    community : Community

    Raises
    ------
    NotAllowed
    """
    require(viewer, Action.CONFIGURE)
    rows = select(ApiKey).where(ApiKey.community_id == community.id)
    order = ApiKey.withdrawn_at.desc().nulls_first(), ApiKey.id.desc()
    return list(session.scalars(rows.order_by(*order).limit(200)))


def make_key(
    session: Session, viewer: Viewer, community: Community, name: str, *, at: dt.datetime
) -> tuple[ApiKey, str]:
    """Make a key with which a program reports issues of a community by Open311.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who may configure.
    community : Community
    name : str
        Of the program that gets it, 1 to 60 characters.
    at : datetime.datetime
        Now.

    Returns
    -------
    (ApiKey, str)
        With its secret, which is told this once: we keep only its hash.

    Raises
    ------
    NotAllowed
    InputRefused
        If the name does not fit, or the community has very many keys.
    """
    require(viewer, Action.CONFIGURE)
    called = " ".join(name.split())
    if not called or len(called) > NAME_MOST or not called.isprintable():
        raise InputRefused(N_("Name the program that gets the key, in 1 to 60 characters."))
    held = [key for key in list_keys(session, viewer, community) if key.withdrawn_at is None]
    if len(held) >= KEYS_MOST:
        raise InputRefused(N_("There are very many keys already: withdraw those out of use."))
    secret = secrets.token_urlsafe(32)
    key = ApiKey(
        community_id=community.id,
        name=called,
        key_sha256=sha256(secret.encode()).hexdigest(),
        made_by=viewer.user_id,
        made_at=at,
    )
    session.add(key)
    session.flush()
    _note(session, viewer, key, "add", at)
    return key, secret


def withdraw_key(
    session: Session, viewer: Viewer, community: Community, key_id: int, *, at: dt.datetime
) -> ApiKey:
    """Withdraw a key: who holds it is turned away from now on. What it reported stays.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who may configure.
    community : Community
    key_id : int
    at : datetime.datetime

    Raises
    ------
    NotAllowed
    NotFound
        If the community has no such key in use.
    """
    require(viewer, Action.CONFIGURE)
    key = session.get(ApiKey, key_id)
    if key is None or key.community_id != community.id or key.withdrawn_at is not None:
        raise NotFound(N_("There is no such key in use."))
    key.withdrawn_at = at
    session.flush()
    _note(session, viewer, key, "withdraw", at)
    return key


def open_reading(
    session: Session, viewer: Viewer, community: Community, *, is_open: bool, at: dt.datetime
) -> None:
    """Say whether programs without a key may read the cases of public places.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who may configure.
    community : Community
    is_open : bool
    at : datetime.datetime

    Raises
    ------
    NotAllowed
    """
    require(viewer, Action.CONFIGURE)
    if community.open311_public == is_open:
        return
    community.open311_public = is_open
    session.flush()
    record(
        session,
        at=at,
        by=viewer.user_id,
        action="open" if is_open else "close",
        thing_kind="community",
        thing_id=community.id,
        community_id=community.id,
        open311_public=is_open,
    )


def use_key(session: Session, secret: str, *, at: dt.datetime) -> ApiKey | None:
    """Find the key that a secret opens, and note that it is in use.

    Parameters
    ----------
    session : Session
    secret : str
        Anything.
    at : datetime.datetime

    Returns
    -------
    ApiKey or None
        None for a secret that nobody was given, and for one that was withdrawn.
    """
    digest = sha256(secret.encode(errors="surrogatepass")).hexdigest()
    key = session.scalar(
        select(ApiKey).where(ApiKey.key_sha256 == digest, ApiKey.withdrawn_at.is_(None))
    )
    # A write at each call would make callers wait for each other.
    if key is not None and (key.seen_at is None or at - key.seen_at > _SEEN_EVERY):
        key.seen_at = at
    return key


def _note(session: Session, viewer: Viewer, key: ApiKey, action: str, at: dt.datetime) -> None:
    """Tell the audit log."""
    record(
        session,
        at=at,
        by=viewer.user_id,
        action=action,
        thing_kind="api_key",
        thing_id=key.id,
        community_id=key.community_id,
        name=key.name,
    )
