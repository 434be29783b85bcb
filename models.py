"""What we remember: every table, in the order of a participant's story.

Times are MomentField: aware WIB outside, naive UTC in the database, whole seconds.
Constraints and triggers stand in migrations/, written by hand.
"""

import secrets
from datetime import UTC, datetime
from typing import Any

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)
from playhouse.sqlite_ext import FTS5Model, SearchField

import clock
from rooms import database as db
from sealing import Sealed


def new_public_id() -> str:
    """The name of a row in URLs: 128 random bits."""
    return secrets.token_urlsafe(16)


class MomentField(DateTimeField):
    """A moment: aware in Python (WIB), naive UTC in the database; refuses naive input."""

    def db_value(self, value: datetime | None) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")

    def python_value(self, value: str | None) -> datetime | None:
        if value is None:
            return None
        return datetime.fromisoformat(value).replace(tzinfo=UTC).astimezone(clock.WIB)


class Table(Model):
    """A table of the room's database."""

    class Meta:
        database = db
        legacy_table_names = False


class Named(Table):
    """A row that is shown in URLs, under an unguessable name."""

    public_id = CharField(22, unique=True, default=new_public_id)


# --- Who -----------------------------------------------------------------------------------------


class Participant(Named):
    """A person with an account; officers and trainers are persons with another role.

    `phone` is always a confirmed one: until then it is empty, and `phone_index` says so.
    """

    name = CharField(120)
    role = CharField(12, default="participant")
    email_sealed = TextField()
    email_index = CharField(64, unique=True)
    email = Sealed(indexed=True)
    phone_sealed = TextField()
    phone_index = CharField(64, unique=True)
    phone = Sealed(indexed=True)
    nik_sealed = TextField(null=True)
    nik_index = CharField(64, unique=True, null=True)
    nik = Sealed(indexed=True)
    kk_sealed = TextField(null=True)
    kk_index = CharField(64, null=True, index=True)
    kk = Sealed(indexed=True)
    birth_date_sealed = TextField(null=True)
    birth_date = Sealed()  # ISO text
    password_hash = CharField(200)
    interests: Any = JSONField(default=list)  # category slugs, the dearest first
    theme = CharField(8, null=True)
    created_at = MomentField(default=clock.now)
    email_confirmed_at = MomentField(null=True)
    phone_confirmed_at = MomentField(null=True)
    identity_verified_at = MomentField(null=True)
    profile_completed_at = MomentField(null=True)


class SignIn(Table):
    """One signed-in browser; the cookie holds the token, we hold its hash. Real time."""

    token_hash = CharField(64, unique=True)
    participant = ForeignKeyField(Participant, backref="sign_ins", on_delete="CASCADE")
    created_at = MomentField(default=clock.real_now)
    last_seen_at = MomentField(default=clock.real_now)
    device = CharField(60, default="")  # e.g. «Chrome di Android», never an address

    is_active = True
    is_authenticated = True
    is_anonymous = False
    token = ""  # known only to the request that brought it

    def get_id(self) -> str:
        return self.token


class Challenge(Named):
    """A code or link sent to an address to prove that it is somebody's; only its MAC is kept. Real time."""

    participant = ForeignKeyField(Participant, backref="challenges", on_delete="CASCADE")
    purpose = CharField(12)  # email | phone | sign_in | reset | old_phone | new_phone | link
    address_sealed = TextField()
    address_index = CharField(64, index=True)
    address = Sealed(indexed=True)
    pending_sealed = TextField(null=True)
    pending = Sealed()  # JSON of what becomes true when the link is opened
    code_mac = CharField(64)
    tries = IntegerField(default=0)
    issued_at = MomentField(default=clock.real_now)
    expires_at = MomentField()
    used_at = MomentField(null=True)
    replaced_at = MomentField(null=True)
    locked_until = MomentField(null=True)  # set by the last wrong try


class Draft(Named):
    """A form that was sent when its sender's time had run out; offered again after signing in. Real time."""

    participant = ForeignKeyField(Participant, backref="drafts", on_delete="CASCADE")
    path = CharField(200)
    fields_sealed = TextField()
    fields = Sealed()  # JSON: [[name, value], …]
    kept_at = MomentField(default=clock.real_now)


