"""What a newer program wrote, once this program knows the field: out of the bag of unknown things, into the record.

A content that somebody has certified, chosen or is just looking at stays as it is, down to its hash; it is lifted when
its owner may write again.
"""

from collections.abc import Mapping

from attrs import evolve

from domain.canonical import digest
from domain.forms import FORMS
from domain.forms.form import Form
from domain.intents import Action
from domain.lifecycle import starts, transitions
from domain.records import Record, clean
from domain.validation import storable


def shape(forms: Mapping[str, Form] = FORMS) -> str:
    """Changes whenever a form gets a field more or less."""
    return digest({key: [one.key for one in form.values_fields] for key, form in forms.items()})


def lifted(record: Record, forms: Mapping[str, Form] = FORMS) -> Record:
    """The record with what its form knows by now in its own fields; the same record when there is nothing to do.

    What lies in a field already is never overwritten, and what the field could not hold stays in the bag.
    """
    form = forms.get(record.form)
    if form is None or not record.unknown or record.deleted or pinned(record, form):
        return record
    known = {one.key for one in form.values_fields}
    moved = {
        key: value
        for key, value in record.unknown.items()
        if key in known and record.values.get(key) is None and not storable(form, {key: value})
    }
    if not moved:
        return record
    rest = {key: value for key, value in record.unknown.items() if key not in moved}
    return evolve(record, values=clean({**record.values, **moved}), unknown=rest)


def pinned(record: Record, form: Form) -> bool:
    """Whether somebody goes by this very content."""
    editable = starts(transitions(form.group, Action.SAVE))
    reviewed = record.srv.get("reviewed_hash") == record.content_hash
    return record.state not in editable or record.selection != "none" or reviewed
