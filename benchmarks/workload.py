"""The records every side is given: 1,000 of 15 text fields, from a fixed seed, about 950 bytes of Chinese each.

The fields are those of the form 大學及技專校院先修課程紀錄, so our side can keep them as real records.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence

from domain.ids import uuid7

SEED = 20251120
COUNT = 1_000
FORM = "advanced_placement"
OWNER = "student-1"
ENVELOPE = ("id", "form", "owner")
LENGTHS = {
    "project_name": 24,
    "offering_unit": 14,
    "course_name": 30,
    "description": 90,
    "document_note": 70,
    "media_note": 58,
}
FIELDS = (
    *ENVELOPE,
    "year_term",
    "project_name",
    "offering_unit",
    "course_name",
    "start_date",
    "end_date",
    "credits",
    "total_hours",
    "description",
    "document_note",
    "media_note",
    "external_media_url",
)
LETTERS = (
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
    "十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全"
    "表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料象員"
    "探究觀察紀錄作品展示合作分享思考問題方法過程收穫感受老師同學家長評價反思進步努力堅持興趣藝術閱讀寫作語文音樂美術體育勞動服務志願班級"
)
MADE_AT = 1_763_600_000_000  # Unix milliseconds, November 2025
Flat = dict[str, str]


class Prose:
    """Words of one to four letters, the common ones commoner, so that it packs like real writing."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        letters = sorted(set(LETTERS))
        words = dict.fromkeys("".join(self.rng.choices(letters, k=length)) for length in self._lengths(900))
        self.words = list(words)
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def _lengths(self, count: int) -> list[int]:
        return self.rng.choices((1, 2, 3, 4), (20, 60, 12, 8), k=count)

    def text(self, length: int) -> str:
        """So many characters of it, with a mark now and then."""
        return "".join(itertools.islice(self._letters(), length))

    def _letters(self) -> Iterator[str]:
        while True:
            for word in self.rng.choices(self.words, cum_weights=self.weights, k=self.rng.randint(4, 11)):
                yield from word
            yield self.rng.choice("，，。")


def records(count: int = COUNT, seed: int = SEED) -> list[Flat]:
    """The workload, each record a flat mapping of FIELDS."""
    prose = Prose(seed)
    return [_record(prose) for _ in range(count)]


def _record(prose: Prose) -> Flat:
    rng = prose.rng
    month, day = rng.randint(1, 6), rng.randint(1, 28)
    name = uuid7(MADE_AT, rng.randbytes(10))
    return {
        "id": name,
        "form": FORM,
        "owner": OWNER,
        "year_term": f"{rng.randint(112, 114)}-{rng.randint(1, 2)}",
        "start_date": f"2025-{month:02d}-{day:02d}",
        "end_date": f"2025-{month + 6:02d}-{day:02d}",
        "credits": str(rng.randint(1, 4)),
        "total_hours": str(rng.randint(18, 72)),
        "external_media_url": f"https://media.example/{name[-12:]}",
        **{key: prose.text(length) for key, length in LENGTHS.items()},
    }


def values(record: Flat) -> Flat:
    """The record without its envelope: what stands in the form's fields."""
    return {key: value for key, value in record.items() if key not in ENVELOPE}


def text_bytes(everything: Sequence[Flat]) -> int:
    """The mean UTF-8 bytes of the values of one record."""
    return sum(len("".join(record.values()).encode()) for record in everything) // len(everything)
