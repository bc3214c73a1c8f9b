"""Sending e-mail by the server that the settings name."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

from app.services.issues.notices import NotDelivered
from app.settings import Settings
from geodata.errors import N_

PATIENCE_S = 20.0
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def send(letter: EmailMessage, settings: Settings) -> None:
    """Send a letter.

    Parameters
    ----------
    letter : email.message.EmailMessage
    settings : Settings

    Raises
    ------
    NotDelivered
        If there is no mail server, it does not answer, or refuses.
    """
    if not settings.wangge_smtp_url:
        raise NotDelivered(N_("This server has no mail server to send by."))
    address = urlsplit(settings.wangge_smtp_url)
    try:
        with _connect(address) as server:
            if address.username:
                server.login(unquote(address.username), unquote(address.password or ""))
            server.send_message(letter)
    except smtplib.SMTPException as error:
        raise NotDelivered(N_("The mail server refused."), _short(error)) from error
    except (OSError, UnicodeError) as error:
        raise NotDelivered(N_("The mail server did not answer."), error) from error


def _connect(address: SplitResult) -> smtplib.SMTP:
    """Open the connection, encrypted unless it ends on this machine."""
    host = address.hostname or ""
    if address.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, address.port or 465, timeout=PATIENCE_S, context=context)
    server = smtplib.SMTP(host, address.port or 587, timeout=PATIENCE_S)
    if host not in _THIS_MACHINE:
        try:
            server.starttls(context=ssl.create_default_context())
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
    return server


def _short(error: smtplib.SMTPException) -> str:
    """Say what a mail server said; a refusal of recipients would list their addresses."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {error.smtp_error!r}"
    return type(error).__name__
