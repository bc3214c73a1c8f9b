"""A community with services and keys, for the tests of Open311."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.models import Catalogue, Community, IssueCategory, TimeLimit, TimeUnit
from app.queries.scope import Viewer
from app.services.api_keys import make_key
from tests.two_cells import NOW, TODAY, World, put

LITTER, SEWER = "0101", "C-02"


@dataclass(frozen=True)
class Doors:
    """Secrets of two programs that report to the same community."""

    secret: str
    other_secret: str


def add_services(session: Session, world: World) -> Doors:
    """Add a service of public places with two conditions, one between neighbours, one retired."""
    here = {"community_id": world.community.id}
    community = session.get_one(Community, world.community.id)
    community.metric_srid = 32650
    litter = IssueCategory(
        **here, catalogue=Catalogue.CITY, code=LITTER, group="市容环境", name="暴露垃圾",
        name_en="Litter", default_condition="一般",
        limits=[
            TimeLimit(condition="一般", amount=4, unit=TimeUnit.WORKING_HOURS),
            TimeLimit(condition="大量", amount=1, unit=TimeUnit.WORKING_DAYS),
        ],
    )  # fmt: skip
    sewer = IssueCategory(
        **here, catalogue=Catalogue.COMMUNITY, code=SEWER, name="管道堵塞", for_residents=False
    )
    gone = IssueCategory(
        **here, catalogue=Catalogue.CITY, code="0199", name="旧类别", retired_on=TODAY
    )
    put(session, litter, sewer, gone)
    operator = Viewer(on=TODAY)
    _key, secret = make_key(session, operator, world.community, "市热线", at=NOW)
    _key, other = make_key(session, operator, world.community, "别的应用", at=NOW)
    return Doors(secret, other)
