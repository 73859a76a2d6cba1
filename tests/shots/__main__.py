"""`python -m tests.shots FOLDER [WORD …]`: pictures of every screen, or of those whose name contains a word.

For eyes: index.html shows a contact sheet a screen. Nothing is compared; what the eye finds becomes a test.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia*=false;qt.qpa*=false")
    parser = argparse.ArgumentParser(
        prog="shots", description="把每一個畫面拍下來：明暗、大小、空的、滿的、長的、出錯的。"
    )
    parser.add_argument("folder", type=Path, metavar="資料夾")
    parser.add_argument("words", nargs="*", metavar="字", help="只拍名稱含有這些字的畫面")
    asked = parser.parse_args()
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - the platform is set first

    from tests.shots.camera import LOOKS, Camera, wear  # noqa: PLC0415 - as above
    from tests.shots.people import Files  # noqa: PLC0415 - as above
    from tests.shots.scenes import everything  # noqa: PLC0415 - as above

    app = QApplication(sys.argv[:1])
    app.setApplicationName("Licheng")
    folder = asked.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    camera = Camera(folder, tuple(asked.words))
    with tempfile.TemporaryDirectory(prefix="licheng-shots-") as work:
        files = Files(Path(work, "files"))
        for look in LOOKS:
            wear(look)
            for name, window in everything(Path(work, look.name), files):
                if camera.wants(name):
                    camera.shoot(window, name, look)
            sys.stderr.write(f"{look.name}\n")
    sys.stdout.write(f"{camera.publish()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
