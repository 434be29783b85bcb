"""Complaints are sent once, answered once, opened again in time, and closed by themselves."""

from dataclasses import replace
from io import BytesIO

import pytest
from cryptography.fernet import Fernet
from PIL import Image

import jobs
import sealing
from actions import complaints, rotation
from actions.refused import NotFound
from formats.photos import BadPhoto, sample
from models import AuditEntry, Complaint, ComplaintEntry, ComplaintPhoto, Incentive, Message
from queries import complaints as found
from queries.audit import broken_rules
from rules.refusals import Refused
from tests.people import bought_by

pytestmark = pytest.mark.usefixtures("filled_room")
STORY = "Insentifku gagal dikirim sejak kemarin."
REPLY = "Rekeningmu sudah kami cek, kirim ulang besok."


@pytest.fixture
def now(at):
    """Monday."""
    with at("2021-10-18 09:00"):
        yield


@pytest.fixture
def sari(someone, now):
    return someone.registered()


@pytest.fixture
def joko(someone, now):
    return someone.registered("Joko Petugas", role="operator")


@pytest.fixture
def siti(someone, now):
    return someone.registered("Siti Petugas", role="operator")


@pytest.fixture
def sent(sari):
    return complaints.send(sari, "incentive", STORY)


def now_is(row: Complaint) -> Complaint:
    return Complaint.get_by_id(row.id)


def steps(row: Complaint) -> list[str]:
    return [entry.kind for entry in found.entries_of(row)]


def messages(kind: str) -> list[Message]:
    rows = Message.select().where(Message.reference.startswith(f"{kind}:"))
    return list(rows.order_by(Message.id))


def audited(action: str) -> list[AuditEntry]:
    return list(AuditEntry.select().where(AuditEntry.action == action))


def test_it_has_a_number_a_promise_and_one_message(sari, sent) -> None:
    assert sent.number == f"PGD-2021-{sent.id:04}" and str(sent.promised_on) == "2021-10-21"
    (said,) = messages("complaint_sent")
    assert said.channel == "sms" and sent.number in said.text and "21 Oktober 2021" in said.text
    entry = ComplaintEntry.get()
    assert entry.text == STORY and STORY not in entry.text_sealed
    (noted,) = audited("complaint_sent")
    assert noted.subject == f"complaint:{sent.public_id}" and STORY not in str(noted.detail)
    assert not broken_rules()


@pytest.mark.parametrize("text", ["", "   ", "x" * 19, "x" * 2001, " " * 30 + "x" * 5])
def test_its_length_is_kept_by_the_action_too(sari, text) -> None:
    with pytest.raises(Refused, match="complaint_length"):
        complaints.send(sari, "incentive", text)
    assert not Complaint.select().exists()


def test_an_unknown_kind_is_refused(sari) -> None:
    with pytest.raises(Refused, match="complaint_kind"):
        complaints.send(sari, "saldo", STORY)


def test_the_same_form_twice_is_one_complaint(sari) -> None:
    first = complaints.send(sari, "incentive", STORY, key="kunci-12345")
    assert complaints.send(sari, "incentive", STORY, key="kunci-12345").id == first.id
    with pytest.raises(Refused, match="form_reused"):
        complaints.send(sari, "incentive", STORY + " Lagi.", key="kunci-12345")
    assert Complaint.select().count() == 1


def test_the_sixth_without_an_answer_is_refused_until_one_is_settled(sari, joko) -> None:
    rows = [complaints.send(sari, "other", f"{STORY} {count}") for count in range(5)]
    with pytest.raises(Refused, match="complaint_many"):
        complaints.send(sari, "other", STORY)
    complaints.reply(rows[0], REPLY, joko)
    assert complaints.send(sari, "other", STORY)


def test_ten_a_day_are_enough(sari, at) -> None:
    for count in range(10):
        row = complaints.send(sari, "other", f"{STORY} {count}")
        complaints.close(sari, row.number)
    with pytest.raises(Refused, match="complaint_often"):
        complaints.send(sari, "other", STORY)
    with at("2021-10-19 09:01"):
        assert complaints.send(sari, "other", STORY)


def test_what_it_is_about_must_be_the_senders_own(someone, sari) -> None:
    owner = someone.with_course(21)
    purchase = f"purchase:{bought_by(owner)[0].public_id}"
    assert complaints.send(owner, "incentive", STORY, "incentive:job-1").about == "incentive:job-1"
    assert complaints.send(owner, "purchase", STORY, purchase).about == purchase
    for about in (purchase, "incentive:job-1", "incentive:job-", "account"):
        kept = complaints.send(sari, "other", f"{STORY} {about}", about).about
        assert kept == ("account" if about == "account" else None)


