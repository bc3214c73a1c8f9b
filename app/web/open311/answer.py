"""Answers as JSON and XML: one by the Spark convention of the other, as GeoReport v2 asks."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from flask import Response

FORMS = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
"""Media type of each ending of an address."""

CHILDREN = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "notes": "note",
    "errors": "error",
}
"""What stands in each list of an XML document; JSON has the list alone."""

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Value = Mapping[str, Any] | Sequence[Any] | str | int | float | bool | dt.datetime | None


def render(root: str, content: Value, form: str, status: int = 200) -> Response:
    """Make a response.

    Parameters
    ----------
    root : str
        Name of the outermost XML element, a key of :data:`CHILDREN` for lists.
    content : mapping or sequence
        Of texts, numbers, truth values, aware times, None, and more of these.
    form : str
        Key of :data:`FORMS`.
    status : int
    """
    if form == "json":
        body = json.dumps(content, ensure_ascii=False, default=_moment).encode()
    else:
        body = ElementTree.tostring(_element(root, content), "utf-8", xml_declaration=True)
    return Response(body, status, content_type=FORMS[form])


def _moment(at: dt.datetime) -> str:
    """Say an aware time as the W3C note on dates does, to the second."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _element(name: str, content: Value) -> ElementTree.Element:
    """Make an XML element; nothing is an empty one."""
    element = ElementTree.Element(name)
    if isinstance(content, Mapping):
        element.extend(_element(key, value) for key, value in content.items())
    elif isinstance(content, str):
        element.text = _NOT_XML.sub("", content)
    elif isinstance(content, Sequence):
        element.extend(_element(CHILDREN[name], value) for value in content)
    elif isinstance(content, bool):
        element.text = "true" if content else "false"
    elif isinstance(content, dt.datetime):
        element.text = _moment(content)
    elif content is not None:
        element.text = str(content)
    return element
