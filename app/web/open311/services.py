"""Services: what may be reported, and what each asks for."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.models import IssueCategory
from app.queries.open311 import conditions_of, find_service, list_services
from app.services.open311 import CONDITION
from app.web.open311.answer import render
from app.web.open311.blueprint import open311
from app.web.open311.calling import called
from app.web.sessions import public


@open311.get("/v2/services.<any(json, xml):ending>")
@public
def list_all_services(ending: str) -> ResponseReturnValue:
    """List what may be reported."""
    with called() as call:
        found = [_service(category) for category in list_services(call.session, call.caller)]
    return render("services", found, ending)


@open311.get("/v2/services/<code>.<any(json, xml):ending>")
@public
def show_service(code: str, ending: str) -> ResponseReturnValue:
    """Say what a report of one service is asked for."""
    with called() as call:
        category = find_service(call.session, call.caller, code)
        definition = {"service_code": category.code, "attributes": _attributes(category)}
    return render("service_definition", definition, ending)


def name_of(name: str, name_en: str) -> str:
    """Give the name of a category in the language of the call.

    Parameters
    ----------
    name, name_en : str
        As the catalogue has them; the English one may be empty.
    """
    return name if str(get_locale()) == "zh" else name_en or name


def _service(category: IssueCategory) -> dict[str, Any]:
    """Describe a category as a service."""
    return {
        "service_code": category.code,
        "service_name": name_of(category.name, category.name_en),
        "description": category.group,
        "metadata": bool(conditions_of(category)),
        "type": "realtime",
        "keywords": ", ".join(filter(None, (category.name, category.name_en))),
        "group": category.group or category.catalogue.value,
    }


def _attributes(category: IssueCategory) -> list[dict[str, Any]]:
    """Describe what a category asks for: on which condition its time limit depends."""
    conditions = conditions_of(category)
    if not conditions:
        return []
    attribute = {
        "variable": True,
        "code": CONDITION,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": _("The first one holds where none is chosen."),
        "order": 1,
        "description": _("How bad is it?"),
        "values": [{"key": condition, "name": condition} for condition in conditions],
    }
    return [attribute]
