"""Reads about accounts, for those who manage them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, defer, joinedload

from app.models import Community, User
from app.queries.scope import Action, NotFound, Viewer, require
from geodata.errors import N_

PAGE_ROWS = 50
MOST_COMMUNITIES = 300


@dataclass(frozen=True)
class UserPage:
    """One page of the list of accounts.

    Attributes
    ----------
    rows : Sequence[User]
        With their communities.
    page, pages : int
        One-based; an empty list has one page.
    total : int
        How many accounts match.
    """

    rows: Sequence[User]
    page: int
    pages: int
    total: int


def list_users(session: Session, viewer: Viewer, *, search: str = "", page: int = 1) -> UserPage:
    """List accounts by user name.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    search : str
        Part of a user name or a name; empty for all.
    page : int
        One-based; beyond the last gives the last.

    Returns
    -------
    UserPage

    Raises
    ------
    app.queries.scope.NotAllowed
        If the viewer does not manage accounts.
    """
    require(viewer, Action.MANAGE_USERS)
    matching = or_(
        User.username.icontains(search, autoescape=True),
        User.display_name.icontains(search, autoescape=True),
    )
    total = session.scalar(select(func.count()).select_from(User).where(matching)) or 0
    pages = max(1, -(-total // PAGE_ROWS))
    page = min(max(page, 1), pages)
    rows = session.scalars(
        select(User)
        .options(joinedload(User.community).options(defer(Community.boundary)))
        .where(matching)
        .order_by(User.username)
        .limit(PAGE_ROWS)
        .offset((page - 1) * PAGE_ROWS)
    ).all()
    return UserPage(rows, page, pages, total)


def find_user(session: Session, viewer: Viewer, username: str) -> User:
    """Find one account.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    username : str

    Raises
    ------
    app.queries.scope.NotAllowed
        If the viewer does not manage accounts.
    NotFound
        If there is none of that name.
    """
    require(viewer, Action.MANAGE_USERS)
    user = session.scalar(select(User).where(User.username == username))
    if user is None:
        raise NotFound(
            N_("There is no account with the user name %(username)s."), username=username
        )
    return user


def community_choices(session: Session, viewer: Viewer) -> Sequence[tuple[str, str]]:
    """List the communities to which an account can belong.

    Parameters
    ----------
    session : Session
    viewer : Viewer

    Returns
    -------
    Sequence[tuple[str, str]]
        Code and name, by name, at most ``MOST_COMMUNITIES``.

    Raises
    ------
    app.queries.scope.NotAllowed
        If the viewer does not manage accounts.
    """
    require(viewer, Action.MANAGE_USERS)
    rows = session.execute(
        select(Community.code, Community.name).order_by(Community.name).limit(MOST_COMMUNITIES)
    )
    return [(code, name) for code, name in rows]


def community_id_of(session: Session, viewer: Viewer, code: str) -> int | None:
    """Find the key of the community to which an account shall belong.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    code : str
        As typed; empty for none.

    Raises
    ------
    app.queries.scope.NotAllowed
        If the viewer does not manage accounts.
    NotFound
        If there is none with that code.
    """
    require(viewer, Action.MANAGE_USERS)
    if not code.strip():
        return None
    found = session.scalar(select(Community.id).where(Community.code == code.strip()))
    if found is None:
        raise NotFound(N_("There is no community with the code %(code)s."), code=code.strip())
    return found
