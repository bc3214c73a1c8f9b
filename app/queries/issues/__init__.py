"""Issues: their light, their place, their story."""

from app.queries.issues.choices import category_choices, unit_choices
from app.queries.issues.doubles import Double, merged_issues, possible_doubles
from app.queries.issues.drawn import MOST_DRAWN, draw_issues
from app.queries.issues.facts import (
    LIST_LIMIT,
    IssueFacts,
    IssueLine,
    Step,
    issue_facts,
    open_and_done,
    select_lines,
)
from app.queries.issues.filters import (
    IssueFilter,
    Light,
    Pile,
    matching,
    number_in,
    saying,
)
from app.queries.issues.find import find_issue
from app.queries.issues.lights import is_open, light, overdue
from app.queries.issues.lists import (
    IssuePart,
    IssueRow,
    Order,
    Place,
    list_issues,
    read_rows,
    select_rows,
)
from app.queries.issues.people import Contact, IssuePeople, read_people
from app.queries.issues.piles import MOST_COUNTED, count_fitting, count_piles, piles_of
from app.queries.issues.sheets import read_sheet
from app.queries.issues.story import PhotoLine, StoryStep, photos_by_step, read_story

__all__ = [
    "LIST_LIMIT",
    "MOST_COUNTED",
    "MOST_DRAWN",
    "Contact",
    "Double",
    "IssueFacts",
    "IssueFilter",
    "IssueLine",
    "IssuePart",
    "IssuePeople",
    "IssueRow",
    "Light",
    "Order",
    "PhotoLine",
    "Pile",
    "Place",
    "Step",
    "StoryStep",
    "category_choices",
    "count_fitting",
    "count_piles",
    "draw_issues",
    "find_issue",
    "is_open",
    "issue_facts",
    "light",
    "list_issues",
    "matching",
    "merged_issues",
    "number_in",
    "open_and_done",
    "overdue",
    "photos_by_step",
    "piles_of",
    "possible_doubles",
    "read_people",
    "read_rows",
    "read_sheet",
    "read_story",
    "saying",
    "select_lines",
    "select_rows",
    "unit_choices",
]
