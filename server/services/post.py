"""Letters by SMTP. Where they are handed in is told by SMTP_URL; without it the school sends none.

Unencrypted only when the address does not ask for more: `?starttls`, or smtps:// for TLS from the first byte.
"""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from domain.errors import BadInput, LichengError
from server.settings import Settings

PATIENCE_S = 15
TLS_PORT, PLAIN_PORT = 465, 25
NO_MAIL = "學校主機還沒有設定寄信，現在不能修改 Email。"
NOT_SENT = "驗證信沒有寄出去，郵件主機沒有回應。"


class NotSent(LichengError):
    """The letter was not handed in; later it may be."""


def can_send(settings: Settings) -> bool:
    return bool(settings.smtp_url and settings.smtp_sender)


def send(settings: Settings, to: str, subject: str, text: str) -> None:
    """Hand one letter in, and wait until it is taken. Not for the event loop."""
    if not can_send(settings):
        raise BadInput("no_mail", NO_MAIL, "請洽學校的管理者。")
    letter = _letter(settings.smtp_sender, to, subject, text)
    try:
        with _line(settings.smtp_url, _domain(settings.smtp_sender)) as line:
            line.send_message(letter)
    except smtplib.SMTPRecipientsRefused as error:
        raise BadInput("mail_refused", "郵件主機不接受這個地址。", "請檢查有沒有打錯。") from error
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotSent("not_sent", NOT_SENT, "請稍後再試；一直不行時，請告訴學校的管理者。") from error


def _letter(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Date"], letter["Message-ID"] = formatdate(), make_msgid(domain=_domain(sender))
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    return letter


def _line(url: str, name: str) -> smtplib.SMTP:
    """A connection, encrypted and signed in as far as the address says."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("SMTP_URL is not smtp://host:port")
    if parts.scheme == "smtps":
        port, context = parts.port or TLS_PORT, ssl.create_default_context()
        line: smtplib.SMTP = smtplib.SMTP_SSL(parts.hostname, port, name, timeout=PATIENCE_S, context=context)
    else:
        line = smtplib.SMTP(parts.hostname, parts.port or PLAIN_PORT, name, timeout=PATIENCE_S)
    try:
        if "starttls" in parts.query:
            line.starttls(context=ssl.create_default_context())
        if parts.username:
            line.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        line.close()
        raise
    return line


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip("<> ") or "localhost"
