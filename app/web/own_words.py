"""A community's own word for its cells, said wherever our Chinese texts say 网格.

Some communities call them 片区, 治理单元 or 街区网格. The catalogue keeps the standard word; here
it gives way, in one place, so that headings, lists, panels, the map and messages agree. Roles and
accounts (网格长, 网格员, 网格管理员) keep their official names. What people typed is never
touched: only our texts are, before anything is filled in.
"""

from __future__ import annotations

import re

from babel.support import NullTranslations
from flask_babel import Domain, get_babel

from app.models import Community

STANDARD = "网格"
_CELL = re.compile(f"{STANDARD}(?!长|员|管理员|化)")
_REMARK = re.compile(r"\s*[(（].*$")


class OwnWords(NullTranslations):
    """A catalogue in which cells have another name.

    Parameters
    ----------
    standard : NullTranslations
        The catalogue as it is.
    term : str
        What cells are called.
    """

    def __init__(self, standard: NullTranslations, term: str) -> None:
        super().__init__()
        self.add_fallback(standard)
        self.term = term

    def ugettext(self, message: str) -> str:
        """Translate a message, as templates and flask_babel ask for it."""
        text = super().ugettext(message)
        return _CELL.sub(lambda _found: self.term, text) if STANDARD in text else text


class OwnDomain(Domain):  # type: ignore[misc]  # flask_babel is not typed.
    """The catalogues of the application, with a community's own word for its cells."""

    def __init__(self, standard: Domain, term: str) -> None:
        super().__init__()
        self.standard = standard
        self.term = term

    def get_translations(self) -> OwnWords:
        """Give the catalogue of the viewer's language."""
        return OwnWords(self.standard.get_translations(), self.term)


def speak_of(community: Community) -> None:
    """Say the community's own word for its cells until the end of this request.

    Parameters
    ----------
    community : Community
    """
    standard = _standard()
    term = short_term(community.cell_term)
    (standard if term in ("", STANDARD) else OwnDomain(standard, term)).as_default()


def short_term(term: str) -> str:
    """Give the word without its remark, as it stands inside sentences.

    Parameters
    ----------
    term : str
        ``区域(党小组)``.

    Returns
    -------
    str
        ``区域``.
    """
    return _REMARK.sub("", term).strip()


def in_standard_words(template: str) -> str:
    """Translate without a community's own words: for sheets that are read back by their headings.

    Parameters
    ----------
    template : str
        Marked with ``N_``.
    """
    text: str = _standard().gettext(template) if template else ""
    return text


def _standard() -> Domain:
    """Give the catalogues as they are."""
    return get_babel().instance.domain_instance
