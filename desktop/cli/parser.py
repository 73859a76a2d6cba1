"""The words of `licheng`."""

import argparse
from collections.abc import Callable
from pathlib import Path

from desktop.home import home_folder
from desktop.models.portfolio import ALL, BY_FORM, CERTIFIED, ORDERS, SELECTED
from domain.forms import HELD
from domain.shrinking import Choice, parsed_size

Add = Callable[[str, str], argparse.ArgumentParser]


def build() -> argparse.ArgumentParser:
    """Every subcommand that exists; what does not exist yet is not listed."""
    about = "歷程：沒有視窗的用法。密碼由提示輸入，或放在 LICHENG_PASSWORD。"
    top = argparse.ArgumentParser("licheng", description=about)
    top.add_argument("--home", type=Path, default=home_folder(), help="資料夾，預設是這台電腦慣用的位置")
    top.add_argument("--account", default="", help="這台電腦上有多個帳號時，指定帳號")
    commands = top.add_subparsers(dest="command", required=True)

    def add(name: str, text: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        one.add_argument("--json", action="store_true", help="以 JSON 輸出")
        return one

    login = add("login", "登入學校，並在這台電腦建立加密的資料")
    login.add_argument("url", metavar="URL")
    login.add_argument("login", metavar="ACCOUNT")
    login.add_argument("--otp", default="", help="兩階段驗證碼")
    add("sync", "和學校同步一次")
    add("status", "資料在哪裡、還有什麼沒送出")
    _writing(add)
    _acting(add)
    _keeping(add)
    return top


def _writing(add: Add) -> None:
    listing = add("list", "列出一種紀錄")
    listing.add_argument("form", metavar="FORM")
    listing.add_argument("--year-term", default="", help="例如 114-1；114 為整學年")
    show = add("show", "顯示一筆紀錄")
    show.add_argument("id", metavar="ID")
    new = add("add", "新增一筆紀錄")
    new.add_argument("form", metavar="FORM")
    new.add_argument("--parent", default="", help="課程學習成果所屬的修課紀錄")
    edit = add("edit", "修改一筆紀錄")
    edit.add_argument("id", metavar="ID")
    for one in (new, edit):
        one.add_argument("values", nargs="*", metavar="key=value")
        one.add_argument("--file", action="append", default=[], metavar="slot=PATH")


def _acting(add: Add) -> None:
    submit = add("submit", "送出認證")
    submit.add_argument("id", metavar="ID")
    certify = add("certify", "教師認證一筆或多筆")
    certify.add_argument("ids", nargs="+", metavar="ID")
    way = certify.add_mutually_exclusive_group(required=True)
    way.add_argument("--pass", dest="passed", action="store_true", help="認證通過")
    way.add_argument("--fail", dest="passed", action="store_false", help="認證不通過")
    certify.add_argument("--comment", default="", help="給學生的說明")
    consent = add("consent", "同意提交說明（勾選前需要）")
    consent.add_argument("kind", choices=("outcome", "diverse"))
    select = add("select", "勾選要送交國教署的紀錄")
    select.add_argument("ids", nargs="+", metavar="ID")
    select.add_argument("--undo", action="store_true", help="取消勾選")


def _keeping(add: Add) -> None:
    export = add("export", "匯出備份 ZIP（EXCEL 清單與附件）")
    export.add_argument("zip", type=Path, metavar="ZIP")
    export.add_argument("--year-term", default="", help="空白為全部")
    export.add_argument("--selected", action="store_true", help="只要已勾選的")
    export.add_argument("--form", action="append", default=[], metavar="FORM", help="只要這一類，可重複")
    bring = add("import", "從備份 ZIP 還原，或匯入原校務系統「我的備份」的 ZIP")
    bring.add_argument("zip", type=Path, metavar="ZIP")
    bring.add_argument("--dry-run", action="store_true", help="只看會做什麼，不寫入")
    bring.add_argument("--copies", action="store_true", help="內容和這裡不同的，各另存一筆")
    shrink = add("shrink", "把檔案縮小到指定的大小以內，另存新檔；原檔不變，不需登入")
    shrink.add_argument("file", type=Path, metavar="FILE")
    shrink.add_argument("--to", type=_size, required=True, metavar="LIMIT", help="例如 4MB、800KB")
    shrink.add_argument("--out", type=Path, metavar="FILE", help="存到哪裡，預設在原檔旁邊")
    shrink.add_argument(
        "--quality", type=Choice, choices=list(Choice), default=Choice.CLEAR, help="清楚、一般、小檔"
    )
    add("receipts", "學校簽收過的每一件，並驗證簽章")
    _papers(add)
    verify = add("verify", "檢查這台電腦上的資料完好，並和學校核對")
    verify.add_argument("--deep", action="store_true", help="連同每個檔案的內容重新計算")
    verify.add_argument("--local", action="store_true", help="只看這台電腦，不問學校")
    verify.add_argument("--mend", action="store_true", help="和學校不一致的，下次同步時重新讀取或重新送出")


def _size(text: str) -> int:
    found = parsed_size(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"「{text}」不是大小，請寫成 4MB 或 800KB")
    return found


def _papers(add: Add) -> None:
    portfolio = add("portfolio", "把紀錄做成一份 PDF（封面、目錄、附件全部放進去）")
    portfolio.add_argument("pdf", type=Path, metavar="OUT.pdf")
    portfolio.add_argument(
        "--form", action="append", default=[], choices=[form.key for form in HELD], help="可重複"
    )
    portfolio.add_argument("--year", default="", help="114 為整學年，114-1 為一學期")
    scope = portfolio.add_mutually_exclusive_group()
    scope.add_argument("--selected", dest="scope", action="store_const", const=SELECTED, help="只要已勾選的")
    scope.add_argument(
        "--certified", dest="scope", action="store_const", const=CERTIFIED, help="只要認證通過的"
    )
    portfolio.set_defaults(scope=ALL)
    portfolio.add_argument("--id", action="append", default=[], help="只要這幾筆，照這個順序；可重複")
    portfolio.add_argument("--order", choices=[key for key, _ in ORDERS], default=BY_FORM)
    portfolio.add_argument("--no-files", dest="files", action="store_false", help="不放附件")
    portfolio.add_argument("--title", default="", help="封面的標題")
    receipt = add("receipt", "把一張簽章收據存成 PDF 或 .json")
    receipt.add_argument("number", metavar="NUMBER", help="licheng receipts 列出的編號或意圖編號")
    receipt.add_argument("out", type=Path, metavar="OUT")
    check = add("verify-receipt", "驗證別人交來的簽章收據；不必帳號，也不必連線")
    check.add_argument("source", metavar="FILE", help="收據的 PDF、.json，或 QR 碼的文字")
    check.add_argument("--key", default="", help="學校的公鑰：文字、PEM，或存有公鑰的檔案")
    check.add_argument(
        "--file", action="append", default=[], type=Path, help="比對這個檔案是不是收據上的；可重複"
    )
