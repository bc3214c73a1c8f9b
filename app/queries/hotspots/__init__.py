"""Hotspots of a community: its ground in pieces, its issues, and what is said of them."""

from app.queries.hotspots.alarm import Alarm, find_alarms
from app.queries.hotspots.find import Found, find_hotspots
from app.queries.hotspots.nearby import NearRepeat, what_comes_again
from app.queries.hotspots.repeats import RepeatAddress, repeat_addresses
from app.queries.hotspots.told import as_features, told
from app.queries.hotspots.told_alarms import alarms_as_features, told_alarms
from app.queries.hotspots.wish import By, Exposure, Method, Wish

__all__ = [
    "Alarm",
    "By",
    "Exposure",
    "Found",
    "Method",
    "NearRepeat",
    "RepeatAddress",
    "Wish",
    "alarms_as_features",
    "as_features",
    "find_alarms",
    "find_hotspots",
    "repeat_addresses",
    "told",
    "told_alarms",
    "what_comes_again",
]
