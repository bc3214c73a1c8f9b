"""The walls that every response stands behind; docs/security.md says why each is there."""

from __future__ import annotations

import re
import secrets
from logging import Logger
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request
from flask_wtf.csrf import CSRFProtect

from app.settings import Settings

CSRF = CSRFProtect()


def init_app(app: Flask) -> None:
    """Let an application number requests, refuse large ones unread and set its headers."""
    app.before_request(_number_request)
    app.before_request(_refuse_large)
    app.after_request(_set_headers)
    settings: Settings = app.extensions["wangge.settings"]
    app.config["SECURITY_HEADERS"] = headers(settings)


def init_csrf(app: Flask) -> None:
    """Ask of every form and every fetch that changes something for the token of its page."""
    CSRF.init_app(app)


def headers(settings: Settings) -> dict[str, str]:
    """Give the headers that stand on every response.

    Parameters
    ----------
    settings : Settings
        A tile address opens the policy for its host, for images only.

    Returns
    -------
    dict[str, str]
    """
    tiles = tile_source(settings.wangge_tile_url)
    found = {
        "Content-Security-Policy": _content_policy(tiles),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # Same-origin rather than none: over HTTPS the CSRF check compares the referrer. Some
        # tile servers want to know which site asks, which then learn the host and no path.
        "Referrer-Policy": "strict-origin-when-cross-origin" if tiles else "same-origin",
        "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if settings.wangge_secure_cookies:
        found["Strict-Transport-Security"] = "max-age=31536000"
    return found


def _content_policy(tiles: str) -> str:
    """Give the Content-Security-Policy: nothing but what is ours, no inline script or style."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: blob: {tiles}".rstrip(),
            "connect-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ]
    )


def tile_source(url: str | None) -> str:
    """Give the source expression for the host of a tile address.

    Parameters
    ----------
    url : str or None
        Template such as ``https://webrd0{s}.is.autonavi.com/...``.

    Returns
    -------
    str
        ``https://*.is.autonavi.com``; a label with a place in it becomes a wildcard, for a
        policy knows no part of a label. Empty without an address.
    """
    if not url:
        return ""
    parts = urlsplit(url)
    host = re.sub(r"^[^.]*\{\w+\}[^.]*", "*", parts.netloc)
    if not re.fullmatch(r"(\*\.)?[\w.:\[\]-]+", host):
        raise ValueError(f"WANGGE_TILE_URL: {parts.netloc} is not a host with one changing label")
    return f"{parts.scheme}://{host}"


def _number_request() -> None:
    """Give the request a number that its error page, its log lines and its reader share."""
    g.request_id = secrets.token_hex(4)


def _refuse_large() -> None:
    """Refuse a body over the limit by its announced length, before a byte of it is read."""
    limit = current_app.config["MAX_CONTENT_LENGTH"]
    if request.content_length is not None and request.content_length > limit:
        abort(413)


def _set_headers(response: Response) -> Response:
    """Set the headers; what shows data is kept by no cache unless its view says how."""
    for name, value in current_app.config["SECURITY_HEADERS"].items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-ID"] = g.get("request_id", "-")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def log_fault(logger: Logger, exc_info: Any) -> None:
    """Log a fault under the number of its request; queries and bodies stay out of the log."""
    logger.error(
        "request %s: %s %s failed",
        g.get("request_id", "-"),
        request.method,
        # A path may hold line breaks that would forge log lines.
        repr(request.path),
        exc_info=exc_info,
    )
