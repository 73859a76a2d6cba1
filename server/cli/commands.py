"""What each word does: opens the school, calls a service, answers a dict."""

import getpass
import json
import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from attrs import asdict

from domain.canonical import normal
from domain.errors import BadInput
from domain.lifecycle import STATE_LABELS
from domain.people import Role
from domain.records import Record
from domain.windows import stamp
from server.db import rows
from server.services import accounts, acting, backing, checking, importing, publishing, receiving
from server.services.accounts import Doorkeeper, NewAccount
from server.services.office import Office, init as found, open_office
from server.settings import Settings, settings
from sync.wire import key_fingerprint

Answer = dict[str, Any]
RECEIPTS = "receipts"
PICK_WORDS = {
    "lock": "已鎖定",
    "unlock": "已解除鎖定",
    "submitted": "已標記提交國教署",
    "reopen": "已開放更正",
}


def init(given: Namespace) -> Answer:
    place = _place(given)
    found(place, given.profile)
    values = {"name": normal(given.name), "school_year": given.year}
    with opened(given) as office:
        publishing.set_school(office, {key: value for key, value in values.items() if value})
        server_id = office.server_id
    return {"ok": True, "sentence": f"學校已建立在 {place.folder}。", "server_id": server_id}


def add_user(given: Namespace) -> Answer:
    with _doorkeeper(given) as (_, doorkeeper):
        new = NewAccount(given.account, given.name, Role(given.role), _password(), given.email)
        doorkeeper.add([new])
    return {"ok": True, "sentence": f"已新增帳號 {given.account}。"}


def list_users(given: Namespace) -> Answer:
    with opened(given) as office:
        return {"ok": True, "accounts": accounts.listed(office)}


def set_password(given: Namespace) -> Answer:
    with _doorkeeper(given) as (_, doorkeeper):
        doorkeeper.set_password(given.account, _password())
    return {"ok": True, "sentence": f"已重設 {given.account} 的密碼。"}


def end_second_step(given: Namespace) -> Answer:
    with opened(given) as office:
        accounts.end_second_step(office, given.account)
    return {"ok": True, "sentence": f"{given.account} 的兩階段驗證已關閉，登入時只要密碼。"}


def teach(given: Namespace) -> Answer:
    with opened(given) as office:
        publishing.teach(office, given.course, [given.account])
    return {"ok": True, "sentence": f"{given.account} 現在教 {given.course}。"}


def set_window(given: Namespace) -> Answer:
    """One window a kind and year: the same again moves it."""
    values = {
        "kind": given.kind,
        "opens_at": moment_of(given.opens, given.zone),
        "closes_at": moment_of(given.closes, given.zone),
        "zone": given.zone,
        "printed": normal(given.printed),
        "school_year": given.year,
    }
    with opened(given) as office:
        known = office.database.read(lambda conn: rows.of_forms(conn, ("window",))).result()
        same = [
            one for one in known if (one.text("kind"), one.text("school_year")) == (given.kind, given.year)
        ]
        record = publishing.publish(office, [Record(same[0].id if same else "", "window", values=values)])[0]
    return {
        "ok": True,
        "sentence": "作業期間已設定。",
        "id": record.id,
        "closes_at": record.text("closes_at"),
    }


def publish(given: Namespace) -> Answer:
    """FILE: a list of {id?, form, owner?, parent?, state?, values, deleted?}."""
    try:
        raw = json.loads(given.file.read_text(encoding="utf-8"))
        records = [Record(**{"id": "", **one}) for one in raw]
    except (OSError, ValueError, TypeError) as error:
        raise BadInput("bad_file", f"看不懂 {given.file}：{error}。", "請檢查檔案內容。") from error
    with opened(given) as office:
        written = publishing.publish(office, records)
    return {"ok": True, "sentence": f"已公布 {len(written)} 筆。", "ids": [{"id": one.id} for one in written]}


def import_list(given: Namespace) -> Answer:
    if given.kind == RECEIPTS:
        return _import_receipts(given)
    with _doorkeeper(given) as (office, doorkeeper):
        count = importing.KINDS[given.kind](office, doorkeeper, given.file)
    return {"ok": True, "sentence": f"已匯入 {count} 筆。", "count": count}


