"""The words of licheng-school."""

import argparse
from argparse import ArgumentParser as Parser
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from derive.resources import profile_names
from domain.people import Role
from domain.windows import KINDS
from server.cli import announcements, commands, guides, keeping, late, serving
from server.services import acting, importing

Words: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def parser() -> argparse.ArgumentParser:
    """All commands; each sets `run`."""
    top = argparse.ArgumentParser(prog="licheng-school", description="歷程的學校主機")
    words = top.add_subparsers(required=True, metavar="COMMAND")
    _founding(words)
    _people(words)
    _records(words)
    _guides(words)
    _announcements(words)
    _late(words)
    _keeping(words)
    _purging(words)
    return top


def _word(
    words: Words, name: str, help_text: str, run: Callable[..., object], placed: bool = False
) -> Parser:
    """One command. placed: the folder stands right behind the word; else it is given by --dir."""
    word = words.add_parser(name, help=help_text)
    word.add_argument("--json", action="store_true", help="用 JSON 回答")
    if placed:
        word.add_argument("folder", type=Path, metavar="DIR", help="學校資料夾")
    else:
        word.add_argument("--dir", dest="folder", type=Path, default=Path(), metavar="DIR", help="學校資料夾")
    word.set_defaults(run=run)
    return word


def _group(words: Words, name: str, help_text: str) -> Words:
    return words.add_parser(name, help=help_text).add_subparsers(required=True, metavar="COMMAND")


def _founding(words: Words) -> None:
    init = _word(words, "init", "建立學校", commands.init, placed=True)
    init.add_argument("--profile", required=True, choices=profile_names(), help="學校類型")
    init.add_argument("--name", default="", help="學校名稱")
    init.add_argument("--year", default="", help="學年度，例如 114")
    serve = _word(words, "serve", "啟動主機", serving.serve, placed=True)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8765, help="0 表示任何空著的連接埠")
    serve.add_argument("--workers", type=int, default=1)


def _people(words: Words) -> None:
    users = _group(words, "user", "帳號")
    add = _word(users, "add", "新增帳號；密碼由 LICHENG_PASSWORD 或提示輸入", commands.add_user)
    add.add_argument("account")
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, choices=[role.value for role in Role])
    add.add_argument("--email", default="")
    _word(users, "list", "列出帳號", commands.list_users)
    passwd = _word(users, "passwd", "重設密碼，並登出所有電腦", commands.set_password)
    passwd.add_argument("account")
    lost = _word(users, "otp-off", "關閉兩階段驗證（手機和備用碼都不見時）", commands.end_second_step)
    lost.add_argument("account")
    teach = _word(words, "teach", "讓教師教一門課", commands.teach)
    teach.add_argument("course")
    teach.add_argument("account")


def _records(words: Words) -> None:
    windows = _group(words, "window", "作業期間")
    extend = _word(windows, "extend", "延後截止，寫明理由", late.extend_window)
    extend.add_argument("kind", choices=sorted(KINDS))
    extend.add_argument("--until", required=True, help="新的截止，不含這一刻")
    extend.add_argument("--reason", required=True, help="理由")
    extend.add_argument("--year", default="", help="學年度；設定時沒填就不填")
    extend.add_argument("--zone", default="Asia/Taipei")
    window = _word(windows, "set", "設定作業期間", commands.set_window)
    window.add_argument("kind", choices=sorted(KINDS))
    window.add_argument("--opens", default="", help="例如 2026-02-01T00:00+08:00")
    window.add_argument("--closes", default="", help="不含這一刻")
    window.add_argument("--year", default="", help="學年度；不填就每年都算")
    window.add_argument("--zone", default="Asia/Taipei")
    window.add_argument("--printed", default="", help="公告文字")
    publish = _word(words, "publish", "公布學校登錄的資料", commands.publish)
    publish.add_argument("file", type=Path, help="JSON：紀錄的清單")
    imported = _word(words, "import", "匯入名單", commands.import_list)
    imported.add_argument("kind", choices=sorted((*importing.KINDS, commands.RECEIPTS)))
    imported.add_argument("file", type=Path, help="名單是 .xlsx；收訖明細是 .zip")
    imported.add_argument("--term", default="", help="收訖明細的學年期，例如 114-1")
    imported.add_argument("--skip-unknown", action="store_true", help="收訖明細：略過對不到帳號的人")
    _answers(words)


def _answers(words: Words) -> None:
    reports = _group(words, "reports", "學生的問題回報")
    listed = _word(reports, "list", "列出等待處理的回報", commands.list_reports)
    listed.add_argument("--all", action="store_true", help="也列出已處理的")
    answer = _word(reports, "answer", "填寫處理說明，狀態變成已處理", commands.answer_report)
    answer.add_argument("id")
    answer.add_argument("text")
    picks = _group(words, "picks", "勾選：鎖定、解除、標記已提交、開放更正")
    for name, told in commands.PICK_WORDS.items():
        word = _word(picks, name, told, commands.change_picks)
        word.add_argument("kind", choices=sorted(acting.PICKS))
        word.add_argument("--year", required=True, help="學年度")
        word.add_argument("--account", default="", help="只對這名學生")
        word.set_defaults(word=name)


