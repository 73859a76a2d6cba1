"""Shows a file's decrypted bytes: PDF, picture, sound, film. Memory only: nothing here may write a file.

Below the views: it knows the theme, and neither the kit nor the store.
"""

from desktop.preview.pane import PreviewPane
from desktop.preview.thumbnails import thumbnail

__all__ = ["PreviewPane", "shut_down", "thumbnail"]


def shut_down() -> None:
    """Silence the one player and let go of its bytes. Call before the application ends; harmless when none was made."""
    from desktop.preview import player  # noqa: PLC0415 - loads QtMultimedia

    player.shut_down()
