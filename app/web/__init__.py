"""The pages and the API: parse, authorise, call one service inside transaction(), render."""

from app.web.application import create_app

__all__ = ["create_app"]
