"""The words of files, so that they can be searched. DDL as it was released: never edited."""

from typing import Any

DDL = """
CREATE TABLE file_text ( sha256 TEXT NOT NULL, text TEXT DEFAULT '' NOT NULL, PRIMARY KEY (sha256) )
"""


def up(driver: Any) -> None:
    driver.execute(DDL)
