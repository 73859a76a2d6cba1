"""The school's signed receipts as people read them: rows for a list, facts for a card, and the page that is printed."""

from attrs import frozen

from desktop.desk import Desk
from desktop.models.entry_list import title_of
from desktop.models.rows import Row
from desktop.paper.book import File, Line, Slip
from domain.forms import FORMS
from domain.intents import Action
from domain.lifecycle import ACTION_LABELS
from domain.records import Record
from domain.windows import instant
from sync import receipts
from sync.receipts import STATUS_LABELS, Listed, Receipt
from sync.wire import key_fingerprint

TITLE = "學校的簽章收據"
SAID_HERE = "學校名稱、姓名與標題由存檔的電腦寫上，不在簽章之內；其餘都由學校簽章，改一個字就驗證不過。"
HOW = (
    "這份 PDF 裡夾帶著收據本身。用「歷程」執行 licheng verify-receipt 這個檔案 --key 學校公鑰，不必連線、不必帳號。",
    "QR 碼的文字是「學校簽章的內容｜簽章」，可用任何 Ed25519 程式驗證，寫法見說明文件 docs/protocol.md。",
    "學校的公鑰請向學校索取，或看學校網址後面加上 /v1/hello。",
    SAID_HERE,
)


@frozen
class Held:
    """A file that the receipt names, and whether this computer has exactly it."""

    listed: Listed
    name: str
    here: bool


def heading(desk: Desk, receipt: Receipt) -> str:
    """What was done with which record."""
    title = _title(desk, receipt)
    return f"{done(receipt)}　{title}" if title else done(receipt)


def done(receipt: Receipt) -> str:
    """The act in words."""
    act = receipt.act
    return ACTION_LABELS[act.action] if act is not None else "（這一版程式還不認得的動作）"


def when(receipt: Receipt) -> str:
    """When the school had it, to the second, in this computer's zone."""
    try:
        found = instant(receipt.recv_at)
    except ValueError:
        found = None
    if found is None:
        return receipt.recv_at
    here = found.astimezone()
    return f"{here.year} 年 {here.month} 月 {here.day} 日 {here:%H:%M:%S}"


def newest(desk: Desk, record_id: str, *actions: Action, intent: str = "") -> Receipt | None:
    """The last receipt of a record for one of these acts, or that of an intent; None before the school has answered."""
    for said in reversed(desk.journal(record_id)):
        act = said.intent
        if act is not None and said.receipt and (act.action in actions or act.id == intent):
            return receipts.of(said.body, said.receipt, "")
    return None


def received(receipt: Receipt) -> str:
    """When the school had it, and the number to name in a question."""
    return f"學校在 {when(receipt)} 收到，收據 {receipt.number}。"


def facts(desk: Desk, receipt: Receipt) -> tuple[Line, ...]:
    """What the card and the page say, in this order."""
    act = receipt.act
    form = FORMS[act.form] if act is not None and act.form in FORMS else None
    told = (
        ("做了什麼", done(receipt)),
        ("紀錄", _title(desk, receipt)),
        ("類型", desk.profile.title_of(form) if form else ""),
        ("學校收到", when(receipt)),
        ("結果", STATUS_LABELS.get(receipt.status, receipt.status)),
        ("送出的人", f"{desk.identity.name}（{desk.identity.account}）"),
        ("學校", desk.identity.school),
    )
    return tuple(Line(label, text) for label, text in told if text)


def row(desk: Desk, receipt: Receipt, faults: tuple[str, ...]) -> Row:
    """A receipt as the list shows it."""
    word, tone = ("無法驗證", "danger") if faults else ("簽章正確", "success")
    quiet = f"{when(receipt)} · {receipt.number}"
    return Row(receipt.intent, heading(desk, receipt), quiet, pill=word, tone=tone)


def proof_lines(receipt: Receipt) -> tuple[Line, ...]:
    """What a machine compares."""
    return (
        Line("意圖編號", receipt.intent),
        Line("內容指紋", receipt.body_sha),
        Line("簽收時刻", receipt.recv_at),
        Line("公鑰指紋", key_fingerprint(receipt.public_key)),
    )


def held(desk: Desk, receipt: Receipt) -> tuple[Held, ...]:
    """The files of the act with their names; here: read and hashed now, so ask off the GUI thread."""
    act = receipt.act
    if act is None:
        return ()
    record = desk.record(act.record)
    names = {file.sha256: file.name for file in record.files.values()} if record else {}
    return tuple(
        Held(one, one.name or names.get(one.sha256) or one.label, desk.blobs.verify(one.sha256))
        for one in receipts.listed(act)
    )


def slip(desk: Desk, receipt: Receipt) -> Slip:
    """The receipt as one page, with itself inside."""
    files = tuple(
        File(one.listed.label, one.name, "", one.listed.size, one.listed.sha256)
        for one in held(desk, receipt)
    )
    return Slip(
        title=TITLE,
        number=receipt.number,
        heads=facts(desk, receipt) + proof_lines(receipt),
        files=files,
        qr=receipts.qr_text(receipt),
        how=HOW,
        name=receipts.FILE_NAME,
        content=receipts.to_json(receipt).decode(),
    )


def _title(desk: Desk, receipt: Receipt) -> str:
    act = receipt.act
    record = desk.record(act.record) if act is not None else None
    if record is None or record.form not in FORMS:
        return ""
    parent = desk.record(record.parent) if record.parent else None
    title = title_of(FORMS[record.form], record) if _named(record) else ""
    course = parent.text("subject_name") if parent is not None else ""
    return "　".join(part for part in (course, title) if part)


def _named(record: Record) -> bool:
    return bool(record.text(FORMS[record.form].title_field).strip())
