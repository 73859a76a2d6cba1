"""Reads the command line, runs one command, prints its answer (as JSON with --json), and says how it went.

Exit codes: 0 done, 2 wrong usage, 3 refused by a rule, 4 the database cannot be reached, 5 a person is needed.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import OperationalError

from derive.listing import BadList
from domain.errors import Damaged, LichengError
from server.cli.parser import parser

DONE, REFUSED, OFFLINE, NEEDS_PERSON = 0, 3, 4, 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code."""
    given = parser().parse_args(arguments)
    try:
        answer = given.run(given)
    except BadList as error:
        told = [{"cell": one.cell, "sentence": one.sentence} for one in error.problems]
        _print(
            given.json,
            {"ok": False, "code": error.code, "sentence": str(error), "problems": told},
            sys.stderr,
        )
        return REFUSED
    except LichengError as error:
        _print(given.json, {"ok": False, "code": error.code, "sentence": str(error)}, sys.stderr)
        return NEEDS_PERSON if isinstance(error, Damaged) else REFUSED
    except OperationalError as error:
        sentence = f"連不上資料庫：{error.orig}。請檢查 DATABASE_URL 和資料庫是否啟動。"
        _print(given.json, {"ok": False, "code": "database", "sentence": sentence}, sys.stderr)
        return OFFLINE
    _print(given.json, answer, sys.stdout)
    return NEEDS_PERSON if answer.get("findings") else DONE


def _print(as_json: bool, answer: dict[str, Any], stream: Any) -> None:
    if as_json:
        print(json.dumps(answer, ensure_ascii=False), file=sys.stdout)
        return
    if "sentence" in answer:
        print(answer["sentence"], file=stream)
    for items in (value for value in answer.values() if isinstance(value, list)):
        for item in items:
            print("  ".join(str(part) for part in item.values()), file=stream)
