"""Jobs: asking for long work, stopping it, and what its worker writes down."""

from app.services.jobs.asking import MOST_WAITING, QueueFull, ask, ask_again, mark_seen, stop
from app.services.jobs.kinds import ACTION_OF
from app.services.jobs.life import (
    NoLongerOurs,
    begin_next,
    fail,
    fail_lost,
    finish,
    note_progress,
    put_back,
    stop_empty,
)

__all__ = [
    "ACTION_OF",
    "MOST_WAITING",
    "NoLongerOurs",
    "QueueFull",
    "ask",
    "ask_again",
    "begin_next",
    "fail",
    "fail_lost",
    "finish",
    "mark_seen",
    "note_progress",
    "put_back",
    "stop",
    "stop_empty",
]
