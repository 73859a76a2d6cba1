"""The key slots: who opens, who does not, and what lies in clear."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.store import labels, vault
from domain.errors import LichengError, Locked
from tests.desktop.store.conftest import URL
from tests.desktop.store.pages import ME


def image(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_that_the_password_and_the_code_open_and_nothing_else_does(tmp_path: Path) -> None:
    folder = vault.folder_of(tmp_path, URL, ME)
    keys, code = vault.create(folder, "密碼Ａ１", vault.Label(URL, ME), vault.CHEAP)
    before = image(folder)
    assert vault.unlock(folder, "密碼A1") == keys
    assert (
        vault.unlock_with_recovery(
            folder, f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
        )
        == keys
    )
    for wrong in ("密碼a1", "", "密碼A1 ", code):
        with pytest.raises(Locked, match="密碼不正確"):
            vault.unlock(folder, wrong)
    with pytest.raises(Locked, match="復原碼不正確"):
        vault.unlock_with_recovery(folder, "密碼A1")
    assert image(folder) == before


def test_that_a_new_password_and_a_new_code_replace_the_old(folder: Path, keys: vault.Keys) -> None:
    vault.rewrap(folder, keys, "新的")
    code = vault.new_recovery(folder, keys)
    assert vault.unlock(folder, "新的") == keys
    assert vault.unlock_with_recovery(folder, code) == keys
    with pytest.raises(Locked):
        vault.unlock(folder, "正確的密碼")


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("passes", 2),
        ("memory_kib", 1 << 40),
        ("memory_kib", "8"),
        ("salt", "00"),
        ("salt", "00" * 16),
        ("box", "AAAA"),
        ("nonce", "zz"),
        ("kind", "recovery"),
        ("lanes", None),
    ],
)
def test_that_a_tampered_slot_opens_nothing(folder: Path, keys: vault.Keys, part: str, value: object) -> None:
    path = folder / vault.SLOTS
    slots = json.loads(path.read_bytes())
    slots["password"][part] = value
    path.write_text(json.dumps(slots))
    with pytest.raises(Locked):
        vault.unlock(folder, "正確的密碼")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"password": 1}', b"\xff\xfe"])
def test_that_a_broken_slot_file_is_told_in_a_sentence(
    folder: Path, keys: vault.Keys, content: bytes
) -> None:
    (folder / vault.SLOTS).write_bytes(content)
    with pytest.raises(Locked, match="金鑰檔損壞"):
        vault.unlock(folder, "正確的密碼")


def test_that_an_account_never_seen_here_says_so(tmp_path: Path) -> None:
    with pytest.raises(Locked, match="還沒有在這台電腦上登入過"):
        vault.unlock(tmp_path / "none", "x")
    assert not (tmp_path / "none").exists()


def test_that_a_vault_is_never_replaced(folder: Path, keys: vault.Keys) -> None:
    with pytest.raises(LichengError, match="已有資料"):
        vault.create(folder, "另一個", vault.Label(URL, ME), vault.CHEAP)
    assert vault.unlock(folder, "正確的密碼") == keys


def test_that_the_sign_in_screen_learns_names_and_nothing_more(
    tmp_path: Path, folder: Path, keys: vault.Keys
) -> None:
    (tmp_path / "accounts" / "rubbish").mkdir()
    (tmp_path / "accounts" / "rubbish" / labels.LABEL).write_text("{")
    assert vault.accounts(tmp_path) == ((folder, vault.Label(URL, ME, "示範高中")),)
    assert json.loads((folder / labels.LABEL).read_bytes()) == {
        "url": URL,
        "account": ME,
        "school": "示範高中",
    }
    assert vault.accounts(tmp_path / "nowhere") == ()
    assert "b'" not in repr(keys)


def test_that_one_account_has_one_folder_however_the_address_is_written(tmp_path: Path) -> None:
    assert vault.folder_of(tmp_path, "https://A.example/ ", "x") == vault.folder_of(
        tmp_path, "https://a.example", "x"
    )
    assert vault.folder_of(tmp_path, URL, "x") != vault.folder_of(tmp_path, URL, "y")


def test_that_the_usual_cost_is_not_a_cheap_one() -> None:
    assert (vault.Cost().memory_kib, vault.Cost().passes) == (65_536, 3)
