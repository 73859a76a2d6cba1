"""verify: what lies here, and whether it is what the school holds."""

import sys
from argparse import Namespace

from desktop.cli.answers import DONE, PERSON, Answer
from desktop.desk import Desk
from desktop.operations import comparing
from domain.errors import LichengError, Offline
from sync.effects import AuthRequired


def verify(desk: Desk, options: Namespace) -> Answer:
    """5: something differs. Without the school only what lies here is looked at, and the answer says so."""
    shas = sorted(desk.store.referenced())
    here = [sha for sha in shas if desk.blobs.has(sha)]
    bad = [sha for sha in here if options.deep and not desk.blobs.verify(sha)]
    again = sorted(desk.writer.wait(lambda: desk.store.fetch_again(bad))) if bad else []
    text = f"檔案 {len(shas)} 個，這台電腦上有 {len(here)} 個，損壞 {len(bad)} 個"
    if again:
        text += f"；其中 {len(again)} 個學校有，下次同步時會重新下載"
    told, school = _asked(desk, options)
    data = {
        "files": len(shas),
        "here": len(here),
        "missing": len(shas) - len(here),
        "damaged": bad,
        "again": again,
        "deep": options.deep,
        "school": school,
    }
    differs = bool(school and (school["differing"] or school["unsent"]))
    return Answer(PERSON if bad or differs else DONE, "\n".join([text, *told]), data)


def _asked(desk: Desk, options: Namespace) -> tuple[list[str], dict[str, object] | None]:
    """In words, and for programs; None when the school was not asked or could not be."""
    if options.local:
        return [], None
    try:
        found = comparing.compare(desk, False, _shown, lambda: False)
    except (Offline, AuthRequired) as error:
        return [f"沒有和學校核對：{error}"], None
    except LichengError as error:
        return [f"核對沒有完成：{error}"], None
    if options.mend and not found.good:
        desk.writer.wait(lambda: comparing.mend(desk, found))
    lines = [f"和學校核對了 {found.records} 筆紀錄：{'都一致' if found.good else '有不一致'}"]
    lines += comparing.lines(desk, found)
    if not found.good:
        lines.append("已排定，下次同步時修好。" if options.mend else "加上 --mend 就會在下次同步時修好。")
    return lines, {
        "records": found.records,
        "differing": [one.record for one in found.differing],
        "unsent": list(found.unsent),
    }


def _shown(done: int, total: int, what: str) -> None:
    if total and sys.stderr.isatty():
        print(f"\r{what} {done}/{total}", end="" if done < total else "\n", file=sys.stderr, flush=True)
