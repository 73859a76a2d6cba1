"""逾時 at the school's own machine: what is held, and the school's word on it."""

from argparse import Namespace

from attrs import asdict

from server.cli.commands import Answer, opened
from server.services import late


def listed(given: Namespace) -> Answer:
    with opened(given) as office:
        found = late.listed(office)
    sentence = f"有 {len(found)} 個動作逾時送達，等學校決定。" if found else "沒有逾時送達的動作。"
    return {"ok": True, "sentence": sentence, "late": [asdict(one) for one in found]}


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
