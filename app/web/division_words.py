"""What the pages of divisions call things, and what their JavaScript says.

Places are ``{name}`` in what the browser fills, ``%(name)s`` in what the server fills.
"""

from __future__ import annotations

from app.models import DivisionState
from app.queries.divisions import DutyFate, Fate, RouteFate
from geodata.errors import N_

STATES = {
    DivisionState.DRAFT: N_("Draft"),
    DivisionState.PUBLISHED: N_("Holds now"),
    DivisionState.ENDED: N_("Ended"),
}

VARIANTS = {
    "balance": N_("Balance first"),
    "streets": N_("Streets first"),
    "stable": N_("Least change"),
}

VARIANT_RULES = {
    "balance": N_("Every cell has nearly the same number of households."),
    "streets": N_("Boundaries run along streets and walls, even where that costs some balance."),
    "stable": N_("Keeps the cells that hold now as far as possible."),
}

EFFORTS = {
    "": N_("Automatic: as long as the size of the community needs"),
    "5": N_("Quick: 5 seconds a variant"),
    "120": N_("Thorough: 2 minutes a variant"),
}
"""Time limit of the search in seconds, as forms send it; empty lets the solver decide."""

EDITOR_TEXTS = {
    "again": N_("Do it again"),
    "again_question": N_("This is the newest. Your own step was not stored. Do it again?"),
    "all_findings": N_("All"),
    "also_here": N_("Also open at: {names}"),
    "by_hand_count": N_("{count} placed by hand"),
    "by_list": N_("By list"),
    "cancel": N_("Give up"),
    "cell_code": N_("Code"),
    "cell_kind": N_("Kind"),
    "cell_name": N_("Name"),
    "cells_count": N_("{count} cells"),
    "clear": N_("Clear"),
    "conflict": N_("{name} at {time}: {what}"),
    "corners_set": N_("{count} corners set"),
    "deviation": N_("Deviation from the mean"),
    "division": N_("The division"),
    "erase": N_("Back one corner"),
    "findings_count": N_("{count} to check"),
    "finish": N_("Done"),
    "foreign": N_("{name} has changed the draft; you see the newest."),
    "gone": N_("This is the newest. What your step spoke of is gone; look and begin anew."),
    "hint_boundary": N_(
        "Drag a white dot to move a corner, or a piece of boundary to bend it; neighbours follow."
    ),
    "hint_boundary_on": N_("Let go where the boundary shall run."),
    "hint_draw": N_("Click the corners of the new cell; it takes this ground from its neighbours."),
    "hint_draw_on": N_("Go on corner by corner; a click on the first one, or Enter, closes it."),
    "hint_lasso": N_("Draw a loop around the buildings with the button held down."),
    "hint_merge": N_("Click two or more neighbouring cells."),
    "hint_merge_on": N_("Press Merge, or Enter."),
    "hint_move": N_("Click buildings, or use lasso or list, to pick what moves to another cell."),
    "hint_move_on": N_("Press Move, or Enter."),
    "hint_move_to": N_("Now click the cell into which they shall move, beside its buildings."),
    "hint_read": N_("Click a cell to see its figures. This division can no longer be changed."),
    "hint_select": N_("Click a cell to see and name it, or take a tool on the left."),
    "hint_split": N_("Draw a line right across one cell: begin outside it, end outside it."),
    "hint_split_on": N_("Go on corner by corner; a double click, or Enter, splits the cell."),
    "households": N_("{count} households"),
    "kind_exclusive": N_("Exclusive cell"),
    "kind_general": N_("General cell"),
    "kind_micro": N_("Micro cell"),
    "lasso": N_("Lasso"),
    "leave": N_("Leave it"),
    "merge_now": N_("Merge"),
    "move_now": N_("Move"),
    "nameless": N_("without a name"),
    "no_answer": N_("The server did not answer, so this step is not stored yet."),
    "not_done": N_("Not done: {why}"),
    "numbers_missing": N_(
        "Not found: {numbers}. Correct them, or press again to take the others alone."
    ),
    "picked": N_("{count} buildings, {households} households"),
    "redo": N_("Do again"),
    "refused": N_("The server refused it without a reason. Load the page again."),
    "row_more": N_("{buildings} buildings · {people} on duty"),
    "save": N_("Save"),
    "sending": N_("Storing ..."),
    "severity_error": N_("Blocks"),
    "severity_note": N_("To know"),
    "severity_repaired": N_("Repaired"),
    "severity_warning": N_("Please look"),
    "show_on_map": N_("Show on map"),
    "silent": N_("The server does not answer; what you see may be old."),
    "somebody": N_("Somebody"),
    "split_outside": N_("The line runs through no cell. Draw it right across one."),
    "stored": N_("Every step is stored"),
    "target_cell": N_("Into which cell?"),
    "target_mean": N_("{count} cells, on average {mean} households"),
    "target_range": N_("{count} cells, on average {mean} households, wished {low} to {high}"),
    "too_few": N_("too few"),
    "too_many": N_("too many"),
    "understood": N_("Understood"),
    "undo": N_("Undo"),
}
"""Key in the JavaScript, English text."""

TOOLS = (
    ("select", N_("Select")),
    ("draw", N_("Draw cell")),
    ("split", N_("Split")),
    ("merge", N_("Merge")),
    ("boundary", N_("Move boundary")),
    ("move", N_("Move buildings")),
)
"""Tools of the editor in the order of their buttons."""

FATES = {
    Fate.SAME: N_("as it was"),
    Fate.CHANGED: N_("changed"),
    Fate.NEW: N_("new"),
    Fate.GONE: N_("gone"),
}

DUTY_FATES = {
    DutyFate.GOES_ON: N_("goes on"),
    DutyFate.OTHER_GROUND: N_("goes on with other ground"),
    DutyFate.ENDS: N_("ends"),
    DutyFate.MOVES_ALONG: N_("moves along with its building"),
}

ROUTE_FATES = {
    RouteFate.GOES_ON: N_("goes on"),
    RouteFate.INCOMPLETE: N_("goes on, but misses buildings"),
    RouteFate.PLAN_ANEW: N_("must be planned anew"),
}
