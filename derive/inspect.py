"""Really opening a file, so that nothing is taken that our own preview cannot show. Heavy libraries load on first use.

Call it in a worker, never on the GUI thread. It reads bytes or a path and writes nothing.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any, assert_never

from domain.file_refusals import Refusal, broken
from domain.kinds import Kind

MAX_PIXELS = 80_000_000
MAX_PAGES = 500
MAX_PAGE_SIDE = 14_400
THUMBNAIL = 64
VIDEO_CODECS = frozenset({"h264", "mpeg4", "hevc"})


def inspect(source: bytes | Path, kind: Kind) -> Refusal | None:
    """Why the file cannot be used although its bytes look right; None when it opens."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    match kind:
        case Kind.PDF:
            return _pdf(data)
        case Kind.JPG | Kind.PNG:
            return _picture(data, kind)
        case Kind.MP3 | Kind.MP4:
            return _sound_or_film(data, kind)
        case _:
            assert_never(kind)


def _pdf(data: bytes) -> Refusal | None:
    import pymupdf  # noqa: PLC0415 - takes 0.2 s to load; only who attaches a PDF waits for it

    try:
        opened: Any = pymupdf.open  # its functions have no types
        with opened(stream=data, filetype="pdf") as document:
            if document.needs_pass or document.metadata.get("encryption"):
                return Refusal("pdf_locked", "這份 PDF 有密碼或加密保護", "請先移除密碼再上傳")
            if document.page_count == 0:
                return Refusal("pdf_no_pages", "這份 PDF 沒有任何一頁", "請重新存成 PDF 後再選一次")
            if document.page_count > MAX_PAGES:
                return Refusal("pdf_long", f"這份 PDF 超過 {MAX_PAGES} 頁", "請刪減頁數")
            return _first_page(document)
    except (RuntimeError, ValueError, IndexError, TypeError):
        return broken("PDF 文件", "pdf_broken")


def _first_page(document: Any) -> Refusal | None:
    """Draw the first page small: what cannot be drawn cannot be previewed."""
    page = document[0]
    side = max(page.rect.width, page.rect.height)
    if not 0 < side <= MAX_PAGE_SIDE:
        return Refusal("pdf_page_size", "這份 PDF 的頁面尺寸不合理", "請用 A4 大小重新存成 PDF")
    page.get_pixmap(dpi=max(1, int(72 * THUMBNAIL / side)), alpha=False)
    return None


def _picture(data: bytes, kind: Kind) -> Refusal | None:
    from PIL import Image  # noqa: PLC0415 - only who attaches a picture waits for it

    formats = ("JPEG",) if kind is Kind.JPG else ("PNG",)
    name = f"{kind.label} 圖片"
    try:
        with Image.open(BytesIO(data), formats=formats) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return Refusal("picture_too_large", f"{name}的像素太多", "請先縮小圖片尺寸再上傳", Kind.JPG)
            picture.verify()
        with Image.open(BytesIO(data), formats=formats) as picture:
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Refusal("picture_too_large", f"{name}的像素太多", "請先縮小圖片尺寸再上傳", Kind.JPG)
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError):
        return broken(name, f"{kind.value}_broken")
    return None


def _sound_or_film(data: bytes, kind: Kind) -> Refusal | None:
    import av  # noqa: PLC0415 - FFmpeg; only who attaches sound or film waits for it
    import av.error  # noqa: PLC0415 - as above

    name = "MP3 聲音" if kind is Kind.MP3 else "MP4 影片"
    try:
        with av.open(BytesIO(data), mode="r", format=kind.value, metadata_errors="ignore") as container:
            streams = [*container.streams.video, *container.streams.audio]
            wanted = container.streams.audio if kind is Kind.MP3 else streams
            if not wanted:
                return Refusal("nothing_to_play", f"這個 {name}裡沒有聲音也沒有畫面", "請重新匯出後再選一次")
            if refusal := _codec(container):
                return refusal
            decodes = any(True for _frame in container.decode(wanted[0]))
    except (av.error.FFmpegError, ValueError, EOFError, IndexError):
        return broken(name, f"{kind.value}_broken")
    return None if decodes else broken(name, f"{kind.value}_broken")


def _codec(container: Any) -> Refusal | None:
    for stream in container.streams.video:
        codec = stream.codec_context.name
        if "attached_pic" not in str(stream.disposition) and codec not in VIDEO_CODECS:
            return Refusal(
                "codec", f"影片的編碼是 {codec.upper()}，有些電腦打不開", "請先轉成 H.264 的 MP4", Kind.MP4
            )
    return None
