"""The promises of resources/style/tokens.toml, computed from the file itself."""

import pytest

from desktop.theme import tokens

TEXT = [
    (ink, ground)
    for ground in ("canvas", "surface", "nav", "hover", "accent_soft")
    for ink in ("text", "muted", "accent_text")
    if (ink, ground) != ("muted", "accent_soft")
] + [
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("on_danger", "danger"),
    ("on_danger", "danger_hover"),
    ("muted", "accent_soft"),
    ("muted", "sunken"),  # words in a box that cannot be changed, and what an empty box suggests
    ("text", "sunken"),
    ("accent_text", "accent_soft"),  # the pill of what was picked
    ("toast_text", "toast"),
    ("toast_action", "toast"),
    ("danger", "surface"),
    ("success", "surface"),
    ("warning", "surface"),
    ("info", "surface"),
    *((tone, f"{tone}_bg") for tone in ("success", "warning", "danger", "info", "neutral")),
    *(("text", f"{tone}_bg") for tone in ("success", "warning", "danger", "info", "neutral")),
]
EDGES = [
    ("control", "surface"),
    ("control", "canvas"),
    ("accent", "surface"),
    ("focus", "canvas"),
    ("focus", "nav"),
]
EDGES += [
    *(("disabled", ground) for ground in ("surface", "sunken", "canvas", "nav")),
    ("danger", "surface"),
    ("toast_danger", "toast"),
    ("toast_success", "toast"),
    ("toast_warning", "toast"),
]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_that_every_text_can_be_read_on_its_ground(mode, ink, ground):
    colours = tokens.load().colours(mode)
    assert tokens.contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_that_every_control_stands_out_from_its_ground(mode, edge, ground):
    colours = tokens.load().colours(mode)
    assert tokens.contrast(colours[edge], colours[ground]) >= 3.0


def test_that_light_and_dark_name_the_same_colours():
    assert set(tokens.load().light) == set(tokens.load().dark)


def test_that_contrast_is_measured_as_the_standard_says():
    assert tokens.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert tokens.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
