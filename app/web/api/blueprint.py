"""The blueprint of the API, on which all its endpoints are declared."""

from __future__ import annotations

from flask import Blueprint

from app.web.api.endpoint import Api

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
api = Api(blueprint)
