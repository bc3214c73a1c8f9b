"""Taking in a track: matched, turned into coverage, and kept only where its owner wishes so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from sqlalchemy.orm import Session

from app.models import Community, Patrol, PatrolState, Track, VisitDoubt
from app.queries.scope import Action, Viewer, require
from app.services.areas.turns import take_turn
from app.services.audit import record
from app.services.patrols.ground import PatrolGround, patrol_ground
from app.services.patrols.record.lanes import note_lanes
from app.services.patrols.record.share import covered_share
from app.services.patrols.record.visits import Sighting, note_visits
from app.services.patrols.shifts import move_patrol
from app.settings import Settings
from geodata.datum import Datum
from geodata.errors import N_, InputRefused, Question
from geodata.findings import Finding
from patrol.track import (
    Fixes,
    Walked,
    clean_track,
    guess_datum,
    match_track,
    read_gpx,
    shifted,
    stretches_of,
)

_NOT_YET = frozenset({PatrolState.PLANNED, PatrolState.CANCELLED})


@dataclass(frozen=True)
class TrackFile:
    """A track as it was handed in.

    Attributes
    ----------
    name : str
        Of the file.
    data : bytes
    datum : {"wgs84", "gcj02", "bd09"} or None
        None leaves it to us to notice a shift, and to ask.
    keep : bool
        Whether the owner wishes to look at the line later; else only the coverage is kept.
    """

    name: str
    data: bytes
    datum: Datum | None = None
    keep: bool = False


@dataclass(frozen=True)
class Recorded:
    """What came of a track.

    Attributes
    ----------
    walked_m : float
        Metres walked, repeated ways counted each time.
    covered_m, planned_m : float
        Of the route: what was walked, and all of it; 0 where the patrol has no route.
    stops, stops_planned : int
        The same for its stops.
    track_id : int or None
        Where the line was kept.
    findings : tuple of Finding
    """

    walked_m: float
    covered_m: float
    planned_m: float
    stops: int
    stops_planned: int
    track_id: int | None
    findings: tuple[Finding, ...]


def import_track(
    session: Session,
    viewer: Viewer,
    community: Community,
    patrol: Patrol,
    track: TrackFile,
    *,
    settings: Settings,
    at: dt.datetime,
) -> Recorded:
    """Take in the track of a patrol.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to walk; owns the line where it is kept.
    community : Community
    patrol : Patrol
        In the viewer's scope.
    track : TrackFile
    settings : Settings
        Time zone, and for how many days a track may be kept.
    at : datetime.datetime
        Now.

    Returns
    -------
    Recorded

    Raises
    ------
    InputRefused
        If the file holds no track; if it seems shifted, with the question which datum it is in;
        or if the patrol has not begun or was called off.
    """
    require(viewer, Action.WALK)
    if patrol.state in _NOT_YET:
        raise InputRefused(N_("This patrol has not begun, or was called off: nothing was walked."))
    take_turn(session, community)
    ground = patrol_ground(session, community)
    fixes = _read(ground, track, at)
    walked = match_track(ground.network, clean_track(fixes, ground.network))
    began, ended = _moments(fixes, patrol, at)
    if len(walked.edge):
        covered = stretches_of(walked.edge, walked.from_m, walked.to_m)
        day = ended.astimezone(ZoneInfo(settings.wangge_timezone)).date()
        note_lanes(session, community, ground, covered, day, patrol=patrol, at=at)
    done = _follow(session, viewer, patrol, ground, walked, (began, ended), at)
    kept = _keep(session, viewer, patrol, track, fixes, settings, at)
    _note(session, viewer, patrol, at)
    return Recorded(walked.length_m, *done, kept, walked.findings)


def _read(ground: PatrolGround, track: TrackFile, at: dt.datetime) -> Fixes:
    """Read the file and bring it to WGS 84, or ask."""
    fixes = read_gpx(track.data, file=track.name, at=at)
    if track.datum is not None:
        return shifted(fixes, track.datum)
    datum, offset_m = guess_datum(ground.network, fixes)
    if datum == "wgs84":
        return fixes
    raise InputRefused(
        N_(
            "The track lies about %(offset)s m beside the paths, as tracks of Amap, Tencent "
            "(gcj02) or Baidu (bd09) do. Say which it is in (--datum); %(datum)s fits best."
        ),
        offset=round(offset_m),
        datum=datum,
        question=Question("datum", (datum, "gcj02" if datum == "bd09" else "bd09", "wgs84")),
    )


def _moments(fixes: Fixes, patrol: Patrol, at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Say when the walk began and ended; without times, when the patrol did."""
    if fixes.has_times:
        first, last = float(fixes.at_s.min()), float(fixes.at_s.max())
        return dt.datetime.fromtimestamp(first, dt.UTC), dt.datetime.fromtimestamp(last, dt.UTC)
    ended = patrol.ended_at or at
    return patrol.started_at or ended, ended


def _follow(
    session: Session,
    viewer: Viewer,
    patrol: Patrol,
    ground: PatrolGround,
    walked: Walked,
    moments: tuple[dt.datetime, dt.datetime],
    at: dt.datetime,
) -> tuple[float, float, int, int]:
    """Write down what the walk did for its patrol: metres and stops, done and planned."""
    if not len(walked.edge):
        return 0.0, 0.0, 0, 0
    if patrol.allows("write down"):
        move_patrol(session, viewer, patrol, "write down", at=at)
        patrol.started_at, patrol.ended_at = moments
    wrong = any(finding.code == "track_in_future" for finding in walked.findings)
    doubt = VisitDoubt.CLOCK_WRONG if wrong else None
    stops = note_visits(session, Sighting(patrol, walked, ground, moments[1], doubt))
    covered_m, planned_m = covered_share(ground.network, walked, patrol.route)
    if planned_m:
        patrol.planned_m = planned_m
        patrol.covered_m = max(covered_m, patrol.covered_m or 0.0)
    session.flush()
    return covered_m, planned_m, *stops


def _keep(
    session: Session,
    viewer: Viewer,
    patrol: Patrol,
    track: TrackFile,
    fixes: Fixes,
    settings: Settings,
    at: dt.datetime,
) -> int | None:
    """Keep the line for its owner, where they wish so and it may be kept."""
    days = settings.wangge_track_days
    if not track.keep or not days or viewer.user_id is None or len(fixes) < 2:
        return None
    began, ended = _moments(fixes, patrol, at)
    kept = Track(
        patrol_id=patrol.id,
        owner_id=viewer.user_id,
        added_at=at,
        expires_at=at + dt.timedelta(days=days),
        started_at=began if fixes.has_times else None,
        ended_at=ended if fixes.has_times else None,
        line=shapely.LineString(np.round(fixes.lonlat, 6)),
        times_s=(fixes.at_s - fixes.at_s[0]).round(1).tolist() if fixes.has_times else None,
    )
    session.add(kept)
    session.flush()
    return kept.id


def _note(session: Session, viewer: Viewer, patrol: Patrol, at: dt.datetime) -> None:
    """Write to the audit log that a track came in, and nothing of where it led."""
    record(
        session,
        at=at,
        by=viewer.user_id,
        action="track",
        thing_kind="patrol",
        thing_id=patrol.id,
        community_id=patrol.community_id,
    )