def _import_receipts(given: Namespace) -> Answer:
    password = os.environ.get("LICHENG_PACKAGE_PASSWORD") or getpass.getpass("資料檔密碼：")
    with opened(given) as office:
        done = receiving.receipts(office, given.file, password, given.term, given.skip_unknown)
    told = [
        f"已匯入 {done.students} 名學生的收訖明細：新增或更新 {done.written} 份，沒有變的 {done.unchanged} 份。"
    ]
    if done.skipped:
        told.append(f"略過 {done.skipped} 個對不到帳號的人。")
    if done.after_confirmation:
        told.append(f"其中 {done.after_confirmation} 份學生已經確認過，確認保留，學生會看到更新的提醒。")
    return {"ok": True, "sentence": "".join(told), **asdict(done)}


def list_reports(given: Namespace) -> Answer:
    with opened(given) as office:
        found = acting.reports(office, given.all)
    waiting = sum(1 for one in found if one.state == "reported")
    return {
        "ok": True,
        "sentence": f"{waiting} 件回報等待處理。",
        "reports": [{**asdict(one), "state": STATE_LABELS[one.state]} for one in found],
    }


def answer_report(given: Namespace) -> Answer:
    with opened(given) as office:
        record = acting.answer(office, given.id, given.text)
    return {"ok": True, "sentence": "已處理，學生同步後會看到說明。", "id": record.id, "state": record.state}


def change_picks(given: Namespace) -> Answer:
    with opened(given) as office:
        done = acting.picks(office, given.word, given.kind, given.year, given.account)
    sentence = f"{PICK_WORDS[given.word]} {len(done)} 筆。" if done else "沒有可以這樣做的勾選。"
    return {"ok": True, "sentence": sentence, "count": len(done)}


def backup(given: Namespace) -> Answer:
    with opened(given) as office:
        done = backing.backup(office, given.target)
    sentence = (
        f"已備份 {done['rows']} 列資料和 {done['files_copied']} 個新檔案。金鑰（keys 資料夾）請另外妥善保存。"
    )
    return {"ok": True, "sentence": sentence, **done}


def restore(given: Namespace) -> Answer:
    with opened(given) as office:
        done = backing.restore(office, given.source)
    return {"ok": True, "sentence": "已還原。大家的電腦下次同步時，會把備份之後的內容送回來。", **done}


def verify(given: Namespace) -> Answer:
    with opened(given) as office:
        return _findings(checking.verify(office, given.deep), "資料庫和檔案一致。")


WHY = {
    "overtaken": "還原前已接受，但紀錄後來又改過，沒有照做",
    "waiting": "還原前已接受，還在等前面的版本補送",
    "held_late": "逾時送達，內容已保留",
}


def acts(given: Namespace) -> Answer:
    with opened(given) as office:
        found = checking.acts(office)
    told = [{**asdict(one), "why": WHY[one.why]} for one in found]
    sentence = f"有 {len(told)} 個動作請通知當事人。" if told else "沒有需要處理的動作。"
    return {"ok": True, "sentence": sentence, "acts": told}


def doctor(given: Namespace) -> Answer:
    with opened(given) as office:
        return _findings(checking.doctor(office), "一切正常。")


def key(given: Namespace) -> Answer:
    with opened(given) as office:
        public, pem = office.keys.public, office.keys.pem
    mark = key_fingerprint(public)
    told = f"公鑰 {public}\n指紋 {mark}\n\n{pem}"
    return {"ok": True, "sentence": told, "public_key": public, "fingerprint": mark, "pem": pem}


def _findings(found: list[checking.Finding], fine: str) -> Answer:
    told = [{"code": one.code, "sentence": one.sentence} for one in found]
    return {"ok": not told, "sentence": f"有 {len(told)} 件事需要處理。" if told else fine, "findings": told}


def _place(given: Namespace) -> Settings:
    folder: Path = given.folder
    return settings(folder, os.environ)


@contextmanager
def opened(given: Namespace) -> Iterator[Office]:
    office = open_office(_place(given))
    try:
        yield office
    finally:
        office.close()


@contextmanager
def _doorkeeper(given: Namespace) -> Iterator[tuple[Office, Doorkeeper]]:
    with opened(given) as office:
        doorkeeper = Doorkeeper(office)
        try:
            yield office, doorkeeper
        finally:
            doorkeeper.close()


def _password() -> str:
    return os.environ.get("LICHENG_PASSWORD") or getpass.getpass("密碼：")


def moment_of(text: str, zone: str) -> str:
    """An instant as typed, in UTC; without an offset it is the zone's wall clock."""
    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text)
        return stamp(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone)))
    except (ValueError, KeyError) as error:
        raise BadInput(
            "bad_instant",
            f"「{text}」不是時刻。",
            "請寫成完整時刻，例如 2026-03-01T00:00。",
        ) from error
