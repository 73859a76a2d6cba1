"""Where the data of this program lives on this computer."""

import os
from pathlib import Path


def home_folder() -> Path:
    """LICHENG_HOME, else the usual folder for application data of the platform."""
    chosen = os.environ.get("LICHENG_HOME")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path  # noqa: PLC0415 - only when nobody said where

    return user_data_path("Licheng", appauthor=False)
