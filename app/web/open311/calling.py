"""Who calls: a program with a key, or one without."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session

from app.models import ApiKey
from app.queries.open311 import Caller, KeyRefused, find_caller
from app.services.api_keys import use_key
from app.web.asking import local_now
from app.web.context import transaction
from app.web.own_words import speak_of
from geodata.errors import N_


@dataclass(frozen=True)
class Call:
    """What every answer stands on.

    Attributes
    ----------
    session : Session
    caller : Caller
    at : datetime.datetime
        Now, aware, in the zone of the place.
    """

    session: Session
    caller: Caller
    at: dt.datetime

    @property
    def key(self) -> ApiKey:
        """The key of the caller.

        Raises
        ------
        KeyRefused
            If it came without one.
        """
        if self.caller.key is None:
            raise KeyRefused(N_("The api_key was not provided."))
        return self.caller.key


def sent(name: str) -> str:
    """Give a parameter of the address or the form, stripped; empty if it is not there.

    Parameters
    ----------
    name : str
    """
    return (request.values.get(name) or "").strip()


@contextmanager
def called(*, with_key: bool = False) -> Iterator[Call]:
    """Open a transaction for a call, and speak in the words of its community.

    Parameters
    ----------
    with_key : bool
        Turn away who has none, before anything else of the call is looked at.

    Raises
    ------
    KeyRefused
        If the key opens nothing.
    NotFound, InputRefused
        If it is not clear which community is meant.
    """
    secret = request.headers.get("X-Api-Key", "").strip() or sent("api_key")
    if with_key and not secret:
        raise KeyRefused(N_("The api_key was not provided."))
    at = local_now()
    with transaction() as session:
        key = use_key(session, secret, at=at) if secret else None
        if secret and key is None:
            raise KeyRefused(N_("The api_key is none that is in use."))
        caller = find_caller(session, key, sent("jurisdiction_id"))
        speak_of(caller.community)
        yield Call(session, caller, at)
