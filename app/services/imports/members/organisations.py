"""Party organisations from paths such as ``党委/支部/小组``, and teams from their names."""

from __future__ import annotations

from sqlalchemy import select

from app.models import Organisation, Team, TeamKind
from app.services.imports.context import Context

_LEVELS = (("小组", "group"), ("支部", "branch"), ("总支", "general_branch"), ("党委", "committee"))
_KINDS = (
    (TeamKind.PATROL, ("巡", "治安", "消防")),
    (TeamKind.ENVIRONMENT, ("环境", "卫生", "保洁")),
    (TeamKind.PUBLICITY, ("宣传", "文艺")),
)
_SEPARATORS = str.maketrans({">": "/", "＞": "/", "／": "/", "\\": "/"})


class Organisations:
    """The tree of organisations of a community, growing as paths are asked for.

    Parameters
    ----------
    context : Context
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        own = Organisation.community_id == context.community.id
        self._by_key = {o.key: o for o in context.session.scalars(select(Organisation).where(own))}

    def at(self, path: object) -> Organisation | None:
        """Give the organisation at the end of a path, made with all above it where missing.

        Parameters
        ----------
        path : object
            Text, or anything else for none.

        Returns
        -------
        Organisation or None
        """
        if not isinstance(path, str):
            return None
        found, key = None, ""
        for part in filter(None, map(str.strip, path.translate(_SEPARATORS).split("/"))):
            key = f"{key}/{part}" if key else part
            # By name first: one of that key may have been renamed, or moved elsewhere.
            known = self._by_name(part, found) or self._by_key.get(key)
            found = known or self._add(key, part, found)
        return found

    def _by_name(self, name: str, parent: Organisation | None) -> Organisation | None:
        """Find one below a parent by its name: those of other imports have other keys."""
        above = parent.id if parent else None
        same = (o for o in self._by_key.values() if (o.name, o.parent_id) == (name, above))
        return next(same, None)

    def _add(self, key: str, name: str, parent: Organisation | None) -> Organisation:
        level = next((level for word, level in _LEVELS if word in name), "")
        made = Organisation(
            community_id=self._context.community.id,
            key=key,
            name=name,
            level=level,
            parent_id=parent.id if parent else None,
        )
        self._context.session.add(made)
        self._context.session.flush()
        self._by_key[key] = made
        return made


class Teams:
    """The teams of a community, growing as names are asked for.

    Parameters
    ----------
    context : Context
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        own = Team.community_id == context.community.id
        self._by_name = {t.name: t for t in context.session.scalars(select(Team).where(own))}

    def named(self, name: object) -> Team | None:
        """Give the team of a name, made where it is missing.

        Parameters
        ----------
        name : object
            Text, or anything else for none.

        Returns
        -------
        Team or None
        """
        if not isinstance(name, str):
            return None
        if name not in self._by_name:
            team = Team(
                community_id=self._context.community.id, key=name, name=name, kind=_kind(name)
            )
            self._context.session.add(team)
            self._context.session.flush()
            self._by_name[name] = team
        return self._by_name[name]


def _kind(name: str) -> TeamKind:
    """Tell from its name what a team is for."""
    fitting = (kind for kind, words in _KINDS if any(word in name for word in words))
    return next(fitting, TeamKind.OTHER)
