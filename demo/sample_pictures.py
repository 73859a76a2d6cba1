"""Draws the demo's photographs and its diagram: a certificate, a poster, a beach cleaning, a laboratory bench.

Everything is drawn from a fixed seed, so a picture is the same on every run on one machine.
"""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import TYPE_CHECKING

from demo.sample_brushes import INK, SIZE, grain, sans, save_photo, serif, shade, wood

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

SCHOOL = "示範高級中學"
SIDEWAYS = 6  # EXIF orientation: turn a quarter clockwise to see it upright
RED = (186, 32, 38)
GOLD = (176, 132, 48)


def _seal(pen: ImageDraw.ImageDraw, x: int, y: int, side: int, words: str) -> None:
    pen.rectangle((x, y, x + side, y + side), outline=RED, width=6)
    half = side // 2
    for place, word in enumerate(words[:4]):
        centre = (x + half // 2 + half * (1 - place // 2), y + half // 2 + half * (place % 2))
        pen.text(centre, word, fill=RED, font=serif(half - 14), anchor="mm")


def _certificate() -> Image.Image:
    from PIL import ImageDraw  # noqa: PLC0415 - heavy, only sample files need it

    sheet = shade((1180, 830), (255, 251, 236), (247, 236, 208))
    pen = ImageDraw.Draw(sheet)
    for inset, width in ((26, 12), (48, 3), (58, 3)):
        pen.rectangle((inset, inset, 1180 - inset, 830 - inset), outline=GOLD, width=width)
    for x, y in ((58, 58), (1122, 58), (58, 772), (1122, 772)):
        for radius in (44, 32, 20, 8):
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=GOLD, width=4)
    pen.text((590, 140), f"{SCHOOL}  獎狀", fill=RED, font=serif(76), anchor="mm")
    lines = (
        "查本校二年三班　林怡君　同學",
        "參加一一四學年度校內科學展覽會",
        "作品「不同光色對綠豆幼苗向光性的影響」",
        "榮獲　生物科　特優",
        "特頒此狀　以資鼓勵",
    )
    for row, line in enumerate(lines):
        pen.text((160, 226 + row * 74), line, fill=INK, font=serif(42))
    pen.text((160, 636), "校長　陳示範", fill=INK, font=serif(46))
    pen.text((590, 736), "中華民國一一四年十一月二十日", fill=INK, font=serif(34), anchor="mm")
    _seal(pen, 830, 560, 170, "示範高中")
    return sheet


