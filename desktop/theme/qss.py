"""Fills the style sheet template: `$token` is a colour, `12dp` a length at the user's scale.

`$url_name` becomes the address of an icon tinted for the mode.
"""

import re
from collections.abc import Mapping
from string import Template

from desktop.theme import tokens

_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)dp\b")


def template() -> str:
    return (tokens.STYLE / "style.qss").read_text(encoding="utf-8")


def pixels(length: float, scale: float) -> int:
    """A length at 100 % as whole pixels; a hairline never disappears."""
    if length == 0:
        return 0
    grown = round(abs(length) * scale)
    return max(1, grown) * (1 if length > 0 else -1)


def render(colours: Mapping[str, str], urls: Mapping[str, str], scale: float) -> str:
    """The finished sheet. An unknown `$name` raises KeyError: a template may not guess."""
    table = tokens.load()
    words = dict(colours)
    words |= {f"r_{k}": f"{v}dp" for k, v in table.radius.items()}
    words |= {f"type_{k}": f"{v}dp" for k, v in table.type.items()}
    words |= {f"url_{k}": f"url({v})" for k, v in urls.items()}
    text = Template(template()).substitute(words)
    return _LENGTH.sub(lambda m: f"{pixels(float(m[1]), scale)}px", text)
