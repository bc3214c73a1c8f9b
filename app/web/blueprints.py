"""All groups of pages. A new one is added here, and nowhere else."""

from __future__ import annotations

from flask import Blueprint

from app.web.accounts import accounts
from app.web.analysis import analysis
from app.web.api import blueprint as api
from app.web.api import description
from app.web.auth import auth
from app.web.buildings import buildings
from app.web.catalogue import catalogue
from app.web.communities import communities
from app.web.coverage import coverage
from app.web.divisions import divisions
from app.web.drafts import drafts
from app.web.duties import duties
from app.web.exports import exports
from app.web.home import home
from app.web.imports import imports
from app.web.indicators import indicators
from app.web.issues import issues
from app.web.jobs import jobs
from app.web.maps import maps
from app.web.notices import notices
from app.web.open311 import api_keys, open311
from app.web.panels import panels
from app.web.patrols import patrols
from app.web.people import people
from app.web.plates import plates
from app.web.residents import residents
from app.web.search import search
from app.web.shifts import feeds, shifts
from app.web.summaries import summaries
from app.web.users import users

BLUEPRINTS: tuple[Blueprint, ...] = (
    home,
    auth,
    accounts,
    communities,
    catalogue,
    users,
    maps,
    panels,
    patrols,
    shifts,
    feeds,
    coverage,
    issues,
    people,
    duties,
    buildings,
    plates,
    residents,
    search,
    exports,
    imports,
    divisions,
    drafts,
    jobs,
    notices,
    indicators,
    summaries,
    analysis,
    api,
    description,
    open311,
    api_keys,
)