class Profile(Named):
    """What an applicant tells us in five pages; None where a page was not saved yet."""

    participant = ForeignKeyField(
        Participant, unique=True, backref="profiles", on_delete="RESTRICT"
    )
    sex = CharField(6, null=True)  # female | male
    address_sealed = TextField(null=True)
    address = Sealed()
    regency = CharField(5, null=True)  # «32.73», Kemendagri
    education = CharField(20, null=True)  # rules/eligibility.py EDUCATION
    studying = BooleanField(null=True)
    work = CharField(20, null=True)  # rules/eligibility.py WORK
    occupation = CharField(40, null=True)  # rules/eligibility.py OCCUPATIONS
    social_aid = BooleanField(null=True)  # as they say themselves
    payout_partner = CharField(12, null=True)  # where incentives might go, as said at registration
    payout_number_sealed = TextField(null=True)
    payout_number = Sealed()
    saved: Any = JSONField(default=list)  # names of the pages saved


class IdentityCheck(Named):
    """One try to verify NIK and KK: asked of the population register, else decided by an officer."""

    participant = ForeignKeyField(Participant, backref="identity_checks", on_delete="RESTRICT")
    nik_sealed = TextField()
    nik_index = CharField(64, index=True)
    nik = Sealed(indexed=True)
    kk_sealed = TextField()
    kk_index = CharField(64)
    kk = Sealed(indexed=True)
    birth_date_sealed = TextField()
    birth_date = Sealed()  # ISO text
    state = CharField(10, default="checking")  # | passed | failed | queued (for an officer)
    reason = CharField(40, null=True)  # code of formats/verification.py
    note_sealed = TextField(null=True)
    note = Sealed()  # what the officer writes to the applicant
    lists: Any = JSONField(
        default=list
    )  # of the register: student, social_aid, bsu, bpum, official
    asked_at = MomentField(default=clock.now)
    decided_at = MomentField(null=True)
    decided_by = ForeignKeyField(Participant, null=True, on_delete="RESTRICT")
    leased_until = MomentField(null=True)  # real time
    attempts = IntegerField(default=0)


class Photo(Named):
    """A picture somebody took: re-encoded, sealed, replaced by the next of its kind."""

    participant = ForeignKeyField(Participant, backref="photos", on_delete="RESTRICT")
    kind = CharField(10)  # selfie | id_card | diploma | layoff | business | attendance
    content = BlobField()  # sealing.seal_bytes of a JPEG
    width = IntegerField()
    height = IntegerField()
    taken_at = MomentField(default=clock.now)

    class Meta:
        indexes = ((("participant", "kind"), True),)


class AptitudeTest(Named):
    """The test of motivation and basic ability: which items, until when, how it ended."""

    participant = ForeignKeyField(Participant, unique=True, backref="tests", on_delete="RESTRICT")
    items: Any = JSONField()  # codes of rules/aptitude, in the order they are asked
    started_at = MomentField(default=clock.now)
    ends_at = MomentField()
    submitted_at = MomentField(null=True)
    correct = IntegerField(null=True)  # of those items that have a right answer


class AptitudeAnswer(Table):
    """One answer of a test, saved as it was given."""

    test = ForeignKeyField(AptitudeTest, backref="answers", on_delete="CASCADE")
    item = CharField(20)
    value = CharField(20)
    saved_at = MomentField(default=clock.now)

    class Meta:
        indexes = ((("test", "item"), True),)


# --- The programme -------------------------------------------------------------------------------


class Gelombang(Table):
    """One intake of the programme: its scheme, dates, and what differs from the scheme."""

    number = IntegerField(unique=True)
    scheme = CharField(20)
    registration_opens_at = MomentField(null=True)
    registration_closes_at = MomentField(null=True)
    announced_at = MomentField(null=True)
    quota = IntegerField(null=True)
    overrides: Any = JSONField(default=dict)  # Terms field → [value, source, confidence]
    reserved: Any = JSONField(default=dict)  # group → share of the quota, e.g. {"migrant": 0.1}


