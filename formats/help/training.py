"""Answers about training, from choosing to rating."""

from formats.help.answers import Answer, Question, Reader
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
        "beli bayar kedua tukar ganti batal refund pengembalian",
        _buying,
    ),
    Question(
        "gagal-membeli",
        "OTP atau pembayaran bermasalah, apa yang kulakukan?",
        "otp kode tidak masuk salah gagal bayar jaringan error sms beli",
        _purchase_trouble,
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
