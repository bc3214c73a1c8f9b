"""What programs see by Open311 GeoReport v2: services and service requests."""

from app.queries.open311.caller import Caller, KeyRefused, find_caller
from app.queries.open311.changes import changed_at
from app.queries.open311.line import RequestLine, parse_number
from app.queries.open311.requests import (
    PART_MOST,
    Wanted,
    find_request,
    list_requests,
    list_steps,
)
from app.queries.open311.services import conditions_of, find_service, list_services

__all__ = [
    "PART_MOST",
    "Caller",
    "KeyRefused",
    "RequestLine",
    "Wanted",
    "changed_at",
    "conditions_of",
    "find_caller",
    "find_request",
    "find_service",
    "list_requests",
    "list_services",
    "list_steps",
    "parse_number",
]
