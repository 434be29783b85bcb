"""Sending incentives: a simulated partner for now, which fails as the room's trainer says."""

from models import Incentive, PayoutAccount, Setting


def send(row: Incentive, account: PayoutAccount) -> str | None:
    """Send one payment; None when it arrived, else the failure's code.

    The trainer's fault `payout_failure` names the code with which every payment of the
    room fails until it is switched off.
    """
    fault = Setting.get_or_none(Setting.key == "fault_payout_failure")
    return fault.value if fault and fault.value else None
