"""Entry points of long work: a worker takes jobs from the store and runs them, one at a time."""

from app.jobs.keeper import keep_working
from app.jobs.worker import Worker

__all__ = ["Worker", "keep_working"]
