"""A portfolio is one PDF: counted, linked, marked; every file whole in it, or a page that says why not."""

import hashlib
import os
import signal
from io import BytesIO

import pymupdf
import pytest
from PIL import Image

from demo import samples
from desktop.paper import bindery
from desktop.paper.bindery import Stopped
from desktop.paper.book import Cover, Entry, File, Line, Portfolio
from domain.errors import Damaged, LichengError

COVER = Cover("學習歷程檔案", "範例高級中學", "王品妍", "高一仁班", "中華民國 115 年 3 月 2 日")
KINDS = {"pdf": "pdf", "jpg": "image", "png": "image", "mp3": "audio", "mp4": "video"}


class Shelf:
    """Files by hash, and what was asked for."""

    def __init__(self):
        self.files = {}

    def put(self, name, data, gone=""):
        sha = hashlib.sha256(data).hexdigest()
        self.files[sha] = data
        return File("證明文件", name, KINDS[name.rpartition(".")[2]], len(data), sha, gone)

    def read(self, sha):
        return self.files[sha]

    def sample(self, key, folder):
        name, make = samples.GOOD[key]
        return self.put(name, make(folder / name).read_bytes())


@pytest.fixture
def shelf():
    return Shelf()


def entry(title, *files, section="多元表現", lines=(("獎項", "佳作"),), **more):
    told = tuple(Line(*pair) for pair in lines)
    return Entry(title, section, "競賽表現", title, lines=told, files=files, **more)


def bound(shelf, *entries, **more):
    made = bindery.bind(Portfolio(COVER, tuple(entries), **more), shelf.read)
    return made, pymupdf.open(stream=made.pdf, filetype="pdf")


def some_pdf(*words):
    made = pymupdf.open()
    for word in words:
        made.new_page().insert_text((72, 200), word, fontsize=30)
    return made.tobytes()


def picture(orientation):
    """Upright it is 1600 x 1000 with a red roof."""
    upright = Image.new("RGB", (1600, 1000), "white")
    upright.paste("red", (0, 0, 1600, 150))
    back = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    back[5] = Image.Transpose.TRANSPOSE
    stored = upright.transpose(back[orientation]) if orientation in back else upright
    exif, box = Image.Exif(), BytesIO()
    exif[0x0112] = orientation
    stored.save(box, "JPEG", exif=exif)
    return box.getvalue()


def test_that_cover_contents_records_and_bookmarks_agree_about_the_pages(shelf):
    report = shelf.put("報告.pdf", some_pdf("ONE", "TWO"))
    made, pdf = bound(shelf, entry("科展", report), entry("小論文"), entry("社長", section="校內幹部"))
    assert made.pages == len(pdf) == 7
    cover, contents = pdf[0].get_text(), pdf[1].get_text()
    for word in (
        COVER.title,
        COVER.school,
        COVER.name,
        COVER.group,
        COVER.day,
        "收錄 3 筆紀錄、1 個附件，共 7 頁",
    ):
        assert word in cover
    assert contents.split()[:6] == ["目錄", "多元表現", "科展", "競賽表現", "3", "小論文"]
    assert pdf.get_toc() == [
        [1, "封面", 1], [1, "目錄", 2], [1, "多元表現", 3], [2, "科展", 3], [3, "報告.pdf", 4],
        [2, "小論文", 6], [1, "校內幹部", 7], [2, "社長", 7],
    ]  # fmt: skip
    assert [link["page"] for link in pdf[1].get_links()] == [2, 5, 6]
    for number in range(1, 7):
        assert f"第 {number + 1} 頁，共 7 頁" in pdf[number].get_text()
    assert "ONE" in pdf[3].get_text()
    assert "附件 報告.pdf 1／2" in " ".join(pdf[3].get_text().split())
    assert pdf.metadata["title"] == COVER.title


def test_that_every_page_of_ours_is_a4_with_two_centimetres_around_the_text(shelf):
    _, pdf = bound(shelf, entry("一" * 120, lines=(("簡述", "長長的內容。" * 500),)))
    assert len(pdf) > 3
    for page in pdf:
        assert (round(page.rect.width), round(page.rect.height)) == (595, 842)
        inner = [block for block in page.get_text("blocks") if 45 < block[1] < 800]
        assert min(block[0] for block in inner) >= 56 - 1
        assert max(block[2] for block in inner) <= 595 - 56 + 1


