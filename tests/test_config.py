"""Settings: all written down, and production refuses to start on unsafe ones."""

import json
import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from config import Config, ConfigError, environment

ROOT = Path(__file__).parent.parent
LONG = "kunci-penyedia-yang-panjang-dan-acak-0123456789"
GOOD = {
    "PRAKERJA_MODE": "production",
    "SECRET_KEY": "kunci-yang-panjang-dan-acak-0123456789abcdef",
    "INDEX_KEY": "indeks-yang-panjang-dan-acak-0123456789abcdef",
    "DATA_KEYS": Fernet.generate_key().decode(),
    "MAIL_URL": "file:/tmp/surat",
    "SMS_URL": "file:/tmp/sms",
}
BAD = [
    ({"SECRET_KEY": ""}, "SECRET_KEY"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY"),
    ({"SECRET_KEY": "a" * 64}, "SECRET_KEY"),
    ({"INDEX_KEY": ""}, "INDEX_KEY"),
    ({"DATA_KEYS": ""}, "DATA_KEYS"),
    ({"DATA_KEYS": "not-a-key"}, "DATA_KEYS"),
    ({"HTMX_LOCAL": "1"}, "HTMX_LOCAL"),
    ({"MAIL_URL": ""}, "MAIL_URL must name a gateway"),
    ({"SMS_URL": ""}, "SMS_URL must name a gateway"),
    ({"MAIL_URL": "smtp://a:b@surat.test"}, "MAIL_URL must say who writes"),
    ({"SMS_URL": "http://kunci@sms.test/v1"}, "SMS_URL must start with https://"),
    ({"SMS_URL": "https://sms.test/v1"}, "SMS_URL must have the gateway's key"),
    ({"PRAKERJA_MODE": "demo"}, "PRAKERJA_MODE"),
    ({"PORT": "many"}, "PORT"),
    ({"DATABASE_URL": "postgresql://x"}, "DATABASE_URL"),
    ({"PAYOUT_URL": "http://penyedia.test", "PAYOUT_KEY": LONG}, "PAYOUT_URL"),
    ({"PAYOUT_URL": "https://penyedia.test"}, "PAYOUT_KEY"),
    ({"PAYOUT_URL": "https://penyedia.test", "PAYOUT_KEY": "short"}, "PAYOUT_KEY"),
    ({"PAYOUT_URL": "https://penyedia.test", "PAYOUT_KEY": "a" * 64}, "PAYOUT_KEY"),
    ({"PAYOUT_PORT": "65536"}, "PAYOUT_PORT"),
]


def test_the_example_names_every_setting_and_no_other() -> None:
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    read = set(re.findall(r"env(?:\.get\(|, )\"([A-Z_]+)\"", (ROOT / "config.py").read_text()))
    assert example == read


def test_good_settings_make_a_production_configuration(tmp_path: Path) -> None:
    config = Config.from_env({**GOOD, "DATA_DIR": str(tmp_path)})
    assert not config.training
    assert config.database_path == tmp_path / "app.db"


@pytest.mark.parametrize(("change", "named"), BAD)
def test_production_refuses_what_is_missing_or_weak(tmp_path: Path, change, named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        Config.from_env({**GOOD, "DATA_DIR": str(tmp_path), **change})


def test_production_may_send_over_the_net(tmp_path: Path) -> None:
    mail = "smtp://prakerja:rahasia@surat.test:587?from=Prakerja%20<kabar@contoh.test>"
    more = {"MAIL_URL": mail, "SMS_URL": "https://rahasia@sms.test/v1"}
    config = Config.from_env({**GOOD, "DATA_DIR": str(tmp_path), **more})
    assert (config.mail_url, config.sms_url) == (mail, more["SMS_URL"])


def test_training_needs_no_gateways_but_reads_those_it_has(tmp_path: Path) -> None:
    env = {"PRAKERJA_MODE": "training", "DATA_DIR": str(tmp_path)}
    assert Config.from_env(env).mail_url == ""
    with pytest.raises(ConfigError, match="MAIL_URL must name a gateway") as refused:
        Config.from_env({**env, "MAIL_URL": "surat://a:rahasia@b"})
    assert "rahasia" not in str(refused.value)


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="SECRET_KEY.*INDEX_KEY.*DATA_KEYS"):
        Config.from_env({"DATA_DIR": str(tmp_path)})


def test_a_database_that_everyone_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    file.touch(mode=0o644)
    file.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        Config.from_env({**GOOD, "DATA_DIR": str(tmp_path)})


def test_training_makes_its_own_keys_once_and_hides_them(tmp_path: Path) -> None:
    env = {"PRAKERJA_MODE": "training", "DATA_DIR": str(tmp_path)}
    first, second = Config.from_env(env), Config.from_env(env)
    assert first == second
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0


def test_keys_of_before_get_the_new_one_and_stay(tmp_path: Path) -> None:
    env = {"PRAKERJA_MODE": "training", "DATA_DIR": str(tmp_path)}
    file = tmp_path / "keys.json"
    Config.from_env(env)
    before = json.loads(file.read_text())
    assert len(before.pop("PAYOUT_KEY")) >= 32
    file.write_text(json.dumps(before))
    config = Config.from_env(env)
    after = json.loads(file.read_text())
    assert after == {**before, "PAYOUT_KEY": config.payout_key}
    assert len(config.payout_key) >= 32
    assert Config.from_env(env) == config
    assert file.stat().st_mode & 0o077 == 0


def test_first_starts_at_the_same_time_read_the_same_keys(tmp_path: Path) -> None:
    env = {"PRAKERJA_MODE": "training", "DATA_DIR": str(tmp_path / "baru")}
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: Config.from_env(env), range(16)))
    assert len({config.payout_key for config in made}) == 1
    assert len({config.secret_key for config in made}) == 1


