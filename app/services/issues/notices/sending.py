"""What a community has sent outside: its web hook, its e-mail."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from urllib.parse import urlsplit

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.models import Carrier, Community, Outgoing, Sending
from app.services.audit import record
from geodata.errors import N_, InputRefused

MOST_CHARACTERS = 500
SECRET_BYTES = 32


def sending_of(session: Session, community: Community) -> Sending:
    """Give what a community has sent outside; a new row says: nothing.

    Parameters
    ----------
    session : Session
    community : Community
    """
    found = session.get(Sending, community.id)
    if found is None:
        found = Sending(
            community_id=community.id,
            hook_url="",
            hook_secret="",
            mail_staff=False,
            mail_residents=False,
        )
        session.add(found)
        session.flush()
    return found


def set_hook(
    session: Session,
    community: Community,
    url: str,
    *,
    hosts: Collection[str],
    at: dt.datetime,
    by: int | None,
) -> str | None:
    """Set where the web hook of a community goes, or none.

    Parameters
    ----------
    session : Session
    community : Community
    url : str
        Empty for none.
    hosts : collection of str
        Those that the operator allows, in small letters.
    at, by
        When, and which account.

    Returns
    -------
    str or None
        The secret with which calls are signed, where the address is new: it is told once.

    Raises
    ------
    InputRefused
        If the address is none, or leads to another host.
    """
    url = url.strip()
    if url:
        check_hook(url, hosts)
    sending = sending_of(session, community)
    if url == sending.hook_url:
        return None
    # A new receiver gets a new secret: the one before could sign in our name.
    secret = secrets.token_urlsafe(SECRET_BYTES) if url else ""
    sending.hook_url, sending.hook_secret = url, secret
    _forget_waiting(session, community, Carrier.WEB_HOOK)
    host = host_of(url) if url else ""
    _record(session, community, "set web hook", at, by, host=host)
    return secret or None


def set_mail(
    session: Session,
    community: Community,
    *,
    staff: bool,
    residents: bool,
    at: dt.datetime,
    by: int | None,
) -> None:
    """Set who gets e-mail.

    Parameters
    ----------
    session : Session
    community : Community
    staff : bool
        Accounts that have something to do.
    residents : bool
        Residents who left an address with their report.
    at, by
        When, and which account.
    """
    sending = sending_of(session, community)
    sending.mail_staff, sending.mail_residents = staff, residents
    if not staff and not residents:
        _forget_waiting(session, community, Carrier.EMAIL)
    _record(session, community, "set e-mail", at, by, staff=staff, residents=residents)


def check_hook(url: str, hosts: Collection[str]) -> None:
    """Refuse an address to which no web hook may go.

    Parameters
    ----------
    url : str
    hosts : collection of str
        See :func:`set_hook`.

    Raises
    ------
    InputRefused
        With a sentence for the administrator.
    """
    if len(url) > MOST_CHARACTERS or not url.isprintable() or " " in url:
        raise InputRefused(N_("This is not an address of a web hook."))
    host = host_of(url)
    if not host:
        raise InputRefused(N_("A web hook needs an address that begins with https:// or http://."))
    if host not in hosts:
        raise InputRefused(
            N_("The operator of this server allows no web hooks to %(host)s."), host=host
        )


def host_of(url: str) -> str:
    """Give host, and port where there is one, of an address of the web; empty if it is none.

    Parameters
    ----------
    url : str
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username is not None:
        return ""
    return parts.hostname if port is None else f"{parts.hostname}:{port}"


def _forget_waiting(session: Session, community: Community, carrier: Carrier) -> None:
    """Delete what waits for a way that is no longer wanted."""
    session.execute(
        delete(Outgoing).where(
            Outgoing.community_id == community.id,
            Outgoing.carrier == carrier,
            Outgoing.sent_at.is_(None),
        )
    )


def _record(
    session: Session, community: Community, action: str, at: dt.datetime, by: int | None,
    **details: object,
) -> None:  # fmt: skip
    record(
        session,
        at=at,
        by=by,
        action=action,
        thing_kind="community",
        thing_id=community.id,
        community_id=community.id,
        **details,
    )
