"""The views for reports: made anew from the forms whenever the database is opened for work."""

from sqlalchemy import Connection, text

from derive import views
from domain.forms import FORMS
from server.db.dialect import is_postgres


def drop(conn: Connection) -> None:
    """Before a migration: a table with a view on it cannot be rebuilt."""
    for name in views.names():
        conn.execute(text(f"DROP VIEW IF EXISTS {name}"))


def create(conn: Connection) -> None:
    """After it: one view a form, as the forms are now. A colon in a statement is no parameter here."""
    dialect: views.Dialect = "postgresql" if is_postgres(conn) else "sqlite"
    for form in FORMS.values():
        conn.exec_driver_sql(views.statement(form, dialect).replace("%", "%%"))
