"""One person's computer in a process of its own: writes, attaches, sends and syncs by the dice, over a bad line.

Words: folder, account, address of the bad line, address of the sound one, number of steps, seed.
"""

import sys
from pathlib import Path
from random import Random

from domain.errors import LichengError
from domain.intents import Action
from tests.proof.computer import Computer, over_http, some_id
from tests.server.campus import pdf


def walk(computer: Computer, dice: Random, steps: int, name: str) -> None:
    for step in range(steps):
        try:
            act(computer, dice, f"{name} {step}")
        except LichengError:
            pass  # a rule of this copy said no, as it would to a person
        if dice.random() < 0.6:
            computer.sync()


def act(computer: Computer, dice: Random, words: str) -> None:
    """What a student or a teacher does with one record, most of all with one that others touch too."""
    outcomes = computer.store.records(form="course_outcome")
    if computer.account == "chen":
        pending = [one.record.id for one in outcomes if one.record.state == "pending"]
        if pending:
            computer.decide(dice.choice([Action.CERTIFY, Action.REJECT]), dice.choice(pending))
        return
    drafts = [one.record.id for one in outcomes if one.record.state in ("draft", "failed")]
    enrolments = [one.record.id for one in computer.store.records(form="enrolment")]
    if not enrolments:
        return
    if len(drafts) < 2 or dice.random() < 0.2:
        file = computer.adopt(pdf(words + "f" * dice.randrange(10, 90_000)))
        computer.write(some_id(), {"summary": words}, file, dice.choice(enrolments))
    elif dice.random() < 0.6:
        computer.write(dice.choice(drafts), {"summary": words})
    else:
        computer.submit(dice.choice(drafts))


def main() -> None:
    folder, account, bad, sound, steps, seed = sys.argv[1:]
    computer = over_http(Path(folder), account, bad, signed_in_at=sound, idle=2)
    walk(computer, Random(f"{seed}/{folder[-6:]}"), int(steps), Path(folder).name)
    computer.close()
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main()
