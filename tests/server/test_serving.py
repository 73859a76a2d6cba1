"""How the school listens."""

import asyncio
import socket

from server.cli.serving import _bound


def test_that_answers_leave_at_once_instead_of_waiting_to_be_filled() -> None:
    async def no_delay() -> int:
        met: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            caller = writer.get_extra_info("socket")
            met.set_result(caller.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listening = _bound("127.0.0.1", 0)
        async with await asyncio.start_server(greet, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            answer = await asyncio.wait_for(met, 10)
            writer.close()
        return answer

    assert asyncio.run(no_delay())
