"""Signing in: unlocking what is on this computer, and being let in by the school. No widget in here.

An account that was here before is unlocked first, which needs no network: signing in offline is unlocking.
The school is asked only when there is nothing here yet, or when its tokens are gone.
"""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from attrs import frozen

from derive import resources
from desktop.clock import Clock, RandomDice
from desktop.courier import Courier, OnWriter
from desktop.desk import Desk
from desktop.identity import Identity
from desktop.listener import Listener
from desktop.store import vault
from desktop.store.lock import sync_lock
from desktop.store.opening import Opened, open_account
from desktop.store.store import Store
from desktop.threads import Cancel
from domain.errors import LichengError, Locked
from domain.windows import instant
from sync.effects import SENTENCES, State
from sync.http import Grant, HttpSchool, sign_in as ask_school
from sync.report import Progress, Report
from sync.runner import Runner
from sync.wire import Session
from sync.wire.news import News

T = TypeVar("T")

ELSEWHERE_S = 5.0
ERRAND_S = 20.0
MANY = 60
"""From so many waiting intents on a sync uses the big batches: a computer that was away for weeks."""
IDENTITY = ("url", "account", "login", "name", "role", "profile", "school")


@frozen
class Opening:
    """An open vault. recovery: the code to print, only when the vault was made just now."""

    identity: Identity
    folder: Path
    keys: vault.Keys
    opened: Opened
    recovery: str = ""


class OldPassword(LichengError):
    """The school took the password, the vault did not: it was changed elsewhere."""


def known(home: Path) -> tuple[vault.Label, ...]:
    """The accounts on this computer."""
    return tuple(label for _, label in vault.accounts(home))


def sign_in(home: Path, url: str, login: str, password: str, otp: str = "", old: str = "") -> Opening:
    """Unlock the account on this computer, or fetch it from the school for the first time.

    old: an earlier password or the recovery code, when the password was changed elsewhere.
    Raises Locked, OldPassword, Offline, AuthRequired and the like, each with its sentence.
    """
    folder = vault.folder_of(home, url, login)
    here = any(place == folder for place, _ in vault.accounts(home))
    if not here:
        return _first_time(folder, url, login, password, otp)
    try:
        keys = vault.unlock(folder, password)
    except Locked:
        return _password_changed(folder, url, login, password, otp, old)
    return _reopen(folder, keys)


def renew(desk: Desk, password: str, otp: str = "") -> None:
    """Ask the school for new tokens for an open desk and keep them. Not for the GUI thread."""
    who = desk.identity
    session = ask_school(who.url, who.login, password, desk.store.meta("device"), otp)
    desk.writer.wait(lambda: remember(desk.store, session, who.url, who.login))
    lock_with(desk, password)


def lock_with(desk: Desk, password: str) -> None:
    """From now on this password opens what is on this computer. Nothing is encrypted anew."""
    if desk.keys is None:
        return
    try:
        vault.unlock(desk.folder, password)
    except Locked:
        vault.rewrap(desk.folder, desk.keys, password)


def errand(desk: Desk, ask: Callable[[HttpSchool], T]) -> T:
    """One question to the school, asked here and now with the desk's session. Not for the GUI thread."""
    school = HttpSchool(desk.identity.url, DeskTokens(desk), desk.store.meta("server_id"), idle=ERRAND_S)
    try:
        return ask(school)
    finally:
        school.close()


def remember(store: Store, session: Session, url: str, login: str) -> Identity:
    """Keep who this is and the tokens, inside the encrypted database."""
    who = Identity(
        url, session.account_id, login, session.name, session.role, session.profile, session.school_name
    )
    for key in IDENTITY:
        store.set_meta(f"ui.{key}", getattr(who, key))
    store.set_meta("ui.access", session.access)
    store.set_meta("ui.refresh", session.refresh)
    store.set_meta("ui.public_key", session.public_key)
    return who


def desk_for(opening: Opening, clock: Clock) -> Desk:
    """The desk over an open vault, with its courier hired but not yet sent. GUI thread only."""
    store = opening.opened.store
    profile = resources.profile(opening.identity.profile)
    desk = Desk(opening.identity, store, opening.opened.blobs, profile, resources.codelists(), clock)
    desk.folder, desk.keys = opening.folder, opening.keys
    tokens = DeskTokens(desk)
    courier = Courier(lambda: Road(desk, opening.folder, courier.cancel, tokens), desk)
    courier.attend(Listener(lambda: Ear(desk, tokens), RandomDice().fraction, courier))
    courier.returned.connect(lambda _: _learn_time(desk))
    desk.hire(courier)
    _learn_time(desk)
    return desk


def post(desk: Desk) -> Report:
    """Carry the post once, here and now, for programs without a window."""
    road = Road(desk, desk.folder, Cancel())
    try:
        return road.sync(lambda _: None, lambda: False)
    finally:
        road.close()
        _learn_time(desk)


