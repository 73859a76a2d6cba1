"""The long wait for news: says only that there is some. Correctness never depends on it."""

from msgspec import Struct


class News(Struct, frozen=True):
    """seq: how far the school has come; changed: whether something beyond what was asked is for this account.

    wait_s: after so many seconds it should be fetched, so that a whole school does not knock at once.
    """

    seq: int
    changed: bool
    wait_s: float = 0.0
