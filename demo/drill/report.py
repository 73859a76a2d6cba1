"""What the drill found, in figures: as text for people and as JSON for programs."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from demo.drill.people import Kind
from demo.drill.play import Outcome, Result
from demo.drill.proof import SECTIONS, Compared

FIGURES = {
    "computers": "電腦",
    "requests": "次連線",
    "intents": "個動作再送",
    "receipts": "張收據",
    "archived": "個只存查",
    "files up": "個檔案補送",
    "files down": "個檔案取回",
    "rows": "列取回",
    "bytes up": "位元組送出",
    "bytes down": "位元組取回",
}
MOST_NAMED = 20


def as_json(result: Result) -> str:
    plan = result.plan
    told = {
        "ok": result.ok,
        "students": plan.students,
        "days": plan.days,
        "seed": plan.seed,
        "people": {"students": len(result.people.pupils), "teachers": len(result.people.teachers)},
        "computers": Counter(one.kind.name.lower() for one in result.people.computers),
        "lived": {"seconds": round(result.seconds, 1), **_numbers(result.worked)},
        "variants": [_variant(one) for one in result.outcomes],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_text(result: Result) -> str:
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Result) -> Iterator[str]:
    plan, people = result.plan, result.people
    yield f"還原演練：{len(people.pupils)} 位學生、{len(people.teachers)} 位教師、{len(people.computers)} 台電腦，"
    yield f"工作 {plan.days} 天後學校回到第 0 天。種子 {plan.seed}。"
    worked = result.worked
    yield (
        f"這些天裡：{worked['intents']} 個動作、{worked['files up']} 個檔案、{worked['requests']} 次連線"
        f"（{result.seconds:.0f} 秒）。"
    )
    for outcome in result.outcomes:
        yield ""
        yield from _of_variant(outcome)
    yield ""
    yield "結論：全部回來了，沒有人需要重新認證。" if result.ok else "結論：有東西沒有回來，見上。"


def _of_variant(outcome: Outcome) -> Iterator[str]:
    back = outcome.back
    yield f"【{outcome.variant.sentence}】{'通過' if outcome.ok else '不一樣'}　{back.rounds} 輪、{back.seconds:.1f} 秒"
    for kind in Kind:
        counted = back.counts[kind]
        if counted["computers"]:
            yield f"  {kind.value}：" + "、".join(
                f"{counted[name]} {words}" for name, words in FIGURES.items() if counted[name]
            )
    for name, one in outcome.sections.items():
        verdict = "相同" if one.same else _difference(one)
        yield f"  {SECTIONS[name]}：當機後剩 {outcome.struck[name]}，回來後 {one.count}，{verdict}　{one.digest[:12]}"
    agreed = len(back.copies) - len(outcome.other_copies)
    yield f"  電腦上看到的內容和對照組相同：{agreed}／{len(back.copies)} 台"
    yield from (f"  問題：{one}" for one in back.problems[:MOST_NAMED])


def _difference(one: Compared) -> str:
    named = [*one.missing, *one.different, *one.extra][:3]
    return f"少 {len(one.missing)}、不同 {len(one.different)}、多 {len(one.extra)}（例如 {'；'.join(named)}）"


def _variant(outcome: Outcome) -> dict[str, Any]:
    back = outcome.back
    return {
        "key": outcome.variant.key,
        "sentence": outcome.variant.sentence,
        "ok": outcome.ok,
        "rounds": back.rounds,
        "seconds": round(back.seconds, 1),
        "by_computer": {kind.name.lower(): _numbers(counted) for kind, counted in back.counts.items()},
        "sections": {name: _section(outcome, name, one) for name, one in outcome.sections.items()},
        "copies": {"computers": len(back.copies), "different": list(outcome.other_copies)},
        "problems": list(back.problems),
    }


def _section(outcome: Outcome, name: str, one: Compared) -> dict[str, Any]:
    return {
        "after_the_loss": outcome.struck[name],
        "after_the_return": one.count,
        "same": one.same,
        "twin": one.digest,
        "back": one.digest_back,
        "missing": list(one.missing[:MOST_NAMED]),
        "different": list(one.different[:MOST_NAMED]),
        "extra": list(one.extra[:MOST_NAMED]),
    }


def _numbers(counted: Counter[str]) -> dict[str, int]:
    told = {name: counted[name] for name in FIGURES}
    return {**told, **{name: value for name, value in sorted(counted.items()) if name.startswith("told ")}}
