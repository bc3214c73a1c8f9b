"""The root of all errors of use: what a user can mend, said in a way that can be translated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


def N_(message: str) -> str:  # noqa: N802 - the gettext convention for "extract, translate later".
    """Mark a message template for translation where it stands; translation happens when shown.

    Parameters
    ----------
    message : str
        English template with ``%(name)s`` places.

    Returns
    -------
    str
        The same template.
    """
    return message


class WanggeError(Exception):
    """An error of use: the user did, sent or asked something that cannot be done.

    Parameters
    ----------
    template : str
        English sentence marked with :func:`N_`, with ``%(name)s`` places. It says what is
        wrong, where, and what to do.
    **params : Any
        Values for the places.
    """

    def __init__(self, template: str, **params: Any) -> None:
        super().__init__(template, params)
        self.template = template
        self.params = params

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template


@dataclass(frozen=True)
class Question:
    """What must be asked before a file can be read, and how it is answered.

    Attributes
    ----------
    option : str
        ``layer``, ``crs``, ``encoding`` or ``map``: the name of the command-line option
        (``--layer``) and of the form field.
    choices : Sequence[str]
        Known good answers, best first; empty when anything may be typed.
    samples : Sequence[Sequence[str]]
        For each choice, what the file would look like (a few texts), same order; may be empty.
    field : str
        With ``map``: which field lacks a column.
    """

    option: str
    choices: Sequence[str] = ()
    samples: Sequence[Sequence[str]] = ()
    field: str = ""


class InputRefused(WanggeError):
    """The input cannot be taken as it is; nothing was written.

    Parameters
    ----------
    template : str
        See :class:`WanggeError`.
    question : Question, optional
        Set when an answer of the user would make the input readable.
    **params : Any
        Values for the template; by habit ``file``, ``layer``, ``row``, ``column``.
    """

    def __init__(self, template: str, *, question: Question | None = None, **params: Any) -> None:
        super().__init__(template, **params)
        self.question = question
