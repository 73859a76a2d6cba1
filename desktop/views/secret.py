"""The box for a password. It never goes through the kit's editors: no input method, nothing remembered."""

from PySide6.QtWidgets import QLineEdit


def secret(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setAccessibleName(name)
    return line