class Draw(Named):
    """The open draw of a gelombang: what was published when, so that anyone can recompute it."""

    gelombang = ForeignKeyField(Gelombang, unique=True, backref="draws", on_delete="RESTRICT")
    secret_sealed = TextField()
    secret = Sealed()
    secret_hash = CharField(64)  # published at the opening
    opened_at = MomentField(default=clock.now)
    closed_at = MomentField(null=True)
    list_hash = CharField(64, null=True)  # published at the close
    joined = IntegerField(null=True)
    eligible = IntegerField(null=True)
    quota = IntegerField(null=True)  # as of the draw
    reserved: Any = JSONField(default=dict)
    public_value = CharField(200, null=True)  # entered after the close
    seed = CharField(64, null=True)
    cutoffs: Any = JSONField(null=True)  # group («» for all) → the last rank that is in
    accepted = IntegerField(null=True)
    drawn_at = MomentField(null=True)


class Participation(Named):
    """A person's part in one gelombang, from joining to the result and the rules frozen then."""

    participant = ForeignKeyField(Participant, backref="participations", on_delete="RESTRICT")
    gelombang = ForeignKeyField(Gelombang, backref="participations", on_delete="RESTRICT")
    joined_at = MomentField(default=clock.now)
    result = CharField(14, null=True)  # accepted | not_selected
    result_reason = CharField(40, null=True)
    decided_at = MomentField(null=True)
    terms: Any = JSONField(null=True)  # rules.schemes.Terms.frozen(), set at acceptance, frozen
    # When timed work should look at this place and at its balance; the rules then decide.
    lapses_after = MomentField(null=True)
    balance_ends_after = MomentField(null=True)
    first_purchase_until = DateField(null=True)  # given by an officer; wins over the terms
    # Given with a provider's cancellation, never earlier than theirs; wins over the terms.
    balance_until = DateField(null=True)
    reminded_hours = IntegerField(null=True)  # the last reminder of the deadline, hours before it
    # In the draw: the public code, and from the close on what the published list says of it.
    draw_code = CharField(20, null=True, unique=True)
    draw_group = CharField(20, null=True)  # of the reserved seats
    household = IntegerField(null=True)  # same number: same KK; None: its limit cannot bind
    household_places = IntegerField(null=True)  # how many of that KK may still be accepted
    reasons: Any = JSONField(null=True)  # from the close on: why not eligible; [] = eligible
    draw_rank = CharField(64, null=True)
    draw_outcome = CharField(12, null=True)  # accepted | quota_full | kk_full | ineligible


class Card(Named):
    """The 16-digit number that pays for training; issued together with the balance."""

    participation = ForeignKeyField(
        Participation, unique=True, backref="cards", on_delete="RESTRICT"
    )
    number_sealed = TextField()
    number_index = CharField(64, unique=True)
    number = Sealed(indexed=True)
    issued_at = MomentField(default=clock.now)


class Lapse(Table):
    """No first purchase in time: the place is lost. The money went back by `transfer`."""

    participation = ForeignKeyField(
        Participation, unique=True, backref="lapses", on_delete="RESTRICT"
    )
    reason = CharField(40)
    lapsed_at = MomentField(default=clock.now)


class Block(Table):
    """A person barred from buying and from later gelombang; lifted on appeal."""

    participant = ForeignKeyField(Participant, backref="blocks", on_delete="RESTRICT")
    reason = CharField(40)
    blocked_at = MomentField(default=clock.now)
    lifted_at = MomentField(null=True)


class Appeal(Named):
    """What a blocked person says against it, and the answer."""

    block = ForeignKeyField(Block, unique=True, backref="appeals", on_delete="RESTRICT")
    text_sealed = TextField()
    text = Sealed()
    sent_at = MomentField(default=clock.now)
    upheld = BooleanField(null=True)
    reply_sealed = TextField(null=True)
    reply = Sealed()
    decided_at = MomentField(null=True)
    decided_by = ForeignKeyField(Participant, null=True, on_delete="RESTRICT")


class Alert(Table):
    """Something an officer should look into, e.g. a NIK that is claimed twice."""

    kind = CharField(20)  # nik_claimed
    participant = ForeignKeyField(Participant, backref="alerts", on_delete="RESTRICT")
    raised_at = MomentField(default=clock.now)
    closed_at = MomentField(null=True)
    closed_by = ForeignKeyField(Participant, null=True, on_delete="RESTRICT")


