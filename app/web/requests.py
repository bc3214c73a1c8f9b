"""Small questions to the request at hand."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request


def wants_problem() -> bool:
    """Tell whether an error should be told to a program rather than shown to a person."""
    if request.path.startswith(("/api/", "/open311/")) or request.is_json:
        return True
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def own_path(address: str | None) -> str | None:
    """Give a path of this site to which one may be sent on, and nothing else.

    Parameters
    ----------
    address : str or None
        From the request; anything.

    Returns
    -------
    str or None
        The same address if it is a path of this site, query included.
    """
    # Browsers read a backslash as a slash and skip control characters: //evil in disguise.
    if not address or not address.isprintable() or "\\" in address or " " in address:
        return None
    if not address.startswith("/") or address.startswith("//"):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else address


def page_number() -> int:
    """Give the page that is asked for, one if it makes no sense."""
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def number_asked(name: str) -> int | None:
    """Give a key that the address names, None where it names none or makes no sense.

    Parameters
    ----------
    name : str
        Of the argument.
    """
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
