"""The leader's page: where it burns, whether it is real, what is done, what nobody looked at."""

from app.web.analysis import show
from app.web.analysis.blueprint import analysis

__all__ = ["analysis", "show"]
