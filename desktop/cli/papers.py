"""The subcommands that make a PDF, and the one that checks a receipt of somebody else."""

from argparse import Namespace

from attrs import asdict
from msgspec import structs

from desktop.cli.answers import DONE, PERSON, REFUSED, Answer
from desktop.desk import Desk
from desktop.models import portfolio as choosing, signed
from desktop.models.portfolio import Chosen, Filter
from desktop.operations import papers, proofs, verifying
from desktop.operations.verifying import Checked
from domain.errors import BadInput
from domain.forms import FORMS
from sync.receipts import STATUS_LABELS
from sync.wire import key_fingerprint


def portfolio(desk: Desk, options: Namespace) -> Answer:
    """Chosen records as one PDF."""
    cover = choosing.cover(desk, desk.clock.here().astimezone().date())
    cover = structs.replace(cover, title=options.title or cover.title)
    chosen = _named(desk, options.id) if options.id else _fitting(desk, options)
    out = papers.named(options.pdf, ".pdf")
    bound = papers.portfolio(desk, choosing.book(desk, chosen, cover, options.files), out)
    left = "".join(f"\n沒有放進去：{one}" for one in bound.left_out)
    data = {"records": len(chosen), "pages": bound.pages, "left_out": list(bound.left_out), "pdf": str(out)}
    return Answer(text=f"已把 {len(chosen)} 筆紀錄做成 {bound.pages} 頁的 {out}{left}", data=data)


def receipt(desk: Desk, options: Namespace) -> Answer:
    """One receipt as a file."""
    found = next(
        (p for p in proofs.proofs(desk) if options.number in (p.receipt.number, p.receipt.intent)), None
    )
    if found is None:
        raise BadInput("missing", f"沒有編號 {options.number} 的收據。", "請用 licheng receipts 查詢。")
    out = options.out
    if out.suffix.lower() == ".json":
        papers.receipt_json(found.receipt, out)
    else:
        out = papers.named(out, ".pdf")
        papers.slip(signed.slip(desk, found.receipt), out)
    return Answer(text=f"已存成 {out}", data={"number": found.receipt.number, "file": str(out)})


def verify_receipt(options: Namespace) -> Answer:
    """0: the school signed exactly this. 3: it did not. 5: nobody said which key is the school's."""
    checked = verifying.check(options.source, options.key, options.file)
    code = REFUSED if checked.faults else DONE if checked.trusted else PERSON
    return Answer(code, "\n".join(_told(checked)), _data(checked))


def _told(checked: Checked) -> list[str]:
    one = checked.receipt
    act = one.act
    lines = list(checked.faults) or ["驗證通過：學校簽章的就是這份內容。"]
    if not checked.faults and not checked.trusted:
        mark = key_fingerprint(checked.key)
        lines = [
            f"收據前後一致，但公鑰是收據自己附的（指紋 {mark}）。請向學校取得公鑰，用 --key 再驗證一次。"
        ]
    lines += [f"編號　{one.number}", f"意圖　{one.intent}"]
    if act is not None:
        form = FORMS[act.form].title if act.form in FORMS else act.form
        lines += [f"動作　{signed.done(one)}（{form}）", f"紀錄　{act.record}"]
    lines += [
        f"收到　{signed.when(one)}（{one.recv_at}）",
        f"結果　{STATUS_LABELS.get(one.status, one.status)}",
    ]
    lines.append(f"內容指紋　{one.body_sha}")
    lines += [f"檔案　{file.name or file.label}　{file.size} 位元組　{file.sha256}" for file in checked.files]
    return lines + [f"比對　{name}　{'相符' if same else '不相符'}" for name, same in checked.matches]


def _data(checked: Checked) -> dict[str, object]:
    one = checked.receipt
    act = one.act
    return {
        "good": checked.good,
        "trusted": checked.trusted,
        "faults": list(checked.faults),
        "number": one.number,
        "intent": one.intent,
        "action": act.action.value if act else "",
        "record": act.record if act else "",
        "recv_at": one.recv_at,
        "status": one.status,
        "ver": one.ver,
        "body_sha": one.body_sha,
        "key": checked.key,
        "files": [asdict(file) for file in checked.files],
        "matches": [{"name": name, "same": same} for name, same in checked.matches],
    }


def _fitting(desk: Desk, options: Namespace) -> tuple[Chosen, ...]:
    return choosing.candidates(desk, Filter(options.year, options.scope, tuple(options.form), options.order))


def _named(desk: Desk, wanted: list[str]) -> tuple[Chosen, ...]:
    mine = {one.record.id: one for one in choosing.everything(desk)}
    for one in wanted:
        if one not in mine:
            raise BadInput("missing", f"這台電腦上沒有紀錄 {one}。", "請先同步，或用 licheng list 查詢。")
    return tuple(mine[one] for one in wanted)
