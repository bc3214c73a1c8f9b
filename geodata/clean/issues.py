"""Issues of other systems: dated, placed where they have a place."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.clean.choices import read_choices
from geodata.clean.fields import read_values
from geodata.clean.issue_times import date_issues
from geodata.clean.shapes import drop_rows, report, report_outside
from geodata.clean.values import house_number, text
from geodata.clean.work import ROW, Work
from geodata.errors import N_, InputRefused, Question
from geodata.findings import Severity
from geodata.piles import find_piles

_NEAR_ZERO_DEG = 0.01
_TITLE_LENGTH = 120
_WORDS = {"category", "title", "description"}


def clean_issues(work: Work) -> None:
    """Clean issues; a doubtful place is taken away, never the issue.

    Rows without any word, of a time that is none or lies ahead, or with the reference of an
    earlier row are left out: somebody has to mend them.

    Parameters
    ----------
    work : Work
        Its frame becomes that of docs/frames.md.

    Raises
    ------
    InputRefused
        If the declared time zone does not exist, or no column says what issues are about.
    """
    _check_words(work)
    said = work.frame["reported_at"].map(text).notna()
    read_values(work)
    date_issues(work, said)
    read_choices(work, "status", default=None, unknown=None)
    guess = work.frame["closed_at"].notna().map({True: "closed", False: "open"})
    work.frame["status"] = work.frame["status"].where(work.frame["status"].notna(), guess)
    work.frame["building_number"] = work.frame["building_number"].map(house_number)
    _drop_wordless(work)
    _shorten_titles(work)
    _drop_repeated(work)
    _take_places_away(work)
    _report_crowds(work)
    placed = ~shapely.is_missing(work.frame.geometry.to_numpy())
    report_outside(replace(work, frame=work.frame[placed]))


def _check_words(work: Work) -> None:
    if not work.columns.keys() & _WORDS:
        raise InputRefused(
            N_(
                "%(file)s, layer %(layer)s: no column says what an issue is about. Say which "
                "does (--map title=COLUMN)."
            ),
            file=work.file,
            layer=work.found.layer,
            question=Question("map", tuple(work.headers), field="title"),
        )


def _take_places_away(work: Work) -> None:
    shapes = work.frame.geometry.to_numpy().copy()
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    shapes[there] = shapely.centroid(shapes[there])
    at = np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)])
    nowhere = there & (np.abs(at) < _NEAR_ZERO_DEG).all(axis=1)
    off = there & ~((np.abs(at[:, 0]) <= 180) & (np.abs(at[:, 1]) <= 90))
    report(work, ~there, "missing_place", Severity.WARNING, _MISSING)
    report(work, nowhere, "null_island", Severity.WARNING, _NOWHERE)
    report(work, off, "off_globe", Severity.WARNING, _OFF)
    shapes[~there | nowhere | off] = None
    work.frame = work.frame.set_geometry(gpd.GeoSeries(shapes, crs=4326))
    doubts = np.full(len(shapes), None, dtype=object)
    doubts[~there | off] = "none"
    doubts[nowhere] = "zero"
    work.frame["place_doubt"] = doubts


_MISSING = N_("Row %(row)s has no place; it was taken without one.")
_NOWHERE = N_("Row %(row)s lies at longitude 0, latitude 0; it was taken without a place.")
_OFF = N_("Row %(row)s has coordinates beyond the globe; it was taken without a place.")


def _drop_wordless(work: Work) -> None:
    drop_rows(
        work,
        work.frame[sorted(_WORDS)].isna().all(axis=1),
        "missing_words",
        N_("Row %(row)s does not say what it is about; it was left out."),
    )


def _shorten_titles(work: Work) -> None:
    """Let a title that is a story be read as one: lists show a line."""
    titles = work.frame["title"].fillna("").astype(object)
    is_long = titles.str.len() > _TITLE_LENGTH
    if not is_long.any():
        return
    told = work.frame["description"].fillna("")
    both = titles + np.where(told == "", "", "\n") + told
    work.frame["description"] = work.frame["description"].mask(is_long, both)
    work.frame["title"] = work.frame["title"].mask(
        is_long, titles.str.slice(0, _TITLE_LENGTH - 1) + "…"
    )


def _drop_repeated(work: Work) -> None:
    again = work.frame["source_ref"].notna() & work.frame.duplicated("source_ref")
    for row, ref in work.frame.loc[again, [ROW, "source_ref"]].itertuples(index=False):
        work.found.add(
            "duplicate",
            Severity.ERROR,
            N_("Row %(row)s has the reference %(ref)s of an earlier row; it was left out."),
            row=int(row),
            ref=ref,
        )
    work.frame = work.frame[~again].reset_index(drop=True)


def _report_crowds(work: Work) -> None:
    """Find points that are no place but a default, such as a city hall."""
    shapes = work.frame.geometry.to_numpy()
    wkb = pd.Series(shapely.to_wkb(shapes[~shapely.is_missing(shapes)])).value_counts()
    for same in wkb.index[find_piles(wkb.to_numpy())]:
        work.found.add(
            "crowded_point",
            Severity.WARNING,
            N_("%(count)s issues lie on one and the same point: it may be a default, no place."),
            count=int(wkb[same]),
            place=shapely.from_wkb(same),
        )
