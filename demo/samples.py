"""The demo's real files: what a student would hand in, and what a school's intake has to refuse.

`make_all` and `make_bad` write them into a folder; single files come from the functions in the two tables.
May not be imported by desktop or server: samples are for the demo, the tests and the benchmarks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from demo import sample_bad, sample_media, sample_pdfs, sample_pictures

Maker = Callable[[Path], Path]

GOOD: Mapping[str, tuple[str, Maker]] = MappingProxyType(
    {
        "inquiry_report": ("探究與實作報告.pdf", sample_pdfs.inquiry_report),
        "reading_report": ("讀書心得.pdf", sample_pdfs.reading_report),
        "calculus_report": ("微積分的生活應用.pdf", sample_pdfs.calculus_report),
        "learning_plan": ("自主學習計畫.pdf", sample_pdfs.learning_plan),
        "award_photo": ("校內科展獎狀.jpg", sample_pictures.award_photo),
        "poster_photo": ("科展海報.jpg", sample_pictures.poster_photo),
        "beach_photo": ("淨灘服務學習.jpg", sample_pictures.beach_photo),
        "diagram": ("植物與光概念圖.png", sample_pictures.diagram),
        "film": ("幼苗向光縮時影片.mp4", sample_media.film),
        "melody": ("音樂課創作.mp3", sample_media.melody),
    }
)

BAD: Mapping[str, tuple[str, Maker]] = MappingProxyType(
    {
        "program_named_pdf": ("報告.pdf", sample_bad.program_named_pdf),
        "page_named_pdf": ("下載的報告.pdf", sample_bad.page_named_pdf),
        "cut_pdf": ("沒傳完的心得.pdf", sample_bad.cut_pdf),
        "locked_pdf": ("有密碼的心得.pdf", sample_bad.locked_pdf),
        "heic_named_jpg": ("手機照片.jpg", sample_bad.heic_named_jpg),
        "empty_pdf": ("空白.pdf", sample_bad.empty_pdf),
        "heavy_pdf": ("太大的報告.pdf", sample_bad.heavy_pdf),
        "heavy_film": ("太大的影片.mp4", sample_bad.heavy_film),
        "cut_jpg": ("沒傳完的照片.jpg", sample_bad.cut_jpg),
        "png_named_jpg": ("概念圖.jpg", sample_bad.png_named_jpg),
        "docx_named_pdf": ("反思.pdf", sample_bad.docx_named_pdf),
        "text_named_mp3": ("訪談.mp3", sample_bad.text_named_mp3),
    }
)


def make_all(folder: Path) -> Mapping[str, Path]:
    """Writes every good file into the folder: key -> path."""
    return _make(GOOD, folder)


def make_bad(folder: Path) -> Mapping[str, Path]:
    """Writes every bad file into the folder: key -> path. What is wrong stands at each function of sample_bad."""
    return _make(BAD, folder)


def _make(table: Mapping[str, tuple[str, Maker]], folder: Path) -> Mapping[str, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    return {key: make(folder / name) for key, (name, make) in table.items()}
