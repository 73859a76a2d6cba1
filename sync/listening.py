"""What to do after a long wait for news: fetch, wait again, or give it up for a while and look from time to time.

Pure. A school or a proxy that does not let anybody wait is asked again later, and looked at as before meanwhile.
"""

from attrs import evolve, frozen

from sync.backoff import delay, honoured

REST = 600.0
"""Seconds of rest after PATIENCE broken waits in a row."""
PATIENCE = 3
SOONEST = 5.0
"""A wait that ends sooner without news was cut by somebody on the way."""
QUIET_POLL = 300.0
"""While somebody waits at the school, a look of one's own is only for what the wait cannot tell."""


@frozen
class Listening:
    """How the waits went so far. broken: in a row."""

    broken: int = 0

    @property
    def heard(self) -> bool:
        """Whether the school is being listened to, so that looks may be rare."""
        return self.broken == 0

    def waited(self, seconds: float, changed: bool) -> "Listening":
        """The school has answered after that long."""
        return self.fell() if seconds < SOONEST and not changed else evolve(self, broken=0)

    def fell(self) -> "Listening":
        """The wait was refused or cut."""
        return evolve(self, broken=self.broken + 1)

    def pause(self, fraction: float, retry_after: float = 0.0) -> float:
        """Seconds until the next wait; 0.0: at once."""
        if not self.broken:
            return 0.0
        if retry_after > 0:
            return honoured(retry_after, fraction)
        if self.broken >= PATIENCE:
            return REST * (0.7 + 0.6 * fraction)
        return 1.0 + delay(self.broken, fraction)
