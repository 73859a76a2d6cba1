"""逾時 at the school's own machine: what is held, and the school's word on it."""

from argparse import Namespace

from attrs import asdict

from domain.errors import BadInput
from domain.windows import KINDS, instant, window_of
from server.cli.commands import Answer, moment_of, opened
from server.services import extending, late, uptime
from server.services.checking import outage_sentence


def listed(given: Namespace) -> Answer:
    with opened(given) as office:
        found = late.listed(office)
        sentence = f"有 {len(found)} 個動作逾時送達，等學校決定。" if found else "沒有逾時送達的動作。"
        away = uptime.outages(office)
    told = [{"code": "outage", "sentence": outage_sentence(one)} for one in away]
    return {"ok": True, "sentence": sentence, "late": [_told(one) for one in found], "outages": told}


def _told(one: late.Late) -> Answer:
    """What a person asks first stands first; with the code only when the school was told it."""
    noted = ("截止前已記下代碼" if one.in_time else "截止後才記下代碼") if one.noted_at else ""
    return {**asdict(one), "noted": noted}


def note(given: Namespace) -> Answer:
    with opened(given) as office:
        code = late.note(office, given.code, given.account)
    return {"ok": True, "sentence": f"已記下 {given.account} 的代碼 {code}。", "code": code}


def extend_window(given: Namespace) -> Answer:
    until = instant(moment_of(given.until, given.zone))
    if until is None:
        raise BadInput("bad_instant", "請寫新的截止。", "例如 2026-03-01T12:00。")
    with opened(given) as office:
        [record] = extending.extend(office, given.kind, given.year, until, given.reason)
    sentence = f"「{KINDS[given.kind]}」延到 {window_of(record).until}。逾時的請用 late list 逐一決定。"
    return {"ok": True, "sentence": sentence, "id": record.id, "closes_at": record.text("closes_at")}


def grant(given: Namespace) -> Answer:
    with opened(given) as office:
        done = late.grant(office, given.id, given.reason)
    again = done.status == "noop"
    sentence = "先前已經准予補做。" if again else "已照準時送達執行，學生同步後會看到。"
    return {"ok": True, "sentence": sentence, "id": given.id, "status": done.status}


def refuse(given: Namespace) -> Answer:
    with opened(given) as office:
        done = late.refuse(office, given.id, given.reason)
    sentence = "先前已經不准補做。" if done.status == "noop" else "已記下不准補做，學生同步後會看到理由。"
    return {"ok": True, "sentence": sentence, "id": given.id, "status": done.status}
