"""Fields and notes that several forms share. Limits the sources do not give are 100 and say so in `source`."""

from __future__ import annotations

from domain.fields import Choice, Day, FileSlot, Link, Number, Text, YearTerm

NOT_FOUND = 100
"""The limit used where no source gives one."""

YEAR_TERM = YearTerm(
    key="year_term",
    label="學年度／學期別",
    required=True,
    hint="可選學校設定的學年度與下一學年度",
    source="SA §6-n 5-1",
    national="學年度",
)
DESCRIPTION = Text(
    key="description",
    label="內容簡述",
    required=True,
    limit=100,
    lines=4,
    hint="100 字以內，標點、空白與換行都算一字",
    source="SA §6-n；limit C1 100 (C2: 50 for cadres and competitions)",
)
START_DATE = Day(key="start_date", label="開始日期", required=True, source="SA §6-n")
END_DATE = Day(key="end_date", label="結束日期", required=True, source="SA §6-n")
DOCUMENT = FileSlot(
    key="document_file",
    label="證明文件",
    kind="document",
    required=True,
    hint="PDF、JPG 或 PNG",
    source="SA §6-n；size P-apple, C1",
    national="證明文件連結",
)
DOCUMENT_NOTE = Text(
    key="document_note",
    label="證明文件說明",
    limit=NOT_FOUND,
    hint="簡單說明這份文件，方便辨識",
    source="SA §6-n；limit not found",
    local_only=True,
)
MEDIA = FileSlot(
    key="media_file",
    label="影音檔案",
    kind="media",
    hint="MP3 或 MP4",
    source="SA §6-n；size P-apple, C1",
    national="影音檔案連結",
)
MEDIA_NOTE = Text(
    key="media_note",
    label="影音檔案說明",
    limit=NOT_FOUND,
    hint="簡單說明影音內容",
    source="SA §6-n；limit not found",
    local_only=True,
)
MEDIA_LINK = Link(
    key="external_media_url",
    label="影音檔案外部連結",
    hint="有上傳影音檔案時才填，以 https:// 開頭",
    source="C1, C2 (500), C4；not in SA",
)
CADRE_LEVEL = Choice(
    key="cadre_level",
    label="幹部等級",
    required=True,
    codes="cadre_level",
    hint="選最符合的一項",
    source="SA §6-1 5-7",
    national="幹部等級代碼",
)
HOURS = Number(key="hours", label="時數", required=True, maximum="9999.999", hint="用阿拉伯數字")
FILES = (DOCUMENT, DOCUMENT_NOTE, MEDIA, MEDIA_NOTE, MEDIA_LINK)

DIVERSE_RULES = ("media_note_needs_media", "media_link_needs_media", "document_note_needs_document")
PREPARE = "新增前請先備妥證明文件或影音檔案。"
WHEN = "在學校開放的學年度與截止日期之前，且尚未勾選送交國教署的紀錄，才可以修改。"
COMPLETE = "內容簡述與證明文件都齊全，才可以勾選送交國教署。"
DIVERSE_NOTES = (PREPARE, WHEN, COMPLETE)