# --- Money ---------------------------------------------------------------------------------------


class Account(Table):
    """A purse. Its balance is the sum of its transfers, never a column."""

    kind = CharField(12)  # fund | training | incentive | platform | treasury
    owner = CharField(40, default="")  # public id of the participation, slug of the platform
    floor = BigIntegerField(null=True)  # rupiah; None: may go below zero (the fund)

    class Meta:
        indexes = ((("kind", "owner"), True),)


class Transfer(Table):
    """Money that moved once, from one purse to another; written by ledger.py, never changed."""

    source = ForeignKeyField(Account, backref="outgoing", on_delete="RESTRICT")
    target = ForeignKeyField(Account, backref="incoming", on_delete="RESTRICT")
    amount = BigIntegerField()  # rupiah, > 0
    kind = CharField(16)  # credit | purchase | refund | incentive | forfeit
    reference = CharField(80, unique=True)
    booked_at = MomentField(default=clock.now)


# --- The catalogue -------------------------------------------------------------------------------


class Platform(Table):
    """A digital platform that sells courses, and for which gelombang its balance is valid."""

    slug = CharField(40, unique=True)
    name = CharField(60)
    aliases: Any = JSONField(default=list)
    contact = CharField(120, null=True)
    contact_as_of = CharField(40, null=True)
    site = CharField(120, null=True)
    valid_for: Any = JSONField(default=list)  # [[first gelombang, last or null], …]
    valid_source = CharField(120, default="")


class Provider(Table):
    """A training institution."""

    slug = CharField(80, unique=True)
    name = CharField(120)


class Course(Table):
    """A training of one provider, sold on one or several platforms."""

    slug = CharField(120, unique=True)
    title = CharField(300)
    provider = ForeignKeyField(Provider, backref="courses", on_delete="RESTRICT")
    category = CharField(40)  # slug, rules/categories.py
    method = CharField(12)  # spl | webinar | luring | bauran
    level = CharField(10)  # pemula | menengah | mahir
    hours = IntegerField()
    list_price = BigIntegerField()  # rupiah, > 0: what the institution asks; offers may differ
    description = TextField()
    lessons: Any = JSONField(default=list)
    certificate_type = CharField(40)
    synthetic: Any = JSONField(default=list)  # names of the fields that are «data contoh»
    source = CharField(80)
    added_on = DateField(default=clock.today)
    # Ratings by star: the sample ones of the catalogue plus those of our own participants.
    stars_1 = IntegerField(default=0)
    stars_2 = IntegerField(default=0)
    stars_3 = IntegerField(default=0)
    stars_4 = IntegerField(default=0)
    stars_5 = IntegerField(default=0)


class SampleReview(Table):
    """A review text made for the demo; always shown as «contoh»."""

    course = ForeignKeyField(Course, backref="sample_reviews", on_delete="CASCADE")
    name = CharField(40)
    stars = IntegerField()
    text = TextField()
    written_on = DateField()


class Offer(Table):
    """A course on one platform: its price there, seats, schedule and ratings."""

    course = ForeignKeyField(Course, backref="offers", on_delete="RESTRICT")
    platform = ForeignKeyField(Platform, backref="offers", on_delete="RESTRICT")
    price = BigIntegerField()  # rupiah, > 0
    quota = IntegerField(null=True)  # seats in all; None: no limit
    sold = IntegerField(default=0)
    rating_sum = IntegerField(default=0)
    rating_count = IntegerField(default=0)
    next_run_days = IntegerField(
        null=True
    )  # a scheduled class begins this many days after any today
    active = BooleanField(default=True)

    class Meta:
        indexes = ((("course", "platform"), True),)


class SavedCourse(Table):
    """A course somebody wants; saved before they may buy, it leads their recommendations."""

    participant = ForeignKeyField(Participant, backref="saved_courses", on_delete="CASCADE")
    course = ForeignKeyField(Course, backref="saved_by", on_delete="CASCADE")
    saved_at = MomentField(default=clock.now)

    class Meta:
        indexes = ((("participant", "course"), True),)


