"""Whose accounts lie on this computer: all that may be known before anything is unlocked. Light; nothing secret."""

import hashlib
import json
import unicodedata
from pathlib import Path

from attrs import asdict, frozen

from desktop.store import durable
from domain.canonical import canonical

SLOTS, LABEL = "slot.json", "identity.json"


@frozen
class Label:
    """Whose folder this is. account: the name to sign in with."""

    url: str
    account: str
    school: str = ""


def folder_of(home: Path, url: str, account: str) -> Path:
    """Where the account of that school lives, whether or not there is anything yet."""
    name = canonical([url.strip().rstrip("/").lower(), unicodedata.normalize("NFC", account.strip())])
    return home / "accounts" / hashlib.sha256(name).hexdigest()[:32]


def accounts(home: Path) -> tuple[tuple[Path, Label], ...]:
    """Every account that can be unlocked on this computer, by name."""
    found = []
    for path in sorted((home / "accounts").glob(f"*/{LABEL}")):
        label = _read_label(path)
        if label is not None and (path.parent / SLOTS).is_file():
            found.append((path.parent, label))
    return tuple(sorted(found, key=lambda one: (one[1].school, one[1].account)))


def relabel(folder: Path, label: Label) -> None:
    """Write what the sign-in screen shows of this account."""
    durable.write(folder / LABEL, [json.dumps(asdict(label), ensure_ascii=False).encode()])


def _read_label(path: Path) -> Label | None:
    try:
        raw = json.loads(path.read_bytes())
        return Label(str(raw["url"]), str(raw["account"]), str(raw.get("school", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
