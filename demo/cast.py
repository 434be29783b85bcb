"""The people of the shipped rooms: invented, in different states, told through actions.

Names, numbers and addresses are made up: NIK of a region that does not exist, e-mail at
example.com, phone numbers of one invented block.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")

PASSWORD = "latihan-2021"
WOMEN = (
    "sari",
    "nining",
    "dewi",
    "putu",
    "lina",
    "maria",
    "fitri",
    "siti",
    "dinda",
    "rini",
    "pelatih",
)
CHEAP = "cheap"  # a course that leaves most of the balance
DEAR = "dear"  # one that leaves little


@dataclass(frozen=True)
class Person:
    """Somebody of the cast. `state` is the next step they are in when their room opens.

    Days say when something happened to them (WIB, by day of the room's calendar); what is
    None did not happen. `fails_with` is the reason their first incentive failed; on that
    day nobody else's is due, because the partner fails for everybody.
    """

    key: str
    name: str
    state: str
    interests: tuple[str, ...] = ()
    gelombang: int | None = None
    joined: str | None = None
    result: str | None = None
    announced: str | None = None
    issued: str | None = None
    bought: str | None = None
    budget: str = CHEAP
    started: str | None = None
    finished: str | None = None
    rated: str | None = None
    linked: str | None = None
    partner: str = "dana"
    fails_with: str | None = None
    surveys: tuple[str, ...] = ()
    bought_again: str | None = None
    finished_again: str | None = None
    rated_again: str | None = None
    cancelled: str | None = None  # of what they bought last
    complained: str | None = None
    registered: int = 4  # how many of e-mail and phone, NIK, profile and test, gelombang are done
    pages: int = 0  # of the profile, where it is not complete
    queued: bool = False  # an officer has to look at NIK and photos
    before: tuple[int, str, str, str] | None = None  # number, joined, reason, announced
    role: str = "participant"
    wrong_reason: str | None = None
    place: int | None = None  # of their invented numbers; None: where they stand in the lists

    @property
    def woman(self) -> bool:
        """A woman's NIK has 40 added to its day."""
        return self.key in WOMEN

    @property
    def email(self) -> str:
        """Where their e-mail goes; also what they sign in with."""
        return f"{self.key}@example.com"


@dataclass(frozen=True)
class Room:
    """A shipped room: when its clock starts, which gelombang it knows, who is in it."""

    name: str
    opens_at: datetime
    gelombang: tuple[int, ...]
    people: tuple[Person, ...]
    draws: tuple[int, ...] = ()  # gelombang that are still to come, and drawn in the room


_21 = {
    "gelombang": 21,
    "joined": "2021-09-17 10:12",
    "result": "accepted",
    "announced": "2021-09-22 20:00",
    "issued": "2021-09-23 08:00",
}
_70 = {
    "gelombang": 70,
    "joined": "2024-07-06 19:20",
    "result": "accepted",
    "announced": "2024-07-10 09:00",
    "issued": "2024-07-10 12:00",
}

GELOMBANG_21 = Room(
    "gelombang-21",
    datetime(2021, 10, 18, 9, 0, tzinfo=WIB),
    (20, 21, 22),
    (
        Person("sari", "Sari Wulandari", "buy_first", ("makanan-dan-minuman",), **_21),
        Person("yosef", "Yosef Lamere", "buy_first", ("teknik", "teknologi-informasi"), **_21),
        Person(
            "bambang",
            "Bambang Setiawan",
            "continue_training",
            ("teknologi-informasi",),
            **_21,
            bought="2021-10-05 19:40",
            started="2021-10-06 20:10",
        ),
        Person(
            "nining",
            "Nining Rahayu",
            "payout_failed",
            ("penjualan-dan-pemasaran",),
            **_21,
            bought="2021-09-23 13:05",
            started="2021-09-23 15:00",
            finished="2021-09-26 16:30",
            rated="2021-09-27 18:00",
            linked="2021-09-27 18:10",
            fails_with="not_kyc",
        ),
        Person(
            "dewi",
            "Dewi Anggraini",
            "await_certificate",
            ("perkantoran",),
            **_21,
            bought="2021-10-09 11:00",
            started="2021-10-10 08:00",
            finished="2021-10-18 07:30",
        ),
        Person(
            "rahmat",
            "Rahmat Hidayat",
            "rate_training",
            ("pertanian",),
            **_21,
            bought="2021-10-02 12:00",
            started="2021-10-02 13:00",
            finished="2021-10-12 17:00",
            linked="2021-10-03 08:00",
            partner="ovo",
        ),
        Person(
            "putu",
            "Putu Ayu Lestari",
            "link_account",
            ("bahasa-asing",),
            **_21,
            bought="2021-09-28 09:00",
            started="2021-09-28 10:00",
            finished="2021-10-08 15:00",
            rated="2021-10-09 19:00",
        ),
        Person(
            "ucok",
            "Ucok Siregar",
            "fill_survey",
            ("keuangan",),
            **_21,
            bought="2021-09-23 10:00",
            started="2021-09-23 11:00",
            finished="2021-09-28 14:00",
            rated="2021-09-29 20:00",
            linked="2021-09-29 20:15",
            partner="gopay",
        ),
        Person(
            "hendra",
            "Hendra Gunawan",
            "buy_again",
            ("manajemen",),
            **_21,
            bought="2021-09-24 10:00",
            started="2021-09-24 11:00",
            finished="2021-09-27 14:00",
            rated="2021-09-28 20:00",
            linked="2021-09-28 20:15",
            partner="linkaja",
            surveys=("2021-10-07 21:00", "2021-10-08 21:00"),
        ),
        Person(
            "lina",
            "Lina Marlina",
            "payout_scheduled",
            ("gaya-hidup",),
            **_21,
            bought="2021-09-23 09:00",
            budget=CHEAP,
            started="2021-09-23 10:00",
            finished="2021-09-25 14:00",
            rated="2021-09-26 20:00",
            linked="2021-09-26 20:15",
            surveys=("2021-10-05 21:00", "2021-10-06 21:00"),
            bought_again="2021-10-07 09:00",
            finished_again="2021-10-14 17:00",
            rated_again="2021-10-16 10:00",
        ),
        Person(
            "maria",
            "Maria Tambunan",
            "await_balance",
            ("perkantoran",),
            **{**_21, "issued": None},
        ),
        Person(
            "agus",
            "Agus Salim",
            "revoked",
            ("teknik",),
            20,
            "2021-09-10 10:00",
            "accepted",
            "2021-09-15 20:00",
            "2021-09-16 08:00",
        ),
        Person(
            "fitri",
            "Fitri Handayani",
            "not_selected",
            ("makanan-dan-minuman",),
            **{**_21, "result": "quota_full", "issued": None},
        ),
        Person(
            "galih",
            "Galih Saputra",
            "buy_first",
            ("perkantoran",),
            **_21,
            bought="2021-10-01 19:30",
            cancelled="2021-10-03 20:15",
            complained="2021-10-16 08:30",
            place=901,
        ),
        Person("tono", "Tono Prasetyo", "verify_identity", ("teknik",), registered=1),
        Person("siti", "Siti Aminah", "join_gelombang", ("makanan-dan-minuman",), registered=3),
        Person("pelatih", "Ratna Pelatih", "join_gelombang", registered=3, role="trainer"),
        Person("petugas", "Joko Petugas", "join_gelombang", registered=3, role="operator"),
    ),
    draws=(22,),
)

GELOMBANG_70 = Room(
    "gelombang-70",
    datetime(2024, 7, 20, 9, 0, tzinfo=WIB),
    (62, 70),
    (
        Person("sari", "Sari Wulandari", "buy_first", ("makanan-dan-minuman",), **_70),
        Person("markus", "Markus Wenda", "buy_first", ("teknologi-informasi",), **_70),
        Person(
            "bambang",
            "Bambang Setiawan",
            "continue_training",
            ("teknik",),
            **_70,
            bought="2024-07-13 19:40",
            started="2024-07-15 19:00",
        ),
        Person(
            "nining",
            "Nining Rahayu",
            "payout_failed",
            ("penjualan-dan-pemasaran",),
            **_70,
            bought="2024-07-10 13:05",
            started="2024-07-10 15:00",
            finished="2024-07-11 06:30",
            rated="2024-07-11 20:00",
            linked="2024-07-12 07:10",
            fails_with="closed",
        ),
        Person(
            "dewi",
            "Dewi Anggraini",
            "await_certificate",
            ("perkantoran",),
            **_70,
            bought="2024-07-12 11:00",
            started="2024-07-13 08:00",
            finished="2024-07-20 07:30",
        ),
        Person(
            "rahmat",
            "Rahmat Hidayat",
            "rate_training",
            ("pertanian",),
            **_70,
            bought="2024-07-11 12:00",
            started="2024-07-11 13:00",
            finished="2024-07-17 17:00",
            linked="2024-07-12 08:00",
            partner="bca",
        ),
        Person(
            "putu",
            "Putu Ayu Lestari",
            "link_account",
            ("bahasa-asing",),
            **_70,
            bought="2024-07-11 09:00",
            started="2024-07-11 10:00",
            finished="2024-07-16 15:00",
            rated="2024-07-17 19:00",
        ),
        Person(
            "ucok",
            "Ucok Siregar",
            "fill_survey",
            ("keuangan",),
            **_70,
            bought="2024-07-10 13:00",
            started="2024-07-10 14:00",
            finished="2024-07-11 07:00",
            rated="2024-07-11 21:00",
            linked="2024-07-11 21:15",
            partner="gopay",
        ),
        Person(
            "hendra",
            "Hendra Gunawan",
            "buy_again",
            ("manajemen",),
            **_70,
            bought="2024-07-10 13:10",
            started="2024-07-10 14:00",
            finished="2024-07-11 06:00",
            rated="2024-07-11 19:00",
            linked="2024-07-11 19:15",
            partner="ovo",
            surveys=("2024-07-18 21:00", "2024-07-19 21:00"),
        ),
        Person(
            "lina",
            "Lina Marlina",
            "all_done",
            ("gaya-hidup",),
            62,
            "2023-09-20 10:00",
            "accepted",
            "2023-09-27 10:00",
            "2023-09-27 15:00",
            "2023-09-28 09:00",
            DEAR,
            "2023-09-28 10:00",
            "2023-10-06 14:00",
            "2023-10-08 20:00",
            "2023-10-08 20:15",
            surveys=("2023-10-20 21:00", "2023-10-21 21:00"),
        ),
        Person(
            "maria",
            "Maria Tambunan",
            "await_balance",
            ("perkantoran",),
            **{**_70, "issued": None},
        ),
        Person(
            "agus",
            "Agus Salim",
            "revoked",
            ("teknik",),
            62,
            "2023-09-20 10:00",
            "accepted",
            "2023-09-27 10:00",
            "2023-09-27 15:00",
        ),
        Person(
            "fitri",
            "Fitri Handayani",
            "not_selected",
            ("makanan-dan-minuman",),
            **{**_70, "result": "quota_full", "issued": None},
        ),
        Person("tono", "Tono Prasetyo", "verify_identity", ("teknik",), registered=1),
        Person("siti", "Siti Aminah", "join_gelombang", ("makanan-dan-minuman",), registered=3),
        Person("pelatih", "Ratna Pelatih", "join_gelombang", registered=3, role="trainer"),
        Person("petugas", "Joko Petugas", "join_gelombang", registered=3, role="operator"),
    ),
)

_71 = {"gelombang": 71, "joined": "2024-08-02 20:15"}
_NOT_DRAWN_70 = (70, "2024-07-06 10:00", "quota_full", "2024-07-10 09:00")

GELOMBANG_71 = Room(
    "gelombang-71",
    datetime(2024, 8, 3, 9, 0, tzinfo=WIB),
    (62, 70, 71),
    (
        Person("sari", "Sari Wulandari", "join_gelombang", ("makanan-dan-minuman",), registered=3),
        Person(
            "markus",
            "Markus Wenda",
            "join_gelombang",
            ("teknologi-informasi",),
            registered=3,
            before=_NOT_DRAWN_70,
        ),
        Person("bayu", "Bayu Nugroho", "confirm_email", ("pertanian",), registered=0),
        Person("tono", "Tono Prasetyo", "verify_identity", ("teknik",), registered=1),
        Person(
            "dinda", "Dinda Permata", "verify_identity", ("gaya-hidup",), registered=1, queued=True
        ),
        Person("rini", "Rini Astuti", "complete_profile", ("perkantoran",), registered=2, pages=2),
        Person("yosef", "Yosef Lamere", "await_result", ("teknik",), **_71),
        Person("wayan", "Wayan Sudarma", "await_result", ("bahasa-asing",), **_71),
        Person(
            "fitri",
            "Fitri Handayani",
            "await_result",
            ("makanan-dan-minuman",),
            **_71,
            before=_NOT_DRAWN_70,
        ),
        Person(
            "agus",
            "Agus Salim",
            "revoked",
            ("teknik",),
            70,
            "2024-07-06 10:00",
            "accepted",
            "2024-07-10 09:00",
            "2024-07-10 12:00",
        ),
        Person(
            "bambang",
            "Bambang Setiawan",
            "continue_training",
            ("teknik",),
            **_70,
            bought="2024-07-13 19:40",
            started="2024-07-15 19:00",
        ),
        Person(
            "maria",
            "Maria Tambunan",
            "await_balance",
            ("perkantoran",),
            **{**_70, "issued": None},
        ),
        Person("pelatih", "Ratna Pelatih", "join_gelombang", registered=3, role="trainer"),
        Person("petugas", "Joko Petugas", "join_gelombang", registered=3, role="operator"),
    ),
    draws=(71,),
)

ROOMS = {room.name: room for room in (GELOMBANG_21, GELOMBANG_70, GELOMBANG_71)}
