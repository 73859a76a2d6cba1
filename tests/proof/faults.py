"""The faults of the sync engine's plan, each with what counts it: counters of the simulator, or tests that passed.

A run that says it is whole must have met every one of them (tests/tally.py).
"""

from collections.abc import Iterable, Mapping

HTTP = "tests/sync/test_http.py::"
PLACES = "tests/sync/test_changing_places.py::"
LINES = "tests/proof/test_lines.py::"
RACES = "tests/proof/test_races.py::"

FAULTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "F1": ("request lost", ("drop_request",)),
    "F2": ("answer lost", ("drop_reply",)),
    "F3": ("request delayed", ("delay",)),
    "F4": ("request doubled, later", ("duplicate", "late_push")),
    "F5": ("requests of two computers in another order", ("delivered_late",)),
    "F6": ("answer cut short", ("truncate",)),
    "F7": ("packed answer cut short", (HTTP + "test_that_half_an_answer_is_no_answer",)),
    "F8": ("byte flipped", ("flip", "rotten_piece")),
    "F9": ("HTML with 200", ("html",)),
    "F10": ("a stranger's JSON with 200", ("stranger",)),
    "F11": ("old answer from a cache", ("stale",)),
    "F12": ("redirect to a sign-in page", ("redirect",)),
    "F13": ("empty 200", ("empty",)),
    "F14": ("503, 502 in HTML", ("busy", "gateway")),
    "F15": ("401 in the midst", ("signed_out",)),
    "F16": ("answer of the renewal lost", (PLACES + "test_that_two_programs_that_renew",)),
    "F17": ("two processes renew", (HTTP + "test_that_another_process_s_newer_token", HTTP + "test_that_many_threads")),
    "F18": ("403; a course taken away", ("forbidden", "teaches")),
    "F19": ("413 from a proxy", ("too_large",)),
    "F20": ("426", ("too_old", "too_old_to_write")),
    "F21": ("429, Retry-After of every kind", ("too_many",)),
    "F22": ("a line that hardly moves", (HTTP + "test_that_a_school_that_stops_talking",)),
    "F23": ("half-open line", (LINES + "test_that_an_older_request_at_another_worker",)),
    "F24": ("crash between two steps", ("crash",)),
    "F25": ("kill between commit and answer", ("tests/proof/test_dying.py::test_that_a_school_killed",)),
    "F26": ("worker killed with its locks", (RACES + "test_that_a_worker_killed",)),
    "F27": ("school's process restarted", ("school_restarted",)),
    "F28": ("deadlock, serialization", (RACES + "test_that_of_those_who_decide",)),
    "F29": ("writers beside the feed", (RACES + "test_that_a_reader_beside_eight_writers",)),
    "F30": ("disk full, either side", ("told:disk", "blob_disk_full", "school_disk_full")),
    "F31": ("disk unreadable", ("blob_unreadable",)),
    "F32": ("database held by another", ("school_busy",)),
    "F33": ("disk read-only", ("act:disk_fault",)),
    "F34": ("rotten file; damaged database", ("rotten", "tests/desktop/store/test_disk.py::test_that_a_damaged")),
    "F36": ("power cut", ("tests/proof/test_power.py::test_that_a_power_cut",)),
    "F37": ("computer put back", ("rolled_back",)),
    "F38": ("computer cloned", ("cloned",)),
    "F39": ("school put back, told and untold", ("restore_told", "restore_untold")),
    "F40": ("files of another moment", ("files_lost",)),
    "F41": ("clocks wrong by days and years", ("skewed",)),
    "F42": ("clock jumps", ("clock_jumped",)),
    "F43": ("clock stops", ("clock_stopped",)),
    "F44": ("three weeks asleep in a request", ("suspended",)),
    "F45": ("other zones", ("zone",)),
    "F46": ("school's clock jumps", ("school_clock_jumped",)),
    "F47": ("another account signs in", ("other_account",)),
    "F48": ("student changes course", ("moved",)),
    "F49": ("end moved while copies are away", ("deadline_moved",)),
    "F50": ("upgrade, unsent acts waiting; unknown fields", ("upgraded_with_outbox", "newer_field")),
    "F51": ("file changed while attached", ("tests/proof/test_sweeping.py::test_that_a_source_that_is_rewritten",)),
}  # fmt: skip

NOT_HERE = {"F35": "a virus scanner that holds a file while it is renamed: Windows only, tried by nobody yet"}

ALSO = (
    "act:grant_late", "act:refuse_late", "act:restore", "act:save_draft", "act:submit", "act:certify", "act:reject",
    "act:revoke", "act:select", "act:deselect", "act:resolve_conflict", "act:delete_draft", "act:withdraw",
    "act:confirm_receipt", "act:report_receipt", "announced", "receipt_imported", "left", "cut_piece",
    "swept", "looked:prefix", "looked:restart", "looked:cursors",
)  # fmt: skip
"""What else must have happened in the simulated schools."""


def counted(source: str, counts: Mapping[str, int], passed: Iterable[str]) -> int:
    """How often it was met: by its counter, or by the tests that begin so."""
    return sum(one.startswith(source) for one in passed) if "::" in source else counts.get(source, 0)


def table(counts: Mapping[str, int], passed: Iterable[str]) -> dict[str, dict[str, int]]:
    passed = tuple(passed)
    return {
        number: {source: counted(source, counts, passed) for source in sources}
        for number, (_, sources) in FAULTS.items()
    }


def missing(counts: Mapping[str, int], passed: Iterable[str], whole: bool) -> list[str]:
    """What was never met. whole: the tests outside the simulator have run as well."""
    told = table(counts, passed)
    never = [
        f"{number} {source}"
        for number, sources in told.items()
        for source, times in sources.items()
        if not times and (whole or "::" not in source)
    ]
    return [*never, *(one for one in ALSO if not counts.get(one))]