def award_photo(path: Path) -> Path:
    """A JPG, 1600 x 1200: a framed certificate (獎狀) on a wooden desk, slightly askew, with its shadow."""
    from PIL import Image, ImageFilter  # noqa: PLC0415 - heavy, only sample files need it

    desk = wood(11)
    sheet = _certificate().rotate(-2.6, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=None)
    mask = Image.new("L", (1180, 830), 255).rotate(-2.6, resample=Image.Resampling.BICUBIC, expand=True)
    shadow = Image.new("L", SIZE)
    shadow.paste(mask.point([v * 3 // 5 for v in range(256)]), (214, 182))
    desk.paste((30, 18, 8), (0, 0), shadow.filter(ImageFilter.GaussianBlur(16)))
    desk.paste(sheet, (190, 156), mask)
    return save_photo(grain(desk, 12), path)


def _panel(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], heading: str, seed: int) -> None:
    rng = random.Random(seed)
    left, top, right, bottom = box
    pen.rectangle(box, fill=(252, 252, 250))
    pen.rectangle((left, top, right, top + 44), fill=(34, 94, 122))
    pen.text(((left + right) // 2, top + 22), heading, fill="white", font=sans(26), anchor="mm")
    for y in range(top + 62, bottom - 150, 22):
        pen.line((left + 18, y, right - 18 - rng.randint(0, 60), y), fill=(120, 122, 126), width=5)
    base, step = bottom - 24, (right - left - 60) // 4
    for bar, colour in enumerate(((196, 66, 54), (70, 130, 190), (88, 160, 80), (230, 180, 60))):
        x = left + 32 + bar * step
        pen.rectangle((x, base - rng.randint(34, 100), x + step - 16, base), fill=colour)
    pen.line((left + 20, base, right - 20, base), fill=INK, width=3)


def poster_photo(path: Path) -> Path:
    """A JPG, 1600 x 1200: a science fair's three-panel board on a table, with bars, text blocks and two plants."""
    from PIL import ImageDraw  # noqa: PLC0415 - heavy, only sample files need it

    scene = shade(SIZE, (222, 224, 216), (176, 178, 170))
    pen = ImageDraw.Draw(scene)
    pen.rectangle((0, 960, *SIZE), fill=(134, 98, 66))
    pen.rectangle((0, 960, SIZE[0], 974), fill=(166, 126, 88))
    pen.polygon([(140, 210), (420, 150), (420, 1010), (140, 1050)], fill=(222, 232, 238))
    pen.polygon([(1460, 210), (1180, 150), (1180, 1010), (1460, 1050)], fill=(206, 218, 226))
    pen.rectangle((420, 150, 1180, 1010), fill=(236, 242, 246))
    pen.rectangle((450, 176, 1150, 300), fill=(20, 70, 100))
    pen.text((800, 216), "不同光色對綠豆幼苗", fill="white", font=sans(50), anchor="mm")
    pen.text((800, 272), "向光性的影響", fill=(255, 226, 130), font=sans(44), anchor="mm")
    headings = ("研究動機", "研究方法", "研究結果", "討論", "結論", "參考資料")
    boxes = [
        (450, 320, 790, 650),
        (810, 320, 1150, 650),
        (450, 668, 790, 990),
        (810, 668, 1150, 990),
        (190, 260, 390, 620),
        (1210, 260, 1410, 620),
    ]
    for seed, (box, heading) in enumerate(zip(boxes, headings, strict=True)):
        _panel(pen, box, heading, seed)
    pen.text((290, 700), "生物科", fill=RED, font=serif(44), anchor="mm")
    pen.text((1310, 700), "高中組", fill=RED, font=serif(44), anchor="mm")
    for x in (240, 1360):
        _plant(pen, x, 1060, 1.5, 21)
    return save_photo(grain(scene, 14), path)


def _plant(pen: ImageDraw.ImageDraw, x: int, base: int, scale: float, lean: float) -> None:
    wide, high = 46 * scale, 60 * scale
    pen.polygon(
        [(x - wide, base - high), (x + wide, base - high), (x + wide * 0.7, base), (x - wide * 0.7, base)],
        fill=(168, 88, 56),
    )
    pen.ellipse((x - wide, base - high - 10, x + wide, base - high + 10), fill=(70, 46, 32))
    for stem in (-22, 0, 20):
        tip = (x + stem * scale + lean, base - high - (90 + abs(stem)) * scale)
        pen.line(
            [(x + stem * scale * 0.5, base - high), (x + stem * scale, base - high - 45 * scale), tip],
            fill=(116, 160, 70),
            width=round(5 * scale),
        )
        for side in (-1, 1):
            leaf = (tip[0] + side * 16 * scale, tip[1])
            pen.ellipse(
                (leaf[0] - 18 * scale, leaf[1] - 10 * scale, leaf[0] + 18 * scale, leaf[1] + 10 * scale),
                fill=(82, 150 + 12 * side, 62),
            )


def bench_photo(path: Path) -> Path:
    """A JPG, 1200 x 900: four pots of seedlings under red, blue, white and no light; for use inside the PDFs."""
    from PIL import Image, ImageChops, ImageDraw, ImageFilter  # noqa: PLC0415 - heavy, only sample files need it

    scene = shade(SIZE, (70, 76, 84), (110, 112, 112))
    pen = ImageDraw.Draw(scene)
    pen.rectangle((0, 900, *SIZE), fill=(196, 194, 184))
    glow = Image.new("RGB", SIZE)
    light = ImageDraw.Draw(glow)
    lamps = (
        ("紅光", (200, 40, 40)),
        ("藍光", (40, 80, 210)),
        ("白光", (190, 190, 180)),
        ("對照", (16, 16, 16)),
    )
    for place, (label, colour) in enumerate(lamps):
        x = 220 + place * 386
        pen.rectangle((x - 150, 180, x + 150, 250), fill=(30, 32, 34))
        pen.rectangle((x - 120, 246, x + 120, 262), fill=colour)
        light.polygon([(x - 120, 262), (x + 120, 262), (x + 190, 960), (x - 190, 960)], fill=colour)
        for shift in (-70, 70):
            _plant(pen, x + shift, 1000, 1.3, (30, 54, 18, 2)[place])
        pen.rectangle((x - 80, 1040, x + 80, 1110), fill=(250, 248, 240))
        pen.text((x, 1075), label, fill=INK, font=sans(44), anchor="mm")
    glow = glow.filter(ImageFilter.GaussianBlur(40)).point([v // 2 for v in range(256)] * 3)
    return save_photo(grain(ImageChops.screen(scene, glow), 16, 0.09).resize((1200, 900)), path)


def cups_photo(path: Path) -> Path:
    """A JPG, 1200 x 900: a steel, a paper and a glass cup and a vacuum flask on a desk; for use inside the PDFs."""
    from PIL import ImageDraw  # noqa: PLC0415 - heavy, only sample files need it

    scene = shade(SIZE, (206, 204, 196), (170, 168, 160))
    scene.paste(wood(22).crop((0, 0, 1600, 420)), (0, 780))
    pen = ImageDraw.Draw(scene)
    cups = (
        ("鋼杯", 300, (150, 156, 162)),
        ("紙杯", 280, (240, 234, 222)),
        ("玻璃杯", 320, (196, 220, 226)),
        ("保溫瓶", 520, (44, 92, 120)),
    )
    for place, (label, tall, colour) in enumerate(cups):
        x, light = 230 + place * 380, (*(min(255, part + 26) for part in colour),)
        pen.ellipse((x - 130, 940, x + 150, 1010), fill=(86, 56, 34))
        pen.polygon([(x - 110, 980 - tall), (x + 110, 980 - tall), (x + 90, 980), (x - 90, 980)], fill=colour)
        pen.polygon([(x - 80, 980 - tall), (x - 30, 980 - tall), (x - 30, 980), (x - 68, 980)], fill=light)
        pen.ellipse((x - 90, 960, x + 90, 1000), fill=colour)
        pen.ellipse((x - 110, 952 - tall, x + 110, 1008 - tall), fill=light, outline=INK)
        pen.rectangle((x - 90, 1060, x + 90, 1130), fill=(250, 248, 240))
        pen.text((x, 1095), label, fill=INK, font=sans(44), anchor="mm")
    return save_photo(grain(scene, 24, 0.09).resize((1200, 900)), path)


def _person(pen: ImageDraw.ImageDraw, x: int, y: int, shirt: tuple[int, int, int]) -> None:
    pen.ellipse((x - 26, y - 200, x + 26, y - 146), fill=(66, 46, 36))
    pen.ellipse((x - 20, y - 186, x + 24, y - 146), fill=(226, 180, 148))
    pen.rounded_rectangle((x - 38, y - 146, x + 38, y - 40), 18, fill=shirt)
    pen.line([(x + 30, y - 130), (x + 74, y - 60)], fill=(226, 180, 148), width=16)
    for side in (-18, 18):
        pen.line([(x + side, y - 44), (x + side * 1.4, y + 40)], fill=(44, 54, 84), width=26)


def beach_photo(path: Path) -> Path:
    """A JPG stored lying on its side with EXIF orientation 6 (upright it is 1200 x 1600): students cleaning a beach."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - heavy, only sample files need it

    rng = random.Random(18)
    scene = shade((1200, 1600), (120, 176, 226), (224, 236, 244))
    scene.paste(shade((1200, 330), (38, 110, 150), (120, 186, 196)), (0, 560))
    scene.paste(shade((1200, 720), (214, 194, 154), (178, 152, 110)), (0, 880))
    pen = ImageDraw.Draw(scene)
    for _ in range(60):
        x, y = rng.randint(0, 1200), rng.randint(580, 880)
        pen.line((x, y, x + rng.randint(30, 140), y), fill=(196, 226, 232), width=3)
    for _ in range(900):
        x, y = rng.randint(0, 1200), rng.randint(900, 1590)
        pen.ellipse((x, y, x + 5, y + 3), fill=(150 + rng.randint(-20, 20), 126, 90))
    for x, y, shirt in (
        (240, 1120, (236, 196, 40)),
        (520, 1210, (236, 196, 40)),
        (840, 1100, (240, 240, 236)),
        (980, 1300, (236, 196, 40)),
    ):
        _person(pen, x, y, shirt)
        pen.ellipse((x + 50, y - 70, x + 150, y + 40), fill=(36, 40, 44))
    pen.rectangle((120, 1400, 1080, 1510), fill=(24, 110, 80))
    pen.text((600, 1455), f"{SCHOOL}　淨灘服務學習", fill="white", font=sans(56), anchor="mm")
    lying = grain(scene, 20).transpose(Image.Transpose.ROTATE_90)
    return save_photo(lying, path, SIDEWAYS)


def diagram(path: Path) -> Path:
    """A PNG, 1200 x 800, with a transparent background: a concept map of one centre and six bubbles."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - heavy, only sample files need it

    sheet = Image.new("RGBA", (1200, 800))
    pen = ImageDraw.Draw(sheet)
    words = (
        ("向光性", "#d9534f"),
        ("光敏素", "#4a86c5"),
        ("生長素", "#5a9e55"),
        ("實驗設計", "#b07d2b"),
        ("數據分析", "#7b5ea7"),
        ("應用", "#2b8c8c"),
    )
    for place, (word, colour) in enumerate(words):
        angle = math.radians(60 * place - 90)
        x, y = 600 + 420 * math.cos(angle), 400 + 280 * math.sin(angle)
        pen.line((600, 400, x, y), fill="#8a9099", width=5)
        pen.ellipse((x - 118, y - 66, x + 118, y + 66), fill=colour)
        pen.text((x, y), word, fill="white", font=sans(40), anchor="mm")
    pen.rounded_rectangle((420, 320, 780, 480), 40, fill="#22384f")
    pen.text((600, 400), "植物與光", fill="white", font=sans(56), anchor="mm")
    sheet.save(path, "PNG", optimize=True)
    return path
