"""Why a file is refused, in words that say what to do."""

from __future__ import annotations

from attrs import frozen

from domain.kinds import Kind


@frozen
class Refusal:
    """`sentence` says what is wrong, `remedy` what to do. `becomes`: what the program could make of it instead."""

    code: str
    sentence: str
    remedy: str
    becomes: Kind | None = None

    @property
    def text(self) -> str:
        """Both, as one sentence."""
        return f"{self.sentence}，{self.remedy}。"


def unsuitable(code: str, name: str, remedy: str, becomes: Kind | None = None) -> Refusal:
    """The file is sound but of a kind that is not taken."""
    space = " " if name[:1].isascii() else ""
    return Refusal(code, f"這是{space}{name}，不能直接上傳", remedy, becomes)


def broken(name: str, code: str) -> Refusal:
    """The file is of a kind that is taken, but not whole."""
    space = " " if name[:1].isascii() else ""
    return Refusal(code, f"這個{space}{name}不完整或已損壞", "請重新存檔或重新下載後再選一次")
