"""What participants choose for themselves."""

import ledger
from models import Participant

THEMES = ("terang", "gelap")


def choose_theme(participant: Participant, theme: str | None) -> None:
    """Show pages light or dark; None follows the phone."""
    if theme is not None and theme not in THEMES:
        raise ValueError(f"no such theme: {theme!r}")
    with ledger.write():
        Participant.update(theme=theme).where(Participant.id == participant.id).execute()
