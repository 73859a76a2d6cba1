"""Opening files to see whether they are what they say, in a process of its own, which a bad file may kill."""

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from threading import Lock

from derive.inspect import inspect
from domain.attachments import HEAD, TAIL, sniff
from domain.file_refusals import Refusal, broken
from domain.kinds import Kind
from domain.profiles import Profile

PATIENCE_S = 60


class Inspector:
    """One worker process, started when the first file comes, started anew when a file has killed it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None

    def judge(self, path: Path, profile: Profile) -> Kind | Refusal:
        """The kind of the file by its content, or why no slot of this school takes it."""
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
            file.seek(max(0, size - TAIL))
            verdict = sniff(head, file.read(TAIL), size)
        if verdict.kind is None:
            return verdict.refusal or broken("檔案", "unknown")
        fitting = [rule for rule in profile.files.values() if verdict.kind.value in rule.kinds]
        if not fitting:
            return Refusal("wrong_kind", f"學校不收 {verdict.kind.label} 檔案", "請改選別的檔案")
        if size > max(rule.max_bytes for rule in fitting):
            return Refusal("too_large", "檔案超過大小上限", "請先壓縮再上傳")
        return self._opened(path, verdict.kind) or verdict.kind

    def close(self) -> None:
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown()

    def _opened(self, path: Path, kind: Kind) -> Refusal | None:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
            pool = self._pool
        try:
            return pool.submit(inspect, path, kind).result(PATIENCE_S)
        except (BrokenProcessPool, TimeoutError):
            with self._lock:
                if self._pool is pool:
                    self._pool = None
            pool.shutdown(wait=False, cancel_futures=True)
            return broken(kind.label, f"{kind.value}_broken")
