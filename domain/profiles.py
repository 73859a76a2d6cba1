"""A profile: all in which one kind of school differs from another, as a frozen value read from TOML text.

A new kind of school is a new TOML, never new code. What the file is called and where it lies is not known here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import get_args

from attrs import Attribute, evolve, field, frozen
from attrs.validators import min_len

from domain.calendar import TERMS
from domain.fields import Field, SlotKind
from domain.forms import FORMS, Form
from domain.profile_rules import (
    DeadlineRules,
    DiverseRules,
    FileRule,
    FormRules,
    MenuItem,
    OutcomeRules,
    ReceiptRules,
    StatusRules,
    UndoPass,
)
from domain.tables import Table


def _known_terms(_instance: object, _attribute: Attribute[tuple[str, ...]], value: tuple[str, ...]) -> None:
    if unknown := [term for term in value if term not in TERMS]:
        raise ValueError(f"沒有這種學期：{'、'.join(unknown)}")


@frozen
class Profile:
    """One kind of school."""

    key: str
    title: str
    platform: str
    certifier: str
    certifier_roles: tuple[str, ...] = field(validator=min_len(1))
    submitter: str
    terms: tuple[str, ...] = field(validator=[min_len(1), _known_terms])
    enrolment_modes: bool
    files: Mapping[SlotKind, FileRule]
    outcome: OutcomeRules
    diverse: DiverseRules
    deadlines: DeadlineRules
    status: StatusRules
    receipts: ReceiptRules
    menu: tuple[MenuItem, ...]
    account_menu: tuple[MenuItem, ...]
    staff_menus: Mapping[str, tuple[MenuItem, ...]]
    forms: Mapping[str, FormRules] = field(factory=dict)

    def fields(self, form: Form) -> tuple[Field, ...]:
        """The form's fields as this profile shows and requires them."""
        rules = self.forms.get(form.key, FormRules())
        hidden = {*rules.hidden, *self._hidden_here(form)}
        return tuple(self._shown(rules, one) for one in form.fields if one.key not in hidden)

    def title_of(self, form: Form) -> str:
        """The form's title here."""
        return self.forms.get(form.key, FormRules()).title or form.title

    def menu_of(self, role: str) -> tuple[MenuItem, ...]:
        """The menu of an account with that role; staff without one of their own get an empty one."""
        return self.menu if role == "student" else self.staff_menus.get(role, ())

    def account_menu_of(self, role: str) -> tuple[MenuItem, ...]:
        """What stands behind the person's name for an account with that role."""
        return tuple(item for item in self.account_menu if not item.roles or role in item.roles)

    def label_of(self, key: str, role: str = "student") -> str:
        """What the menu calls the screen with that key; "" when this kind of school has none."""
        items = [*self.menu_of(role), *self.account_menu_of(role)]
        every = [*items, *(child for item in items for child in item.items)]
        return next((item.label for item in every if item.key == key), "")

    def _hidden_here(self, form: Form) -> tuple[str, ...]:
        if form.group == "outcome" and not self.outcome.file_notes:
            return ("document_note", "media_note")
        return ()

    def _shown(self, rules: FormRules, one: Field) -> Field:
        required = (one.required or one.key in rules.required) and one.key not in rules.optional
        label = rules.labels.get(one.key, one.label)
        if (label, required) == (one.label, one.required):
            return one
        return evolve(one, label=label, required=required)


def parse(text: str) -> Profile:
    """The profile in a TOML text; ValueError says which entry is wrong, missing or unknown."""
    top = Table(tomllib.loads(text))
    profile = Profile(
        key=top.text("key"),
        title=top.text("title"),
        platform=top.text("platform"),
        certifier=top.text("certifier"),
        certifier_roles=top.texts("certifier_roles"),
        submitter=top.text("submitter"),
        terms=top.texts("terms"),
        enrolment_modes=top.flag("enrolment_modes"),
        files=_files(top.table("files")),
        outcome=_outcome(top.table("outcome")),
        diverse=_diverse(top.table("diverse")),
        deadlines=_deadlines(top.table("deadlines")),
        status=_status(top.table("status")),
        receipts=_receipts(top.table("receipts")),
        menu=_menu(top.tables("menu")),
        account_menu=_menu(top.tables("account_menu")),
        staff_menus={role: _menu(items) for role, items in top.lists_of_tables("staff_menus").items()},
        forms={key: _form(key, table) for key, table in top.named_tables("forms").items()},
    )
    top.done()
    return evolve(profile, forms=_with_summary(profile))


