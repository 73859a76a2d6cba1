"""licheng-school: what an administrator can do at the school's own machine."""

from server.cli.main import main

__all__ = ["main"]
