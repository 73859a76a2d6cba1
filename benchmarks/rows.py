"""The rows of the table, in the order in which they are taken."""

from __future__ import annotations

from benchmarks.attaching import ATTACHING
from benchmarks.broken_off import BREAKING
from benchmarks.carrying import CARRYING, CHANGING
from benchmarks.certifying import CERTIFYING
from benchmarks.deadline import DEADLINE
from benchmarks.exporting import EXPORTING
from benchmarks.first_page import FIRST_PAGE
from benchmarks.growth import GROWTH
from benchmarks.many_records import RECORDS
from benchmarks.searching import SEARCHING
from benchmarks.startup import STARTUP

ROWS = {
    row.key: row
    for row in (
        STARTUP,
        RECORDS,
        CARRYING,
        CHANGING,
        BREAKING,
        ATTACHING,
        EXPORTING,
        FIRST_PAGE,
        SEARCHING,
        DEADLINE,
        CERTIFYING,
        GROWTH,
    )
}