def _with_summary(profile: Profile) -> Mapping[str, FormRules]:
    rules = profile.forms.get("course_outcome", FormRules())
    if profile.outcome.summary_required:
        rules = evolve(rules, required=(*rules.required, "summary"))
    return {**profile.forms, "course_outcome": rules}


def _files(table: Table) -> Mapping[SlotKind, FileRule]:
    rules: dict[SlotKind, FileRule] = {}
    for kind in get_args(SlotKind):
        entry = table.table(kind)
        rules[kind] = FileRule(kinds=entry.texts("kinds"), max_bytes=entry.number("max_bytes"))
        entry.done()
    table.done()
    return rules


def _outcome(table: Table) -> OutcomeRules:
    undo = table.text("undo_pass")
    rules = OutcomeRules(
        quota=table.number("quota"),
        cap=table.number("cap"),
        resubmission=table.flag("resubmission"),
        undo_pass="revoke" if undo == "revoke" else "set_failed",
        withdraw=table.flag("withdraw"),
        at_least_one_file=table.flag("at_least_one_file"),
        summary_required=table.flag("summary_required"),
        file_notes=table.flag("file_notes"),
        grades_shown=table.flag("grades_shown"),
        columns=table.texts("columns"),
    )
    if undo != rules.undo_pass:
        raise ValueError(f"outcome.undo_pass 要填 {' 或 '.join(get_args(UndoPass))}")
    table.done()
    return rules


def _diverse(table: Table) -> DiverseRules:
    rules = DiverseRules(cap=table.number("cap"), years_ahead=table.number("years_ahead"))
    table.done()
    return rules


def _deadlines(table: Table) -> DeadlineRules:
    rules = DeadlineRules(
        late_grants=table.flag("late_grants"),
        grace=table.number("grace"),
        blob_grace=table.number("blob_grace"),
    )
    table.done()
    return rules


def _status(table: Table) -> StatusRules:
    rules = StatusRules(
        warn_after=table.number("warn_after"),
        alarm_after=table.number("alarm_after"),
        near_deadline=table.number("near_deadline"),
    )
    table.done()
    return rules


def _receipts(table: Table) -> ReceiptRules:
    rules = ReceiptRules(
        label=table.text("label"), categories=table.texts("categories"), reporting=table.flag("reporting")
    )
    table.done()
    return rules


def _form(key: str, table: Table) -> FormRules:
    if key not in FORMS:
        raise ValueError(f"forms.{key}：沒有這種表單")
    rules = FormRules(
        title=table.text("title", ""),
        hidden=table.texts("hidden", ()),
        required=table.texts("required", ()),
        optional=table.texts("optional", ()),
        labels=table.named_texts("labels"),
    )
    table.done()
    for name in (*rules.hidden, *rules.required, *rules.optional, *rules.labels):
        if name not in {one.key for one in FORMS[key].fields}:
            raise ValueError(f"forms.{key}：沒有 {name} 這個欄位")
    return rules


def _menu(tables: tuple[Table, ...]) -> tuple[MenuItem, ...]:
    items: list[MenuItem] = []
    for table in tables:
        form = table.text("form", "")
        if form and form not in FORMS:
            raise ValueError(f"{table.path}：沒有 {form} 這種表單")
        lines = _menu(table.tables("items", ()))
        item = MenuItem(table.text("key"), table.text("label"), form, lines, table.texts("roles", ()))
        items.append(item)
        table.done()
    return tuple(items)
