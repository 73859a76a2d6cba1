"""名單匯入 for the screen: a look at a list, and what is wrong with it, as tables and a sentence."""

from desktop.models.receipts import Column, Table
from sync.wire.office import ListTold

FATES = {"new": "新增", "changed": "更新", "gone": "名單沒有", "same": "不變"}
SHOWN = 200


def headline(told: ListTold, codes: bool = False) -> tuple[str, str]:
    """Tone and sentence. codes: a list of codes, where what is left out is withdrawn."""
    counts = told.counts
    if told.fault_count:
        return "danger", f"還不能匯入：有 {told.fault_count} 格要改。改好存檔，再選一次；現在什麼都沒有寫入。"
    parts = [f"{FATES[key]} {counts[key]} 筆" for key in ("new", "changed", "same") if counts[key]]
    if codes and counts["gone"]:
        words = "、".join([*parts, f"停用 {counts['gone']} 個"])
        return "warning", f"可以匯入：{words}。停用的代碼不能再選，用過的紀錄都保留。"
    gone = f"學校另有 {counts['gone']} 筆不在這份名單，會保留不動。" if counts["gone"] else ""
    if not counts["new"] + counts["changed"]:
        return "info", f"沒有要寫入的：和學校的資料一樣。{gone}"
    return "success", f"可以匯入：{'、'.join(parts)}。{gone}"


def table(told: ListTold) -> Table | None:
    """The cells to mend, else the lines by what becomes of them; None when there is nothing to see."""
    if told.faults:
        rows = tuple((one.cell, one.sentence) for one in told.faults[:SHOWN])
        return Table("要改的格子", (Column("儲存格"), Column("怎麼改")), rows)
    lines = [one for one in told.lines if one.fate != "same"][:SHOWN]
    rows_of = tuple((str(one.line or "–"), FATES[one.fate], one.who, one.what) for one in lines)
    columns = (Column("列"), Column("結果"), Column("誰"), Column("改了什麼"))
    return Table("匯入預覽", columns, rows_of) if rows_of else None


def more(told: ListTold) -> str:
    """What the table leaves out, in words."""
    count = told.fault_count or sum(told.counts[key] for key in ("new", "changed", "gone"))
    return f"只列出前 {SHOWN} 筆，共 {count} 筆。" if count > SHOWN else ""
