"""How a payout ends and how it behaves on the way: by the account's number, or as somebody asks.

The header `X-Simulate: fail=ACCOUNT_CLOSED; manner=twice` says both; either may be left out.
"""

from dataclasses import dataclass

# The last four digits of an account number decide; every other number but SENT_BACK is fine.
BY_NUMBER = {
    "9001": "ACCOUNT_CLOSED",
    "9002": "ACCOUNT_NOT_KYC",
    "9003": "HOLDER_MISMATCH",
    "9004": "PHONE_MISMATCH",
    "9005": "PHONE_UNREGISTERED",
    "9006": "ACCOUNT_INACTIVE",
    "9007": "DESTINATION_LIMIT",
}
SENT_BACK = "9008"  # paid first, taken back later
FAILURE_CODES = tuple(BY_NUMBER.values())

# delay: settles later · timeout: does it, never answers · error: does it, answers 500 ·
# twice: two callbacks · early: the callback comes before the answer · reverse: taken back later ·
# silent: no callback at all (only lies draw it).
MANNERS = ("delay", "timeout", "error", "twice", "early", "reverse")


@dataclass(frozen=True)
class Wish:
    """What the header asks for; empty where it asks for nothing."""

    failure: str = ""
    manner: str = ""


def wish(header: str) -> Wish:
    """Read the header. Raises ValueError for what nobody can simulate."""
    found = {"fail": "", "manner": ""}
    for part in filter(None, (part.strip() for part in header.split(";"))):
        name, _, value = (text.strip() for text in part.partition("="))
        if value not in {"fail": FAILURE_CODES, "manner": MANNERS}.get(name, ()):
            raise ValueError("unknown simulation")
        found[name] = value
    return Wish(found["fail"], found["manner"])


def manner_of(number: str, asked: Wish) -> str:
    """How a payout to this number behaves on the way; empty for most."""
    return asked.manner or ("reverse" if number.endswith(SENT_BACK) else "")


def failure_of(number: str, asked: Wish) -> str:
    """The code with which a payout to this number fails; empty when it arrives."""
    return asked.failure or BY_NUMBER.get(number[-4:], "")