def test_payouts_have_their_address_key_and_port(tmp_path: Path) -> None:
    env = {"PRAKERJA_MODE": "training", "DATA_DIR": str(tmp_path), "PORT": "9000"}
    config = Config.from_env(env)
    assert (config.payout_url, config.payout_port) == ("", 9002)
    more = {"PAYOUT_URL": "https://penyedia.test/", "PAYOUT_KEY": LONG, "PAYOUT_PORT": "9100"}
    config = Config.from_env({**env, **more})
    assert config.payout_url == "https://penyedia.test"
    assert (config.payout_key, config.payout_port) == (LONG, 9100)
    Config.from_env({**GOOD, **more, "DATA_DIR": str(tmp_path)})


def test_a_program_started_from_here_gets_our_environment_and_more(monkeypatch) -> None:
    monkeypatch.setenv("PAYOUT_URL", "lama")
    assert environment(PAYOUT_URL="baru")["PAYOUT_URL"] == "baru"
    assert environment()["PAYOUT_URL"] == "lama"


def test_the_server_binds_no_port_when_a_setting_is_wrong(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "PORT": str(port)}
    ended = subprocess.run(
        [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:create_app()"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert ended.returncode != 0
    assert "SECRET_KEY" in ended.stderr
    assert "Listening" not in ended.stderr


@pytest.mark.parametrize(
    ("given", "ports"),
    [
        ({"PORT": "8000"}, (8001, 8002)),
        ({"PORT": "8000", "INSTITUTION_PORT": "8002"}, (8002, 8003)),
        ({"PORT": "65533"}, (65534, 65535)),
        ({"PORT": "65534"}, (65535, 65533)),
        ({"PORT": "65535"}, (65534, 65533)),
        ({"PORT": "65533", "INSTITUTION_PORT": "65535"}, (65535, 65534)),
    ],
)
def test_the_three_programs_get_three_ports(tmp_path: Path, given, ports) -> None:
    env = {"PRAKERJA_MODE": "training", "DATA_DIR": str(tmp_path), **given}
    config = Config.from_env(env)
    assert (config.institution_port, config.payout_port) == ports


def test_there_is_a_provider_in_training_and_where_its_address_is(tmp_path: Path) -> None:
    here = {"DATA_DIR": str(tmp_path)}
    assert Config.from_env({**here, "PRAKERJA_MODE": "training"}).has_payouts
    assert not Config.from_env({**GOOD, **here}).has_payouts
    more = {"PAYOUT_URL": "https://penyedia.test", "PAYOUT_KEY": LONG}
    assert Config.from_env({**GOOD, **here, **more}).has_payouts
