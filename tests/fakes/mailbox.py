"""A real SMTP server on loopback that keeps what it is given; for one letter at a time."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class Mailbox:
    """letters: as taken, oldest first. closed: addresses that are refused."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.closed: set[str] = set()
        self.url = ""

    def code(self) -> str:
        """The six digits in the newest letter."""
        found = re.search(r"\b\d{6}\b", self.letters[-1].get_content())
        assert found is not None
        return found.group()

    def answer(self, line: bytes) -> bytes:
        """To every command but DATA and QUIT."""
        words = line.decode().strip()
        match words.partition(" ")[0].upper():
            case "EHLO" | "HELO":
                return b"250 mailbox\r\n"
            case "MAIL" | "RSET" | "NOOP":
                return b"250 ok\r\n"
            case "RCPT":
                return b"550 nobody\r\n" if any(one in words for one in self.closed) else b"250 ok\r\n"
        return b"502 no\r\n"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """Open as long as the block runs."""
    box = Mailbox()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 mailbox\r\n")
            while line := self.rfile.readline():
                if line.upper().startswith(b"DATA"):
                    self.wfile.write(b"354 go on\r\n")
                    data = b"".join(iter(self.rfile.readline, b".\r\n"))
                    box.letters.append(message_from_bytes(data, policy=policy.default))
                    self.wfile.write(b"250 taken\r\n")
                elif line.upper().startswith(b"QUIT"):
                    self.wfile.write(b"221 bye\r\n")
                    return
                else:
                    self.wfile.write(box.answer(line))

    with socketserver.TCPServer(("127.0.0.1", 0), Talk) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        box.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        yield box
        server.shutdown()
        thread.join()
