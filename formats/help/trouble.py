"""Trouble with buying as a tree: what happened, then what exactly, then what to do and about the money."""

from dataclasses import dataclass

from rules import otp

NOT_MOVED = "Saldomu tidak berkurang."
ONCE = "Jika sudah terbayar, saldomu berkurang satu kali saja."


@dataclass(frozen=True)
class Leaf:
    """An end of the tree: what is seen, what to do in order, what became of the money, one way on."""

    sees: str
    does: tuple[str, ...]
    money: str
    link: tuple[str, str] | None = None


@dataclass(frozen=True)
class Branch:
    """One kind of trouble; `code` opens it by address."""

    code: str
    name: str
    leaves: tuple[Leaf, ...]

    @property
    def text(self) -> str:
        """All its words."""
        parts = [(leaf.sees, *leaf.does, leaf.money) for leaf in self.leaves]
        return " ".join((self.name, *(word for part in parts for word in part)))


_MINUTES = int(otp.LIFETIME.total_seconds()) // 60
_HOURS = int(otp.LOCK.total_seconds()) // 3600
_CLASSES = ("/pelatihanku", "Buka Kelasku")
_HOME = ("/dasbor", "Buka Beranda")
_COURSES = ("/pelatihan", "Cari pelatihan")


def branches(waiting: str | None = None) -> tuple[Branch, ...]:
    """The tree; `waiting` is the public id of the reader's purchase that is not paid yet."""
    order = (f"/beli/{waiting}", "Cek status pembayaran") if waiting else _CLASSES
    return (
        Branch(
            "jaringan",
            "Jaringan putus atau halaman macet",
            (
                Leaf(
                    "Belum mengisi kode OTP",
                    ("Sambungkan lagi jaringannya.", "Buka pelatihannya, lalu mulai lagi."),
                    NOT_MOVED,
                    _COURSES,
                ),
                Leaf(
                    "Kode OTP sudah kukirim, lalu halaman macet",
                    (
                        "Jangan bayar lagi dulu.",
                        "Cek status pembayaran, atau lihat Kelasku.",
                        "Pelatihannya ada di Kelasku? Pembayaranmu berhasil.",
                    ),
                    ONCE,
                    order,
                ),
                Leaf(
                    "Saldo berkurang, tetapi pelatihan tidak ada di Kelasku",
                    (
                        "Muat ulang Kelasku satu menit kemudian.",
                        "Masih kosong? Buat pengaduan, sebut tanggal dan jamnya.",
                    ),
                    "Saldomu mungkin sudah berkurang. Kami cek catatannya satu per satu.",
                    _CLASSES,
                ),
            ),
        ),
        Branch(
            "nomor-kartu",
            "Nomor kartu ditolak",
            (
                Leaf(
                    "Jumlah angkanya bukan 16",
                    ("Buka Beranda, tekan «Lihat nomor».", "Salin 16 angkanya, lalu tempel."),
                    NOT_MOVED,
                    _HOME,
                ),
                Leaf(
                    "Sudah 16 angka, tetap ditolak",
                    (
                        "Bandingkan dengan nomor di Beranda, empat angka demi empat angka.",
                        "Pastikan kamu masuk dengan akunmu sendiri.",
                        "Sama persis? Buat pengaduan tanpa menulis nomor kartumu.",
                    ),
                    NOT_MOVED,
                    _HOME,
                ),
                Leaf(
                    "Nomor kartu belum ada di Beranda",
                    ("Nomor muncul setelah kamu lolos.", "Tunggu email dari kami."),
                    NOT_MOVED,
                    _HOME,
                ),
            ),
        ),
        Branch(
            "otp",
            "Kode OTP bermasalah",
            (
                Leaf(
                    "SMS tidak masuk",
                    (
                        "Tunggu satu menit, lalu tekan «Kirim ulang kode».",
                        "Cek nomor HP di halaman OTP. Nomor lama? Ganti dulu di Profil.",
                        f"Dalam satu jam paling banyak {otp.SENDS_PER_HOUR} kode dikirim.",
                    ),
                    NOT_MOVED,
                    ("/profil", "Cek nomor HP-ku"),
                ),
                Leaf(
                    "Kode tidak cocok",
                    ("Pakai kode dari SMS terbaru.", "Ketik enam angkanya tanpa spasi."),
                    NOT_MOVED,
                    order,
                ),
                Leaf(
                    f"Kode salah {otp.TRIES} kali",
                    (f"Coba lagi {_HOURS} jam kemudian.", "Mulai membeli dari awal."),
                    NOT_MOVED,
                    _COURSES,
                ),
                Leaf(
                    "Kode sudah lewat waktunya",
                    (
                        f"Kode berlaku {_MINUTES} menit.",
                        "Tekan «Kirim ulang kode», lalu pakai kode barunya.",
                    ),
                    NOT_MOVED,
                    order,
                ),
            ),
        ),
        Branch(
            "saldo",
            "Saldo belum ada atau kurang",
            (
                Leaf(
                    "Baru saja lolos",
                    ("Saldo dan nomor kartu disiapkan setelah pengumuman.", "Tunggu email kami."),
                    "Belum ada uang yang berpindah.",
                    _HOME,
                ),
                Leaf(
                    "Lolos lebih dari sehari, saldo masih kosong",
                    ("Muat ulang Beranda.", "Masih kosong? Buat pengaduan."),
                    "Belum ada uang yang berpindah. Hakmu tetap tercatat.",
                    _HOME,
                ),
                Leaf(
                    "Saldo kurang dari harga pelatihan",
                    (
                        "Cari pelatihan sesuai sisa saldomu.",
                        "Bandingkan harganya di platform lain.",
                    ),
                    NOT_MOVED,
                    _COURSES,
                ),
                Leaf(
                    "Saldo tiba-tiba nol",
                    (
                        "Buka Beranda: alasan dan tanggalnya tertulis di kotak saldo.",
                        "Tidak setuju? Buat pengaduan.",
                    ),
                    "Lewat batas, saldo dikembalikan. Insentif yang sudah dikirim tetap milikmu.",
                    _HOME,
                ),
            ),
        ),
        Branch(
            "harga-kuota",
            "Harga berubah atau kuota habis",
            (
                Leaf(
                    "Harganya naik saat aku membayar",
                    ("Baca harga yang baru.", "Setuju? Mulai lagi. Tidak? Pilih platform lain."),
                    NOT_MOVED,
                    _COURSES,
                ),
                Leaf(
                    "Kuotanya habis",
                    (
                        "Tempat baru menjadi milikmu setelah terbayar.",
                        "Pilih platform lain atau pelatihan lain.",
                    ),
                    NOT_MOVED,
                    _COURSES,
                ),
                Leaf(
                    "Tidak tersedia untuk gelombangku",
                    ("Pilih platform tempat saldomu berlaku.",),
                    NOT_MOVED,
                    ("/bantuan/platform", "Lihat platformnya"),
                ),
            ),
        ),
    )
