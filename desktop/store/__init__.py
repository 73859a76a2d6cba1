"""The encrypted database and the blob folder of one account; hands out frozen records, never rows.

Import its modules after the first window stands: SQLAlchemy takes its time. `views` is light.
"""