class CourseIndex(FTS5Model):
    """Words of every course; rowid is the course's id. Kept by actions/catalogue.py."""

    title = SearchField()
    provider = SearchField()
    category = SearchField()
    description = SearchField()

    class Meta:
        database = db
        legacy_table_names = False
        options = {"prefix": "2 3 4", "tokenize": "unicode61"}


# --- Buying --------------------------------------------------------------------------------------


class Purchase(Named):
    """A course bought (or being bought) with the training balance."""

    number = CharField(24, unique=True, null=True)
    participation = ForeignKeyField(Participation, backref="purchases", on_delete="RESTRICT")
    course = ForeignKeyField(Course, backref="purchases", on_delete="RESTRICT")
    offer = ForeignKeyField(Offer, backref="purchases", on_delete="RESTRICT")
    price = BigIntegerField()  # rupiah, as shown and agreed
    state = CharField(12, default="awaiting_otp")  # | paid | cancelled | expired
    started_at = MomentField(default=clock.now)
    paid_at = MomentField(null=True)
    redeem_code = CharField(20, unique=True, null=True)
    transfer = ForeignKeyField(Transfer, unique=True, null=True, on_delete="RESTRICT")
    cancelled_at = MomentField(null=True)
    cancelled_by = CharField(12, null=True)  # participant | provider
    cancel_reason = CharField(200, null=True)
    refund = ForeignKeyField(Transfer, unique=True, null=True, backref="refunded")


class OneTimeCode(Table):
    """A code sent by SMS for one purchase at one price to one phone; only its MAC is kept. Real time."""

    purchase = ForeignKeyField(Purchase, backref="codes", on_delete="CASCADE")
    phone_index = CharField(64)
    price = BigIntegerField()
    code_mac = CharField(64)
    tries = IntegerField(default=0)
    issued_at = MomentField(default=clock.real_now)
    expires_at = MomentField()
    used_at = MomentField(null=True)
    replaced_at = MomentField(null=True)
    locked_until = MomentField(null=True)  # set by the last wrong try


class FormKey(Table):
    """A one-time key of a form: the same key twice leads to the same result, not to a second one."""

    participant = ForeignKeyField(Participant, on_delete="CASCADE")
    key = CharField(64)
    digest = CharField(64)  # of what was sent with it
    result = CharField(80)
    used_at = MomentField(default=clock.real_now)

    class Meta:
        indexes = ((("participant", "key"), True),)


# --- After buying --------------------------------------------------------------------------------


class Training(Table):
    """What happened in a bought course; the last two moments are hops of its certificate."""

    purchase = ForeignKeyField(Purchase, unique=True, backref="trainings", on_delete="RESTRICT")
    started_at = MomentField(null=True)
    failed_at = MomentField(null=True)  # a session missed, or the last task failed
    failure = CharField(20, null=True)  # missed_session | task_failed
    finished_at = MomentField(null=True)  # reported by the institution
    forwarded_at = MomentField(null=True)  # by the platform to the programme


class Partner(Named):
    """An institution or platform whose programs talk to ours; `code` is its client_code."""

    code = CharField(40, unique=True)
    name = CharField(120)
    kind = CharField(8)  # provider | platform
    provider = ForeignKeyField(Provider, null=True, backref="partners", on_delete="RESTRICT")
    every_provider = BooleanField(default=False)  # the simulated institution of a training room
    redirect_uris: Any = JSONField(default=list)
    active = BooleanField(default=True)
    added_at = MomentField(default=clock.now)


class PartnerKey(Named):
    """A key a partner signs with; two may live at once, so that it can be changed. Real time."""

    partner = ForeignKeyField(Partner, backref="keys", on_delete="RESTRICT")
    secret_sealed = TextField()
    secret = Sealed()
    made_at = MomentField(default=clock.real_now)
    ended_at = MomentField(null=True)


