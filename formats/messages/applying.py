"""Messages about a gelombang's result."""

from collections.abc import Mapping

from formats.messages.message import Message

TEXTS: Mapping[str, list[Message]] = {
    "accepted": [
        (
            "sms",
            "Kamu lolos",
            "Selamat {name}, kamu lolos Gelombang {gelombang}. Beli pelatihan pertama "
            "paling lambat {deadline}.",
        ),
        (
            "email",
            "Selamat, kamu lolos Gelombang {gelombang}",
            "Halo {name},\n\nKamu lolos Gelombang {gelombang}. Beli pelatihan pertamamu paling "
            "lambat {deadline}. Jika terlambat, kepesertaanmu dicabut.\n\nBuka dasbor untuk "
            "memilih pelatihan.",
        ),
    ],
    "not_selected": [
        (
            "sms",
            "Hasil seleksi",
            "Halo {name}, kamu belum lolos Gelombang {gelombang}. Alasannya ada di dasbor. "
            "Kamu boleh ikut lagi.",
        ),
    ],
}
