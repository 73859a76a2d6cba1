"""Students at computers of their own, and hands for importing."""

import pytest
from attrs import frozen

from desktop.operations import backup, exporting, import_planning, importing
from tests.desktop.views import desks

ME = desks.STUDENT
CADRE = {"year_term": "114-1", "unit_name": "高一仁", "position_title": "班長", "cadre_level": "2"}


def written(path, data):
    path.write_bytes(data)
    return path


def fates(plan, form=""):
    return {fate.value: count for fate, count in plan.counts(form).items()}


@frozen
class Person:
    """A student at a desk."""

    desk: object

    def held(self, form):
        mine = self.desk.actor.id
        return [entry.record for entry in self.desk.entries(form) if entry.record.owner == mine]

    def everything(self):
        return {record.id: record for form in exporting.BACKED_UP for record in self.held(form)}

    def plan(self, path, cancel=lambda: False):
        return import_planning.plan(self.desk, path, lambda *_: None, cancel)

    def take(self, path, copies=False, **more):
        given = {"progress": lambda *_: None, "cancel": lambda: False, **more}
        return importing.carry_out(self.desk, path, self.plan(path), copies=copies, **given)

    def export(self, path):
        return backup.export(self.desk, path, exporting.Choice(), lambda *_: None, lambda: False)


@pytest.fixture
def person(qapp, tmp_path):
    """Makes students: each call is another computer."""
    opened = []

    def make(*records, account=desks.STUDENT, school=None):
        folder = tmp_path / f"computer-{len(opened)}"
        given = (school or desks.school(), *desks.WINDOWS, *records)
        opened.append(desks.make(folder, account, "student", "林小宇", given))
        return Person(opened[-1])

    yield make
    for desk in opened:
        desk.close()


@pytest.fixture
def physics():
    return desks.enrolment(50, owner=desks.STUDENT)