class RedeemCode(Table):
    """What opens a bought course at its institution; test codes («PRAT-…») belong to no purchase."""

    code = CharField(40, unique=True)
    purchase = ForeignKeyField(
        Purchase, unique=True, null=True, backref="redeem_codes", on_delete="RESTRICT"
    )
    partner = ForeignKeyField(Partner, null=True, backref="test_codes", on_delete="RESTRICT")
    test_case = CharField(20, null=True)  # e.g. «TC1-001-200»
    redeemed_at = MomentField(null=True)
    redeemed_by = ForeignKeyField(Partner, null=True, backref="redeemed", on_delete="RESTRICT")
    made_at = MomentField(default=clock.now)


class Attendance(Named):
    """One asking for a face check of one session, and whether it was passed."""

    redeem_code = ForeignKeyField(RedeemCode, backref="attendances", on_delete="RESTRICT")
    sequence = IntegerField()  # 1: redeem and first session, 2–10: further ones, 999: exam
    partner = ForeignKeyField(Partner, backref="attendances", on_delete="RESTRICT")
    state = CharField(60, unique=True)  # unguessable; begins with the room's short code
    redirect_uri = TextField()
    email_index = CharField(64)  # the participant's address at the institution
    asked_at = MomentField(default=clock.now)
    taken_at = MomentField(null=True)  # the picture is there, the check is under way
    verified_at = MomentField(null=True)
    refused_at = MomentField(null=True)
    leased_until = MomentField(null=True)  # real time


class Submission(Named):
    """A task a participant handed in at the institution, or the feedback on it."""

    redeem_code = ForeignKeyField(RedeemCode, backref="submissions", on_delete="RESTRICT")
    scope = CharField(3)  # tpm | uk
    sequence = IntegerField()
    part = CharField(10)  # assignment | feedback
    status = IntegerField(default=1)  # 1 pending, 2 successful, 3 failed
    url_file_sealed = TextField(null=True)
    url_file = Sealed()
    notes_sealed = TextField(null=True)
    notes = Sealed()
    sent_at = MomentField(default=clock.now)
    decided_at = MomentField(null=True)


class Certificate(Table):
    """Proof of a finished course; anyone who has the code can check it."""

    purchase = ForeignKeyField(Purchase, unique=True, backref="certificates", on_delete="RESTRICT")
    code = CharField(30, unique=True)
    issued_at = MomentField(default=clock.now)
    revoked_at = MomentField(null=True)
    revoked_reason = CharField(200, null=True)


class Rating(Table):
    """A participant's stars (1–5) and words about a finished course."""

    purchase = ForeignKeyField(Purchase, unique=True, backref="ratings", on_delete="RESTRICT")
    stars = IntegerField()
    text = TextField()
    platform_stars = IntegerField(null=True)
    dashboard_stars = IntegerField(null=True)
    rated_at = MomentField(default=clock.now)
    edited_at = MomentField(null=True)
    hidden_at = MomentField(null=True)  # by an officer, after a report


class RatingReport(Table):
    """Somebody says a review should not stand; an officer decides."""

    rating = ForeignKeyField(Rating, backref="reports", on_delete="RESTRICT")
    reporter = ForeignKeyField(Participant, on_delete="RESTRICT")
    reason = CharField(20)
    reported_at = MomentField(default=clock.now)
    decided_at = MomentField(null=True)
    decided_by = ForeignKeyField(Participant, null=True, on_delete="RESTRICT")

    class Meta:
        indexes = ((("rating", "reporter"), True),)


class PayoutAccount(Named):
    """The bank account or e-wallet that receives incentives; one at a time."""

    participant = ForeignKeyField(Participant, backref="payout_accounts", on_delete="RESTRICT")
    partner = CharField(12)  # ovo | gopay | dana | linkaja | bni | bca
    number_sealed = TextField()
    number_index = CharField(64, null=True)
    number = Sealed(indexed=True)
    linked_at = MomentField(default=clock.now)
    unlinked_at = MomentField(null=True)
    checked_at = MomentField(null=True)  # when its partner last said whether money can arrive
    trouble = CharField(20, null=True)  # what the partner said then; rules/incentives.py FAILURES
    ask_at = MomentField(null=True)  # when to ask the partner; real time
    leased_until = MomentField(null=True)  # real time


