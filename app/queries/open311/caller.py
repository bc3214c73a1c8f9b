"""Which program asks by Open311, about which community, and what it may see.

The rule: a program with a key sees what it reported itself, whole. Everybody else, where the
community shows its cases at all, sees those of the city-management catalogue, which lie in public
places, without anybody's words; matters between neighbours are theirs. Who reported is told to
nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from app.models import ApiKey, Catalogue, Community, Issue, IssueCategory
from app.queries.scope import NotFound
from geodata.errors import N_, InputRefused, WanggeError


class KeyRefused(WanggeError):
    """There is no key, or it opens nothing here."""


@dataclass(frozen=True)
class Caller:
    """A program that asks.

    Attributes
    ----------
    community : Community
    key : ApiKey or None
        Of that community.
    """

    community: Community
    key: ApiKey | None

    @property
    def source(self) -> str:
        """What :attr:`app.models.Issue.source` says of issues that this program reported."""
        return f"open311:{self.key.id}" if self.key else ""

    def own(self) -> ColumnElement[bool]:
        """Give the condition that this program reported an issue."""
        return Issue.source == self.source if self.key else false()

    def seen(self) -> ColumnElement[bool]:
        """Give the condition that this program may see an issue."""
        here = Issue.community_id == self.community.id
        if not self.community.open311_public:
            return here & self.own()
        public = select(IssueCategory.id).where(
            IssueCategory.community_id == self.community.id,
            IssueCategory.catalogue == Catalogue.CITY,
        )
        return here & or_(self.own(), Issue.category_id.in_(public))


def find_caller(session: Session, key: ApiKey | None, jurisdiction: str) -> Caller:
    """Find about which community a program asks.

    Parameters
    ----------
    session : Session
    key : ApiKey or None
        From :func:`app.services.api_keys.use_key`.
    jurisdiction : str
        Code of a community; may be empty where only one can be meant.

    Raises
    ------
    KeyRefused
        If the key belongs to another community.
    NotFound
        If no community of that code shows itself to programs without a key.
    InputRefused
        If none is named, and more than one could be meant.
    """
    if key is not None:
        home = session.get_one(Community, key.community_id)
        if jurisdiction and jurisdiction != home.code:
            raise KeyRefused(N_("The api_key is not one of this jurisdiction_id."))
        return Caller(home, key)
    shown = select(Community).where(Community.open311_public)
    if jurisdiction:
        found = session.scalar(shown.where(Community.code == jurisdiction))
        if found is None:
            raise NotFound(N_("The jurisdiction_id was not found, or asks for an api_key."))
        return Caller(found, None)
    some = session.scalars(shown.order_by(Community.id).limit(2)).all()
    if len(some) != 1:
        raise InputRefused(N_("The jurisdiction_id was not provided."))
    return Caller(some[0], None)
