"""Shell: does one effect by calling the port that it belongs to. Knows no order of things; that is the cycle's."""

from hashlib import sha256
from typing import Any

from attrs import define, field

from domain.errors import Damaged
from sync import effects as fx
from sync.backoff import next_try
from sync.effects import Effect
from sync.ports import Blobs, Dice, Pause, School, Store, Touched

READ = 1024 * 1024


@define
class World:
    """The ports together, and what was done so far: records touched, intents settled, rows read."""

    store: Store
    blobs: Blobs
    school: School
    dice: Dice
    pause: Pause
    touched: Touched = field(factory=Touched)
    settled: int = 0
    rows: int = 0
    poll_after: int = 0
    rewound: bool = False

    def do(self, effect: Effect) -> Any:
        """Do it and return the answer; raises what the port raises."""
        match effect:
            case fx.Stand():
                return self.store.standing()
            case fx.NewRequest():
                return self.dice.request_id()
            case fx.Freeze(limit, max_bytes):
                return self.store.freeze(limit, max_bytes)
            case fx.SendPush(message):
                return self.school.push(message)
            case fx.SendPull(message):
                return self.school.pull(message)
            case fx.AskBlob() | fx.SendPiece() | fx.VerifyOwn() | fx.FetchBlob():
                return self._carry(effect)
            case fx.Wait(attempt, retry_after):
                return self._wait(next_try(attempt, self.dice.fraction(), retry_after))
            case fx.Note():
                return None
            case _:
                self.touched |= self._write(effect)
                return self._tally(effect)

    def _carry(self, effect: Effect) -> Any:
        match effect:
            case fx.AskBlob(name):
                return self.school.blob_state(name)
            case fx.SendPiece(name, size, offset, length):
                return self.school.put_blob(name, size, offset, self.blobs.read(name, offset, length))
            case fx.VerifyOwn(name):
                return self._sound(name)
            case fx.FetchBlob(name):
                return None if self._sound(name) else self.blobs.publish(name, self.school.get_blob(name))
        raise TypeError(f"not about a file: {effect}")

    def _write(self, effect: Effect) -> Touched:
        match effect:
            case fx.Settle(reply):
                return self.store.settle(reply)
            case fx.Apply(reply):
                return self.store.apply(reply)
            case fx.Rewind(epoch):
                return self.store.rewind(epoch)
            case fx.SetAside(intent, code, sentence):
                return self.store.set_aside(intent, code, sentence)
            case fx.Uploaded(name):
                return self.store.uploaded(name)
            case fx.Downloaded(name):
                return self.store.downloaded(name)
        raise TypeError(f"not a write: {effect}")

    def _tally(self, effect: Effect) -> None:
        match effect:
            case fx.Settle(reply):
                self.settled += len(reply.results)
            case fx.Apply(reply):
                self.rows += sum(page.count for page in reply.scopes.values())
                self.poll_after = reply.poll_after_s
            case fx.Rewind():
                self.rewound = True

    def _sound(self, name: str) -> bool:
        """Whether the own copy is there and still hashes to its name."""
        if not self.blobs.has(name):
            return False
        hashed, offset = sha256(), 0
        try:
            while piece := self.blobs.read(name, offset, READ):
                hashed.update(piece)
                offset += len(piece)
        except Damaged:
            return False
        return hashed.hexdigest() == name

    def _wait(self, seconds: float) -> None:
        if self.pause(seconds):
            raise fx.Cancelled
