"""The words of coverage, as msgids."""

from __future__ import annotations

from app.models import VisitDoubt, VisitHow
from geodata.errors import N_

DOUBT_WORDS = {
    VisitDoubt.OUT_OF_RADIUS: N_("marked away from the stop"),
    VisitDoubt.CLOCK_WRONG: N_("the clock of the phone was wrong"),
    VisitDoubt.POOR_GPS: N_("the phone did not know where it was"),
}
HOW_WORDS = {
    VisitHow.TICKED: N_("ticked off"),
    VisitHow.TRACK: N_("passed by the track"),
    VisitHow.PAPER: N_("written down"),
}
AGE_WORDS = {
    "week": N_("in the last 7 days"),
    "month": N_("8 to 30 days ago"),
    "season": N_("31 to 90 days ago"),
    "older": N_("longer ago"),
    "never": N_("never, as far as we know"),
}
