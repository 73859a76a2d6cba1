"""The school says which key is its own, in every form in which people ask for it."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from server.cli.main import main
from server.services.office import init, open_office
from server.settings import Settings
from sync.wire import key_fingerprint


def test_that_the_school_prints_its_public_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(folder=tmp_path / "school")
    init(settings, "senior-high")
    office = open_office(settings)
    message = b"licheng-receipt-1|x"
    signature, public = office.keys.sign(message), office.keys.public
    office.close()
    assert main(["key", "--dir", str(settings.folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["public_key"], told["fingerprint"]) == (public, key_fingerprint(public))
    key = load_pem_public_key(told["pem"].encode())
    assert isinstance(key, Ed25519PublicKey)
    key.verify(base64.b64decode(signature), message)
    assert main(["key", "--dir", str(settings.folder)]) == 0
    shown = capsys.readouterr().out
    assert public in shown
    assert told["pem"] in shown
