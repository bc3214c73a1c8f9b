"""Writing the letters: an e-mail to an account, or to a resident."""

from __future__ import annotations

import gettext
from email.message import EmailMessage
from functools import cache
from typing import Any

from app.models import Outgoing
from app.services.issues.notices import NOTICE_WORDS, RESIDENT_WORDS, NotDelivered
from app.settings import ROOT, Settings
from geodata.errors import N_

TRANSLATIONS = ROOT / "app" / "translations"


def write_letter(letter: Outgoing, settings: Settings) -> EmailMessage:
    """Write the e-mail for what waits to be sent.

    Parameters
    ----------
    letter : Outgoing
        By e-mail.
    settings : Settings

    Returns
    -------
    email.message.EmailMessage
        Plain text without anybody's name.

    Raises
    ------
    NotDelivered
        If the address is none.
    """
    if "@" not in letter.target or not letter.target.isprintable():
        raise NotDelivered(N_("This is not an e-mail address."))
    facts = letter.payload
    words = catalogue(facts.get("language") or settings.wangge_language)
    subject, text = _to_resident(facts, words) if facts["to"] == "resident" else _to_account(
        facts, words, settings.wangge_public_url
    )  # fmt: skip
    written = EmailMessage()
    written["From"], written["To"] = settings.wangge_mail_from, letter.target
    written["Subject"] = subject
    # So that no mail server answers with a note of absence.
    written["Auto-Submitted"] = "auto-generated"
    written.set_content(text)
    return written


def _to_account(
    facts: dict[str, Any], words: gettext.NullTranslations, address: str | None
) -> tuple[str, str]:
    """Give subject and text for somebody who has to do something."""
    say = words.gettext
    told = say(NOTICE_WORDS[facts["kind"]])
    subject = f"{facts['number']} {told}"
    lines = [told, f"{facts['number']}  {facts['category']}"]
    if address:
        lines.append(address + facts["path"])
    lines += ["", say(N_("You get this because it waits for you in Wangge."))]
    return _one_line(subject), "\n".join(lines)


def _to_resident(facts: dict[str, Any], words: gettext.NullTranslations) -> tuple[str, str]:
    """Give subject and text for a resident who reported something."""
    say = words.gettext
    told = say(RESIDENT_WORDS[facts["kind"]]) % facts
    lines = [
        told,
        "",
        say(N_("Follow it by the link that you were given when you reported it.")),
    ]
    subject = say(N_("Your report %(number)s")) % facts
    return _one_line(subject), "\n".join(lines)


def _one_line(text: str) -> str:
    """Give a text as one line: a subject holds no more."""
    return " ".join(text.split())


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Give the texts of a language.

    Parameters
    ----------
    language : str
        ``zh``, or any other, which is English.
    """
    return gettext.translation("messages", TRANSLATIONS, [language], fallback=True)
