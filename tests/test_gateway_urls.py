"""Addresses of gateways: what they say, and that a wrong one is named without its secrets."""

from email.headerregistry import Address
from pathlib import Path

import pytest

from gateway_urls import MailServer, SmsApi, mail_gateway, sms_gateway

FROM = "?from=Prakerja%20<kabar@contoh.test>"
SENDER = Address("Prakerja", addr_spec="kabar@contoh.test")


@pytest.mark.parametrize("read", [mail_gateway, sms_gateway])
def test_a_folder_is_a_folder(read) -> None:
    assert read("file:/tmp/keluar") == Path("/tmp/keluar")
    with pytest.raises(ValueError, match="folder"):
        read("file:")


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (
            "smtp://prakerja:r%40hasia@surat.test" + FROM,
            MailServer("surat.test", 587, False, False, SENDER, "prakerja", "r@hasia"),
        ),
        ("smtps://surat.test" + FROM, MailServer("surat.test", 465, True, False, SENDER)),
        ("smtp://localhost:25" + FROM, MailServer("localhost", 25, False, True, SENDER)),
        ("smtp://127.0.0.9" + FROM, MailServer("127.0.0.9", 587, False, True, SENDER)),
        ("smtp://[::1]" + FROM, MailServer("::1", 587, False, True, SENDER)),
        (
            "smtp://[::1]?from=kabar+a@contoh.test",
            MailServer("::1", 587, False, True, Address(addr_spec="kabar+a@contoh.test")),
        ),
    ],
)
def test_a_mail_server_is_read_from_its_url(url: str, server: MailServer) -> None:
    assert mail_gateway(url) == server


@pytest.mark.parametrize(
    ("url", "api"),
    [
        ("https://kunci@sms.test/v1", SmsApi("https://sms.test/v1", "kunci")),
        ("https://x:k%2Fci@sms.test:8443/v1", SmsApi("https://sms.test:8443/v1", "k/ci")),
        (
            "https://sms.test/v1?sender=A&key=kunci&b=c",
            SmsApi("https://sms.test/v1?sender=A&b=c", "kunci"),
        ),
        ("http://localhost:9/v1", SmsApi("http://localhost:9/v1", "")),
    ],
)
def test_an_sms_api_is_read_from_its_url(url: str, api: SmsApi) -> None:
    assert sms_gateway(url) == api


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "name a gateway"),
        ("ftp://surat.test" + FROM, "name a gateway"),
        ("smtp://" + FROM, "name a gateway"),
        ("smtp://a:rahasia@surat.test", "who writes"),
        ("smtp://a:rahasia@surat.test?from=kabar", "who writes"),
        ("smtp://a:rahasia@surat.test?from=a@b.test%0ABcc:c@d.test", "who writes"),
        ("smtp://a:rahasia@surat.test?from=kábar@contoh.test", "who writes"),
        ("smtp://a:rahasia@surat.test?from=a%20b@@contoh.test", "who writes"),
        ("smtp://rahasia@surat.test" + FROM, "both"),
        ("smtp://a:r%C3%A1hasia@surat.test" + FROM, "ASCII"),
        ("smtp://a:raha#sia@surat.test" + FROM, "%XX"),
        ("smtp://a:raha/sia@surat.test" + FROM, "%XX"),
        ("smtp://a:rahasia@surat.test:0" + FROM, "URL"),
        ("smtp://a:rahasia@surat.test:99999" + FROM, "URL"),
        ("smtp://a:rahasia@[::1" + FROM, "URL"),
        ("smtp://a:rahasia@surat.test\n" + FROM, "URL"),
    ],
)
def test_a_wrong_mail_server_says_why_and_no_more(url: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        mail_gateway(url)
    assert "raha" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "name a gateway"),
        ("sms.test/v1", "name a gateway"),
        ("http://rahasia@sms.test/v1", "https://"),
        ("https://sms.test/v1", "key"),
        ("https://sms.test/v1?key=", "key"),
        ("https://sms.test/v1?key=raha%0Asia", "ASCII"),
        ("https://rah%C3%A1sia@sms.test/v1", "ASCII"),
        ("https://rahasia@sms.test:x/v1", "URL"),
    ],
)
def test_a_wrong_sms_api_says_why_and_no_more(url: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        sms_gateway(url)
    assert "raha" not in str(refused.value)
