"""What became of a report, by the secret link of whoever sent it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.models import CLOSED_STATES, IssueReporter
from app.queries.issues.followed import find_reporter, followed_issue, followed_photo
from app.queries.scope import NotFound
from app.services.issues.by_link import judge_as_reporter
from app.services.issues.reporters import forget_reporter
from app.services.issues.words import DESCRIPTION, bounded
from app.web.asking import local_now
from app.web.context import settings, transaction
from app.web.i18n import say
from app.web.own_words import speak_of
from app.web.residents.blueprint import residents
from app.web.residents.caller import count_guess, refuse_guesser
from app.web.residents.words import STAGES, stage_of, standing
from app.web.sessions import public
from geodata.errors import N_, InputRefused


@residents.get("/r/<token>")
@public
def follow(token: str) -> ResponseReturnValue:
    """Show what became of a report."""
    return _page(token)


@residents.get("/r/<token>/photos/<int:photo_id>")
@public
def show_photo(token: str, photo_id: int) -> ResponseReturnValue:
    """Give a photo of the case."""
    with _followed(token) as (session, reporter):
        photo = followed_photo(session, reporter, photo_id)
        if photo is None:
            raise NotFound(N_("There is no such photo."))
        answer = Response(photo.content, content_type="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


@residents.post("/r/<token>/score")
@public
def judge(token: str) -> ResponseReturnValue:
    """Take what the reporter says of how well it was done."""
    score = request.form.get("score", "")
    words = request.form.get("words", "")
    try:
        with _followed(token) as (session, reporter):
            judge_as_reporter(
                session, reporter, score=int(score) if score in tuple("12345") else 0,
                words=bounded(words, DESCRIPTION), at=local_now(),
            )  # fmt: skip
    except InputRefused as refused:
        return _page(token, say(refused)), 422
    flash(_("Thank you."))
    return redirect(url_for("residents.follow", token=token), 303)


@residents.post("/r/<token>/forget")
@public
def forget(token: str) -> ResponseReturnValue:
    """Erase name, telephone and e-mail of the reporter."""
    with _followed(token) as (session, reporter):
        forget_reporter(session, reporter)
    flash(_("Name, telephone and e-mail are erased."))
    return redirect(url_for("residents.follow", token=token), 303)


@contextmanager
def _followed(token: str) -> Iterator[tuple[Session, IssueReporter]]:
    """Open the case of a secret link; whoever tries links that do not exist is counted.

    Raises
    ------
    NotFound, TooMany
    """
    refuse_guesser()
    with transaction() as session:
        reporter = find_reporter(session, token)
        if reporter is not None:
            yield session, reporter
            return
    count_guess()
    raise NotFound(N_("This link does not hold any more. Ask your community, with the number."))


def _page(token: str, problem: str = "") -> str:
    """Render the page of a case."""
    with _followed(token) as (session, reporter):
        case = followed_issue(session, reporter)
        speak_of(case.community)
        return render_template(
            "residents/follow.html",
            case=case,
            community=case.community,
            token=token,
            address=url_for("residents.follow", token=token, _external=True),
            is_new="new" in request.args,
            may_judge=case.state in CLOSED_STATES and case.score is None,
            stages=STAGES,
            stage=stage_of(case.state),
            standing=standing(case.state, merged=case.merged),
            problem=problem,
            erase_days=settings().wangge_erase_days,
        )
