"""`python -m demo.drill`: lose seventeen days of a school in five ways, and see everything come back."""

import argparse
import sys
from pathlib import Path

from demo.drill.play import Plan, play
from demo.drill.report import as_json, as_text
from demo.drill.variants import VARIANTS


def main(words: list[str] | None = None) -> int:
    """0 when everything came back in every variant, else 1."""
    asked = _arguments(sys.argv[1:] if words is None else words)
    out = Path(asked.out).resolve()
    if out.exists() and any(out.iterdir()) and not (out / "lived").exists():
        print(f"{out} 裡已有別的內容，請換一個資料夾。", file=sys.stderr)
        return 2
    plan = Plan(out, asked.students, asked.days, asked.seed, tuple(asked.only or ()))
    result = play(plan, lambda line: print(line, flush=True))
    (out / "drill.txt").write_text(as_text(result), encoding="utf-8")
    (out / "drill.json").write_text(as_json(result), encoding="utf-8")
    print("\n" + as_text(result) + f"→ {out / 'drill.json'}")
    return 0 if result.ok else 1


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="drill", description="演練：學校主機回到十七天前，一切自己回來。")
    parser.add_argument("--students", type=int, default=300, metavar="人數", help="學生人數（預設 300）")
    parser.add_argument("--days", type=int, default=17, metavar="天數", help="會失去的天數（預設 17）")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="種子", help="同一個種子演同一個故事（預設 1）"
    )
    parser.add_argument(
        "--out", default="drill-out", metavar="資料夾", help="工作資料夾與報告（預設 drill-out）"
    )
    keys = [one.key for one in VARIANTS]
    parser.add_argument("--only", action="append", choices=keys, help="只演這一種，可以重複")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
