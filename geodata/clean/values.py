"""Cells as people fill them, read into values."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any

import pandas as pd

_NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "—",
        "/",
        "\\",
        "无",
        "暂无",
        "未知",
        "不详",
        "nan",
        "none",
        "null",
        "n/a",
        "#n/a",
    }
)
_COUNT = re.compile(
    r"(?:约|共|合计|计|地上)?\s*(\d{1,9})(?:\.0+)?\s*"
    r"(?:户|层|个|人|单元|口|套|家|f|F|栋|门|floors?|levels?)?(?:楼|整)?"
)
_HAN = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBER_TAIL = re.compile(r"\s*(?:号楼|栋楼|号幢|幢楼|号栋|幢|栋|号|楼|座|#|＃)\s*$")
_NUMBER_IN_NAME = re.compile(
    r"^\D*?([甲乙丙丁东西南北]?\d{1,4}[A-Za-z]?)\s*(?:号楼|号院?楼|幢|栋|#楼|#)$"
)
_YES = frozenset(
    {
        "是",
        "党员",
        "中共党员",
        "中共预备党员",
        "预备党员",
        "y",
        "yes",
        "true",
        "1",
        "1.0",
        "t",
        "√",
        "✓",
    }
)
_NO = frozenset(
    {
        "否",
        "群众",
        "团员",
        "共青团员",
        "n",
        "no",
        "false",
        "0",
        "0.0",
        "f",
        "×",
        "民主党派",
        "无党派人士",
        "不是",
    }
)


def text(cell: Any) -> str | None:
    """Read a cell as text.

    Parameters
    ----------
    cell : Any

    Returns
    -------
    str or None
        Without control characters and needless blanks; a whole number without ``.0``; None for
        what means nothing (``-``, ``无`` ...).
    """
    if cell is None or cell is pd.NaT or cell is pd.NA or cell != cell:  # Only NaN is not itself.
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, str) and cell.isprintable() and cell == cell.strip() and "  " not in cell:
        return None if cell.lower() in _NOTHING else cell  # Nearly all texts need no mending.
    plain = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in str(cell))
    plain = " ".join(plain.split())
    return None if plain.lower() in _NOTHING else plain


def prose(cell: Any) -> str | None:
    """Read a cell as text of several lines.

    Parameters
    ----------
    cell : Any

    Returns
    -------
    str or None
        As :func:`text` gives each line, the lines joined by line feeds and without empty ones at
        the ends; None for what means nothing.
    """
    if not isinstance(cell, str):
        return text(cell)
    lines = [text(line) or "" for line in cell.splitlines()]
    return "\n".join(lines).strip("\n") or None


def count(cell: Any) -> int | None:
    """Read a cell as a number of things.

    Parameters
    ----------
    cell : Any
        ``18``, ``18户``, ``１８``, ``约18户``, ``十八`` ...

    Returns
    -------
    int or None
        None when there is nothing in it.

    Raises
    ------
    ValueError
        If it is no whole number, or negative.
    """
    plain = text(cell)
    if plain is None:
        return None
    plain = unicodedata.normalize("NFKC", plain).replace(",", "")
    match = _COUNT.fullmatch(plain)
    if match:
        return int(match[1])
    return _han_number(plain.rstrip("层户人个单元口"))


def _han_number(plain: str) -> int:
    match = re.fullmatch(r"([一二三四五六七八九]?)(十?)([一二三四五六七八九两零〇]?)", plain)
    if not plain or match is None:
        raise ValueError(plain)
    tens, ten, ones = match.groups()
    if not ten:
        if tens and ones:
            raise ValueError(plain)
        return _HAN[tens or ones]
    return 10 * (_HAN[tens] if tens else 1) + (_HAN[ones] if ones else 0)


def house_number(cell: Any) -> str | None:
    """Read the number of a building, so that ``41号楼``, ``41幢`` and ``４１＃`` are one.

    Parameters
    ----------
    cell : Any

    Returns
    -------
    str or None
        ``41``; what has no number in it stays as it is.
    """
    plain = text(cell)
    if plain is None:
        return None
    plain = unicodedata.normalize("NFKC", plain).strip()
    return _NUMBER_TAIL.sub("", plain) or plain


def number_in_name(name: Any) -> str | None:
    """Find the number in a building's name.

    Parameters
    ----------
    name : Any

    Returns
    -------
    str or None
        ``3`` for ``学生公寓3号楼``; None for a name that carries none.
    """
    match = (
        _NUMBER_IN_NAME.match(unicodedata.normalize("NFKC", name))
        if isinstance(name, str)
        else None
    )
    return match[1] if match else None


def flag(cell: Any) -> bool | None:
    """Read yes or no.

    Parameters
    ----------
    cell : Any
        ``是``, ``中共党员``, ``√``, ``否``, ``群众`` ...

    Returns
    -------
    bool or None
        None when there is nothing in it.

    Raises
    ------
    ValueError
        If it is neither.
    """
    plain = text(cell)
    if plain is None:
        return None
    if plain.lower() in _YES:
        return True
    if plain.lower() in _NO:
        return False
    raise ValueError(plain)


def moment(cell: Any) -> pd.Timestamp | None:
    """Read a date or a time.

    Parameters
    ----------
    cell : Any
        A date of Excel, ``2026-11-22 18:30``, ``2026/11/22``, ``2026年11月22日``, ``2026.11``,
        ``20261122`` or ISO 8601 with zone.

    Returns
    -------
    pandas.Timestamp or None
        Naive unless the cell names a zone.

    Raises
    ------
    ValueError
        If it is none.
    """
    if isinstance(cell, (datetime, date)) and not pd.isna(cell):
        return pd.Timestamp(cell)
    plain = text(cell)
    if plain is None:
        return None
    plain = unicodedata.normalize("NFKC", plain)
    plain = re.sub(r"(\d)\s*[年月./](?=\d)", r"\1-", plain, count=2)
    plain = re.sub(r"[年月]$", "", re.sub(r"日(?=\s*)", " ", plain)).strip()
    plain = re.sub(r"(\d)[时点](\d+)分?$", r"\1:\2", plain)
    if re.fullmatch(r"\d{4}-\d{1,2}", plain):
        plain += "-1"
    if re.fullmatch(r"(19|20)\d{2}(0[1-9]|1[0-2])", plain):  # 199807, as party ledgers have it.
        plain = f"{plain[:4]}-{plain[4:]}-1"
    if not re.match(r"\d{4}-?\d{1,2}-?\d{1,2}", plain):
        raise ValueError(plain)
    return pd.Timestamp(plain)
