"""The few lines of docs/protocol.md by which anybody checks a receipt do check it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve

from desktop.operations import papers, verifying
from sync import receipts
from tests.sync.test_receipts import KEY, QR, RECEIPT

PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")


def block(language, about):
    """The lines of the page in that language that are about it."""
    return next(one for one in re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) if about in one)


@pytest.mark.parametrize("changed", [False, True])
def test_that_the_lines_of_python_check_a_receipt(tmp_path, changed):
    path = tmp_path / "收據.json"
    papers.receipt_json(evolve(RECEIPT, status="merged") if changed else RECEIPT, path)
    command = [sys.executable, "-c", block("python", "Ed25519PublicKey"), str(path), KEY]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode == 0, "submit" in done.stdout) == (not changed, not changed), done.stderr


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
@pytest.mark.parametrize("changed", [False, True])
def test_that_the_lines_for_openssl_check_a_code(tmp_path, changed):
    text = receipts.qr_text(evolve(RECEIPT, ver=RECEIPT.ver + 1)) if changed else QR
    (tmp_path / "qr.txt").write_text(text + "\n", encoding="utf-8")
    (tmp_path / "school.pem").write_text(verifying.pem(KEY), encoding="utf-8")
    done = subprocess.run(
        ["sh", "-ec", block("sh", "openssl")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode == 0) is not changed, done.stderr + done.stdout