class DeskTokens:
    """The tokens of a desk: in memory, and in its encrypted database through the Writer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = RLock()

    def read(self) -> Grant:
        return Grant(self._desk.store.meta("ui.access"), self._desk.store.meta("ui.refresh"))

    def write(self, grant: Grant) -> None:
        self._desk.writer.wait(lambda: self._keep(grant))

    def locked(self) -> AbstractContextManager[Any]:
        return self._lock

    def _keep(self, grant: Grant) -> None:
        self._desk.store.set_meta("ui.access", grant.access)
        self._desk.store.set_meta("ui.refresh", grant.refresh)


class Road:
    """The runner and its connection to the school, made where the post is carried."""

    def __init__(self, desk: Desk, folder: Path, cancel: Cancel, tokens: DeskTokens | None = None) -> None:
        """cancel: also ends a wait between two attempts, so that closing never waits for it."""
        tokens = tokens or DeskTokens(desk)
        self._folder = folder
        self._school = HttpSchool(desk.identity.url, tokens, desk.store.meta("server_id"))
        self._store = OnWriter(desk.store, desk.writer)
        self._runner = Runner(self._store, desk.blobs, self._school, RandomDice(), cancel.pause)

    def sync(self, progress: Callable[[Progress], None], cancel: Callable[[], bool]) -> Report:
        """One sync; another window or a script that syncs the same account right now goes first."""
        with sync_lock(self._folder) as ours:
            if not ours:
                return Report(
                    State.RUNNING_ELSEWHERE, SENTENCES[State.RUNNING_ELSEWHERE], retry_in=ELSEWHERE_S
                )
            return self._runner.sync(progress, cancel, bulk=self._store.sync_facts().unsent > MANY)

    def close(self) -> None:
        self._school.close()

    def hang_up(self) -> None:
        self._school.hang_up()


class Ear:
    """One line to the school on which nothing but waiting is done."""

    def __init__(self, desk: Desk, tokens: DeskTokens) -> None:
        self._school = HttpSchool(desk.identity.url, tokens, desk.store.meta("server_id"))
        self._store = OnWriter(desk.store, desk.writer)

    def wait(self) -> News:
        """Until the school has something that this copy has not read."""
        cursors = self._store.standing().cursors.values()
        return self._school.news(max((one.seq for one in cursors), default=0))

    def close(self) -> None:
        self._school.close()

    def hang_up(self) -> None:
        self._school.hang_up()


def _learn_time(desk: Desk) -> None:
    """The school's clock as of the last contact; only what is fresh says something about now."""
    said, heard = desk.store.meta("last_server_time"), desk.store.meta("last_heard")
    school_time, here = instant(said), instant(heard)
    if school_time is not None and here is not None:
        desk.clock.offset = school_time - here


def _first_time(folder: Path, url: str, login: str, password: str, otp: str) -> Opening:
    device = secrets.token_hex(8)
    session = ask_school(url, login, password, device, otp)
    label = vault.Label(url, login, session.school_name)
    keys, recovery = vault.create(folder, password, label)
    opened = open_account(folder, keys, session.account_id, device=device)
    return Opening(remember(opened.store, session, url, login), folder, keys, opened, recovery)


def _reopen(folder: Path, keys: vault.Keys) -> Opening:
    opened = open_account(folder, keys, "")
    values = {key: opened.store.meta(f"ui.{key}") for key in IDENTITY}
    return Opening(Identity(**values), folder, keys, opened)


def _password_changed(folder: Path, url: str, login: str, password: str, otp: str, old: str) -> Opening:
    """The vault refuses. If the school takes the password, an older key opens the vault and it is locked anew."""
    if not old:
        _ask_whether_changed(url, login, password)
        raise OldPassword(
            "old_password", "密碼在別處改過了。", "請輸入舊密碼或復原碼，這台電腦上的資料就會改用新密碼。"
        )
    try:
        keys = vault.unlock(folder, old)
    except Locked:
        keys = vault.unlock_with_recovery(folder, old)
    session = ask_school(url, login, password, secrets.token_hex(8), otp)
    vault.rewrap(folder, keys, password)
    opening = _reopen(folder, keys)
    return Opening(remember(opening.opened.store, session, url, login), folder, keys, opening.opened)


def _ask_whether_changed(url: str, login: str, password: str) -> None:
    """Raises Locked when the school does not take the password either, or cannot be asked.

    The code of a second step is kept for the real sign-in: it is good once.
    """
    try:
        ask_school(url, login, password, secrets.token_hex(8))
    except LichengError as error:
        if error.code == "otp_required":
            return
        raise Locked(
            "wrong_password", "密碼不對，這台電腦上的資料沒有開啟。", "請再試一次，注意大小寫與輸入法。"
        ) from error
