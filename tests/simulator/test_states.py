"""The same world driven by Hypothesis, one act at a time: what fails comes back as the shortest story that fails."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.simulator.history import DEVICES, Laboratory
from tests.simulator.world import World

EXAMPLES, STEPS = 40, 30
WHO = st.integers(0, len(DEVICES) - 1)
LUCK = st.integers(0, 255)


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    opened = Laboratory(tmp_path_factory.mktemp("states"))
    yield opened
    opened.close()


def machine(laboratory: Laboratory) -> type[RuleBasedStateMachine]:
    class Story(RuleBasedStateMachine):
        """Rules are what may happen next; `luck` is the dice that this one thing is drawn with."""

        @initialize(seed=LUCK)
        def open(self, seed: int) -> None:
            self.world = World(seed)
            self.history = laboratory.history(self.world)
            self.saved = False

        @rule(who=WHO, luck=LUCK, minutes=st.sampled_from((0, 1, 60, 600)))
        def act(self, who: int, luck: int, minutes: int) -> None:
            self.world.clock.tick(60 * minutes + 1)
            self.world.actions = Random(luck)
            self.history.act(self.history.devices[who])

        @rule(who=WHO, luck=LUCK, faulty=st.booleans())
        def sync(self, who: int, luck: int, faulty: bool) -> None:
            self.world.clock.tick(1)
            self.world.faulty = faulty
            self.world.faults, self.world.crashes = Random(luck), Random(luck + 1)
            self.history.devices[who].sync()

        @precondition(lambda self: self.history.delayed)
        @rule(luck=LUCK)
        def deliver_late(self, luck: int) -> None:
            self.world.actions = Random(luck)
            self.history.deliver_late()

        @rule()
        def back_up(self) -> None:
            self.history.school.back_up()
            self.saved = True

        @precondition(lambda self: self.saved)
        @rule(told=st.booleans())
        def lose(self, told: bool) -> None:
            self.history.disaster(told)

        def teardown(self) -> None:
            if hasattr(self, "history"):
                self.history.end()

    return Story


@pytest.mark.timeout(300)
def test_that_no_story_of_a_few_acts_ends_in_disagreement(laboratory):
    run_state_machine_as_test(
        machine(laboratory),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
