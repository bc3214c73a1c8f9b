"""The catalogue's category for the words of another system."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import IssueCategory
from app.services.imports.context import Context
from geodata.errors import N_
from geodata.findings import Finding, Severity
from geodata.text import normal

_LISTED = 100
_PARTS = re.compile(r"[/\\>＞|;；,，、·_—–-]+")


class CategoryIndex:
    """The categories in use of a community, by name and by code.

    Parameters
    ----------
    session : Session
    community_id : int
    """

    def __init__(self, session: Session, community_id: int) -> None:
        self._by_word: dict[str, IssueCategory] = {}
        categories = session.scalars(
            select(IssueCategory)
            .where(IssueCategory.community_id == community_id, IssueCategory.retired_on.is_(None))
            .order_by(IssueCategory.position, IssueCategory.id)
        ).all()
        for words in ("name", "name_en", "code"):
            for category in categories:
                if word := normal(getattr(category, words)):
                    self._by_word.setdefault(word, category)

    def find(self, *texts: str) -> IssueCategory | None:
        """Find a category whose name fits.

        Parameters
        ----------
        *texts : str
            Words of another system, the most telling first. Where one is a path, such as
            ``市容环境-暴露垃圾``, its last part counts before the others.

        Returns
        -------
        IssueCategory or None
            None where no name fits: nothing is guessed from words that are merely alike.
        """
        for text in texts:
            for word in (text, *reversed(_PARTS.split(text))):
                if found := self._by_word.get(normal(word)):
                    return found
        return None


def tell_unknown(context: Context, words: Sequence[str]) -> None:
    """Tell which words of a file no catalogue has, the most frequent first.

    Parameters
    ----------
    context : Context
        Gets the findings.
    words : Sequence of str
        One for each row without a category.
    """
    for word, count in Counter(words).most_common(_LISTED):
        context.findings.append(
            Finding(
                "category_not_found",
                Severity.NOTE,
                N_("%(count)s issues are of the category %(category)s, which no catalogue has."),
                {"count": count, "category": word[:100]},
            )
        )
