"""The hour and the dice of this computer. The hour is shown and recorded as evidence; it decides nothing.

What a deadline is judged by here is the school's time: this clock corrected by what the school last said.
"""

import secrets
import time
from datetime import UTC, datetime, timedelta

from domain.ids import uuid7


class Clock:
    """offset: the school's time minus this computer's, as last heard."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def here(self) -> datetime:
        """This computer's time, UTC."""
        return datetime.now(UTC)

    def school(self) -> datetime:
        """The school's time as far as we know it, UTC."""
        return self.here() + self.offset

    def learn(self, school_time: datetime) -> None:
        """Take over what the school just said the time is."""
        self.offset = school_time - self.here()

    def new_id(self) -> str:
        """An id for a record or an intent."""
        return uuid7(time.time_ns() // 1_000_000, secrets.token_bytes(10))

    def made(self) -> dict[str, object]:
        """The evidence that goes into an intent: claimed wall time, zone, monotonic milliseconds."""
        now = datetime.now().astimezone()
        return {
            "wall": now.isoformat(timespec="milliseconds"),
            "zone": now.tzname() or "",
            "mono_ms": time.monotonic_ns() // 1_000_000,
        }


class RandomDice:
    """Request ids and jitter."""

    def request_id(self) -> str:
        return secrets.token_hex(16)

    def fraction(self) -> float:
        return secrets.randbelow(1 << 53) / (1 << 53)
