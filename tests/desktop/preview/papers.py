"""Real PDFs to be searched: Chinese, two columns, turned pages, a scan, two hundred pages."""

import io

import pymupdf
from PIL import Image

SENTENCES = (
    "學習歷程檔案記錄高中三年的課程學習成果。",
    "我在自主學習計畫中研究社區的水質，Ｐｙｔｈｏｎ程式",
    "分析了三個月的數據。Office files and the ocean.",
)


def written(made, lines, at=(72, 72), size=12, font="china-t"):
    """A page with these lines below each other."""
    page = made.new_page()
    for n, line in enumerate(lines):
        page.insert_text((at[0], at[1] + n * size * 1.6), line, fontname=font, fontsize=size)
    return page


def chinese(pages=3):
    made = pymupdf.open()
    for n in range(pages):
        written(made, (*SENTENCES, f"第 {n + 1} 頁"))
    return made.tobytes()


def columns():
    """Two columns; the first is read to its end before the second."""
    made = pymupdf.open()
    page = made.new_page()
    for x, name in ((60, "左"), (320, "右")):
        for n in range(12):
            page.insert_text((x, 80 + n * 20), f"{name}欄第{n + 1}行的文字", fontname="china-t", fontsize=12)
    return made.tobytes()


def turned(angle):
    made = pymupdf.open()
    page = written(made, SENTENCES)
    page.set_rotation(angle)
    return made.tobytes()


def cropped():
    made = pymupdf.open()
    page = written(made, SENTENCES)
    page.set_cropbox(pymupdf.Rect(50, 40, 500, 400))
    return made.tobytes()


def scan(pages=2):
    picture = io.BytesIO()
    Image.new("L", (300, 400), 200).save(picture, "JPEG")
    made = pymupdf.open()
    for _ in range(pages):
        page = made.new_page()
        page.insert_image(page.rect, stream=picture.getvalue())
    return made.tobytes()


def long(pages=200, whale=149):
    """Every page says 文字 thirty times, one alone (page 150) says 鯨魚."""
    made = pymupdf.open()
    for n in range(pages):
        lines = [f"第{n + 1}頁第{k + 1}行的文字，和其他每一行一樣長，一樣長，一樣長。" for k in range(30)]
        written(made, lines + (["這裡有一隻鯨魚"] if n == whale else []), at=(50, 50))
    return made.tobytes(garbage=3, deflate=True)


def guarded():
    """Everybody may read it; its author does not want it copied."""
    made = pymupdf.open()
    written(made, SENTENCES)
    return made.tobytes(
        encryption=pymupdf.PDF_ENCRYPT_AES_256,
        owner_pw="owner",
        user_pw="",
        permissions=pymupdf.PDF_PERM_PRINT,
    )
