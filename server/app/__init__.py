"""The school as an ASGI application, and as one that runs inside another program."""

from server.app.embedded import Embedded
from server.app.factory import create, from_environment

__all__ = ["Embedded", "create", "from_environment"]
