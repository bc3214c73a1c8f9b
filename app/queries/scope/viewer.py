"""Whose scope limits a query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.models import Role, User

WHOLE_COMMUNITY = frozenset({Role.COMMUNITY_ADMIN, Role.LEADER})
"""Roles that see every cell of their community (a leader: of their street)."""


@dataclass(frozen=True)
class Viewer:
    """Whose scope limits a query 查看者.

    Attributes
    ----------
    on : datetime.date
        The day whose duties count.
    user_id, person_id, community_id, street_id, unit_id : int or None
        From the account.
    role : Role or None
        None is the operator at the command line of the machine, who sees everything.
    """

    on: dt.date
    user_id: int | None = None
    role: Role | None = None
    person_id: int | None = None
    community_id: int | None = None
    street_id: int | None = None
    unit_id: int | None = None

    @classmethod
    def of(cls, user: User, on: dt.date) -> Viewer:
        """Make the viewer of an account.

        Parameters
        ----------
        user : User
        on : datetime.date
            Today, in the place of use.
        """
        return cls(
            on,
            user.id,
            user.role,
            user.person_id,
            user.community_id,
            user.street_id,
            user.unit_id,
        )

    @property
    def is_operator(self) -> bool:
        """Whether this is the operator at the machine's command line."""
        return self.role is None

    @property
    def sees_whole_community(self) -> bool:
        """Whether cells do not limit this viewer."""
        return self.role is None or self.role in WHOLE_COMMUNITY
