"""E-mail over SMTP: one connection a message, encrypted unless the server is this machine.

The Message-ID follows from the message's random name, so that one sent again after a crash can be
recognised as the same.
"""

import logging
import smtplib
import socket
import ssl
import threading
import time
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage

import clock
from gateway_urls import MailServer
from gateways.http import hang_up, open_line
from models import Message
from rules.outbox import Outcome, known_by

log = logging.getLogger("messages")

TIMEOUT = 10.0  # seconds for the whole conversation


def send(server: MailServer, message: Message) -> Outcome:
    """Send one e-mail; what went wrong is logged without what was said or to whom."""
    try:
        letter = compose(server.sender, message)
    except Exception as error:  # the library stumbles over some addresses in ways of its own
        log.warning("message %s is no e-mail: %s", message.public_id, type(error).__name__)
        return Outcome.REFUSED
    end = time.monotonic() + TIMEOUT
    try:
        line = open_line(server.host, server.port, end)
    except (OSError, ValueError) as error:
        return _down(error)
    # Each read has its limit; one that drips a letter a second would still go on past the lease.
    # The copy stays good when TLS takes the line over.
    with line, line.dup() as copy:
        deadline = threading.Timer(max(end - time.monotonic(), 0), hang_up, (copy,))
        deadline.daemon = True
        deadline.start()
        try:
            return _converse(server, line, message, letter)
        finally:
            deadline.cancel()


def compose(sender: Address, message: Message) -> EmailMessage:
    """The letter as it travels. Raises some Exception when the addressee is not one."""
    letter = EmailMessage()
    letter["From"] = sender
    letter["To"] = Address(addr_spec=message.addressee)  # exactly one, and nothing after it
    letter["Subject"] = " ".join(message.subject.split())  # a name in it may have a line break
    letter["Date"] = clock.real_now()
    letter["Message-ID"] = f"<{known_by(message.public_id)}@{sender.domain}>"
    letter["Auto-Submitted"] = "auto-generated"  # so that no holiday greeting answers
    letter.set_content(message.text, charset="utf-8", cte="quoted-printable")
    return letter


class _Conversation(smtplib.SMTP):
    """SMTP over a line that is open already."""

    def __init__(self, line: socket.socket, server: MailServer) -> None:
        self._line = line
        # Our name is the sender's; the library would else look up this machine's.
        super().__init__(server.host, server.port, local_hostname=server.sender.domain)

    def _get_socket(self, *_where: object) -> socket.socket:
        return self._line


def _converse(
    server: MailServer, line: socket.socket, message: Message, letter: EmailMessage
) -> Outcome:
    try:
        smtp = _greet(server, line)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return _down(error)
    try:
        smtp.send_message(letter, server.sender.addr_spec, [message.addressee])
    except (
        smtplib.SMTPSenderRefused
    ) as error:  # mostly for all letters, but what we ask for this one
        log.warning("the e-mail gateway refused our sender: %d", error.smtp_code)  # is said with it
        return Outcome.BUSY
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(message, *error.recipients[message.addressee])
    except smtplib.SMTPDataError as error:
        return _refused(message, error.smtp_code, error.smtp_error)
    except smtplib.SMTPNotSupportedError:
        log.warning("the e-mail gateway cannot write to message %s", message.public_id)
        return Outcome.REFUSED
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("the e-mail gateway gave no answer: %s", type(error).__name__)
        return Outcome.BUSY
    else:
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()
        return Outcome.SENT
    finally:
        smtp.close()


def _greet(server: MailServer, line: socket.socket) -> smtplib.SMTP:
    """A conversation up to where letters are taken. Raises OSError, SMTPException or ValueError."""
    context = ssl.create_default_context()
    if server.near:  # nobody listens between, and a server's own certificate names another host
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if server.tls:
        line = context.wrap_socket(line, server_hostname=server.host)
    smtp = _Conversation(line, server)
    try:
        smtp.ehlo_or_helo_if_needed()
        # On this machine only where it is offered; elsewhere its absence ends the conversation.
        if not server.tls and (smtp.has_extn("starttls") or not server.near):
            code, said = smtp.starttls(context=context)
            if code != 220:
                raise smtplib.SMTPResponseException(code, said)
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _down(error: Exception) -> Outcome:
    """Nothing of the message was said; the class and the code of what went wrong are no secrets."""
    code = getattr(error, "smtp_code", "")
    log.warning("the e-mail gateway was not reached: %s %s", type(error).__name__, code)
    return Outcome.DOWN


def _refused(message: Message, code: int, said: bytes | str) -> Outcome:
    """It named a reason: 4xx for now, 5xx for ever, but «5.7» speaks of us and may be mended."""
    log.warning("the e-mail gateway did not take message %s: %d", message.public_id, code)
    if code == 421 or not 400 <= code < 600:  # it closes for everybody, or stopped in mid-sentence
        return Outcome.BUSY
    words = said if isinstance(said, str) else said.decode("ascii", "replace")
    if code >= 500 and not words.startswith("5.7."):
        return Outcome.REFUSED
    return Outcome.LATER
