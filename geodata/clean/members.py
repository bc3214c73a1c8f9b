"""Members and other people who answer for places."""

from __future__ import annotations

import re

import pandas as pd

from geodata.clean.choices import read_choices
from geodata.clean.fields import read_values
from geodata.clean.ledger import drop_nameless
from geodata.clean.several import split_people, split_places
from geodata.clean.values import house_number
from geodata.clean.work import ROW, Work
from geodata.errors import N_, InputRefused, Question
from geodata.findings import Severity

_PHONE = re.compile(r"1\d{10}|0\d{9,11}|\d{7,8}")


def clean_members(work: Work) -> None:
    """Clean people.

    Parameters
    ----------
    work : Work
        Its frame becomes that of docs/frames.md.

    Raises
    ------
    InputRefused
        If no column holds names.
    """
    if "name" not in work.columns:
        raise InputRefused(
            N_("%(file)s, layer %(layer)s: no column holds names. Say which (--map name=COLUMN)."),
            file=work.file,
            layer=work.found.layer,
            question=Question("map", tuple(work.headers), field="name"),
        )
    says_member = "is_member" in work.columns
    read_values(work)
    if "source_row" in work.columns:  # Spreading roles over rows has counted before.
        work.frame[ROW] = work.frame["source_row"].astype(int)
    split_people(work)
    drop_nameless(work, ("name",), "missing_name", N_("Row %(row)s has no name; it was left out."))
    frame = work.frame
    _join_organisation(frame)
    if not says_member:  # Who is listed with a party organisation is a member.
        frame["is_member"] = frame["organisation"].notna()
    frame["is_member"] = frame["is_member"].map(bool).astype(bool)
    frame["source_row"] = frame[ROW].astype("Int64")
    frame["joined_on"] = frame["joined_on"].map(lambda at: None if pd.isna(at) else at.date())
    read_choices(work, "role", default=None, unknown=None)
    _read_phones(work)
    split_places(work)
    work.frame["building_number"] = work.frame["building_number"].map(house_number)


def _join_organisation(frame: pd.DataFrame) -> None:
    parts = frame[["committee", "branch", "group"]].map(
        lambda part: part if isinstance(part, str) else ""
    )
    paths = [
        "/".join(part for part in row if part) or None for row in parts.itertuples(index=False)
    ]
    made = pd.Series(paths, index=frame.index, dtype=object)
    frame["organisation"] = frame["organisation"].where(frame["organisation"].notna(), made)


def _read_phones(work: Work) -> None:
    phones = []
    for row, phone in zip(work.frame[ROW], work.frame["phone"], strict=True):
        digits = re.sub(r"[\s\-()（）+]", "", phone) if isinstance(phone, str) else None
        digits = re.sub(r"^86(?=1\d{10}$)", "", digits) if digits else None
        phones.append(digits)
        if digits and not _PHONE.fullmatch(digits):
            work.found.add(  # The number itself is personal, so it is not repeated here.
                "bad_phone",
                Severity.WARNING,
                N_("Row %(row)s, column %(column)s: this is no telephone number."),
                row=int(row),
                column=work.columns["phone"],
            )
    work.frame["phone"] = pd.Series(phones, index=work.frame.index, dtype=object)
