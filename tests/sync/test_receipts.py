"""What the school signed can be handed on and checked by anybody; nothing in it can be changed unseen."""

import base64

import pytest
from attrs import evolve
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings, strategies as st

from domain import intents
from domain.intents import Action, Intent
from domain.records import Attachment
from sync import receipts
from sync.receipts import NotAReceipt
from sync.wire import receipt_bytes, receipt_text

SCHOOL = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = base64.b64encode(SCHOOL.public_key().public_bytes_raw()).decode()
FILE = Attachment("ab" * 32, 1234, "報告.pdf", "application/pdf")
ACT = Intent(
    "01890000-0000-7000-8000-000000000001",
    Action.SUBMIT,
    "01890000-0000-7000-8000-000000000002",
    "course_outcome",
    intents.submission("cd" * 32, {"document_file": FILE}),
)


def signed(act=ACT, status="applied"):
    body = act.encode()
    made = receipts.of(body, receipt_text("", "2026-02-28T13:03:14Z", status, 3), KEY)
    signature = base64.b64encode(SCHOOL.sign(made.message)).decode()
    return evolve(made, signature=signature)


RECEIPT = signed()
JSON = receipts.to_json(RECEIPT)
QR = receipts.qr_text(RECEIPT)


def test_that_what_the_school_signed_is_whole_after_a_journey():
    assert receipts.from_json(JSON) == RECEIPT
    assert receipts.faults(receipts.from_json(JSON), KEY) == ()
    assert receipts.faults(receipts.from_qr(QR), KEY) == ()
    assert receipts.from_qr(QR).number == RECEIPT.number
    assert receipts.from_qr(QR).message == receipt_bytes(
        ACT.id, RECEIPT.body_sha, "2026-02-28T13:03:14Z", "applied", 3
    )


def test_that_it_says_what_was_done_and_with_which_files():
    act = receipts.from_json(JSON).act
    assert (act.action, act.record, act.form) == (Action.SUBMIT, ACT.record, "course_outcome")
    (one,) = receipts.listed(act)
    assert (one.sha256, one.size, one.label) == (FILE.sha256, FILE.size, "課程學習成果文件檔案")
    saved = evolve(
        ACT, action=Action.SAVE, d=intents.with_file(intents.save({}), "document_file", None, FILE)
    )
    assert receipts.listed(saved)[0].name == "報告.pdf"


def refused(data: bytes) -> bool:
    try:
        return bool(receipts.faults(receipts.from_json(data), KEY))
    except NotAReceipt:
        return True


def test_that_no_byte_of_the_file_can_be_changed():
    for place in range(len(JSON)):
        for other in {JSON[place] ^ 1, JSON[place] ^ 0x20, 0x30}:
            if other != JSON[place]:
                assert refused(JSON[:place] + bytes([other]) + JSON[place + 1 :]), place


def test_that_no_byte_can_be_added_or_left_out():
    for place in range(len(JSON) + 1):
        assert refused(JSON[:place] + b" " + JSON[place:]), place
        assert refused(JSON[:place]) or place == len(JSON)


def test_that_no_letter_of_the_code_can_be_changed():
    for place in range(len(QR)):
        for other in "A0|":
            if other != QR[place]:
                text = QR[:place] + other + QR[place + 1 :]
                try:
                    assert receipts.faults(receipts.from_qr(text), KEY), place
                except NotAReceipt:
                    pass


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_that_anything_else_is_no_receipt(data):
    with pytest.raises(NotAReceipt):
        receipts.from_json(data)
    with pytest.raises(NotAReceipt):
        receipts.from_qr(data.decode("latin-1"))


def test_that_a_receipt_of_another_school_is_told_in_words():
    other = base64.b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()
    said = receipts.faults(RECEIPT, other)
    assert [word for word in said if "公鑰" in word]
    assert [word for word in said if "簽章不符" in word]
    assert "公鑰不完整" in receipts.faults(RECEIPT, "")[0]
    assert "公鑰不完整" in receipts.faults(RECEIPT, KEY[:-4])[0]


def test_that_signing_other_words_under_the_same_number_is_found():
    other = evolve(ACT, id="01890000-0000-7000-8000-000000000009").encode()
    swapped = evolve(RECEIPT, body=other)
    assert refused(receipts.to_json(swapped))


def test_that_the_number_is_short_and_follows_what_was_signed():
    assert len(RECEIPT.number) == 9
    assert RECEIPT.number[4] == "-"
    assert signed(status="rejected").number != RECEIPT.number
