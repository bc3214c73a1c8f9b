"""What the pages of the import call things."""

from __future__ import annotations

from dataclasses import dataclass

from app.models import ImportState
from geodata.errors import N_


@dataclass(frozen=True)
class Words:
    """How a subject is offered.

    Attributes
    ----------
    name, files : str
        Its name, and which files fit (msgids).
    """

    name: str
    files: str


SUBJECTS = {
    "osm": Words(
        N_("OpenStreetMap extract"),
        N_("One .osm.pbf: buildings, entrances, paths, barriers, compounds and greens at once."),
    ),
    "boundary": Words(N_("Boundary"), N_("The outline of the community, as a map file.")),
    "buildings": Words(
        N_("Buildings"),
        N_("Outlines or points: GeoPackage, Shapefile, GeoJSON, KML, DXF, or a table with places."),
    ),
    "entrances": Words(N_("Entrances"), N_("Points, where possible with the building's key.")),
    "paths": Words(N_("Paths"), N_("Lines on which people walk.")),
    "barriers": Words(
        N_("Barriers"),
        N_("Lines that divide the ground: railways, rivers, walls, fences, motorways."),
    ),
    "estates": Words(N_("Compounds"), N_("Outlines with names.")),
    "areas": Words(N_("Greens and water"), N_("Outlines for the ground of the map.")),
    "cells": Words(N_("Cells"), N_("Outlines; they are published as a new division.")),
    "ledger": Words(
        N_("Ledger of buildings"),
        N_("Excel or CSV with building numbers: levels, entrances, households, people."),
    ),
    "members": Words(
        N_("People and duties"),
        N_("Excel or CSV: names, telephone, party organisation, role, and where."),
    ),
    "issues": Words(N_("Issues"), N_("Excel or CSV of another system, such as a hotline.")),
}
"""What can be imported, in the order in which a community is usually built up."""

SEVERITIES = {
    "error": N_("Left out"),
    "warning": N_("Please look"),
    "repaired": N_("Repaired"),
    "note": N_("To know"),
}

STATES = {
    ImportState.STAGED: N_("Waiting"),
    ImportState.APPLIED: N_("Done"),
    ImportState.DISCARDED: N_("Discarded"),
}

CHOICES = {
    "EPSG:4326": N_("WGS 84 longitude and latitude: GPS, OpenStreetMap (EPSG:4326)"),
    "EPSG:4490": N_("CGCS2000 longitude and latitude: official surveys (EPSG:4490)"),
    "gcj02": N_("GCJ-02: picked on an Amap or Tencent map, shifted by 300 to 600 m"),
    "bd09": N_("BD-09: picked on a Baidu map, shifted further"),
    "partial": N_("It shows only a part: what it lacks stays as it is"),
    "complete": N_("It shows all there is: what it lacks has vanished"),
}
"""Answers that need words; others speak for themselves."""
