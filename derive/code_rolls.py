"""A code list as a workbook and back: what the office takes along, mends or replaces. One row a code.

The columns of our own data stand under Chinese headings; what a list has beside them (發照單位) travels along.
"""

from collections.abc import Iterator, Mapping

from derive.listing import Line, Sheet as Listed, read
from derive.sheet_writing import Sheet, book_of
from domain.codelists import Code, CodeList
from domain.fields import Choice
from domain.forms import FORMS

CODE, LABEL, SINCE, UNTIL, CHECKED, SOURCE = "代碼", "名稱", "起始學年度", "結束學年度", "核對", "來源"
YES, NO = "已核對", "未核對"
EXTRAS = {
    "region": "國內國外",
    "category": "證照類別",
    "issuer": "發照單位",
    "level": "級數分數",
    "for": "限定使用",
    "use": "用途",
}
LONGEST_CODE, LONGEST_LABEL = 40, 120

REPLACEABLE = frozenset(
    {
        "cadre_level",
        "competition_field",
        "competition_level",
        "flexible_type",
        "group_activity_type",
        "licence_category",
        "licence_code",
        "makeup_method",
        "participation_type",
        "rejection_reason",
        "retake_method",
        "transfer_kind",
        "workplace_type",
    }
)
"""The lists of others. What the program itself tells apart by its code is not to be replaced, only looked at."""

PREFIX = "codes/"


def title_of(name: str) -> str:
    """What people call the list: the label of the first field that chooses from it."""
    for form in FORMS.values():
        for one in form.fields:
            if isinstance(one, Choice) and one.codes == name:
                return one.label
    return name


def users_of(name: str) -> Mapping[str, tuple[str, ...]]:
    """Form key to the keys of its fields that choose from the list."""
    found = {
        form.key: tuple(one.key for one in form.fields if isinstance(one, Choice) and one.codes == name)
        for form in FORMS.values()
    }
    return {form: keys for form, keys in found.items() if keys}


def write(codes: CodeList) -> bytes:
    """The list as it stands; filled in or mended it reads back."""
    extras = _extras(codes)
    header = [(CODE, 18), (LABEL, 36), (SINCE, 14), (UNTIL, 14), (CHECKED, 12)]
    header += [(EXTRAS.get(one, one), 20) for one in extras]
    header.append((SOURCE, 40))
    rows = [
        (
            one.code,
            one.label,
            str(one.since or "") or None,
            str(one.until or "") or None,
            YES if one.verified else NO,
            *(one.extra.get(key) for key in extras),
            one.source or None,
        )
        for one in codes.entries
    ]
    return book_of(
        [Sheet(title_of(codes.name).replace("/", "／")[:31], header, rows, choices={4: (YES, NO)}, spare=500)]
    )


def read_list(data: bytes, before: CodeList, source: str) -> tuple[Listed, tuple[Code, ...]]:
    """The codes of a file, and what is wrong with its cells. source: where they come from, when a row does not say."""
    extras = {EXTRAS.get(one, one): one for one in _extras(before)}
    sheet = read(data, (CODE, LABEL), (SINCE, UNTIL, CHECKED, SOURCE, *extras))
    if CODE in sheet.headings:
        sheet.once((CODE,), "這個代碼和第 {row} 列重複。")
    return sheet, tuple(_codes(sheet, before, extras, source))


def _codes(sheet: Listed, before: CodeList, extras: Mapping[str, str], source: str) -> Iterator[Code]:
    for line in sheet.lines:
        code, label = line.text(CODE), " ".join(line.text(LABEL).split())
        for heading, text, most in ((CODE, code, LONGEST_CODE), (LABEL, label, LONGEST_LABEL)):
            if len(text) > most:
                sheet.wrong(line, heading, f"「{heading}」超過 {most} 字，請縮短。")
        if line.text(CHECKED) not in ("", YES, NO):
            sheet.wrong(line, CHECKED, f"「{CHECKED}」請填{YES}、{NO}，或留白（就是{YES}）。")
        known = before.get(code)
        yield Code(
            code=code,
            label=label,
            since=_year(sheet, line, SINCE),
            until=_year(sheet, line, UNTIL),
            verified=line.text(CHECKED) != NO,
            source=line.text(SOURCE)
            or (known.source if known is not None and known.label == label else source),
            extra={key: text for heading, key in extras.items() if (text := line.text(heading))},
        )


def _year(sheet: Listed, line: Line, heading: str) -> int | None:
    text = line.text(heading)
    if text and not (text.isascii() and text.isdigit() and 1 <= int(text) <= 199):
        sheet.wrong(line, heading, f"「{heading}」請填民國學年度的數字，例如 114，或留白。")
        return None
    return int(text) if text else None


def _extras(codes: CodeList) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for one in codes.entries for key in one.extra))
