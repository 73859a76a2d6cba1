"""One Anki client, driven by lines of JSON; runs inside Anki's environment, so it may import nothing of ours.

Its folder stands on the import path then: no module beside it may be called anki.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any

NOTE = "record"


class Client:
    """A collection in its own folder, signed in to the sync server."""

    def __init__(self, folder: str, address: str) -> None:
        self.anki: Any = importlib.import_module("anki.collection")
        Path(folder).mkdir(parents=True, exist_ok=True)
        self.collection = self.anki.Collection(str(Path(folder) / "collection.anki2"))
        self.key = self.collection.sync_login("bench", "bench", address)

    def prepare(self, fields: list[str]) -> None:
        """A kind of note with these fields and one card."""
        kinds = self.collection.models
        kind = kinds.new(NOTE)
        for field in fields:
            kinds.add_field(kind, kinds.new_field(field))
        card = kinds.new_template("card")
        card["qfmt"], card["afmt"] = "{{" + fields[0] + "}}", "{{" + fields[-1] + "}}"
        kinds.add_template(kind, card)
        kinds.add(kind)

    def add(self, path: str) -> None:
        """A note for each record of the file."""
        kind = self.collection.models.by_name(NOTE)
        requests = []
        for record in json.loads(Path(path).read_text(encoding="utf-8")):
            note = self.collection.new_note(kind)
            for field, value in record.items():
                note[field] = value
            requests.append(self.anki.AddNoteRequest(note=note, deck_id=1))
        self.collection.add_notes(requests)

    def sync(self, upload: bool) -> str:
        """What the button 同步 does; the first time the whole collection goes one way."""
        answer = self.collection.sync_collection(self.key, False)
        if answer.new_endpoint:
            self.key.endpoint = answer.new_endpoint
        kind = str(answer.ChangesRequired.Name(answer.required))
        if kind.startswith("FULL"):
            self.collection.close_for_full_sync()
            self.collection.full_upload_or_download(auth=self.key, server_usn=None, upload=upload)
            self.collection.reopen(after_full_sync=True)
        return kind

    def held(self) -> list[str]:
        """All fields of all notes, run together."""
        return [note for (note,) in self.collection.db.execute("select flds from notes")]

    def obey(self, order: dict[str, Any]) -> object:
        """Carries out one line."""
        name = order.pop("do")
        if name not in {"prepare", "add", "sync", "held"}:
            raise ValueError(f"no such order: {name}")
        return getattr(self, name)(**order)


def main() -> None:
    """Answers each line with a line: how long it took and what came of it."""
    client = Client(sys.argv[1], sys.argv[2])
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        started = time.perf_counter()
        result = client.obey(json.loads(line))
        print(json.dumps({"seconds": time.perf_counter() - started, "result": result}), flush=True)
    client.collection.close()


if __name__ == "__main__":
    main()
