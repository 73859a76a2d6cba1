"""Checking a receipt that somebody hands over: a PDF, its .json, the text of its QR code. No account, no school."""

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from desktop.paper import bindery, seal
from desktop.paper.book import Extract
from domain.errors import BadInput
from sync import receipts
from sync.receipts import Listed, NotAReceipt, Receipt

MOST = 64 * 1024 * 1024
PIECE = 1024 * 1024
_DER = bytes.fromhex("302a300506032b6570032100")


@frozen
class Checked:
    """What came of it. trusted: the key was given, not taken from the receipt. matches: (file, how it compares)."""

    receipt: Receipt
    key: str
    trusted: bool
    faults: tuple[str, ...]
    files: tuple[Listed, ...]
    matches: tuple[tuple[str, bool], ...] = ()

    @property
    def good(self) -> bool:
        return self.trusted and not self.faults


def check(source: str, key: str = "", own: Sequence[Path] = ()) -> Checked:
    """Read and check. source: a path or the text of a QR code; own: files that should be those of the receipt.

    Raises BadInput when it is no receipt at all.
    """
    receipt, broken = read(source)
    trusted = bool(key)
    key = key_of(key) if key else receipt.public_key
    if not key:
        raise BadInput("no_key", "這份收據沒有附公鑰，無法驗證。", "請用 --key 指定學校公布的公鑰。")
    listed = receipts.listed(receipt.act) if receipt.act is not None else ()
    known = {one.sha256 for one in listed}
    matches = tuple((path.name, _sha(path) in known) for path in own)
    wrong = tuple(f"「{name}」不是收據上的檔案：內容不同。" for name, same in matches if not same)
    faults = (*broken, *receipts.faults(receipt, key), *wrong)
    return Checked(receipt, key, trusted, faults, listed, matches)


def read(source: str) -> tuple[Receipt, tuple[str, ...]]:
    """The receipt, and what is wrong with the paper around it."""
    if source.startswith(f"{receipts.FORMAT}|"):
        return _parsed(source.encode()), ()
    data = _content(Path(source))
    if data.lstrip()[:5] != b"%PDF-":
        return _parsed(data), ()
    broken = () if seal.intact(data) else ("這份 PDF 在存檔之後被改過，紙面上的字不能作數。",)
    inside = bindery.bind(Extract(receipts.FILE_NAME), lambda _: data).pdf
    if not inside:
        raise BadInput(
            "no_receipt", "這份 PDF 裡沒有簽章收據，或收據已經被改壞。", "請用「存成 PDF」的原檔。"
        )
    return _parsed(inside), broken


def key_of(text: str) -> str:
    """A public key as base64: given so, as a PEM, as the school's /v1/hello, or as a file with one of these."""
    path = Path(text)
    if len(text) < 200 and path.is_file():
        text = _content(path).decode("utf-8", "replace")
    text = text.strip()
    if text.startswith("{"):
        text = str(_loaded(text).get("public_key") or "")
    if text.startswith("-----BEGIN PUBLIC KEY-----"):
        return _from_pem(text)
    return text


def pem(key: str) -> str:
    """The key as openssl reads it."""
    body = base64.b64encode(_DER + base64.b64decode(key)).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n"


def _from_pem(text: str) -> str:
    body = "".join(line for line in text.splitlines() if not line.startswith("-----"))
    try:
        data = base64.b64decode(body, validate=True)
    except ValueError:
        return ""
    return base64.b64encode(data.removeprefix(_DER)).decode()


def _loaded(text: str) -> dict[str, Any]:
    try:
        raw = json.loads(text)
    except ValueError:
        return {}
    return raw if isinstance(raw, dict) else {}


def _parsed(data: bytes) -> Receipt:
    try:
        text = data.decode()
        if text.startswith(f"{receipts.FORMAT}|"):
            return receipts.from_qr(text.rstrip("\r\n"))
        return receipts.from_json(data)
    except (NotAReceipt, UnicodeDecodeError) as error:
        raise BadInput(
            "not_a_receipt",
            "這不是簽章收據，或內容被改過，不能作數。",
            "請用程式存成的 PDF、.json，或 QR 碼的文字。",
        ) from error


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except OSError as error:
        raise BadInput("unreadable", f"讀不到「{path.name}」。", "請確認檔案還在，而且可以開啟。") from error
    if len(data) > MOST:
        raise BadInput("too_large", f"「{path.name}」太大，不是收據。", "請選收據的檔案。")
    return data


def _sha(path: Path) -> str:
    hasher = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                hasher.update(piece)
    except OSError as error:
        raise BadInput("unreadable", f"讀不到「{path.name}」。", "請確認檔案還在，而且可以開啟。") from error
    return hasher.hexdigest()