def test_that_what_is_printed_can_be_searched_and_copied(shelf):
    words = "高一⻑長黃金頁面office ff A8-110001 方法"
    _, pdf = bound(shelf, entry("科展", lines=(("簡述", words.replace("⻑", "")),)))
    assert words.replace("⻑", "") in pdf[2].get_text()


def test_that_pages_keep_size_and_words_and_are_turned_upright(shelf):
    made = pymupdf.open()
    made.new_page(width=842, height=595).insert_text((300, 300), "WIDE")
    turned = made.new_page()
    turned.insert_text((200, 300), "TURNED")
    turned.set_rotation(90)
    _, pdf = bound(shelf, entry("科展", shelf.put("寬.pdf", made.tobytes())))
    assert [round(pdf[number].rect.width) for number in (3, 4)] == [842, 842]
    assert "WIDE" in pdf[3].get_text()
    assert "TURNED" in pdf[4].get_text()
    assert pdf[4].rotation == 0


def test_that_nothing_is_written_over_a_page_that_is_full_to_its_edge(shelf):
    full = pymupdf.open()
    page = full.new_page()
    page.draw_rect(page.rect, fill=(0.1, 0.3, 0.2))
    _, pdf = bound(shelf, entry("科展", shelf.put("滿版.pdf", full.tobytes())))
    told = pdf[3].get_text()
    assert "第 4 頁，共 4 頁" in told
    assert "科展" not in told
    assert COVER.name not in told


@pytest.mark.parametrize("orientation", [1, 3, 5, 6, 8])
def test_that_a_picture_stands_upright_inside_the_margins(shelf, orientation):
    _, pdf = bound(shelf, entry("科展", shelf.put("照片.jpg", picture(orientation))))
    page = pdf[3]
    seen = page.get_pixmap(dpi=72)
    (shown,) = page.get_image_info()
    left, top, right, bottom = shown["bbox"]
    assert left >= 56
    assert right <= 595 - 56
    assert (right - left) / (bottom - top) == pytest.approx(1.6, rel=0.01)
    red, green, _ = seen.pixel(round((left + right) / 2), round(top + 8))
    assert (red > 200, green < 100) == (True, True)
    assert seen.pixel(round((left + right) / 2), round(bottom - 8)) == (255, 255, 255)


@pytest.mark.parametrize("orientation", [1, 5, 6])
def test_that_a_photograph_does_not_tell_where_it_was_taken(shelf, orientation):
    photo = with_place(picture(orientation))
    assert all(word in photo for word in TOLD)
    _, pdf = bound(shelf, entry("科展", shelf.put("照片.jpg", photo)))
    [image] = pdf[3].get_images()
    inside = pdf.extract_image(image[0])["image"]
    everything = b"".join(
        pdf.xref_stream(n) or b"" for n in range(1, pdf.xref_length()) if pdf.xref_is_stream(n)
    )
    for word in TOLD:
        assert word not in inside + everything + bound_bytes(pdf)
    taken, meant = (Image.open(BytesIO(one)).convert("RGB") for one in (inside, photo))
    if orientation != 5:
        assert taken.tobytes() == meant.tobytes()
        assert not taken.getexif()


def bound_bytes(pdf):
    return pdf.tobytes(no_new_id=True)


TOLD = (b"MarkerPhone", b"25.0330", b"A second picture")


def with_place(jpeg):
    """The camera's name and where it stood, in Exif and XMP, and a second picture behind the first."""
    box = BytesIO()
    with Image.open(BytesIO(jpeg)) as photo:
        exif = photo.getexif()
        exif[0x0110] = "MarkerPhone"
        exif.get_ifd(0x8825)[1] = "N"
        photo.save(
            box, "JPEG", exif=exif, comment=b"25.0330", xmp=b"<x:xmpmeta>25.0330 MarkerPhone</x:xmpmeta>"
        )
    return box.getvalue() + b"\xff\xd8A second picture\xff\xd9"


def test_that_a_small_picture_stays_small(shelf):
    box = BytesIO()
    Image.new("RGB", (96, 48), "green").save(box, "PNG")
    _, pdf = bound(shelf, entry("科展", shelf.put("小.png", box.getvalue())))
    left, _, right, _ = pdf[3].get_image_info()[0]["bbox"]
    assert right - left == pytest.approx(72, abs=1)


def test_that_sound_and_film_are_a_line_with_length_size_and_hash(shelf, tmp_path):
    sound, film = shelf.sample("melody", tmp_path), shelf.sample("film", tmp_path)
    made, pdf = bound(shelf, entry("科展", sound, film))
    told = pdf[2].get_text()
    assert made.pages == 3
    for file in (sound, film):
        assert file.name in told
        assert file.sha256 in told.replace(" ", "").replace("\n", "")
    assert "長度" in told
    assert "秒" in told


