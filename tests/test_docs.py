"""The documents say what the program does: links, file names, words, and everything that is made from it."""

import os
import re
from pathlib import Path

import pytest

from derive.resources import codelists, profile, profile_names
from domain.forms import FORMS
from domain.intents import Action
from domain.lifecycle import SELECTION_LABELS, STATE_LABELS
from domain.people import ROLE_LABELS
from domain.refusals import REASONS
from domain.windows import KINDS
from server.cli.parser import parser
from tests.documents import DOCS, forms_page, with_tables

ROOT = DOCS.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
WRITE = bool(os.environ.get("LICHENG_WRITE_GOLDEN"))
FORMS_PAGE, PROTOCOL = DOCS / "forms.md", DOCS / "protocol.md"
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
CODE_PLACE = re.compile(r"`([a-z_]+(?:/[\w.]+)+\.(?:py|toml|csv))(?:::(\w+(?:\.\w+)?))?`")
SECTIONS = ["Context", "Decision", "Consequences", "What else was weighed"]


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def test_that_the_page_of_forms_is_that_of_the_program():
    if WRITE:
        FORMS_PAGE.write_text(forms_page(), encoding="utf-8")
    assert read(FORMS_PAGE) == forms_page()


def test_that_the_tables_of_the_protocol_are_those_of_the_program():
    if WRITE:
        PROTOCOL.write_text(with_tables(read(PROTOCOL)), encoding="utf-8")
    assert read(PROTOCOL) == with_tables(read(PROTOCOL))


def test_that_every_word_a_person_meets_is_written_down():
    page = read(FORMS_PAGE)
    for form in FORMS.values():
        assert f"## {form.title}" in page
        assert all(f"| {one.label} | `{one.key}` |" in page for one in form.fields)
    assert all(f"### {name}\n" in page for name in codelists())
    assert all(f"| `{code}` |" in page for code in REASONS)


def test_that_the_glossary_has_the_words_of_the_trade():
    page = read(DOCS / "glossary.md")
    words = {form.title for form in FORMS.values()} | {*STATE_LABELS.values(), *SELECTION_LABELS.values()}
    words |= {*ROLE_LABELS.values(), *KINDS.values()}
    assert sorted(word for word in words if word not in page) == []


def test_that_the_protocol_names_every_act():
    page = read(PROTOCOL)
    assert [action.value for action in Action if f"`{action.value}`" not in page] == []


def _targets(page: Path) -> list[str]:
    return [t for t in LINK.findall(read(page)) if not re.match(r"[a-z]+:", t)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_that_every_link_leads_somewhere(page):
    for target in _targets(page):
        name, _, anchor = target.partition("#")
        place = (page.parent / name).resolve() if name else page
        assert place.exists(), f"{page.name}: {target}"
        assert ROOT in (place, *place.parents), f"{page.name}: {target} leads out of the project"
        if anchor:
            assert anchor in _anchors(place), f"{page.name}: {target}"


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", read(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize(
    "page", [p for p in PAGES if p.parent.name != "decisions"], ids=lambda page: str(page.relative_to(ROOT))
)
def test_that_every_place_in_the_code_is_there(page):
    """Decisions are left out: they are never rewritten, and may speak of what is still to come."""
    for name, what in CODE_PLACE.findall(read(page)):
        assert (ROOT / name).is_file(), f"{page.name}: {name}"
        for word in what.split(".") if what else ():
            assert re.search(
                rf"^\s*(?:async )?(?:def|class) {word}\b|^{word}\b.* = ", read(ROOT / name), re.MULTILINE
            ), f"{page.name}: {name}::{what}"


def test_that_the_walk_passes_through_every_floor():
    named = {name.split("/")[0] for name, _ in CODE_PLACE.findall(read(DOCS / "walk.md"))}
    assert {"domain", "derive", "sync", "desktop", "server"} <= named


def test_that_decisions_are_numbered_and_shaped_alike():
    pages = sorted((DOCS / "decisions").glob("0*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = read(page)
        assert text.startswith(f"# {int(page.name[:4])}. ")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS, page.name
        assert len(text.splitlines()) <= 60, f"{page.name} is more than a page"


def test_that_every_command_of_the_school_in_the_documents_is_one():
    """Read with the school's own parser, so that a renamed option is noticed."""
    shown = [
        line.strip().split("#")[0]
        for page in (DOCS / "administrators").glob("*.md")
        for line in read(page).splitlines()
        if line.strip().startswith("licheng-school ")
    ]
    assert shown
    for line in shown:
        parser().parse_args(line.split()[1:])


@pytest.mark.parametrize("folder", ["users", "administrators"])
def test_that_no_page_is_left_out_of_the_list_of_its_folder(folder):
    listed = _targets(DOCS / folder / "README.md")
    assert sorted(page.name for page in (DOCS / folder).glob("*.md") if page.name != "README.md") == sorted(
        target for target in listed if "/" not in target
    )


def test_that_the_limits_told_to_users_are_those_of_the_profiles():
    page = read(ROOT / "resources" / "manual" / "03-files.md")
    for name in profile_names():
        for rule in profile(name).files.values():
            assert f"{rule.max_bytes // 1024**2} MB" in page
            assert all(kind.upper() in page for kind in rule.kinds)
