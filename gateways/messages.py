"""SMS and e-mail: to a folder as files, or (in training mode) nowhere but the room's inbox."""

import json
import os
from pathlib import Path

from config import settings
from models import Message


def deliver(message: Message) -> bool:
    """Hand one message to its gateway; False when it should be tried again later."""
    url = settings.sms_url if message.channel == "sms" else settings.mail_url
    if not url:
        return True  # the room's inbox shows it; nothing leaves the room
    try:
        _write_file(Path(url.removeprefix("file:")), message)
    except OSError:
        return False
    return True


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
