"""What files were before they were made to fit. DDL as it was released: never edited."""

from typing import Any

DDL = """
CREATE TABLE original (
    sha256 TEXT NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    size INTEGER DEFAULT '0' NOT NULL,
    mime TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (sha256)
)
"""


def up(driver: Any) -> None:
    driver.execute(DDL)
