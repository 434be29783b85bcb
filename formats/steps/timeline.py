"""The journey in words: the stages on the dashboard and where one stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from formats.wording import STAGE_NAMES
from rules.next_step import Facts, Stage


@dataclass(frozen=True)
class StageLine:
    """One line of the journey on the dashboard; `note` says more about the present one."""

    name: str
    state: str
    note: str | None = None


def timeline(stages: Sequence[Stage], facts: Facts) -> list[StageLine]:
    """The eight stages in words."""
    paid = sum(1 for row in facts.payments if row.state == "paid")
    lines = []
    for stage in stages:
        name = STAGE_NAMES[stage.name]
        if stage.name == "accepted" and facts.gelombang:
            name = f"{name} {facts.gelombang}"
        note = "Sekarang" if stage.state == "now" else None
        if stage.name == "paid" and stage.state == "now" and facts.payments:
            note = f"{paid} dari {len(facts.payments)} pembayaran sudah dikirim"
        lines.append(StageLine(name, stage.state, note))
    return lines


def stage_number(stages: Sequence[Stage]) -> str:
    """«Tahap 3 dari 8»."""
    here = next((place for place, stage in enumerate(stages, 1) if stage.state == "now"), None)
    if here is None:
        return "Selesai" if all(stage.state == "done" for stage in stages) else "Berhenti"
    return f"Tahap {here} dari {len(stages)}"
