"""Which gateway takes a message: none, a folder, or one over the net."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from gateways import messages
from rules.outbox import Outcome
from tests.server import free_port


def message(channel: str) -> SimpleNamespace:
    return SimpleNamespace(
        channel=channel,
        addressee="081234567890" if channel == "sms" else "sari@contoh.id",
        subject="Halo",
        text="Isi",
        reference=f"halo:1:{channel}",
        public_id="PSN1",
    )


def set_up(monkeypatch, **urls: str) -> None:
    monkeypatch.setattr(messages, "settings", replace(messages.settings, **urls))


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_without_a_gateway_nothing_leaves_the_room(channel: str) -> None:
    assert messages.deliver(message(channel)) is Outcome.SENT


@pytest.mark.parametrize(("channel", "name"), [("sms", "sms_url"), ("email", "mail_url")])
def test_a_folder_gets_one_private_file_a_message(monkeypatch, tmp_path, channel, name) -> None:
    set_up(monkeypatch, **{name: f"file:{tmp_path / 'keluar'}"})
    assert messages.deliver(message(channel)) is Outcome.SENT
    (file,) = (tmp_path / "keluar").iterdir()
    assert file.name == "PSN1.json" and file.stat().st_mode & 0o077 == 0
    assert json.loads(file.read_text())["channel"] == channel


@pytest.mark.parametrize(("channel", "name"), [("sms", "sms_url"), ("email", "mail_url")])
def test_a_folder_that_takes_nothing_is_down(monkeypatch, tmp_path, caplog, channel, name) -> None:
    (tmp_path / "berkas").touch()
    set_up(monkeypatch, **{name: f"file:{tmp_path / 'berkas'}"})
    assert messages.deliver(message(channel)) is Outcome.DOWN
    assert "FileExistsError" in caplog.text and "contoh" not in caplog.text


def test_each_channel_has_its_own_gateway_over_the_net(monkeypatch, caplog) -> None:
    nobody = f"127.0.0.1:{free_port()}"
    set_up(
        monkeypatch,
        sms_url=f"http://{nobody}/",
        mail_url=f"smtp://{nobody}?from=kabar@contoh.test",
    )
    assert messages.deliver(message("sms")) is Outcome.DOWN
    assert messages.deliver(message("email")) is Outcome.DOWN
    assert "the SMS gateway was not reached" in caplog.text
    assert "the e-mail gateway was not reached" in caplog.text