def test_a_picture_is_made_new_sealed_and_opens_again(sari) -> None:
    row = complaints.send(sari, "other", STORY, picture=sample("selfie"))
    photo = ComplaintPhoto.get()
    assert photo.complaint_id == row.id and b"JFIF" not in bytes(photo.content)
    with Image.open(BytesIO(complaints.picture_of(photo))) as image:
        assert image.format == "JPEG" and image.size == (photo.width, photo.height)
    assert bytes(photo.content) != complaints.picture_of(photo)


def test_a_line_cut_out_of_a_plain_screen_is_a_picture_too(sari) -> None:
    made = BytesIO()
    Image.new("RGB", (900, 120), "white").save(made, "PNG")
    assert complaints.send(sari, "other", STORY, picture=made.getvalue())
    assert ComplaintPhoto.get().width == 900


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "photo_svg"),
        (b"%PDF-1.7 " + b"x" * 100, "photo_pdf"),
        (b"\xff\xd8\xff<html><script>alert(1)</script>", "photo_broken"),
        (b"\xff\xd8\xff" + b"0" * (8 * 1024 * 1024), "photo_heavy"),
        (b"GIF89a" + b"0" * 50, "photo_gif"),
        (b"MZ" + b"0" * 50, "photo_kind"),
    ],
)
def test_what_is_no_picture_says_why_and_nothing_is_kept(sari, data, code) -> None:
    with pytest.raises(BadPhoto, match=code):
        complaints.send(sari, "other", STORY, picture=data)
    assert not Complaint.select().exists()


def test_a_tiny_picture_is_refused(sari) -> None:
    made = BytesIO()
    Image.new("RGB", (99, 900)).save(made, "PNG")
    with pytest.raises(BadPhoto, match="photo_small"):
        complaints.send(sari, "other", STORY, picture=made.getvalue())


def test_a_new_key_seals_texts_and_pictures_anew(sari, monkeypatch) -> None:
    complaints.send(sari, "other", STORY, picture=sample("selfie"))
    jpeg = complaints.picture_of(ComplaintPhoto.get())
    old, new = sealing.settings.data_keys, Fernet.generate_key().decode()
    try:
        for keys in ((new, *old), (new,)):
            changed = replace(sealing.settings, data_keys=keys)
            monkeypatch.setattr(sealing, "settings", changed)
            sealing._fernet.cache_clear()
            rotation.reseal_everything()
        assert complaints.picture_of(ComplaintPhoto.get()) == jpeg
        assert ComplaintEntry.get().text == STORY
    finally:
        monkeypatch.undo()
        sealing._fernet.cache_clear()


def test_answered_the_owner_is_told_with_the_reply(sent, joko) -> None:
    complaints.take(sent, joko)
    complaints.take(sent, joko)
    complaints.reply(sent, REPLY, joko)
    assert steps(sent) == ["sent", "taken", "reply"]
    row = now_is(sent)
    assert (row.state, row.taken_by_id) == ("answered", joko.id) and row.answered_at
    assert {said.channel for said in messages("complaint_answered")} == {"sms", "email"}
    email = next(said for said in messages("complaint_answered") if said.channel == "email")
    assert REPLY in email.text and email.link == f"/pengaduan/{sent.number}"
    assert REPLY not in str([entry.content() for entry in AuditEntry.select()])


def test_braces_in_a_reply_stay_as_they_are(sent, joko) -> None:
    complaints.reply(sent, "Kode {name} dan {0} bukan masalah.", joko)
    assert any("{name} dan {0}" in said.text for said in messages("complaint_answered"))


def test_the_second_of_two_officers_is_refused(sent, joko, siti) -> None:
    complaints.take(sent, joko)
    with pytest.raises(Refused, match="complaint_taken"):
        complaints.take(sent, siti)
    complaints.reply(sent, REPLY, joko)
    complaints.reply(sent, REPLY, joko)  # a double press
    with pytest.raises(Refused, match="complaint_answered"):
        complaints.reply(sent, REPLY, siti)
    with pytest.raises(Refused, match="complaint_answered"):
        complaints.take(sent, siti)
    assert steps(sent) == ["sent", "taken", "reply"]


@pytest.mark.parametrize("text", ["", "x" * 9, "x" * 2001])
def test_an_answer_has_words(sent, joko, text) -> None:
    with pytest.raises(Refused, match="complaint_reply_length"):
        complaints.reply(sent, text, joko)
    assert now_is(sent).state == "new"


