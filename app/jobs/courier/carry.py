"""Carrying one thing to where it goes, by the way that it names."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.jobs.courier.hook import Call, post
from app.jobs.courier.letter import write_letter
from app.jobs.courier.mail import send
from app.models import Carrier, Outgoing, Sending
from app.services.issues.notices import Carry, NotDelivered, check_hook
from app.settings import Settings
from geodata.errors import N_, InputRefused


def carrier_of(settings: Settings) -> Carry:
    """Give the function that carries things by the settings of this server.

    Parameters
    ----------
    settings : Settings
    """

    def carry(session: Session, letter: Outgoing) -> None:
        if letter.carrier is Carrier.EMAIL:
            send(write_letter(letter, settings), settings)
        else:
            post(_call(session, letter, settings))

    return carry


def _call(session: Session, letter: Outgoing, settings: Settings) -> Call:
    """Make the call of a web hook, if it may still go where it was to go."""
    sending = session.get(Sending, letter.community_id)
    if sending is None or sending.hook_url != letter.target:
        raise NotDelivered(N_("The community has its web hook sent elsewhere now."))
    try:
        # What the operator allows may have changed since it was set.
        check_hook(letter.target, settings.hook_hosts)
    except InputRefused as refused:
        raise NotDelivered(N_("The operator allows no web hook to this host."), refused) from None
    path = letter.payload["issue"]["path"]
    known = {"url": settings.wangge_public_url + path} if settings.wangge_public_url else {}
    payload = {"delivery": letter.id, **letter.payload, **known}
    return Call(letter.target, sending.hook_secret, letter.id, payload)
