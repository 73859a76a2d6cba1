"""A school on a port of this machine, in a thread of this process: for tests, the demo and trying things out."""

import socket
import threading
from pathlib import Path

import uvicorn

from domain.errors import LichengError
from server.app.factory import create
from server.routes.waiting import Lookout
from server.services.accounts import Doorkeeper
from server.services.losses import note_losses
from server.services.office import Clock, Office, utc_now
from server.services.upgrading import lift_what_is_known
from server.settings import Settings

PATIENCE_S = 30.0
BACKLOG = 4096
KEEP_ALIVE_S = 75


class Embedded:
    """start() answers the base URL once the school listens; stop() returns when it is gone."""

    def __init__(self, where: Path | Settings, clock: Clock = utc_now) -> None:
        given = where if isinstance(where, Settings) else Settings(folder=where.resolve(), port=0)
        self._app = create(given, clock)
        note_losses(self.office)
        lift_what_is_known(self.office)
        self._server = Server(config(self._app, given.host, given.port), self._app.state.desk.lookout)
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="school", daemon=True)
        self.base_url = ""

    @property
    def office(self) -> Office:
        """The school's office, to publish from or to look into."""
        office: Office = self._app.state.desk.office
        return office

    @property
    def doorkeeper(self) -> Doorkeeper:
        """Who makes accounts and sets passwords."""
        doorkeeper: Doorkeeper = self._app.state.desk.doorkeeper
        return doorkeeper

    def start(self) -> str:
        self._thread.start()
        waited = 0.0
        while not self._server.started:
            if not self._thread.is_alive() or waited > PATIENCE_S:
                raise LichengError("school_not_started", "學校主機沒有啟動。", "請檢查連接埠是否已被占用。")
            self._started.wait(0.02)
            waited += 0.02
        listening = self._server.servers[0].sockets[0]
        host, port = listening.getsockname()[:2]
        self.base_url = f"http://{host}:{port}"
        return self.base_url

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(PATIENCE_S)

    def __enter__(self) -> "Embedded":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        self._server.run()


class Server(uvicorn.Server):
    """Sends home who waits for news, so that nobody who stops the school waits for them."""

    def __init__(self, how: uvicorn.Config, lookout: Lookout) -> None:
        super().__init__(how)
        self._lookout = lookout

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._lookout.close()
        await super().shutdown(sockets)


def config(app: object, host: str, port: int) -> uvicorn.Config:
    """How we run uvicorn: idle connections of sleeping clients stay open, a class at once finds room to knock."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]  # an ASGI app, typed as object here
        host=host,
        port=port,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=5,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
    )
