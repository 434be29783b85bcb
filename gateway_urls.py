"""What MAIL_URL and SMS_URL say, taken apart; a wrong one says why, without repeating its secrets."""

from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """Who takes our e-mails, and in whose name they are sent."""

    host: str
    port: int
    tls: bool  # from the first byte on; else STARTTLS
    near: bool  # on this machine: nobody listens between
    sender: Address
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class SmsApi:
    """Where SMS are posted; the key is no part of the address."""

    url: str
    key: str = field(repr=False)


def mail_gateway(url: str) -> Path | MailServer:
    """Who takes e-mails. Raises ValueError with the reason when this is no address of one."""
    if url.startswith("file:"):
        return _folder(url)
    parts = _parts(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("must name a gateway (file:DIR, smtp://HOST or smtps://HOST)")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("must have both user and password, or neither")
    if not (user + password).isascii():
        raise ValueError("must have a user and a password in ASCII")
    return MailServer(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        tls=parts.scheme == "smtps",
        near=_is_near(parts.hostname),
        sender=_sender(_query(parts).get("from", "")),
        user=user,
        password=password,
    )


def sms_gateway(url: str) -> Path | SmsApi:
    """Who takes SMS. Raises ValueError with the reason when this is no address of one."""
    if url.startswith("file:"):
        return _folder(url)
    parts = _parts(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must name a gateway (file:DIR or https://KEY@HOST/PATH)")
    near = _is_near(parts.hostname)
    if parts.scheme == "http" and not near:
        raise ValueError("must start with https:// (it is sent phone numbers and codes)")
    key = unquote(parts.password or parts.username or "") or _query(parts).get("key", "")
    if not key and not near:
        raise ValueError("must have the gateway's key (https://KEY@HOST/PATH)")
    if any(not "!" <= letter <= "~" for letter in key):
        raise ValueError("must have a key of ASCII letters, digits and signs")
    rest = "&".join(pair for pair in parts.query.split("&") if pair.partition("=")[0] != "key")
    place = parts.netloc.rpartition("@")[2]
    return SmsApi(parts._replace(netloc=place, query=rest, fragment="").geturl(), key)


def _folder(url: str) -> Path:
    name = url.removeprefix("file:")
    if not name:
        raise ValueError("must name a folder (file:DIR)")
    return Path(name)


def _parts(url: str) -> SplitResult:
    """The URL in pieces; its own complaints could repeat a password, so they are not passed on."""
    try:
        parts = urlsplit(url)
        # A port of 0 means nothing; one that is no number is refused by the attempt to read it.
        if parts.port != 0 and url.isprintable() and " " not in parts.netloc:
            return parts
    except ValueError:
        pass
    raise ValueError("must be a URL (a sign in its password may need to be written as %XX)")


def _query(parts: SplitResult) -> dict[str, str]:
    """The settings behind the question mark; a plus sign is itself, as in addresses."""
    pairs = (pair.partition("=") for pair in parts.query.split("&"))
    return {name: unquote(value) for name, _, value in pairs}


def _sender(text: str) -> Address:
    name, address = parseaddr(text)
    local, _, domain = address.rpartition("@")
    if not (text.isprintable() and address.isascii() and local and domain):
        raise ValueError("must say who writes (?from=Name%20<address>)")
    try:
        return Address(name, addr_spec=address)
    except (ValueError, LookupError):
        raise ValueError("must say who writes (?from=Name%20<address>)") from None


def _is_near(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
