"""Files coming in: resumed where they broke off, hashed from the disk, judged by content, published, then referred to.

Order: bytes durable, then the row, then the promotion of the records that name the file. A crash in between
leaves a file nobody refers to, never a reference without a file.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from attrs import frozen
from sqlalchemy import Connection, bindparam, delete, func, select

from derive.resources import profile
from domain.errors import LichengError
from domain.file_refusals import Refusal
from domain.kinds import Kind
from domain.people import Role
from server.blobs.incoming import Arriving, hash_of
from server.db import dialect, rows, tables
from server.services import replaying
from server.services.deciding import Bench
from server.services.inspecting import Inspector
from server.services.office import Office, instant_text
from server.services.sweeping import spare
from sync.wire import BlobState

B, H, U, R = tables.blob, tables.holder, tables.upload, tables.record
UNVERIFIED_LIMIT = 300 * 1024 * 1024

_VERIFIED = (
    select(B.c.size)
    .join(H, H.c.sha256 == B.c.sha256)
    .where(H.c.account == bindparam("account"), B.c.sha256 == bindparam("sha"))
)


class WrongOffset(Exception):
    """The bytes do not go where they say; the right offset is told."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Overtaken(Exception):
    """A newer request sends the same file; this one stops. offset: how far the file has come meanwhile."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class NotTaken(LichengError):
    """The file is not accepted."""


@frozen
class Claim:
    """What a request says it sends: from where, and how big the whole is."""

    account: str
    sha256: str
    size: int
    offset: int


class Receiving:
    """One request that sends bytes of one file."""

    def __init__(self, arriving: Arriving, claim: Claim, still_mine: Callable[[], bool], lock: Lock) -> None:
        self._arriving = arriving
        self._lock = lock
        self._still_mine = still_mine
        self._start = self._at = claim.offset
        self._hash = hashlib.sha256()
        self._size = claim.size

    def write(self, piece: bytes) -> None:
        if self._at + len(piece) > self._size:
            raise NotTaken("too_many_bytes", "收到的內容比說好的多，這次不採用。", "請重新附上原本的檔案。")
        with self._arriving.alone(), self._lock:  # nobody may still be writing when the file is judged
            if not self._arriving.arriving:
                raise Overtaken(0)
            if not self._still_mine():
                raise Overtaken(self._arriving.offset)
            self._arriving.append(self._at, piece)
        self._at += len(piece)
        self._hash.update(piece)

    def check(self, sha256: str) -> None:
        """The piece must be what its sender says; what came otherwise is forgotten."""
        if sha256 and self._hash.hexdigest() != sha256:
            with self._arriving.alone(), self._lock:
                if self._still_mine() and self._arriving.arriving:
                    self._arriving.cut(self._start)
            self._at = self._start
            raise NotTaken("piece_mismatch", "這一段在傳送途中損壞了，這次不採用。", "程式會自動再傳一次。")

    def close(self) -> int:
        """Make what arrived durable; how much that is."""
        self._arriving.sync()
        self._arriving.close()
        return self._at


class Uploads:
    """All files that are on their way to this process."""

    def __init__(self, office: Office, inspector: Inspector | None = None) -> None:
        self._office = office
        self._inspector = inspector or Inspector()
        self._lock = Lock()
        self._newest: dict[tuple[str, str], object] = {}

    def close(self) -> None:
        self._inspector.close()

    def state(self, account: str, sha256: str) -> BlobState:
        """What this account has sent of the file. What others have sent is not told."""
        known = self._office.database.read(lambda conn: _verified_size(conn, account, sha256)).result()
        if known is not None and self._office.final.size(sha256) == known:
            return BlobState(sha256, known, verified=True)
        return BlobState(sha256, self._office.incoming.offset(account, sha256), verified=False)

    def begin(self, claim: Claim) -> Receiving:
        """Take over the file from any older request; raises WrongOffset or NotTaken."""
        office, key, mine = self._office, (claim.account, claim.sha256), object()
        largest = max(rule.max_bytes for rule in profile(office.profile).files.values())
        if not 0 < claim.size <= largest:
            raise NotTaken("too_large", "檔案超過大小上限。", "請先壓縮再上傳。")
        office.database.write(lambda conn: _announce(conn, office, claim)).result()
        with self._lock:
            self._newest[key] = mine
        arriving = office.incoming.open(claim.account, claim.sha256)
        if arriving.offset != claim.offset:
            raise WrongOffset(self._expected(arriving, claim))
        return Receiving(arriving, claim, lambda: self._newest.get(key) is mine, self._lock)

    def _expected(self, arriving: Arriving, claim: Claim) -> int:
        """From where the file goes on. More than there should be is dropped, but not from under who judges it."""
        try:
            if arriving.offset <= claim.size:
                return arriving.offset
            with arriving.alone():
                if arriving.arriving:
                    self._office.incoming.drop(claim.account, claim.sha256)
            return 0
        finally:
            arriving.close()

    def end(self, claim: Claim, offset: int) -> BlobState:
        """After the last byte of a request: verify and publish when the file is whole."""
        if offset < claim.size:
            return BlobState(claim.sha256, offset, verified=False)
        with self._lock:
            self._newest.pop((claim.account, claim.sha256), None)
        office = self._office
        with office.incoming.alone(claim.account, claim.sha256) as there:
            if not there:
                return self.state(claim.account, claim.sha256)
            path = office.incoming.path(claim.account, claim.sha256)
            try:
                verdict = self._verified(claim, path)
                office.final.publish(claim.sha256, path)
            except FileNotFoundError:  # its account was removed meanwhile, or somebody cleared the folder
                return BlobState(claim.sha256, 0, verified=False)
        seq = office.database.write(lambda conn: accept(conn, office, claim, verdict)).result()
        office.pulse.beat(seq)
        return BlobState(claim.sha256, claim.size, verified=True)

    def _verified(self, claim: Claim, path: Path) -> Kind:
        """What kind of file lies on the disk; raises NotTaken, and drops it, when it is not what was said."""
        if hash_of(path) != claim.sha256:
            self._give_up(claim)
            raise NotTaken(
                "hash_mismatch", "收到的檔案和原本的不一樣，這次不採用。", "請重新附上檔案再上傳。"
            )
        verdict = self._inspector.judge(path, profile(self._office.profile))
        if isinstance(verdict, Refusal):
            self._give_up(claim)
            raise NotTaken(verdict.code, verdict.text)
        return verdict

    def _give_up(self, claim: Claim) -> None:
        self._office.incoming.drop(claim.account, claim.sha256)
        gone = delete(U).where(U.c.account == claim.account, U.c.sha256 == claim.sha256)
        self._office.database.write(lambda conn: conn.execute(gone).rowcount).result()


def accept(conn: Connection, office: Office, claim: Claim, kind: Kind) -> int:
    """The file is there: note who sent it, and tell the records that name it. Returns the newest seq.

    A sweep can have been faster than whoever took weeks to come here; from `spare` on it cannot. Raises WrongOffset.
    """
    now = office.clock()
    if rows.lock_account(conn, claim.account) is None and claim.account:
        raise NotTaken("no_account", "這個帳號已經不在學校了，檔案沒有收下。")
    spare(conn, claim.sha256, now)
    if office.final.size(claim.sha256) is None:
        raise WrongOffset(0)
    naming = (
        select(R.c.id)
        .join(tables.rec_blob, (tables.rec_blob.c.rec == R.c.id) & (tables.rec_blob.c.ver == R.c.ver))
        .where(tables.rec_blob.c.sha256 == claim.sha256, R.c.owner.in_(_holders(conn, claim.account)))
        .order_by(R.c.id)
    )
    ids = list(conn.scalars(naming))
    rows.lock(conn, ids)
    at = instant_text(now)
    blob = {
        "sha256": claim.sha256,
        "size": claim.size,
        "mime": kind.mime,
        "verified_at": at,
        "touched_at": at,
    }
    dialect.upsert(conn, B, [blob])
    holders = _holders(conn, claim.account)
    dialect.upsert(conn, H, [{"account": one, "sha256": claim.sha256, "at": at} for one in holders])
    conn.execute(delete(U).where(U.c.account == claim.account, U.c.sha256 == claim.sha256))
    bench = Bench(conn, office, now)
    bench.waiting = replaying.waiting_for(conn, ids)
    for record in bench.shelf.records(ids).values():
        bench.ledger.recount(record)
        replaying.settle(bench, record.id)
    return bench.ledger.finish(always=True).seq


def _holders(conn: Connection, account: str) -> tuple[str, ...]:
    """Who has the file then: whoever sent it, and the school itself when that was its office."""
    role = conn.scalar(select(tables.account.c.role).where(tables.account.c.id == account))
    return (account, "") if role == Role.ADMINISTRATOR else (account,)


def _verified_size(conn: Connection, account: str, sha256: str) -> int | None:
    return conn.scalar(_VERIFIED, {"account": account, "sha": sha256})


def _announce(conn: Connection, office: Office, claim: Claim) -> None:
    """Count the file against what the account may have under way."""
    others = select(func.coalesce(func.sum(U.c.size), 0)).where(
        U.c.account == claim.account, U.c.sha256 != claim.sha256
    )
    if int(conn.scalar(others) or 0) + claim.size > UNVERIFIED_LIMIT:
        raise NotTaken("upload_quota", "還在上傳的檔案太多。", "請等前面的檔案傳完再繼續。")
    now = office.clock()
    spare(conn, claim.sha256, now)
    row = {
        "account": claim.account,
        "sha256": claim.sha256,
        "size": claim.size,
        "at": instant_text(now),
    }
    dialect.upsert(conn, U, [row])


def readable(conn: Connection, account: str, sha256: str, scopes: list[str]) -> int | None:
    """The size of the file when a record that the account may read refers to it; else None, as if it were not there."""
    member, ref, late = tables.scope_member, tables.rec_blob, tables.conflict
    sent = (H.c.sha256 == sha256) & ((H.c.account == R.c.owner) | (H.c.account == ""))
    current = (ref.c.ver == R.c.ver) | (R.c.owner == account)
    referred = (
        select(R.c.id)
        .join(member, member.c.rec == R.c.id)
        .join(ref, ref.c.rec == R.c.id)
        .join(H, sent)
        .where(ref.c.sha256 == sha256, member.c.scope.in_(scopes), member.c.present.is_(True), current)
        .limit(1)
    )
    waiting = (
        select(R.c.id).join(late, late.c.rec == R.c.id).join(H, sent)
        .where(late.c.sha256 == sha256, R.c.owner == account).limit(1)
    )  # fmt: skip
    if conn.execute(referred).first() is None and conn.execute(waiting).first() is None:
        return None
    return conn.scalar(select(B.c.size).where(B.c.sha256 == sha256))


def store_own(office: Office, path_bytes: bytes, sha256: str, kind: Kind) -> None:
    """A file of the school itself (an announcement's, a receipt's): published and held by the school."""
    office.database.write(lambda conn: spare(conn, sha256, office.clock())).result()
    path = office.incoming.path("", sha256)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as file:
        file.write(path_bytes)
        file.flush()
        os.fsync(file.fileno())
    office.final.publish(sha256, path)
    claim = Claim("", sha256, len(path_bytes), 0)
    office.database.write(lambda conn: accept(conn, office, claim, kind)).result()
