"""Passwords as they lie in the database: argon2id, and nothing else of them."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.errors import BadInput
from domain.passwords import SHORTEST, complaint

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
NOBODY = HASHER.hash("nobody has this account, and finding that out takes as long")


def hashed(password: str) -> str:
    return HASHER.hash(password)


def matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def check_long_enough(password: str) -> None:
    """What the school itself may give somebody."""
    if len(password) < SHORTEST:
        raise BadInput("short_password", "密碼太短。", f"請設定至少 {SHORTEST} 個字。")


def check_chosen(password: str, account: str, old: str) -> None:
    """What a person may choose."""
    sentence, remedy = complaint(password, account)
    if sentence:
        raise BadInput("weak_password", sentence, remedy)
    if password == old:
        raise BadInput("same_password", "新密碼和舊密碼一樣。", "請換一個新的。")
