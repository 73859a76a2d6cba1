"""The end of keeping at the school's own machine: who has left, who may be removed, what was removed."""

import getpass
import sys
from argparse import Namespace

from attrs import evolve
from msgspec.structs import asdict

from domain.keeping import confirmation
from server.cli.commands import Answer, opened
from server.services import purging, sweeping
from server.services.purging import Order


def leave(given: Namespace) -> Answer:
    with opened(given) as office:
        changed = purging.note_leaving(office, given.on, given.account, given.class_name)
    told = f"登記 {given.on} 離校" if given.on else "取消離校登記"
    return {
        "ok": True,
        "sentence": f"已{told}：{len(changed)} 人。",
        "accounts": [{"account": one} for one in changed],
    }


def listed(given: Namespace) -> Answer:
    """A dry run: nothing is changed."""
    with opened(given) as office:
        found, span = purging.kept(office), purging.years(office)
    over = sum(1 for one in found if not one.reasons)
    sentence = f"離校後保存 {span} 年。登記離校的有 {len(found)} 人，其中 {over} 人可以清除。"
    told = [{**asdict(one), "reasons": "".join(one.reasons) or "可以清除"} for one in found]
    return {"ok": True, "sentence": sentence, "kept": told}


def run(given: Namespace) -> Answer:
    with opened(given) as office:
        accounts = tuple(given.account)
        if given.all:
            accounts = tuple(one.account for one in purging.kept(office) if not one.reasons)
        order = Order(accounts, given.reason, getpass.getuser(), given.confirm)
        if accounts and not order.confirm:
            order = evolve(order, confirm=_asked(accounts))
        done = purging.purge(office, order)
    sentence = (
        f"已清除 {len(done)} 人的資料。檔案會在 {sweeping.GRACE.days} 天後刪除；先前的備份裡仍有這些資料。"
    )
    return {"ok": True, "sentence": sentence, "gone": [asdict(one) for one in done]}


def _asked(accounts: tuple[str, ...]) -> str:
    print("將清除：" + "、".join(accounts), file=sys.stderr)
    print(
        f"清除後無法復原。確定的話，請輸入「{confirmation(len(accounts))}」：",
        end="",
        file=sys.stderr,
        flush=True,
    )
    return sys.stdin.readline().strip()


def logged(given: Namespace) -> Answer:
    with opened(given) as office:
        found = purging.gone(office)
    return {"ok": True, "sentence": f"共清除過 {len(found)} 人。", "gone": [asdict(one) for one in found]}


def sweep(given: Namespace) -> Answer:
    with opened(given) as office:
        done = sweeping.sweep(office)
    days = sweeping.GRACE.days
    sentence = (
        f"刪除了 {len(done.removed)} 個已無人引用的檔案；另有 {done.condemned} 個列入觀察，{days} 天後再看。"
    )
    return {"ok": True, "sentence": sentence, "removed": [{"sha256": one} for one in done.removed]}
