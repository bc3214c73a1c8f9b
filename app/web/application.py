"""Making the Flask application: what is set up, and in which order it meets a request."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from werkzeug.datastructures import ImmutableDict
from werkzeug.middleware.proxy_fix import ProxyFix

from app.database import Store
from app.settings import ROOT, Settings
from app.web import errors, frame, i18n, security, sessions
from app.web.blueprints import BLUEPRINTS
from app.web.keys import session_key

MEGABYTE = 1024 * 1024


class Wangge(Flask):
    """The application; templates lie at the root of the project, one folder a noun."""

    jinja_options = ImmutableDict(trim_blocks=True, lstrip_blocks=True)

    def log_exception(self, exc_info: Any) -> None:
        """Log a fault with the number that its page shows, and without the query's values."""
        security.log_fault(self.logger, exc_info)


def create_app(settings: Settings, store: Store) -> Flask:
    """Make the web application. Does not touch the database.

    Parameters
    ----------
    settings : Settings
    store : Store

    Returns
    -------
    flask.Flask
        ``config["CLOCK"]`` is a function that gives the aware time; tests replace it.
    """
    app = Wangge(
        "app",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "app" / "static"),
    )
    app.extensions["wangge.settings"] = settings
    app.extensions["wangge.store"] = store
    app.config.from_mapping(_config(settings))
    if settings.wangge_proxies:
        # Nothing but the address of the caller: host and scheme are the server's own business.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.wangge_proxies, x_proto=0, x_host=0
        )
    # The order is the order in which each request meets them: who asks comes before what is
    # sent, so that nobody unknown makes us read a body.
    security.init_app(app)
    sessions.init_app(app)
    security.init_csrf(app)
    i18n.init_app(app)
    errors.init_app(app)
    frame.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _config(settings: Settings) -> dict[str, Any]:
    """Give Flask's configuration for our settings."""
    secure = settings.wangge_secure_cookies
    return {
        "CLOCK": lambda: dt.datetime.now(dt.UTC),
        "TIMEZONE": ZoneInfo(settings.wangge_timezone),
        "SECRET_KEY": session_key(settings.wangge_instance),
        # The prefix binds a cookie to this host; browsers allow it over HTTPS only.
        "SESSION_COOKIE_NAME": "__Host-wangge" if secure else "wangge",
        "LOGIN_COOKIE_NAME": "__Host-wangge_login" if secure else "wangge_login",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": settings.wangge_upload_mb * MEGABYTE,
        "WTF_CSRF_TIME_LIMIT": None,  # It ends with the log-in.
    }