def test_that_a_locked_a_broken_and_an_absent_file_have_a_page_that_says_so(shelf):
    whole = some_pdf("SECRET")
    locked = pymupdf.open(stream=whole).tobytes(
        encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="x", owner_pw="y"
    )
    files = (
        shelf.put("鎖.pdf", locked),
        shelf.put("壞.pdf", b"%PDF-1.4 nothing behind it"),
        shelf.put("不在.pdf", b"-", gone="這個檔案還沒下載到這台電腦。"),
        shelf.put("好.pdf", some_pdf("GOOD")),
    )
    made, pdf = bound(shelf, entry("科展", *files), entry("小論文"))
    assert made.pages == 8
    for number, (word, file) in enumerate(zip(("密碼", "損壞", "還沒下載"), files, strict=False), 3):
        told = pdf[number].get_text()
        assert "這個附件沒有放進來" in told
        assert word in told
        assert file.name in told
    assert "GOOD" in pdf[6].get_text()
    assert [one.partition("：")[0] for one in made.left_out] == ["鎖.pdf", "壞.pdf", "不在.pdf"]


def test_that_a_file_the_vault_cannot_give_stops_nothing(shelf):
    lost = shelf.put("損壞.pdf", some_pdf("X"))

    def read(sha):
        raise Damaged("damaged", "檔案損壞。")

    made = bindery.bind(Portfolio(COVER, (entry("科展", lost),)), read)
    assert made.left_out == ("損壞.pdf：這個檔案已損壞，無法開啟。",)


def test_that_a_file_that_kills_the_process_is_left_out(shelf, monkeypatch):
    good, deadly = shelf.put("好.pdf", some_pdf("GOOD")), shelf.put("毒.pdf", some_pdf("DEADLY"))
    seen = []

    def read(sha):
        seen.append(sha)
        if sha == deadly.sha256:
            for child in bindery_children():
                os.kill(child, signal.SIGKILL)
        return shelf.read(sha)

    made = bindery.bind(Portfolio(COVER, (entry("科展", good, deadly, good),)), read)
    pdf = pymupdf.open(stream=made.pdf)
    assert made.left_out == ("毒.pdf：這個檔案已損壞，無法開啟。",)
    assert sum("GOOD" in page.get_text() for page in pdf) == 2
    assert seen.count(deadly.sha256) == 1


def bindery_children():
    from multiprocessing import active_children  # noqa: PLC0415 - asked while the process runs

    return [child.pid for child in active_children()]


def test_that_a_process_that_dies_again_and_again_is_told_in_words(shelf):
    def progress(*_):
        for child in bindery_children():
            os.kill(child, signal.SIGKILL)

    with pytest.raises(LichengError, match="沒有做成"):
        bindery.bind(Portfolio(COVER, (entry("科展"),)), shelf.read, progress)


def test_that_it_tells_how_far_it_is_and_stops_when_told(shelf):
    files = [shelf.put(f"{number}.pdf", some_pdf(str(number))) for number in range(5)]
    told = []
    with pytest.raises(Stopped):
        bindery.bind(
            Portfolio(COVER, (entry("科展", *files),)),
            shelf.read,
            lambda *far: told.append(far),
            lambda: len(told) >= 3,
        )
    assert told[:3] == [(0, 5, "0.pdf"), (1, 5, "1.pdf"), (2, 5, "2.pdf")]
    assert bindery_children() == []


def test_that_contents_of_many_records_take_several_pages_and_stay_right(shelf):
    _, pdf = bound(shelf, *(entry(f"第 {number} 次活動") for number in range(60)))
    links = [link for page in (pdf[1], pdf[2], pdf[3]) for link in page.get_links()]
    assert len(links) == 60
    assert len(pdf) == 1 + 3 + 60
    for number, link in enumerate(links):
        assert f"第 {number} 次活動" in pdf[link["page"]].get_text()


def test_that_one_record_alone_has_no_cover(shelf):
    made, pdf = bound(
        shelf, entry("科展", state="認證通過　王小明", remark="寫得好", tone="success"), front=False
    )
    assert made.pages == 1
    told = pdf[0].get_text()
    for word in ("科展", "認證通過", "王小明", "寫得好", "第 1 頁，共 1 頁"):
        assert word in told
