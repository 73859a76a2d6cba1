"""Every refusal of a rule: its code, why, and what to do. Stated here once, shown by client and school alike."""

from typing import TypeAlias

from attrs import frozen

CLOSED = "closed"
"""The deadline is over: the school keeps such an intent as `held_late` instead of refusing it."""


@frozen
class Allowed:
    """The act is allowed and leads to the state `end`."""

    end: str = ""

    def __bool__(self) -> bool:
        return True


@frozen
class Refused:
    """The act is not allowed: code for programs, sentence and remedy for people."""

    code: str
    sentence: str
    remedy: str = ""

    def __bool__(self) -> bool:
        return False

    @property
    def text(self) -> str:
        """Why and what to do, in one line."""
        return f"{self.sentence}{self.remedy}"


Verdict: TypeAlias = Allowed | Refused

REASONS: dict[str, tuple[str, str]] = {
    "forbidden": ("您的身分不能做這個動作。", "如果應該可以，請洽學校系統管理者。"),
    "unknown_form": ("這個程式還不認得這種紀錄。", "請更新程式後再試，資料會原樣保留。"),
    "missing": ("學校沒有這筆紀錄。", "請先同步，再試一次。"),
    "deleted": ("這筆紀錄已經刪除。", "自己的紀錄可以在「最近刪除」復原，再修改。"),
    "not_deleted": ("這筆紀錄沒有刪除，不必復原。", ""),
    "state": ("這筆紀錄目前的狀態不能這樣做。", "請先同步，看看最新狀態。"),
    "stale": ("內容在您看過之後又改了。", "請同步後重新檢視，再決定。"),
    "locked_pending": ("認證中的紀錄不能修改或刪除。", "需要修改時，請{certifier}先退回。"),
    "locked_passed": ("已通過認證的紀錄不能修改或刪除。", "需要修改時，請{certifier}{undo}。"),
    "locked_confirmed": ("已確認資料無誤，不能再回報或更改。", "如仍有疑問，請直接洽學校。"),
    "selected": ("已勾選送交國教署的紀錄不能更動。", "請先取消勾選，再修改。"),
    "selection_picked": ("這筆紀錄已經勾選。", ""),
    "selection_locked": ("學校已鎖定勾選，不能再變更。", "需要更正時，請洽學校承辦人。"),
    "selection_submitted": ("這筆紀錄已送交國教署，不能再變更。", "需要更正時，請洽學校承辦人。"),
    "selection_reopened": ("更正期間只能重新勾選，不能修改內容。", ""),
    "school_made": ("這筆資料由學校登錄，只能檢視。", "內容有誤請與學校聯繫。"),
    "not_enrolled": ("您不在這門課的修課名單中。", "請向學校或實驗教育辦理者確認修課設定。"),
    "not_guided": ("學校沒有把這位學生交給您輔導：{who}。", "請洽學校確認您的輔導班級或名單。"),
    "about_nobody": ("還沒有選學生。", "請先選至少一位學生。"),
    "quota": ("這門課最多可新增 {limit} 件成果，已經用完。", "請編輯或刪除既有的成果。"),
    "cap": ("勾選已達上限 {limit} 件。", "請先取消其他項目的勾選。"),
    "no_consent": ("還沒有同意提交說明。", "請先閱讀同意書並勾選「我已閱讀並同意」。"),
    "not_passed": ("只有認證通過的課程學習成果可以勾選。", "請先送出認證並等待教師認證。"),
    "conflicts_open": ("這筆紀錄有 {count} 個欄位在兩台電腦上寫得不一樣。", "請先選定要留下的內容。"),
    "incomplete": ("這筆紀錄還不完整：{what}。", ""),
    "comment_too_long": ("說明超過 {over} 字，最多 {limit} 字。", "請縮短後再送。"),
    "blob_missing": ("還有 {count} 個檔案沒有完整送達學校。", "請等檔案上傳完成後再認證。"),
    "closed": ("「{window}」已於 {until} 截止。", "如有特殊情形，請洽學校承辦人。"),
    "not_open": ("「{window}」尚未開放。", "開放後即可使用。"),
    "no_late_grants": ("這裡逾時無法補做。", "可以不准補做，讓學生知道結果。"),
    "not_held": ("這個動作不在逾時保留的清單裡。", "請重新列出清單看看。"),
    "late_unfit": ("這個動作現在不能照做，繼續保留。", "原因是「{why}」。"),
    "late_refused": ("學校不准補做，理由是「{why}」。", ""),
    "release_acted": (
        "學生已經看到結果，也已經修改或勾選，不能再收回公布。",
        "需要更正時，請直接改認證結果。",
    ),
    "deputy_over": ("代理 {teacher} 的期間（{days}）已經結束。", "需要繼續時，請他再指定一次。"),
    "deputy_not_yet": ("代理 {teacher} 的期間（{days}）還沒開始。", ""),
    "deputy_declined": ("您已婉拒代理 {teacher}。", "需要時，請他再指定一次。"),
    "deputy_oneself": ("不能指定自己當代理人。", "請選另一位教師。"),
    "deputy_no_teacher": ("代理人要是這所學校的教師。", "請從名單裡選一位。"),
    "deputy_own_course": ("只能為自己任教的課程指定代理人，代理來的課程不能再轉給別人。", "請選任教的課程。"),
    "deputy_past": ("代理期間已經過去。", "請改結束日期。"),
    "bad_request": ("送出的內容格式不正確。", "請更新程式；資料仍保留在這台電腦。"),
    "internal": ("學校端處理時發生錯誤，已保留您的資料。", "學校會再次處理，請稍後再同步。"),
}

_USUAL = {"certifier": "授課教師", "undo": "退回"}


def refuse(code: str, **values: object) -> Refused:
    """The refusal of that code with its words filled in; KeyError for a code that is not stated here."""
    sentence, remedy = REASONS[code]
    filled = _USUAL | {key: str(value) or "公布時間" for key, value in values.items()}
    return Refused(code, sentence.format(**filled), remedy.format(**filled))