def _guides(words: Words) -> None:
    guide = _group(words, "guide", "導師、課程諮詢教師、輔導教師的輔導對象")
    add = _word(guide, "add", "指定輔導班級或學生", guides.add)
    add.add_argument("account", help="教師帳號")
    add.add_argument("kind", choices=guides.KINDS, help="職務")
    whom = add.add_mutually_exclusive_group(required=True)
    whom.add_argument("--class", dest="class_name", default="", help="整班，例如 高一仁")
    whom.add_argument("--student", default="", help="一位學生的帳號")
    add.add_argument("--year", default="", help="學年度；不填就每年都算")
    _word(guide, "list", "列出輔導對象", guides.listed)
    end = _word(guide, "end", "結束輔導；對方電腦裡的學生資料隨下次同步移除", guides.end)
    end.add_argument("id", nargs="+", help="編號，見 guide list")


def _announcements(words: Words) -> None:
    announce = _group(words, "announce", "公告")
    add = _word(announce, "add", "公布一則公告，或修改已公布的", announcements.add)
    add.add_argument("--id", default="", help="要修改的公告；不填就是新的一則")
    add.add_argument("--title", help="標題")
    add.add_argument("--body", help="內容")
    add.add_argument("--body-file", type=Path, metavar="FILE", help="內容寫在 UTF-8 文字檔裡")
    add.add_argument("--on", metavar="DATE", help="公布日期，例如 2026-03-01；不填就是今天")
    add.add_argument("--until", metavar="DATE", help="顯示到這一天；不填就一直顯示")
    add.add_argument("--for", dest="audience", choices=announcements.AUDIENCES, help="對象；不填就是所有人")
    add.add_argument("--attach", type=Path, metavar="FILE", help="附件")
    _word(announce, "list", "列出公告", announcements.listed)
    remove = _word(announce, "remove", "取下公告", announcements.remove)
    remove.add_argument("id")


def _late(words: Words) -> None:
    held = _group(words, "late", "逾時送達的動作")
    _word(held, "list", "列出等學校決定的", late.listed)
    noted = _word(held, "note", "記下學生在截止前說的代碼", late.note)
    noted.add_argument("code", help="12 個字，可以有 -")
    noted.add_argument("--account", required=True, metavar="LOGIN")
    for name, told, run in (("grant", "照準時送達執行", late.grant), ("refuse", "不准補做", late.refuse)):
        word = _word(held, name, told, run)
        word.add_argument("id")
        word.add_argument("--reason", required=True, help="理由，學生和授課教師都看得到")


def _keeping(words: Words) -> None:
    backup = _word(words, "backup", "備份到資料夾（不含金鑰）", commands.backup)
    backup.add_argument("target", type=Path)
    restore = _word(words, "restore", "從備份還原，開始新的時間軸", commands.restore)
    restore.add_argument("source", type=Path)
    _word(words, "acts", "列出沒有照做的動作：還原後被別的修改搶先的、還在等的、逾時的", commands.acts)
    verify = _word(words, "verify", "檢查資料庫和檔案是否一致", commands.verify)
    verify.add_argument("--deep", action="store_true", help="重新計算每個檔案的指紋")
    _word(words, "key", "印出學校的公鑰，公布給要驗證收據的人", commands.key)
    _word(words, "doctor", "看看有什麼需要處理", commands.doctor)


def _purging(words: Words) -> None:
    group = _group(words, "purge", "離校學生的資料：登記離校、查看、清除")
    leave = _word(group, "leave", "登記離校日期", keeping.leave)
    leave.add_argument("account", nargs="*", help="學生的帳號")
    leave.add_argument("--class", dest="class_name", default="", metavar="CLASS", help="整班，例如 三年一班")
    leave.add_argument("--on", required=True, metavar="DATE", help='例如 2026-06-10；"" 取消登記')
    _word(group, "list", "列出登記離校的學生，和可不可以清除；不會改動任何資料", keeping.listed)
    run = _word(group, "run", "清除保存期限已過的學生；會要求輸入確認", keeping.run)
    run.add_argument("account", nargs="*", help="學生的帳號")
    run.add_argument("--all", action="store_true", help="所有可以清除的學生")
    run.add_argument("--reason", required=True, help="理由，會留在紀錄裡")
    run.add_argument("--confirm", default="", metavar="TEXT", help="不想被詢問時：清除N人")
    _word(group, "log", "列出清除過的學生", keeping.logged)
    _word(words, "sweep", "刪除已無人引用的檔案（主機每天會自己做一次）", keeping.sweep)
