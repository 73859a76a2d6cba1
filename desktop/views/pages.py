"""From a menu's key to its screen. A key without a screen is left out of the menu, never shown as a stub."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.models.guided import CATEGORIES
from desktop.models.picks import KINDS
from desktop.views.attention_page import AttentionPage
from desktop.views.audit_page import AuditPage
from desktop.views.backup_page import BackupPage
from desktop.views.caseload_page import CaseloadPage
from desktop.views.certify_page import CertifyPage
from desktop.views.code_page import CodePage
from desktop.views.consultation_page import ConsultationPage
from desktop.views.course_page import CoursePage
from desktop.views.deputy_page import DeputyPage
from desktop.views.email_page import EmailPage
from desktop.views.home_page import HomePage
from desktop.views.host import Host
from desktop.views.late_page import LatePage
from desktop.views.leaver_page import LeaverPage
from desktop.views.licence_page import LicencePage
from desktop.views.manual_page import ManualPage
from desktop.views.office_page import OfficePage, SchoolPage
from desktop.views.password_page import PasswordPage
from desktop.views.pick_page import PickPage
from desktop.views.portfolio_page import PortfolioPage
from desktop.views.progress_page import ProgressPage
from desktop.views.read_page import ReadPage
from desktop.views.receipt_page import ReceiptPage
from desktop.views.record_page import RecordPage
from desktop.views.report_page import ReportPage
from desktop.views.roll_page import RollPage
from desktop.views.roster_page import RosterPage
from desktop.views.selection_page import SelectionPage
from desktop.views.signed_page import SignedPage
from desktop.views.trash_page import TrashPage
from desktop.views.two_step_page import TwoStepPage
from desktop.views.window_page import WindowPage
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.lifecycle import LATE_ACTIONS
from domain.people import Role
from domain.records import Record

Maker = Callable[[Host], QWidget]

SPECIAL: Mapping[str, Maker] = {
    "home": HomePage,
    "attention": AttentionPage,
    "trash": TrashPage,
    "course_outcome": CoursePage,
    "outcome_selection": lambda host: SelectionPage(host, "outcome"),
    "diverse_selection": lambda host: SelectionPage(host, "diverse"),
    "receipt": ReceiptPage,
    "licence": LicencePage,
    "backup": BackupPage,
    "portfolio": PortfolioPage,
    "signed_receipts": SignedPage,
    "manual": ManualPage,
    "change_password": PasswordPage,
    "two_step": TwoStepPage,
    "change_email": EmailPage,
    "caseload": CaseloadPage,
    "consultation": ConsultationPage,
    "certify_queue": lambda host: CertifyPage(host, ("pending",)),
    "certify_done": lambda host: CertifyPage(host, ("passed", "failed")),
    "deputies": DeputyPage,
}

OF_A_DECISION = (Action.CERTIFY, Action.REJECT, Action.REVOKE, Action.RELEASE, Action.WITHHOLD)
OF_STUDENTS = frozenset({"portfolio"})
OF_THE_OFFICE: Mapping[str, Maker] = {
    "admin_school": SchoolPage,
    "admin_windows": WindowPage,
    "admin_announcements": lambda host: OfficePage(host, "announcement"),
    "admin_picks": PickPage,
    "admin_late": LatePage,
    "admin_audit": AuditPage,
    "admin_keeping": LeaverPage,
    "admin_progress": ProgressPage,
    "admin_lists": RollPage,
    "admin_rosters": RosterPage,
    "admin_codelists": CodePage,
    "admin_receipts": ReportPage,
}
OFFICE_PLACES = {
    "school": "admin_school",
    "window": "admin_windows",
    "announcement": "admin_announcements",
    "receipt": "admin_receipts",
    "inquiry": "admin_receipts",
    "late_act": "admin_late",
}
PICKED = frozenset(form for forms in KINDS.values() for form in forms)
BESIDE_A_STUDENT = frozenset({"counsel_comment", "counseling_note"})
"""What a guide writes on the page of a student."""
READ_ONLY = frozenset({"school_cadre", "announcement", "person"})


def reachable(key: str, desk: Desk) -> bool:
    """Whether this program has a screen for the key that is this person's."""
    if key in OF_STUDENTS and desk.actor.role is not Role.STUDENT:
        return False
    if key == "deputies":
        return desk.actor.role in (Role.TEACHER, Role.ADMINISTRATOR)
    if key in OF_THE_OFFICE:
        return desk.actor.role is Role.ADMINISTRATOR
    return key in SPECIAL or key in READ_ONLY or _written_by_students(key, desk)


def page_for(key: str, host: Host) -> QWidget:
    """The screen of a menu's key; KeyError when there is none."""
    made = SPECIAL.get(key) or OF_THE_OFFICE.get(key)
    if made is not None:
        return made(host)
    if key in READ_ONLY:
        return ReadPage(host, FORMS[key])
    return RecordPage(host, FORMS[key])


def page_of(intent: Intent, desk: Desk) -> str:
    """The page on which the record of an intent is seen, "" when there is none."""
    if intent.action in LATE_ACTIONS and desk.actor.role is Role.ADMINISTRATOR:
        return "admin_late"
    if desk.record(intent.record) is None or intent.form == "consent":
        return ""
    if intent.action in OF_A_DECISION:
        return "certify_done"
    if intent.form == "deputy":
        return "deputies"
    if desk.actor.role is Role.ADMINISTRATOR:
        return "admin_picks" if intent.form in PICKED else OFFICE_PLACES.get(intent.form, "")
    if intent.form in BESIDE_A_STUDENT:
        return "caseload"
    return intent.form if reachable(intent.form, desk) else ""


def place_of(record: Record, desk: Desk) -> str:
    """The page on which this person sees the record, "" when there is none."""
    if desk.actor.role is Role.ADMINISTRATOR and record.form in OFFICE_PLACES:
        return OFFICE_PLACES[record.form]
    if record.form in BESIDE_A_STUDENT or desk.knowing.only_guided([record.id]):
        return "caseload" if desk.actor.role is not Role.STUDENT else ""
    if record.form == "deputy":
        return "deputies"
    if record.form == "course_outcome" and desk.actor.role is not Role.STUDENT:
        return "certify_queue" if record.state == "pending" else "certify_done"
    return "course_outcome" if record.form == "enrolment" else record.form


def searched(desk: Desk) -> tuple[str, ...]:
    """The forms whose records this person can open."""
    if desk.actor.role is Role.ADMINISTRATOR:
        certifies = desk.actor.role.value in desk.profile.certifier_roles
        return (*OFFICE_PLACES, *(("course_outcome",) if certifies else ()))
    if desk.actor.role is not Role.STUDENT:
        guided = ("person", *(key for key, _ in CATEGORIES), *sorted(BESIDE_A_STUDENT), "consultation")
        return ("course_outcome", "announcement", *(guided if desk.knowing.guided else ()))
    return tuple(
        key
        for key, form in FORMS.items()
        if key == "enrolment" or (form.group != "system" and reachable(key, desk))
    )


def _written_by_students(key: str, desk: Desk) -> bool:
    return key in FORMS and FORMS[key].group in ("diverse", "profile")
