"""Plays in a process of its own, so that a player that hangs cannot hang the suite. Prints one JSON line a scene."""

import io
import json
import sys
import threading
import time
from pathlib import Path

import av
from PIL import Image
from PySide6.QtWidgets import QApplication

from demo import sample_media
from desktop import theme
from desktop.preview import PreviewPane, shut_down
from desktop.preview.player import the_player

MP4, MP3, PDF, PNG = "video/mp4", "audio/mpeg", "application/pdf", "image/png"


def spin(app, until, seconds=15.0):
    """Whether it came true in time."""
    end = time.monotonic() + seconds
    while not until():
        if time.monotonic() > end:
            return False
        app.processEvents()
        time.sleep(0.005)
    return True


def say(scene, **facts):
    sys.stdout.write(json.dumps({"scene": scene, **facts}) + "\n")
    sys.stdout.flush()


def a_film(codec, seconds=1):
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as film:
        stream = film.add_stream(codec, rate=12)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for n in range(12 * seconds):
            picture = Image.new("RGB", (160, 120), (n * 9 % 255, 80, 160))
            film.mux(stream.encode(av.VideoFrame.from_image(picture)))
        film.mux(stream.encode(None))
    return out.getvalue()


def playing(app, pane, film, melody):
    pane.show_bytes("影片.mp4", MP4, film)
    shown = spin(app, lambda: pane.state == "shown")
    first = spin(app, lambda: pane.viewer.frames > 0)
    say("poster", shown=shown, first=first, playing=pane.viewer.player.playing, ms=pane.viewer.duration)
    pane.viewer.toggle.click()
    moved = spin(app, lambda: pane.viewer.seek_bar.value() > 300)
    text = pane.viewer.time.text()
    more = spin(app, lambda: pane.viewer.frames > 3)
    name = pane.viewer.toggle.accessibleName()
    pane.viewer.seek_bar.chosen.emit(3000)
    sought = spin(app, lambda: pane.viewer.seek_bar.value() >= 3000)
    pane.viewer.toggle.click()
    paused = spin(app, lambda: not pane.viewer.player.playing)
    say("film", moved=moved, frames=more, text=text, name=name, sought=sought, paused=paused)
    pane.show_bytes("音樂.mp3", MP3, melody)
    shown = spin(app, lambda: pane.state == "shown")
    pane.viewer.toggle.click()
    moved = spin(app, lambda: pane.viewer.seek_bar.value() > 200)
    say("sound", shown=shown, moved=moved, ms=pane.viewer.duration, kind=pane.kind)
    pane.hide()
    say("hidden", paused=spin(app, lambda: not the_player().playing))
    pane.show()


def clearing(app, pane, film):
    pane.show_bytes("影片.mp4", MP4, film)
    spin(app, lambda: pane.state == "shown")
    pane.viewer.toggle.click()
    spin(app, lambda: the_player().playing)
    pane.clear()
    say("clear", idle=spin(app, lambda: the_player().idle and not the_player().playing), state=pane.state)


def switching(app, pane, film, melody):
    picture = io.BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    kinds = [("a.mp4", MP4, film), ("b.png", PNG, picture.getvalue()), ("c.mp3", MP3, melody)]
    kinds += [("d.pdf", PDF, b"%PDF-broken"), ("e.mp4", MP4, film)]
    start, worst = time.monotonic(), 0.0
    for turn in range(30):
        began = time.monotonic()
        pane.show_bytes(*kinds[turn % 5])
        worst = max(worst, time.monotonic() - began)
        if turn % 3 == 0:
            spin(app, lambda: pane.state in ("shown", "refused"), 5)
        if pane.kind in ("audio", "video"):
            pane.viewer.act("toggle")
        app.processEvents()
    pane.show_bytes("last.mp4", MP4, film)
    shown = spin(app, lambda: pane.state == "shown")
    say("switch", shown=shown, kind=pane.kind, worst=worst, seconds=time.monotonic() - start)


def refusing(app, pane, film):
    answers = {}
    bad = {
        "cut": film[: len(film) // 3],
        "head": film[:40],
        "sound": b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(900),
    }
    for name, data in bad.items():
        pane.show_bytes("壞.mp4", MP4, data)
        spin(app, lambda: pane.state in ("shown", "refused"), 20)
        answers[name] = [pane.state, pane.sentence or pane._notice_words.text()]
    say("refuse", **answers)


def sharing(app, pane, film, melody):
    other = PreviewPane()
    other.resize(300, 300)
    other.show()
    pane.show_bytes("影片.mp4", MP4, film)
    spin(app, lambda: pane.state == "shown")
    pane.viewer.toggle.click()
    spin(app, lambda: the_player().playing)
    other.show_bytes("音樂.mp3", MP3, melody)
    taken = spin(app, lambda: other.state == "shown" and not the_player().playing)
    name = pane.viewer.toggle.accessibleName()
    pane.viewer.toggle.click()
    back = spin(app, lambda: the_player().playing and pane.viewer.mine)
    say("share", taken=taken, name=name, back=back)
    other.close()


def unseen(app, pane):
    """AV1 has no decoder here: a film without a picture must be called out."""
    pane.show_bytes("av1.mp4", MP4, a_film("libsvtav1"))
    said = spin(app, lambda: pane._notice.isVisible() or pane.state == "refused", 10)
    say("unseen", said=said, frames=getattr(pane.viewer, "frames", 0))


def main(folder):
    film = sample_media.film(folder / "film.mp4").read_bytes()
    melody = sample_media.melody(folder / "melody.mp3").read_bytes()
    app = QApplication([])
    theme.apply(app, "light")
    pane = PreviewPane()
    pane.resize(480, 600)
    pane.show()
    playing(app, pane, film, melody)
    clearing(app, pane, film)
    switching(app, pane, film, melody)
    refusing(app, pane, film)
    sharing(app, pane, film, melody)
    unseen(app, pane)
    shut_down()
    say("end", idle=the_player().idle, threads=threading.active_count())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
