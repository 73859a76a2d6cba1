"""The words of a PDF, for searching. Bytes in, text out; a file that cannot be read has no words."""

import re

MOST = 200_000
PAGES = 400
_SPLIT = re.compile(r"(?<=[\u3001-\u9fff\uff00-\uffef])\s+(?=[\u3001-\u9fff\uff00-\uffef])")
"""Lines and columns that end between two Chinese characters: nobody types a space there."""


def of_pdf(data: bytes) -> str:
    """At most MOST characters of the first PAGES pages."""
    import pymupdf  # noqa: PLC0415 - 0.3 s, and only when a PDF is read

    pymupdf.TOOLS.mupdf_display_errors(False)  # type: ignore[no-untyped-call]  # PyMuPDF has none
    pymupdf.TOOLS.mupdf_display_warnings(False)  # type: ignore[no-untyped-call]  # the same
    found: list[str] = []
    room = MOST
    try:
        with pymupdf.open(stream=data, filetype="pdf") as document:  # type: ignore[no-untyped-call]  # the same
            for number in range(min(len(document), PAGES)):
                text = joined(str(document[number].get_text("text")))[:room]
                found.append(text)
                room -= len(text) + 1
                if room <= 0:
                    break
    except (RuntimeError, ValueError, IndexError):  # MuPDF's errors are RuntimeErrors; locked: ValueError
        pass
    return "\n".join(found)[:MOST]


def joined(text: str) -> str:
    """The text without the breaks that only the width of the page made."""
    return _SPLIT.sub("", text.replace("\x00", "")).strip()