class AccountLink(Named):
    """One try to link an account: number, code by SMS, security code at the partner, check."""

    participant = ForeignKeyField(Participant, backref="account_links", on_delete="RESTRICT")
    partner = CharField(12)
    number_sealed = TextField()
    number_index = CharField(64)
    number = Sealed(indexed=True)
    state = CharField(10, default="code")  # | partner | checking | linked | refused | dropped
    verdict = CharField(20, null=True)  # of the partner: «ok», else a code of FAILURES
    started_at = MomentField(default=clock.now)
    decided_at = MomentField(null=True)
    ask_at = MomentField(null=True)  # real time
    leased_until = MomentField(null=True)  # real time
    attempts = IntegerField(default=0)


class Incentive(Table):
    """One payment the terms promise; all of them exist from acceptance on."""

    participation = ForeignKeyField(Participation, backref="incentives", on_delete="RESTRICT")
    kind = CharField(8)  # job | survey
    ordinal = IntegerField()
    amount = BigIntegerField()  # rupiah
    state = CharField(12, default="waiting")  # | scheduled | paid | failed | forfeited
    scheduled_for = DateField(null=True)
    account = ForeignKeyField(PayoutAccount, null=True, on_delete="RESTRICT")
    paid_at = MomentField(null=True)
    failed_at = MomentField(null=True)
    failure = CharField(20, null=True)  # rules/incentives.py FAILURES
    transfer = ForeignKeyField(Transfer, unique=True, null=True, on_delete="RESTRICT")

    class Meta:
        indexes = ((("participation", "kind", "ordinal"), True),)


class Payout(Named):
    """One sending of an incentive, under a reference that never changes and is never used again.

    `answer` is the last word of the provider while the payout is open: None (nothing was sent),
    asked (something may have been), absent, accepted, unknown.
    """

    reference = CharField(60, unique=True)  # begins with the room's short code in training mode
    incentive = ForeignKeyField(Incentive, backref="payouts", on_delete="RESTRICT")
    account = ForeignKeyField(PayoutAccount, backref="payouts", on_delete="RESTRICT")
    amount = BigIntegerField()  # rupiah
    state = CharField(10, default="open")  # | paid | failed | reversed
    answer = CharField(10, null=True)
    failure = CharField(20, null=True)  # rules/incentives.py FAILURES
    problem = CharField(20, null=True)  # for an officer: rules/payouts.py PROBLEMS
    provider_id = CharField(60, default="")
    made_at = MomentField(default=clock.now)
    settled_at = MomentField(null=True)
    tries = IntegerField(default=0)
    ask_at = MomentField(null=True)  # when to speak with the provider next; real time
    leased_until = MomentField(null=True)  # real time
    owner = CharField(22, null=True)  # who holds the lease
    transfer = ForeignKeyField(Transfer, unique=True, null=True, on_delete="RESTRICT")
    reversal = ForeignKeyField(
        Transfer, unique=True, null=True, backref="reversed_payouts", on_delete="RESTRICT"
    )


class Survey(Table):
    """A participant's answers to one evaluation survey; the questions are in rules/surveys.py."""

    participation = ForeignKeyField(Participation, backref="surveys", on_delete="RESTRICT")
    ordinal = IntegerField()
    consented_at = MomentField(null=True)
    submitted_at = MomentField(null=True)

    class Meta:
        indexes = ((("participation", "ordinal"), True),)


class SurveyAnswer(Table):
    """One answer, saved as it was given."""

    survey = ForeignKeyField(Survey, backref="answers", on_delete="CASCADE")
    question = CharField(40)
    value = TextField()
    saved_at = MomentField(default=clock.now)

    class Meta:
        indexes = ((("survey", "question"), True),)


# --- Help ----------------------------------------------------------------------------------------


class Complaint(Named):
    """Something that went wrong, told by a participant, answered by an officer."""

    number = CharField(24, unique=True, null=True)  # «PGD-2021-0042»
    participant = ForeignKeyField(Participant, backref="complaints", on_delete="RESTRICT")
    kind = CharField(20)  # rules/complaints.py KINDS
    about = CharField(60, null=True)  # what it is about: «incentive:12», «purchase:<public id>»
    state = CharField(10, default="new")  # | taken | answered | closed
    sent_at = MomentField(default=clock.now)
    promised_on = DateField()  # the last day for an answer
    answered_at = MomentField(null=True)
    closed_at = MomentField(null=True)
    taken_by = ForeignKeyField(Participant, null=True, backref="taken", on_delete="RESTRICT")


