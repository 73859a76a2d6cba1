"""What is wrong with an answer, in words: which field, what, and what to do about it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

Severity: TypeAlias = Literal["error", "warning"]


@frozen
class Problem:
    """One thing wrong. An error stops a submission; a warning is said and stops nothing.

    `sentence` says what is wrong and what to do; `remedy` is what to do alone, for a button or a summary.
    """

    field_key: str
    code: str
    sentence: str
    severity: Severity = "error"
    remedy: str = ""

    @property
    def stops(self) -> bool:
        """Whether this refuses a submission."""
        return self.severity == "error"


def wrong(field_key: str, code: str, fault: str, remedy: str, severity: Severity = "error") -> Problem:
    """A problem whose sentence is the fault, a comma and the remedy."""
    return Problem(field_key, code, f"{fault}，{remedy}", severity, remedy)
