"""A record as a text to print: what it is, where the school has it, labels with values, and a list of its files."""

from collections.abc import Sequence

from desktop.paper.book import Entry, File, Line
from desktop.paper.ink import paragraph, span, units
from desktop.paper.parts import Part
from desktop.preview.words import size_text
from desktop.theme.tokens import load

LABEL = 22
LONG = 60


def entry_html(entry: Entry, parts: Sequence[Part]) -> str:
    """Long texts stand under their label, short values beside it."""
    heads = dict.fromkeys(one for one in (entry.section, entry.form) if one)
    html = [
        paragraph(span(" · ".join(heads), 9, "accent_text", True)),
        paragraph(span(entry.title, 19, bold=True), above=2, line=125),
    ]
    if entry.subtitle:
        html.append(paragraph(span(entry.subtitle, 10, "muted"), above=2))
    if entry.state:
        html.append(_state(entry))
    short = [line for line in entry.lines if not _long(line)]
    if short:
        html.append(table([(line.label, span(line.text, 10.5)) for line in short]))
    for line in entry.lines:
        if _long(line):
            html.append(paragraph(span(line.label, 9, "muted", True), above=14))
            html.append(paragraph(span(line.text, 10.5), above=3, line=160))
    if parts:
        html.append(paragraph(span("附件", 9, "muted", True), above=16))
        html.append(table(file_rows(parts), 24))
    return "".join(html)


def table(rows: Sequence[tuple[str, str]], label: int = LABEL) -> str:
    """Label and value with hairlines between; label: the share of its column."""
    line = load().light["divider"]
    pad = f"{units(5):.0f}px"
    cell = f"border-bottom:{units(0.6):.0f}px solid {line};padding-top:{pad};padding-bottom:{pad}"
    body = "".join(
        f'<tr><td width="{label}%" style="{cell}">{span(name, 9.5, "muted")}</td>'
        f'<td width="{100 - label}%" style="{cell}">{inner}</td></tr>'
        for name, inner in rows
    )
    style = f"border-collapse:collapse;margin-top:{units(10):.0f}px"
    return f'<table width="100%" cellspacing="0" cellpadding="0" style="{style}">{body}</table>'


def file_rows(parts: Sequence[Part]) -> list[tuple[str, str]]:
    return [(part.file.label, _file(part)) for part in parts]


def trouble_html(part: Part) -> str:
    """The page that stands where a file would be."""
    return "".join(
        (
            paragraph(span("這個附件沒有放進來", 15, bold=True), above=180),
            paragraph(span(part.trouble, 10.5, "danger"), above=6),
            table([("檔名", span(part.file.name, 10.5)), *_told(part.file)]),
        )
    )


def _told(file: File) -> list[tuple[str, str]]:
    return [("大小", span(size_text(file.size), 10.5)), ("SHA-256", span(spaced(file.sha256), 9))]


def _file(part: Part) -> str:
    told = [size_text(part.file.size), part.note]
    line = " · ".join(one for one in told if one)
    html = f"{span(part.file.name, 10.5)}<br>{span(line, 9, 'muted')}"
    if part.trouble:
        html += f"<br>{span(part.trouble, 9, 'danger')}"
    if not part.leaves:
        html += f"<br>{span('SHA-256: ' + spaced(part.file.sha256), 8, 'muted')}"
    return html


def _state(entry: Entry) -> str:
    """The school's word, on a ground of its own colour."""
    ground = load().light.get(f"{entry.tone}_bg", load().light["neutral_bg"])
    text = span(entry.state, 10, entry.tone if entry.tone in load().light else "text", True)
    if entry.remark:
        text += "<br>" + span(entry.remark, 10)
    pad = f"{units(7):.0f}px"
    return (
        f'<table width="100%" cellspacing="0" cellpadding="0" style="margin-top:{units(10):.0f}px">'
        f'<tr><td style="background-color:{ground};padding:{pad}">{text}</td></tr></table>'
    )


def _long(line: Line) -> bool:
    return len(line.text) > LONG or "\n" in line.text


def spaced(sha256: str) -> str:
    """Eight at a time, so that it can be read and may wrap."""
    return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))
