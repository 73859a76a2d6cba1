"""The colours, lengths and type sizes of the interface, read once from resources/style/tokens.toml.

Knows nothing of Qt, so contrast can be computed anywhere.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from attrs import frozen

STYLE = Path(__file__).resolve().parents[2] / "resources" / "style"


@frozen
class Tokens:
    light: Mapping[str, str]
    dark: Mapping[str, str]
    space: Mapping[str, int]
    radius: Mapping[str, int]
    type: Mapping[str, int]

    def colours(self, mode: str) -> Mapping[str, str]:
        return self.dark if mode == "dark" else self.light


@cache
def load() -> Tokens:
    with (STYLE / "tokens.toml").open("rb") as file:
        table = tomllib.load(file)
    return Tokens(
        light=table["light"],
        dark=table["dark"],
        space=table["space"],
        radius=table["radius"],
        type=table["type"],
    )


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)
