"""A school in its own process, and nginx with TLS before it, as docs/administrators/nginx.md says."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from attrs import frozen
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs" / "administrators" / "nginx.md"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
PATIENCE = 30.0
AROUND = """daemon off; pid {room}/nginx.pid; error_log {room}/error.log; worker_processes 1; {user}
events {{ worker_connections 64; }}
http {{
    access_log off; default_type application/octet-stream;
    client_body_temp_path {room}/body; proxy_temp_path {room}/proxy; fastcgi_temp_path {room}/fastcgi;
    uwsgi_temp_path {room}/uwsgi; scgi_temp_path {room}/scgi;
{server}
}}
"""


@contextmanager
def serving(folder: Path, *words: str, env: Mapping[str, str] | None = None) -> Iterator[tuple[str, int]]:
    """`licheng-school serve` on a free port: its address, and the id of its process."""
    command = [sys.executable, "-m", "server", "serve", str(folder), "--port", "0", *words]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, **(env or {})},
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line.startswith("listening "), line
        yield line.split()[1], process.pid
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # a worker may outlive the one who looks after it
        process.wait()
        process.stdout.close()


@frozen
class Front:
    """Where the world knocks. ca: the certificate that vouches for it."""

    url: str
    ca: Path


@contextmanager
def nginx(room: Path, upstream: str, buffering: bool) -> Iterator[Front]:
    """The manual's configuration, with another name, port and certificate; buffering: without its own line on it."""
    assert NGINX is not None
    room.mkdir(parents=True)
    for name in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
        (room / name).mkdir()
    certificate(room)
    port = free_port()
    server = _manual(room, upstream, port, buffering)
    user = "user root;" if os.geteuid() == 0 else ""
    conf = room / "nginx.conf"
    conf.write_text(AROUND.format(room=room, user=user, server=server))
    log = room / "error.log"
    process = subprocess.Popen([NGINX, "-p", str(room), "-c", str(conf), "-e", str(log)])
    try:
        _listens(process, port)
        yield Front(f"https://localhost:{port}", room / "cert.pem")
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _manual(room: Path, upstream: str, port: int, buffering: bool) -> str:
    """What the administrator's manual says, with what differs here put in its place."""
    found = re.search(r"```nginx\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    text = found[1]
    changes = {
        "listen 443 ": f"listen 127.0.0.1:{port} ",
        "portfolio.school.example": "localhost",
        "/etc/ssl/portfolio/fullchain.pem": f"{room}/cert.pem",
        "/etc/ssl/portfolio/privkey.pem": f"{room}/key.pem",
        "http://127.0.0.1:8765": upstream,
    }
    if buffering:
        changes["proxy_request_buffering off;"] = ""
    for old, new in changes.items():
        assert old in text, f"the manual no longer says {old}"
        text = text.replace(old, new)
    return text


def certificate(room: Path) -> None:
    """A certificate for localhost, made now, that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    cert = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (room / "cert.pem").write_bytes(cert.public_bytes(pem))
    (room / "key.pem").touch(0o600)
    (room / "key.pem").write_bytes(plain)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "nginx did not start"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx does not listen")
