"""All groups of pages. A new one is added here, and nowhere else."""

from __future__ import annotations

from flask import Blueprint

from app.web.accounts import accounts
from app.web.auth import auth
from app.web.home import home
from app.web.users import users

BLUEPRINTS: tuple[Blueprint, ...] = (home, auth, accounts, users)
