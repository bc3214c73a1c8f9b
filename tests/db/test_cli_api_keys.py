"""Keys of other programs at the command line."""

from __future__ import annotations

import pytest

from tests.db.test_cli import run, settings, url

__all__ = ["settings", "url"]


def test_add_list_withdraw(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "community", "add", "--name", "静淑苑社区", "--code", "keyed")
    here = ("--community", "keyed")
    status, made = run(capsys, "api-key", "add", *here, "--name", "市热线")
    assert (status, made["name"], len(made["key"])) == (0, "市热线", 43)
    assert run(capsys, "api-key", "withdraw", *here, str(made["id"]))[0] == 0
    assert run(capsys, "api-key", "withdraw", *here, str(made["id"]))[0] == 1
    _status, listed = run(capsys, "api-key", "list", *here)
    (key,) = listed["keys"]
    assert key["withdrawn_at"]
    assert made["key"] not in str(listed)