def test_what_was_added_since_must_be_read_first(sari, sent, joko) -> None:
    complaints.add(sari, sent.number, "Nomornya sudah kuganti.")
    with pytest.raises(Refused, match="complaint_changed"):
        complaints.reply(sent, REPLY, joko, seen=1)
    complaints.take(sent, joko)
    complaints.reply(sent, REPLY, joko, seen=2)
    assert now_is(sent).state == "answered"


def test_added_words_are_kept_once_and_limited(sari, sent) -> None:
    complaints.add(sari, sent.number, "Ada lagi.", key="kunci-12345")
    complaints.add(sari, sent.number, "Ada lagi.", key="kunci-12345")
    assert steps(sent) == ["sent", "more"]
    for count in range(19):
        complaints.add(sari, sent.number, f"Tambahan {count}")
    with pytest.raises(Refused, match="complaint_often"):
        complaints.add(sari, sent.number, "Satu lagi.")
    with pytest.raises(Refused, match="complaint_length"):
        complaints.add(sari, sent.number, "ya")


def test_objecting_to_an_answer_opens_it_with_a_new_promise(sari, sent, joko, at) -> None:
    complaints.reply(sent, REPLY, joko)
    with at("2021-10-22 09:00"):
        complaints.add(sari, sent.number, "Belum beres juga.")
        row = now_is(sent)
    assert (row.state, str(row.promised_on), row.answered_at) == ("taken", "2021-10-27", None)
    assert steps(sent) == ["sent", "reply", "reopened"]
    complaints.reply(row, "Sekarang sudah kami kirim ulang.", joko)
    assert len(messages("complaint_answered")) == 4


def test_a_closed_one_opens_within_a_week_and_no_later(sari, sent, at) -> None:
    complaints.close(sari, sent.number)
    complaints.close(sari, sent.number)
    assert steps(sent) == ["sent", "closed"]
    with at("2021-10-25 09:00"), pytest.raises(Refused, match="complaint_over"):
        complaints.add(sari, sent.number, "Muncul lagi.")
    with at("2021-10-25 08:59:59"):
        complaints.add(sari, sent.number, "Muncul lagi.")
    assert (now_is(sent).state, now_is(sent).closed_at) == ("new", None)


def test_an_officer_closes_only_what_was_answered(sent, joko) -> None:
    with pytest.raises(Refused, match="complaint_unanswered"):
        complaints.close_answered(sent, joko)
    complaints.reply(sent, REPLY, joko)
    complaints.close_answered(sent, joko)
    complaints.close_answered(sent, joko)
    assert steps(sent) == ["sent", "reply", "closed"]


def test_an_answered_one_closes_by_itself_after_seven_days(sent, joko, at) -> None:
    complaints.reply(sent, REPLY, joko)
    with at("2021-10-25 08:59:59"):
        assert complaints.close_due() == 0
    with at("2021-10-25 09:00"):
        assert complaints.close_due() == 1 and complaints.close_due() == 0
    assert found.entries_of(sent)[-1].author_id is None
    assert audited("complaint_closed")[0].actor == "system"


def test_the_timed_work_does_it(sent, joko, at, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "_looked_at", {})
    complaints.reply(sent, REPLY, joko)
    with at("2021-10-26 09:00"):
        assert jobs.close_complaints() == 1
        assert jobs.close_complaints() == 0


def test_pictures_go_thirty_days_after_closing(sari, at) -> None:
    row = complaints.send(sari, "other", STORY, picture=sample("selfie"))
    complaints.close(sari, row.number)
    with at("2021-11-17 08:59"):
        assert complaints.forget_pictures() == 0
    with at("2021-11-17 09:00"):
        assert complaints.forget_pictures() == 1
    assert not ComplaintPhoto.select().exists()


def test_nobody_elses_is_there(someone, sent) -> None:
    stranger = someone.registered()
    for call in (
        lambda: complaints.own(stranger, sent.number),
        lambda: complaints.add(stranger, sent.number, "Punyaku juga."),
        lambda: complaints.close(stranger, sent.number),
    ):
        with pytest.raises(NotFound):
            call()
    assert steps(sent) == ["sent"]


def test_an_officers_look_at_a_picture_is_noted(sari, joko) -> None:
    complaints.send(sari, "other", STORY, picture=sample("selfie"))
    assert complaints.look_at_picture(ComplaintPhoto.get(), joko).startswith(b"\xff\xd8\xff")
    assert audited("complaint_picture_seen")[0].actor == f"operator:{joko.public_id}"


def test_complaining_changes_no_money(someone, now) -> None:
    owner = someone.finished(21)
    before = [(row.state, row.amount) for row in Incentive.select()]
    complaints.send(owner, "incentive", STORY, "incentive:job-1")
    assert before == [(row.state, row.amount) for row in Incentive.select()]
    assert not broken_rules()
