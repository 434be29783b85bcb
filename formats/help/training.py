"""Answers about training, from choosing to rating."""

from functools import cache

from formats.help.answers import Answer, Question, Reader
from formats.sources import CONFIDENCE
from formats.text import moment_text
from rules.gelombang import PUBLISHED
from rules.schemes import Terms


def _choosing(_reader: Reader) -> Answer:
    return Answer(
        ("Luangkan waktu: pelatihan yang sudah dibeli tidak bisa ditukar.",),
        (
            "Mulai dari minatmu dan pekerjaan yang dicari di daerahmu.",
            "Baca uraian, lama, cara belajar, dan jenis sertifikatnya.",
            "Lihat nilai bersama jumlah ulasannya, juga nilai lembaganya.",
            "Bandingkan harga pelatihan yang sama di beberapa platform.",
            "Cek berapa sisa saldomu sesudahnya.",
        ),
        ordered=True,
        link=("/pelatihan", "Cari menurut kategori"),
    )


def _buying(reader: Reader) -> Answer:
    return Answer(
        (),
        (
            "Buka Pelatihan, pilih pelatihan dan platformnya.",
            "Tekan «Beli Pelatihan», isi nomor kartumu.",
            "Isi kode OTP dari SMS, lalu bayar.",
        ),
        ordered=True,
        then=(
            *reader.each(_next_training),
            "Pelatihan tidak bisa ditukar. Jika lembaga membatalkan, harganya kembali ke saldomu.",
        ),
        link=("/pelatihan", "Cari pelatihan"),
    )


def _next_training(terms: Terms) -> str:
    reviewed = terms.next_training_requires == "finished_and_reviewed"
    concluded = "selesai dan diulas" if reviewed else "selesai"
    most = f", paling banyak {terms.max_trainings} pelatihan" if terms.max_trainings else ""
    cancel = terms.participant_cancel_days
    undo = f" Boleh dibatalkan dalam {cancel} hari sebelum kode ditukar." if cancel else ""
    return f"beli lagi setelah yang pertama {concluded}, selama saldo cukup{most}.{undo}"


def _cancelling(reader: Reader) -> Answer:
    terms = reader.terms
    if terms is None or not terms.participant_cancel_days:
        return Answer(
            (
                _cancelling_elsewhere() if terms is None else _NOT_HERE,
                "Tanpa aturan itu, ikuti pelatihan yang sudah dibeli sampai selesai.",
                _BY_PROVIDER,
            ),
            link=("/aturan", "Lihat aturan untukmu"),
        )
    return Answer(
        (f"Boleh, {_cancelling_days(terms)}",),
        (
            "Kode tukar belum dipakai, dan sesi pertama belum dimulai.",
            "Caranya: buka pelatihannya di Kelasku, lalu tekan «Batalkan pelatihan».",
            "Harganya kembali ke saldo pelatihan, bukan uang tunai.",
            *_after_the_deadline(reader, terms),
        ),
        then=(_BY_PROVIDER,),
        link=("/pelatihanku", "Buka Kelasku"),
    )


_NOT_HERE = "Gelombangmu tidak punya aturan pembatalan oleh peserta."
_BY_PROVIDER = (
    "Lembaga yang membatalkan? Harganya selalu kembali ke saldomu. Menukar pelatihan tidak bisa."
)


def _cancelling_days(terms: Terms) -> str:
    """How long, and how sure we are of it."""
    _, confidence = terms.sources.get("participant_cancel_days", ("", "L"))
    days, sure = terms.participant_cancel_days, CONFIDENCE[confidence][0]
    return f"dalam {days} hari; hari membeli dihitung hari pertama. Aturan ini {sure}."


@cache
def _cancelling_elsewhere() -> str:
    """For a reader without a gelombang: where it is allowed at all."""
    known = [one.terms() for _, one in sorted(PUBLISHED.items())]
    terms = [one for one in known if one.participant_cancel_days]
    *others, last = [str(one.gelombang) for one in terms]
    return (
        f"Tergantung gelombangmu. Hanya Gelombang {', '.join(others)} dan {last} punya aturannya: "
        f"{_cancelling_days(terms[0])} Kode tukar harus belum dipakai."
    )


