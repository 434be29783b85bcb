"""The simulated payout provider gets a file that says where its book is, its key, and whom to tell."""

import json
import os
from pathlib import Path

from config import settings


def file() -> Path:
    """Where the provider reads its settings; its owner's alone."""
    return settings.data_dir / "disburser.json"


def address() -> str:
    """Where our server on this machine reaches it; nobody else needs to."""
    return f"http://127.0.0.1:{settings.payout_port}"


def introduce() -> Path:
    """Write the file anew, so that nobody ever reads half of it; the book stays as it is."""
    facts = {
        "file": str(settings.data_dir / "disburser.db"),
        "key": settings.payout_key,
        "callback_url": f"http://{settings.near_host}:{settings.port}/api/v1/payouts/callback",
    }
    draft = settings.data_dir / f"disburser.{os.getpid()}.tmp"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(facts, indent=1))
    draft.replace(file())
    return file()
