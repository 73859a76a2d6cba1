"""How long to wait before trying again: full jitter, and the school's own word where it gave one.

Pure: the dice's fraction (0 <= x < 1) is an argument.
"""

CAP = 300.0
FIRST = 2.0
WAKE = 20.0


def delay(attempt: int, fraction: float) -> float:
    """Seconds before try number `attempt` (from 0): anything up to min(300, 2 * 2^attempt)."""
    if attempt < 0:
        raise ValueError("attempts are counted from 0")
    return min(CAP, FIRST * 2.0 ** min(attempt, 32)) * fraction


def honoured(retry_after: float, fraction: float) -> float:
    """Seconds to wait when the school named a time: never sooner, and up to half as long again."""
    return max(0.0, retry_after) * (1.0 + 0.5 * fraction)


def next_try(attempt: int, fraction: float, retry_after: float = 0.0) -> float:
    """Both rules in one: the school's word where there is one, else full jitter."""
    return honoured(retry_after, fraction) if retry_after > 0 else delay(attempt, fraction)


def poll(poll_after: float, fraction: float) -> float:
    """Seconds until the next quiet look: what the school asked for, give or take 30 %."""
    return max(1.0, poll_after) * (0.7 + 0.6 * fraction)


def after_wake(fraction: float) -> float:
    """Seconds to wait after start or sleep, so that a whole class does not knock at once."""
    return WAKE * fraction


def retry_after(header: str, sent_at: float | None = None, due_at: float | None = None) -> float:
    """Seconds named by a Retry-After header: a number, or a date already turned into seconds; absurd ones capped."""
    text = header.strip()
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return min(float(text), 24 * 3600.0)
    if sent_at is not None and due_at is not None:
        return min(max(0.0, due_at - sent_at), 24 * 3600.0)
    return 0.0