def _after_the_deadline(reader: Reader, terms: Terms) -> tuple[str, ...]:
    """Cancelling never moves the first purchase's deadline."""
    until = f", {moment_text(reader.deadline)}" if reader.deadline else ""
    stays = f"Batas membeli pertama tetap{until}."
    if not terms.revoke_if_no_purchase:
        return (stays,)
    return (
        f"{stays} Lewat batas itu dan tanpa pelatihan lain, kepesertaanmu hilang. Saldo kembali ke "
        f"{terms.forfeit_to}. Insentif yang belum dikirim hangus.",
    )


def _purchase_trouble(_reader: Reader) -> Answer:
    return Answer(
        ("Saldo baru berkurang setelah kode OTP benar.",),
        (
            "Jaringan putus: jangan bayar lagi. Tekan «Cek status pembayaran» atau buka Kelasku.",
            "Nomor kartu ditolak: salin 16 angkanya dari Beranda.",
            "OTP tidak masuk: tunggu satu menit, lalu kirim ulang. Pakai kode terbaru.",
            "OTP salah 3 kali: coba lagi satu jam kemudian.",
            "Saldo belum ada: tunggu email dari kami.",
        ),
        then=("Masih gagal? Hubungi platform tempat kamu membeli, atau buat pengaduan.",),
        link=("/bantuan/beli-bermasalah", "Cari masalahmu satu per satu"),
    )


def _starting(_reader: Reader) -> Answer:
    return Answer(
        (
            "Panduan dikirim ke emailmu: tautan tempat belajar, nama pengguna dan sandi, jadwal, "
            "kontak mentor. Versi singkatnya lewat SMS.",
        ),
        (
            "Buka Kelasku, salin kode tukar.",
            "Buka tempat belajar, lalu masukkan kode tukar di sana.",
            "Ikuti setiap sesi sampai selesai.",
        ),
        ordered=True,
        then=("Ikuti sendiri. Pelatihan tidak boleh diwakilkan; akunmu bisa dibekukan.",),
        link=("/pelatihanku", "Buka Kelasku"),
    )


def _certificate(_reader: Reader) -> Answer:
    return Answer(
        (
            "Lembaga dan platform melapor, masing-masing dalam satu hari kerja. Setelah "
            "diteruskan, program menerbitkan sertifikat paling lambat satu hari.",
            "Belum terbit satu hari setelah laporan lembaga? Hubungi platform tempat kamu membeli. "
            "Tanggal dan kontaknya ada di Kelasku.",
            "Kode sertifikatmu juga tampil di Kelasku.",
        ),
        link=("/pelatihanku", "Buka Kelasku"),
    )


def _rating(reader: Reader) -> Answer:
    return Answer(
        (
            "Di Kelasku, buka pelatihan yang sudah selesai, lalu tekan «Beri ulasan». Isi "
            "bintang 1 sampai 5 dan ulasan tertulis.",
            *reader.each(_what_rating_unlocks),
            "Ulasanmu membantu peserta lain memilih.",
        ),
        link=("/pelatihanku", "Buka Kelasku"),
    )


def _what_rating_unlocks(terms: Terms) -> str:
    if terms.next_training_requires == "finished_and_reviewed":
        return "Ulasan adalah syarat insentif dan syarat membeli pelatihan berikutnya."
    return "Ulasan adalah syarat insentif."


QUESTIONS = (
    Question(
        "memilih",
        "Bagaimana memilih pelatihan yang cocok?",
        "rekomendasi bagus ulasan lembaga bandingkan",
        _choosing,
    ),
    Question(
        "membeli",
        "Bagaimana membeli pelatihan?",
        "beli bayar kedua ganti",
        _buying,
    ),
    Question(
        "gagal-membeli",
        "OTP atau pembayaran bermasalah, apa yang kulakukan?",
        "otp kode tidak masuk salah gagal bayar jaringan error sms beli",
        _purchase_trouble,
    ),
    Question(
        "membatalkan",
        "Bolehkah pelatihan dibatalkan?",
        "batal batalkan membatalkan pembatalan refund uang kembali pengembalian tukar ganti",
        _cancelling,
    ),
    Question(
        "mulai-belajar",
        "Bagaimana mulai belajar setelah membeli?",
        "kode tukar redeem voucher jadwal mentor panduan kelas",
        _starting,
    ),
    Question(
        "sertifikat",
        "Kapan sertifikatku terbit?",
        "belum terbit muncul unduh terlambat",
        _certificate,
    ),
    Question(
        "ulasan",
        "Mengapa harus memberi ulasan, dan di mana?",
        "rating bintang nilai review",
        _rating,
    ),
)
