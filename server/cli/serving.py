"""serve: one process in this one, or several workers under uvicorn's own supervision."""

import os
import socket
import sys
from argparse import Namespace
from typing import Any

from uvicorn.supervisors import Multiprocess

from domain.errors import BadInput
from server.app.embedded import Server, config
from server.app.factory import FOLDER, create
from server.services.losses import note_losses
from server.services.office import open_office
from server.services.upgrading import lift_what_is_known
from server.settings import settings

ENOUGH = 65_536


def serve(given: Namespace) -> dict[str, Any]:
    """Serve until stopped. Prints one line when it listens."""
    place = settings(given.folder, os.environ, host=given.host, port=given.port, workers=given.workers)
    office = open_office(place)
    note_losses(office)
    lift_what_is_known(office)
    office.close()
    listening = _bound(given.host, given.port)
    _room_for_many()
    host, port = listening.getsockname()[:2]
    if given.workers > 1:
        os.environ[FOLDER] = str(place.folder)
        told = config("server.app:from_environment", given.host, port)
        told.factory, told.workers = True, given.workers
        print(f"listening http://{host}:{port}", flush=True)
        Multiprocess(told, [listening]).run()
    else:
        app = create(place)
        server = Server(config(app, given.host, port), app.state.desk.lookout)
        print(f"listening http://{host}:{port}", flush=True)
        server.run([listening])
    return {"ok": True, "sentence": "學校主機已停止。"}


def _room_for_many() -> None:
    """As many open connections as the system lets us have: everybody who waits for news holds one."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  Unix only

        few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = ENOUGH if most == resource.RLIM_INFINITY else min(most, ENOUGH)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(few, wanted), most))


def _bound(host: str, port: int) -> socket.socket:
    """A socket that already queues callers while the school gets ready.

    Its protocol is named because asyncio sends answers without Nagle's wait (40 ms each) only where it is.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(4096)
    except OSError as error:
        listening.close()
        raise BadInput(
            "port_taken", f"連接埠 {port} 不能使用：{error.strerror}。", "請用 --port 換一個。"
        ) from error
    listening.set_inheritable(True)
    return listening