class ComplaintEntry(Named):
    """One line of a complaint's story."""

    complaint = ForeignKeyField(Complaint, backref="entries", on_delete="RESTRICT")
    kind = CharField(10)  # sent | taken | reply | more | closed | reopened
    author = ForeignKeyField(Participant, null=True, backref="entries", on_delete="RESTRICT")
    text_sealed = TextField(null=True)
    text = Sealed()
    at = MomentField(default=clock.now)


class ComplaintPhoto(Named):
    """A picture sent with a complaint: re-encoded, sealed."""

    complaint = ForeignKeyField(Complaint, backref="photos", on_delete="RESTRICT")
    content = BlobField()  # sealing.seal_bytes of a JPEG
    width = IntegerField()
    height = IntegerField()
    added_at = MomentField(default=clock.now)


# --- Telling and remembering ---------------------------------------------------------------------


class Message(Named):
    """The outbox, and the participant's messages: written with the event, sent by a job."""

    participant = ForeignKeyField(Participant, backref="messages", on_delete="RESTRICT")
    channel = CharField(6)  # sms | email
    reference = CharField(80, unique=True)  # the event that speaks, so that it speaks once
    addressee_sealed = TextField()
    addressee_index = CharField(64, index=True)
    addressee = Sealed(indexed=True)
    subject_sealed = TextField()
    subject = Sealed()
    text_sealed = TextField()
    text = Sealed()
    link = CharField(120, null=True)  # the one page it leads to
    visible_at = MomentField(default=clock.now)
    sent_at = MomentField(null=True)
    read_at = MomentField(null=True)
    leased_until = MomentField(null=True)  # real time
    attempts = IntegerField(default=0)


class AuditEntry(Table):
    """Who did what, when; each entry is chained to the one before it."""

    at = MomentField(default=clock.now)
    real_at = MomentField(default=clock.real_now)
    actor = CharField(40)
    action = CharField(40)
    subject = CharField(80)
    detail: Any = JSONField(default=dict)
    chain = CharField(64)

    def content(self) -> dict[str, Any]:
        """What the chain covers."""
        return {
            "at": self.at.isoformat(),
            "real_at": self.real_at.isoformat(),
            "actor": self.actor,
            "action": self.action,
            "subject": self.subject,
            "detail": self.detail,
        }


class Setting(Table):
    """A fact about the room itself: its clock, the faults switched on."""

    key = CharField(40, primary_key=True)
    value = TextField()


class RateBucket(Table):
    """How often something was tried in a window; shared by all workers. Real time, epoch seconds."""

    key = CharField(200, primary_key=True)
    count = IntegerField()
    expires = BigIntegerField()


TABLES: list[type[Model]] = [
    Participant,
    SignIn,
    Challenge,
    Draft,
    Profile,
    IdentityCheck,
    Photo,
    AptitudeTest,
    AptitudeAnswer,
    Gelombang,
    Draw,
    Participation,
    Card,
    Lapse,
    Block,
    Appeal,
    Alert,
    Account,
    Transfer,
    Platform,
    Provider,
    Course,
    SampleReview,
    Offer,
    SavedCourse,
    CourseIndex,
    Purchase,
    OneTimeCode,
    FormKey,
    Training,
    Partner,
    PartnerKey,
    RedeemCode,
    Attendance,
    Submission,
    Certificate,
    Rating,
    RatingReport,
    PayoutAccount,
    AccountLink,
    Incentive,
    Payout,
    Survey,
    SurveyAnswer,
    Complaint,
    ComplaintEntry,
    ComplaintPhoto,
    Message,
    AuditEntry,
    Setting,
    RateBucket,
]


def sealed_attributes() -> list[tuple[type[Model], str]]:
    """Every (table, attribute) whose text is sealed."""
    return [
        (table, name)
        for table in TABLES
        for name, attribute in vars(table).items()
        if isinstance(attribute, Sealed)
    ]
