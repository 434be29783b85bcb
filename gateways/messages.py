"""SMS and e-mail: over the net, to a folder as files, or (in training) nowhere but the room's inbox."""

import json
import logging
import os
from pathlib import Path

from config import settings
from gateway_urls import mail_gateway, sms_gateway
from gateways import sms, smtp
from models import Message
from rules.outbox import Outcome

log = logging.getLogger("messages")


def deliver(message: Message) -> Outcome:
    """Hand one message to its gateway; never raises because of what is at the other end."""
    if message.channel == "sms":
        if not settings.sms_url:
            return Outcome.SENT  # the room's inbox shows it; nothing leaves the room
        api = sms_gateway(settings.sms_url)
        return _to_folder(api, message) if isinstance(api, Path) else sms.send(api, message)
    if not settings.mail_url:
        return Outcome.SENT
    server = mail_gateway(settings.mail_url)
    return _to_folder(server, message) if isinstance(server, Path) else smtp.send(server, message)


def _to_folder(folder: Path, message: Message) -> Outcome:
    try:
        _write_file(folder, message)
    except OSError as error:
        log.warning("the folder for %s takes nothing: %s", message.channel, type(error).__name__)
        return Outcome.DOWN
    return Outcome.SENT


def _write_file(folder: Path, message: Message) -> None:
    """One JSON file a message, complete or not there at all."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{message.public_id}.tmp"
    content = {
        "to": message.addressee,
        "channel": message.channel,
        "subject": message.subject,
        "text": message.text,
    }
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file, ensure_ascii=False)
    draft.rename(folder / f"{message.public_id}.json")
