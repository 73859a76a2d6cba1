"""Every screen of the office and of a teacher over a school of real size: `-m benchmarks.staff FOLDER [--size N]`.

The school is made in the folder when it is not there yet, runs in this process, and is synced once by each of the two.
As in `pages`, what stands in the table is processor time of the GUI thread, once for the first opening and once again.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.pages import Cost, page_costs, table
from benchmarks.turns import WatchedApplication
from demo import hands, roster
from demo.great.build import place_of
from demo.school import Place
from desktop import sessions, theme
from desktop.clock import Clock
from desktop.desk import Desk
from desktop.views.main_window import MainWindow

WHO = ("a1", "t001")


@contextmanager
def signed_in(place: Place, home: Path, account: str) -> Iterator[Desk]:
    """The person's desk with everything that is theirs to read."""
    opening = sessions.sign_in(home, place.url, account, roster.PASSWORD)
    desk = sessions.desk_for(opening, Clock())
    try:
        while not (report := sessions.post(desk)).ok:
            sys.stderr.write(f"{account}: {report.sentence}\n")
        desk._touched(report.touched)
        yield desk
    finally:
        desk.close()


def measure(folder: Path, size: int) -> dict[str, list[Cost]]:
    """By account. The process must have no application yet."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    place = place_of(folder, size)
    app = WatchedApplication(sys.argv[:1])
    theme.apply(app, "light")
    found = {}
    with tempfile.TemporaryDirectory() as homes, place.open():
        for account in WHO:
            with signed_in(place, Path(homes, account), account) as desk:
                window = MainWindow(desk)
                window.resize(1280, 800)
                window.show()
                hands.live(0.5)
                found[account] = list(page_costs(window))
                window.close()
                window.deleteLater()
                hands.live(0.05)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="staff", description="每一個教職員畫面，在一所真實大小的學校裡。")
    parser.add_argument("folder", type=Path, metavar="資料夾")
    parser.add_argument("--size", type=int, default=1200, metavar="人數")
    asked = parser.parse_args()
    for account, costs in measure(asked.folder, asked.size).items():
        sys.stdout.write(f"\n{account}\n{table(costs)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
