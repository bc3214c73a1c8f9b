"""Who calls without account: a hash by which calls are counted and nobody is found."""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import IPv6Address, ip_address, ip_network

from flask import current_app, request

from app.services.issues.floods import Rate, count_call, refuse_flood
from app.web.context import now, settings, transaction


def caller() -> str:
    """Give the salted hash of the network address that calls.

    Of an IPv6 address the first 64 bits count: a household has all the others to itself.
    """
    address = ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 - nobody listens there.
    if isinstance(address, IPv6Address):
        address = ip_network((address, 64), strict=False).network_address
    key = current_app.config["SECRET_KEY"]
    return hmac.new(key, address.packed, hashlib.sha256).hexdigest()[:32]


def report_rates(plate_id: int) -> tuple[tuple[Rate, str], ...]:
    """Give what a report by a plate counts against: its caller, and the plate.

    Parameters
    ----------
    plate_id : int
    """
    chosen = settings()
    return (
        (Rate("report", chosen.wangge_public_reports, 1), caller()),
        (Rate("plate", chosen.wangge_plate_reports, 24), str(plate_id)),
    )


def refuse_guesser() -> None:
    """Refuse a caller who has tried too many codes that do not exist.

    Raises
    ------
    TooMany
    """
    with transaction() as session:
        refuse_flood(session, _guesses(), caller(), at=now())


def count_guess() -> None:
    """Count a code or a link that does not exist, in a transaction that outlives the error."""
    with transaction() as session:
        count_call(session, _guesses(), caller(), at=now())


def _guesses() -> Rate:
    return Rate("guess", settings().wangge_public_guesses, 1)
