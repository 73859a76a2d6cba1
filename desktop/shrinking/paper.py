"""A PDF: first without loss, then its pictures, rung by rung. Text and drawings are never turned into pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from desktop.shrinking import picture
from desktop.shrinking.outcome import PREVIEW_SIDE, Order, Refused, Shrunk, Side, Teller
from domain.file_refusals import broken
from domain.kinds import Kind
from domain.shrinking import RUNGS, Rung, document_stays_large

if TYPE_CHECKING:
    from PIL.Image import Image

SAVING: Mapping[str, Any] = {"garbage": 4, "deflate": True, "clean": False, "use_objstms": 1}
LEAST_GAIN = 0.9
"""A picture that does not lose at least a tenth of its bytes stays as it is."""
COMPARED_DPI = 40
SAMPLES, DOUBT = 3, 1.05


@frozen
class Placed:
    """A picture of the document: where it is first seen, and how many of its points lie on an inch there."""

    xref: int
    page: int
    dpi: float


def shrink(data: bytes, order: Order, step: Teller) -> Shrunk:
    """The document as good as the target allows; raises Refused when even the last rung is above the limit."""
    pymupdf = _library()
    try:
        with pymupdf.open(stream=data, filetype="pdf") as document:
            return _Ladder(pymupdf, document, data, order, step).climb_down()
    except (RuntimeError, ValueError, IndexError, TypeError) as error:
        raise Refused(broken("PDF 文件", "pdf_broken")) from error


class _Ladder:
    def __init__(self, pymupdf: Any, document: Any, data: bytes, order: Order, step: Teller) -> None:
        self._pymupdf, self._document, self._data = pymupdf, document, data
        self._order, self._step = order, step
        self._pictures = tuple(_pictures(document))
        self._before = Side(len(data), f"{len(document)} 頁", self._preview(document))
        self._lean = False  # whether the fonts may lose the letters that nobody wrote
        self._signed = document.get_sigflags() == 3

    def climb_down(self) -> Shrunk:
        self._step(0.02, "讀取文件")
        self._step.before(self._before)
        self._step(0.05, "整理文件")
        best, words = self._tidied(), "重新整理檔案，內容完全不變"
        if len(best) > self._order.target and self._pictures:
            first = self._likely()
            for place, rung in enumerate(RUNGS[first:], first):
                best, words = self._at(rung, place)
                if len(best) <= self._order.target:
                    break
        if len(best) > self._order.limit:
            raise Refused(document_stays_large(len(best), self._order.limit, bool(self._pictures)))
        return self._finished(best, words)

    def _tidied(self) -> bytes:
        """Nothing lost: unused parts, private notes of the program that made it, unused letters of fonts."""
        with self._pymupdf.open(stream=self._data, filetype="pdf") as copy:
            _drop_private(copy)
            plain: bytes = copy.tobytes(**SAVING)
        if len(plain) <= self._order.target:
            return plain
        with self._pymupdf.open(stream=plain, filetype="pdf") as copy:
            try:
                copy.subset_fonts(fallback=False)
                light: bytes = copy.tobytes(**SAVING)
            except RuntimeError:  # a font that MuPDF cannot cut stays whole
                return plain
        self._lean = len(light) < len(plain) and self._looks_alike(light)
        return light if self._lean else plain

    def _looks_alike(self, light: bytes) -> bool:
        """Whether every page with fewer letters in its fonts is still drawn point for point."""
        with self._pymupdf.open(stream=light, filetype="pdf") as copy:
            return all(
                _drawn(copy[number]).samples == _drawn(self._document[number]).samples
                for number in range(len(self._document))
            )

    def _likely(self) -> int:
        """The first rung worth trying, guessed from the largest pictures."""
        weights = {one.xref: len(self._document.xref_stream_raw(one.xref)) for one in self._pictures}
        heavy = sorted(self._pictures, key=lambda one: -weights[one.xref])[:SAMPLES]
        decoded = [(one, _decoded(self._pymupdf, self._document, one.xref)) for one in heavy]
        pairs = [(one, shown) for one, shown in decoded if shown is not None]
        rest, was = len(self._data) - sum(weights.values()), sum(weights[one.xref] for one, _ in pairs)
        for place, rung in enumerate(RUNGS[:-1]):
            now = sum(min(weights[one.xref], len(_encoded(shown, one.dpi, rung)[0])) for one, shown in pairs)
            if was and rest + sum(weights.values()) * now / was <= self._order.target * DOUBT:
                return place
        return len(RUNGS) - 1

    def _at(self, rung: Rung, place: int) -> tuple[bytes, str]:
        with self._pymupdf.open(stream=self._data, filetype="pdf") as copy:
            _drop_private(copy)
            changed = 0
            for number, placed in enumerate(self._pictures):
                share = (place + number / len(self._pictures)) / len(RUNGS)
                words = f"{rung.dpi} dpi：第 {number + 1} 張圖，共 {len(self._pictures)} 張"
                self._step(0.1 + 0.8 * share, words)
                changed += _redone(self._pymupdf, copy, placed, rung)
            if self._lean:
                copy.subset_fonts(fallback=False)
            light: bytes = copy.tobytes(**SAVING)
        words = f"{changed} 張圖片降到 {rung.dpi} dpi、畫質 {rung.quality}（滿分 100）"
        if any(page.get_text().strip() for page in self._document):
            words += "；文字和線條沒有動"
        return light, words

    def _finished(self, data: bytes, words: str) -> Shrunk:
        self._step(0.95, "準備比較的畫面")
        changes = [words]
        if self._signed:
            changes.append("這份 PDF 有電子簽章，縮小後簽章會失效")
        with self._pymupdf.open(stream=data, filetype="pdf") as new:
            if len(new) != len(self._document):
                raise Refused(broken("PDF 文件", "pdf_broken"))
            after = Side(len(data), self._before.words, self._preview(new))
        return Shrunk(Kind.PDF, data, self._before, after, tuple(changes))

    def _preview(self, document: Any) -> bytes:
        """The first page with a picture, or the first."""
        if not self._order.preview:
            return b""
        page = document[self._pictures[0].page if self._pictures else 0]
        side = max(page.rect.width, page.rect.height, 1)
        drawn: bytes = page.get_pixmap(dpi=max(1, int(72 * PREVIEW_SIDE / side)), alpha=False).tobytes("png")
        return drawn


def _library() -> Any:
    import pymupdf  # noqa: PLC0415 - the worker only loads what it needs

    library: Any = pymupdf  # its functions have no types
    library.TOOLS.mupdf_display_errors(False)
    library.TOOLS.mupdf_display_warnings(False)
    return library


def _pictures(document: Any) -> Iterator[Placed]:
    """Every picture that may be redone, largest use first seen; masks and one-bit scans are left alone."""
    finest: dict[int, Placed] = {}
    for page in document:
        for seen in page.get_image_info(xrefs=True):
            xref, turn = seen["xref"], seen["transform"]
            wide, high = (turn[0] ** 2 + turn[1] ** 2) ** 0.5, (turn[2] ** 2 + turn[3] ** 2) ** 0.5
            if not xref or not wide or not high or not _may_change(document, xref):
                continue
            dpi = min(seen["width"] * 72 / wide, seen["height"] * 72 / high)
            known = finest.get(xref)
            if known is None or dpi < known.dpi:
                finest[xref] = Placed(xref, known.page if known else page.number, dpi)
    yield from finest.values()


def _may_change(document: Any, xref: int) -> bool:
    def said(key: str) -> str:
        return str(document.xref_get_key(xref, key)[1])

    return not (
        said("ImageMask") == "true"
        or said("BitsPerComponent") == "1"
        or said("Mask") != "null"
        or any(name in said("Filter") for name in ("JBIG2", "CCITT"))
    )


def _redone(pymupdf: Any, document: Any, placed: Placed, rung: Rung) -> bool:
    """Put a smaller picture into the place of this one; false when it would not be smaller."""
    was = len(document.xref_stream_raw(placed.xref))
    now = _decoded(pymupdf, document, placed.xref)
    if now is None:
        return False
    data, now = _encoded(now, placed.dpi, rung)
    if len(data) > was * LEAST_GAIN:
        return False
    document.update_stream(placed.xref, data, compress=False)
    facts = {
        "Filter": "/DCTDecode",
        "Width": str(now.width),
        "Height": str(now.height),
        "ColorSpace": "/DeviceGray" if now.mode == "L" else "/DeviceRGB",
        "BitsPerComponent": "8",
    }
    for key, value in {**facts, "DecodeParms": "null", "Decode": "null"}.items():
        document.xref_set_key(placed.xref, key, value)
    return True


def _encoded(shown: Image, dpi: float, rung: Rung) -> tuple[bytes, Image]:
    """The picture as this rung has it."""
    if dpi > rung.dpi * 1.1:
        shown = picture.smaller(shown, max(1, round(max(shown.size) * rung.dpi / dpi)))
    return picture.encoded(shown, rung.quality), shown


def _decoded(pymupdf: Any, document: Any, xref: int) -> Image | None:
    from PIL import Image as Pillow  # noqa: PLC0415 - the worker only loads what it needs

    points = pymupdf.Pixmap(document, xref)
    if points.colorspace is None:
        return None
    if points.alpha:
        points = pymupdf.Pixmap(points, 0)
    if points.colorspace.n not in (1, 3) or points.colorspace.name not in ("DeviceRGB", "DeviceGray"):
        points = pymupdf.Pixmap(pymupdf.csGRAY if points.colorspace.n == 1 else pymupdf.csRGB, points)
    mode = "L" if points.n == 1 else "RGB"
    return Pillow.frombytes(mode, (points.width, points.height), points.samples)


def _drop_private(document: Any) -> None:
    """What drawing programs leave for themselves: nobody sees it, and it may be most of the file."""
    for xref in range(1, document.xref_length()):
        if document.xref_get_key(xref, "PieceInfo")[0] != "null":
            document.xref_set_key(xref, "PieceInfo", "null")
        if document.xref_get_key(xref, "Thumb")[0] != "null":
            document.xref_set_key(xref, "Thumb", "null")


def _drawn(page: Any) -> Any:
    return page.get_pixmap(dpi=COMPARED_DPI, alpha=False)
