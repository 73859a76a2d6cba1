"""What a subcommand answers: a code for the shell, a text for people, a value for `--json`."""

import json
from collections.abc import Mapping
from typing import Any, TextIO

from attrs import field, frozen

from domain.errors import BadInput, LichengError, Locked, NotAllowed, Offline
from sync.effects import AuthRequired

DONE, USAGE, REFUSED, OFFLINE, PERSON = 0, 2, 3, 4, 5


@frozen
class Answer:
    """code: exit code. text: for people. data: JSON value."""

    code: int = DONE
    text: str = ""
    data: Mapping[str, Any] = field(factory=dict)


def code_of(error: LichengError) -> int:
    """The exit code of a failure (design.md 4)."""
    if error.code == "usage":
        return USAGE
    match error:
        case NotAllowed() | BadInput():
            return REFUSED
        case Offline():
            return OFFLINE
        case Locked() | AuthRequired():
            return PERSON
    return PERSON


def show(answer: Answer, as_json: bool, out: TextIO) -> None:
    if as_json:
        out.write(json.dumps({"ok": answer.code == DONE, **answer.data}, ensure_ascii=False) + "\n")
    elif answer.text:
        out.write(answer.text + "\n")
