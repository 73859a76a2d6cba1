"""`licheng` without a window: the same desk, the same operations, the same rules; for scripts and for tests.

Exit codes: 0 done, 2 usage, 3 refused by a rule, 4 offline, 5 needs a person.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from desktop.cli.answers import Answer, code_of, show
from desktop.cli.commands import perform
from desktop.cli.parser import build
from domain.errors import LichengError


def _read(parser: ArgumentParser, words: Sequence[str]) -> Namespace:
    """The options; values may stand before or after them (argparse alone takes only the first group)."""
    options, left = parser.parse_known_args(words)
    if left and (not hasattr(options, "values") or any(word.startswith("-") for word in left)):
        parser.error(f"看不懂：{' '.join(left)}")
    if left:
        options.values = [*options.values, *left]
    return options


def run(words: Sequence[str]) -> int:
    """Carry out one subcommand and print what came of it."""
    options = _read(build(), words)
    try:
        answer = perform(options)
    except LichengError as error:
        answer = Answer(
            code_of(error),
            str(error),
            {"code": error.code, "sentence": error.sentence, "remedy": error.remedy},
        )
    out = sys.stdout if options.json or answer.code == 0 else sys.stderr
    show(answer, options.json, out)
    return answer.code
