"""`python -m demo`: a demo school on this machine and the application in front of it; --headless plays the story."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from demo.school import Place

PROFILES = ("senior-high", "experimental")


def main(words: list[str] | None = None) -> int:
    """Exit code 0 when the window was closed, or when every step of the story held; else 1."""
    asked = _arguments(sys.argv[1:] if words is None else words)
    if asked.size is not None:
        return _great(_home(asked), asked)
    if asked.headless is not None:
        return _headless(asked.headless.resolve(), asked.profile)
    return _window(_home(asked), asked.profile)


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="demo", description="開一所示範學校並打開程式。")
    parser.add_argument("--headless", type=Path, metavar="資料夾", help="不開視窗，自動演一遍，結果寫在這裡")
    parser.add_argument("--profile", choices=PROFILES, default="senior-high", help="學校的種類")
    parser.add_argument("--size", type=int, metavar="人數", help="改開一所這麼多學生的學校，例如 1200")
    parser.add_argument("--home", type=Path, metavar="資料夾", help="示範資料放哪裡；下次用同一個就接著用")
    return parser.parse_args(words)


def _home(asked: argparse.Namespace) -> Path:
    if asked.home is not None:
        return Path(asked.home).resolve()
    from platformdirs import user_data_path  # noqa: PLC0415 - only when nobody said where

    return user_data_path("Licheng-demo", appauthor=False)


def _headless(out: Path, profile: str) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is loaded
    from demo.story import play  # noqa: PLC0415 - as above

    story = play(out, profile)
    held = sum(step.ok for step in story.steps)
    print(f"{held}／{len(story.steps)} 步成立，{story.seconds:.0f} 秒 → {out / 'story.json'}")
    return 0 if story.ok else 1


def _great(home: Path, asked: argparse.Namespace) -> int:
    """A school of that size, made when it is not there yet; then the office's window, where there is a screen."""
    from demo.great.build import place_of  # noqa: PLC0415 - usage needs no school

    place = place_of(home / f"{asked.profile}-{asked.size}" / "school", asked.size, asked.profile)
    return 0 if asked.headless is not None else _open(place, home / f"{asked.profile}-{asked.size}", "a1")


def _window(home: Path, profile: str) -> int:
    from demo import roster, school  # noqa: PLC0415 - usage needs no school

    print("準備示範學校…", flush=True)
    place = school.build(home / profile / "school", profile)
    print(f"{roster.SCHOOL_NAME}　{place.url}\n{school.accounts()}", flush=True)
    return _open(place, home / profile, roster.STUDENTS[0].account)


def _open(place: "Place", home: Path, account: str) -> int:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - usage needs no Qt

    from demo import roster  # noqa: PLC0415 - as above
    from desktop.app import Application  # noqa: PLC0415 - as above
    from desktop.collector import Collector  # noqa: PLC0415 - as above

    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("Licheng")
    with place.open():
        application = Application(home / "computer")
        application.show_sign_in()
        page = application.page
        if page is not None and not page.login.value():
            page.url.set_value(place.url)
            page.login.set_value(account)
            page.password.setText(roster.PASSWORD)
            page.button.setFocus()
            page.say(f"示範帳號已填好，按「登入」就能開始。其他帳號的密碼也是 {roster.PASSWORD}。", "info")
        collector = Collector(application)
        code = qt.exec()
        application.close()
        collector.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
