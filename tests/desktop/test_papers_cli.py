"""`licheng portfolio`, `receipt` and `verify-receipt` from a shell, against a real school."""

import pymupdf
import pytest

from tests.desktop.conftest import STUDENT, open_campus
from tests.desktop.test_cli import DONE, PERSON, REFUSED, USAGE, Shell
from tests.server.campus import pdf


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    made = open_campus(tmp_path_factory.mktemp("school"))
    yield made
    made.school.stop()


@pytest.mark.slow
@pytest.mark.story
def test_that_a_portfolio_and_a_receipt_come_out_of_a_shell(school, tmp_path):
    student, nobody = Shell(tmp_path / "student"), Shell(tmp_path / "nobody")
    report = tmp_path / "水質報告.pdf"
    report.write_bytes(pdf("水質"))
    assert student("login", school.url, STUDENT)[0] == DONE
    code, said = student(
        "add", "course_outcome", "--parent", school.enrolment, "summary=我學會了觀察。",
        "--file", f"document_file={report}",
    )  # fmt: skip
    assert code == DONE
    outcome = said["id"]
    assert student("add", "competition", "competition_name=校內科展", "year_term=114-1")[0] == DONE
    assert student("submit", outcome)[0] == DONE
    assert student("sync")[0] == DONE

    out = tmp_path / "歷程"
    code, said = student("portfolio", str(out), "--year", "114", "--title", "我的三年")
    assert (code, said["records"], said["left_out"]) == (DONE, 2, [])
    made = pymupdf.open(tmp_path / "歷程.pdf")
    assert len(made) == said["pages"]
    assert "我的三年" in made[0].get_text()
    assert [text for _, text, _ in made.get_toc()][2:] == [
        "課程學習",
        "國語文",
        "水質報告.pdf",
        "多元表現",
        "校內科展",
    ]
    code, said = student("portfolio", str(out), "--id", outcome, "--no-files")
    assert (code, said["records"], said["pages"]) == (DONE, 1, 3)
    code, said = student("portfolio", str(out), "--selected")
    assert (code, said["code"]) == (REFUSED, "nothing_to_print")
    assert len(pymupdf.open(tmp_path / "歷程.pdf")) == 3
    assert student("portfolio", str(out), "--form", "poem")[0] == USAGE

    code, said = student("receipts")
    assert code == DONE
    number = next(one["number"] for one in said["receipts"] if one["action"] == "submit")
    paper, plain = tmp_path / "收據.pdf", tmp_path / "收據.json"
    assert student("receipt", number, str(paper))[0] == DONE
    assert student("receipt", number, str(plain))[0] == DONE
    assert student("receipt", "XXXX-XXXX", str(plain))[0] == REFUSED

    key = school.school.office.keys.public
    for source in (paper, plain):
        code, said = nobody("verify-receipt", str(source), "--key", key, "--file", str(report))
        assert (code, said["good"], said["number"], said["action"]) == (DONE, True, number, "submit")
        assert said["matches"] == [{"name": "水質報告.pdf", "same": True}]
    code, said = nobody("verify-receipt", str(plain))
    assert (code, said["trusted"], said["faults"]) == (PERSON, False, [])
    changed = tmp_path / "改過.json"
    changed.write_bytes(plain.read_bytes().replace(b'"applied"', b'"merged"'))
    code, said = nobody("verify-receipt", str(changed), "--key", key)
    assert (code, said["good"]) == (REFUSED, False)
    assert "簽章不符" in said["faults"][0]
    assert nobody("verify-receipt", str(report), "--key", key)[0] == REFUSED
    assert not (tmp_path / "nobody").exists()
