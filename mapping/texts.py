"""The words that the map's JavaScript shows, as templates for translation.

Places are ``{name}``: they are filled in the browser, after translation.
"""

from __future__ import annotations

from geodata.errors import N_

UI_TEXTS = {
    "all_community": N_("Whole community"),
    "close": N_("Close"),
    "copied": N_("Link copied"),
    "copy_failed": N_("Copy this link: {link}"),
    "empty_cells": N_(
        "No cells yet. The community administrator brings them in under Import; whoever runs the "
        "server can make them of estates: wangge cells from-estates."
    ),
    "kind_building": N_("Building"),
    "kind_cell": N_("Cell"),
    "kind_issue": N_("Issue"),
    "kind_person": N_("Person"),
    "layer_failed": N_("{layer} could not be loaded."),
    "layers": N_("Layers"),
    "leader": N_("Leader {name}"),
    "legend": N_("Legend"),
    "loading": N_("Loading ..."),
    "locate": N_("Where am I"),
    "locate_failed": N_("Your place could not be found. Allow location, or try outdoors."),
    "map": N_("Map of the community"),
    "more_in_view": N_("{layer}: too much in view; zoom in to see all."),
    "no_leader": N_("No leader"),
    "no_own_cells": N_(
        "No cell is in your care yet, so only outlines show. "
        "Ask the community administrator for one."
    ),
    "no_results": N_("Nothing found for {query}"),
    "no_value": N_("none"),
    "panel_failed": N_("This could not be loaded."),
    "print": N_("Print"),
    "report": N_("Report something"),
    "report_where": N_("Tap the place where something is wrong."),
    "results": N_("{count} found"),
    "retry": N_("Try again"),
    "schematic": N_("Schematic data: not surveyed"),
    "search": N_("Search building, person, cell, issue"),
    "share": N_("Share"),
    "sum_buildings": N_("Vacant {vacant} / {all} buildings"),
    "sum_issues": N_("Overdue {overdue} / {open} open"),
    "zoom_in": N_("Zoom in"),
    "zoom_out": N_("Zoom out"),
}
"""Key in the JavaScript, English text."""
