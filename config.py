"""Every setting the product knows, read once from the environment; the only file that reads it."""

import base64
import fcntl
import json
import os
import secrets
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gateway_urls import mail_gateway, sms_gateway

Mode = Literal["production", "training"]


class ConfigError(SystemExit):
    """A setting is missing or unsafe; the process ends with one line that says which and why."""


@dataclass(frozen=True)
class Config:
    """The settings of one process. Paths are absolute; keys are the text of the environment."""

    mode: Mode
    data_dir: Path
    database_path: Path
    secret_key: str
    data_keys: tuple[str, ...]
    index_key: str
    base_url: str
    mail_url: str
    sms_url: str
    population_url: str
    htmx_local: bool
    help_phone: str
    help_email: str
    host: str
    port: int
    web_concurrency: int
    institution_port: int
    institution_url: str
    payout_url: str
    payout_key: str
    payout_port: int

    @property
    def training(self) -> bool:
        """Whether rooms, the trainer's panel and simulated time exist."""
        return self.mode == "training"

    @property
    def has_payouts(self) -> bool:
        """Whether there is anybody who sends money and knows accounts."""
        return self.training or bool(self.payout_url)

    @property
    def near_host(self) -> str:
        """How this machine reaches what listens on `host`."""
        return "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104

    @property
    def institution_address(self) -> str:
        """The simulated institution as people open it; empty where there is none."""
        if not self.training:
            return ""
        return self.institution_url or f"http://{self.near_host}:{self.institution_port}"

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Config":
        """Read and check all settings; raises ConfigError naming everything wrong at once."""
        mode = env.get("PRAKERJA_MODE", "production")
        if mode not in ("production", "training"):
            raise ConfigError("PRAKERJA_MODE must be production or training")
        data_dir = Path(env.get("DATA_DIR", "instance")).resolve()
        kept = _training_keys(data_dir) if mode == "training" else {}
        problems: list[str] = []
        port = _number(env, "PORT", 8000, problems)
        beside = _number(env, "INSTITUTION_PORT", _free(port + 1, port), problems)
        config = cls(
            mode=mode,  # type: ignore[arg-type]
            data_dir=data_dir,
            database_path=_database_path(env.get("DATABASE_URL", ""), data_dir, problems),
            secret_key=env.get("SECRET_KEY") or kept.get("SECRET_KEY", ""),
            data_keys=tuple((env.get("DATA_KEYS") or kept.get("DATA_KEYS", "")).split(",")),
            index_key=env.get("INDEX_KEY") or kept.get("INDEX_KEY", ""),
            base_url=env.get("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
            mail_url=env.get("MAIL_URL", ""),
            sms_url=env.get("SMS_URL", ""),
            population_url=env.get("POPULATION_URL", ""),
            htmx_local=_flag(env, "HTMX_LOCAL", problems),
            help_phone=env.get("HELP_PHONE", "0800 150 3001 (gratis)"),
            help_email=env.get("HELP_EMAIL", "info@example.com"),
            host=env.get("HOST", "127.0.0.1"),
            port=port,
            web_concurrency=_number(env, "WEB_CONCURRENCY", 2, problems),
            institution_port=beside,
            institution_url=env.get("INSTITUTION_URL", "").rstrip("/"),
            payout_url=env.get("PAYOUT_URL", "").rstrip("/"),
            payout_key=env.get("PAYOUT_KEY") or kept.get("PAYOUT_KEY", ""),
            payout_port=_number(env, "PAYOUT_PORT", _free(port + 2, port, beside), problems),
        )
        problems += _gateway_problems(config)
        if mode == "production":
            problems += _production_problems(config)
        if problems:
            raise ConfigError("Dasbor Prakerja does not start: " + "; ".join(problems))
        return config


def _flag(env: Mapping[str, str], name: str, problems: list[str]) -> bool:
    value = env.get(name, "0").lower()
    if value not in ("0", "1", "", "true", "false"):
        problems.append(f"{name} must be 0 or 1")
    return value in ("1", "true")


def _number(env: Mapping[str, str], name: str, default: int, problems: list[str]) -> int:
    text = env.get(name) or str(default)
    if text.isascii() and text.isdigit() and int(text) < 65536:
        return int(text)
    problems.append(f"{name} must be a whole number")
    return default


def _free(wanted: int, *taken: int) -> int:
    """The first port from `wanted` on that is not taken; when there is none left, one from the top."""
    candidates: tuple[int, ...] = (*range(wanted, 65536), 65535, 65534, 65533)
    return next(number for number in candidates if number not in taken)


def _database_path(url: str, data_dir: Path, problems: list[str]) -> Path:
    if not url:
        return data_dir / "app.db"
    if url.startswith("sqlite:///"):
        return Path(url.removeprefix("sqlite:///")).resolve()
    problems.append("DATABASE_URL must start with sqlite:/// (other databases are not built yet)")
    return data_dir / "app.db"


def _gateway_problems(config: Config) -> list[str]:
    """What is wrong with where messages leave; training needs no gateways."""
    problems = []
    for name, url, read in (
        ("MAIL_URL", config.mail_url, mail_gateway),
        ("SMS_URL", config.sms_url, sms_gateway),
    ):
        if not url and config.training:
            continue
        try:
            read(url)
        except ValueError as error:
            problems.append(f"{name} {error}")
    return problems


def _production_problems(config: Config) -> list[str]:
    """What makes a production start unsafe, in words an operator can act on."""
    problems = []
    if len(config.secret_key) < 32 or len(set(config.secret_key)) < 8:
        problems.append("SECRET_KEY must be at least 32 random characters")
    if len(config.index_key) < 32 or len(set(config.index_key)) < 8:
        problems.append("INDEX_KEY must be at least 32 random characters")
    if not config.data_keys[0] or not all(_is_fernet_key(key) for key in config.data_keys):
        problems.append("DATA_KEYS must be Fernet keys, newest first, separated by commas")
    if config.htmx_local:
        problems.append("HTMX_LOCAL is for training rooms")
    if config.population_url and not config.population_url.startswith("https://"):
        problems.append("POPULATION_URL must start with https:// (it is sent NIK and photos)")
    if config.payout_url:
        if not config.payout_url.startswith("https://"):
            problems.append("PAYOUT_URL must start with https:// (it is sent account numbers)")
        if len(config.payout_key) < 32 or len(set(config.payout_key)) < 8:
            problems.append("PAYOUT_KEY must be at least 32 random characters")
    file = config.database_path
    if file.exists() and file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        problems.append(f"{file.name} can be read by everyone on this machine: chmod 600 it")
    return problems


def _is_fernet_key(text: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(text.encode())) == 32
    except ValueError:
        return False


_NEW_KEYS: Mapping[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "DATA_KEYS": lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    "INDEX_KEY": lambda: secrets.token_urlsafe(48),
    "PAYOUT_KEY": lambda: secrets.token_urlsafe(48),
}


def _training_keys(data_dir: Path) -> dict[str, str]:
    """Keys of a training machine: made once, kept beside its rooms, readable by the owner only.

    A key that came later joins a file of before; those that are there stay.
    """
    file = data_dir / "keys.json"
    keys = _read_keys(file)
    if all(name in keys for name in _NEW_KEYS):
        return keys
    data_dir.mkdir(parents=True, exist_ok=True)
    folder = os.open(data_dir, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # two first starts at once: the second finds them made
        keys = _read_keys(file)
        keys |= {name: make() for name, make in _NEW_KEYS.items() if name not in keys}
        draft = data_dir / f"keys.{os.getpid()}.tmp"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(keys))
        draft.replace(file)
    finally:
        os.close(folder)
    return keys


def _read_keys(file: Path) -> dict[str, str]:
    return dict(json.loads(file.read_text())) if file.exists() else {}


def environment(**more: str) -> dict[str, str]:
    """The environment for a program that is started from here, with these settings in it, too."""
    return {**os.environ, **more}


settings = Config.from_env(os.environ)
