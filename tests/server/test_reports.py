"""Reports read typed views, one a form, on both databases."""

from decimal import Decimal

import pytest
from sqlalchemy import text

from derive import views
from domain.fields import FileSlot
from domain.forms import FORMS
from server.db import reporting, tables
from tests.server.campus import Campus

ROW = {
    "id": "018f0000-0000-7000-8000-000000000001",
    "form": "advanced_placement",
    "owner": "amy",
    "parent": "",
    "course": "",
    "state": "editable",
    "ver": 1,
    "seq": 1,
    "values": {
        "year_term": "114-1",
        "course_name": "微積分",
        "credits": "2.5",
        "total_hours": "三十六",
        "start_date": "2026-02-01",
    },
    "files": {
        "document_file": {"sha256": "ab" * 32, "size": 10, "name": "證明.pdf", "mime": "application/pdf"}
    },
    "srv": {"selection": "picked"},
    "unknown": {},
    "deleted": False,
    "content_hash": "cd" * 32,
}


def test_that_a_view_has_the_form_s_columns_with_their_types(campus: Campus) -> None:
    def look(conn):
        conn.execute(tables.record.insert(), [ROW])
        query = "SELECT * FROM report_advanced_placement WHERE id = :id"
        return conn.execute(text(query), {"id": ROW["id"]}).one()._asdict()

    row = campus.office.database.write(look).result()
    assert (row["course_name"], row["start_date"], row["selection"]) == ("微積分", "2026-02-01", "picked")
    assert row["year_term_school_year"] == 114
    assert Decimal(str(row["credits"])) == Decimal("2.5")
    assert row["total_hours"] is None, "what is no number must not take the report down"
    assert row["document_file_name"] == "證明.pdf"


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.key)
def test_that_every_field_is_a_column(form) -> None:
    for dialect in ("sqlite", "postgresql"):
        made = views.statement(form, dialect)
        for field in form.fields:
            wanted = f'"{field.key}_name"' if isinstance(field, FileSlot) else f'"{field.key}"'
            assert wanted in made


def test_that_every_view_can_be_read_and_made_again(campus: Campus) -> None:
    def again(conn):
        reporting.drop(conn)
        reporting.create(conn)
        return [conn.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in views.names()]

    assert len(campus.office.database.write(again).result()) == len(FORMS)
