"""The shell that reads resources/: code lists, profiles, aliases, the manual; each once, beside the program only."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from derive.aliases import Aliases, parse as parse_aliases
from domain.codelists import CodeList, of_labels, parse as parse_codes
from domain.people import ROLE_LABELS
from domain.profiles import Profile, parse as parse_profile
from domain.windows import KINDS

ROOT = Path(__file__).resolve().parent.parent / "resources"
OURS: Mapping[str, Mapping[str, str]] = {
    "role": {role.value: label for role, label in ROLE_LABELS.items()},
    "window_kind": KINDS,
}


@cache
def codelists() -> Mapping[str, CodeList]:
    """Every code list by its name: those that are data, and those that the domain itself tells apart."""
    lists = {name: of_labels(name, labels) for name, labels in OURS.items()}
    for file in (ROOT / "codelists").glob("*.csv"):
        lists[file.stem] = parse_codes(file.stem, _text(file))
    return MappingProxyType({name: lists[name] for name in sorted(lists)})


@cache
def profile(name: str) -> Profile:
    """The profile of that name; KeyError says which there are."""
    if name not in profile_names():
        raise KeyError(f"沒有「{name}」這個系統類型，可用的有：{'、'.join(profile_names())}")
    return parse_profile(_text(ROOT / "profiles" / f"{name}.toml"))


@cache
def profile_names() -> tuple[str, ...]:
    """The profiles that come with the program."""
    return tuple(sorted(file.stem for file in (ROOT / "profiles").glob("*.toml")))


@cache
def aliases() -> Aliases:
    """What other systems call what stands in a backup."""
    return parse_aliases(_text(ROOT / "aliases" / "backup.toml"))


@cache
def manual(role: str = "student") -> Mapping[str, str]:
    """The chapters of a role's manual in their order, as Markdown by file name."""
    index = tomllib.loads(_text(ROOT / "manual" / "index.toml"))
    return MappingProxyType({name: _text(ROOT / "manual" / name) for name in index[role]})


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
