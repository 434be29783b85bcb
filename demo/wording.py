"""Sentences for the made-up part of the catalogue, varied by a hash so that neighbours differ."""

import hashlib
import re


def _draw(key: str, below: int) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[6:12]) % below


# What a course of this category is about, what one makes in it, where one uses it.
_ABOUT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "teknologi-informasi": (
        (
            "menyiapkan alat kerja digital",
            "menyusun proyek kecil dari awal",
            "merapikan berkas kerja",
            "menguji hasil sebelum dikirim",
            "menyusun portofolio",
        ),
        ("pekerjaan lepas", "tim digital", "usaha daring"),
    ),
    "perkantoran": (
        (
            "mengatur dokumen dan surat",
            "menyusun jadwal dan laporan",
            "melayani tamu dan telepon",
            "memakai aplikasi perkantoran",
            "bekerja rapi dengan tenggat",
        ),
        ("kantor", "administrasi sekolah", "usaha kecil"),
    ),
    "keuangan": (
        (
            "mencatat uang masuk dan keluar",
            "menyusun laporan sederhana",
            "menghitung biaya dan untung",
            "membaca laporan keuangan",
            "menyiapkan pajak usaha",
        ),
        ("pembukuan usaha", "bagian keuangan", "koperasi"),
    ),
    "manajemen": (
        (
            "menyusun rencana kerja",
            "membagi tugas dalam tim",
            "memantau hasil",
            "memimpin rapat singkat",
            "memperbaiki cara kerja",
        ),
        ("usaha sendiri", "tim kecil", "gudang dan toko"),
    ),
    "penjualan-dan-pemasaran": (
        (
            "mengenal calon pembeli",
            "membuat materi promosi",
            "menjual lewat media sosial",
            "melayani pertanyaan pembeli",
            "menghitung hasil promosi",
        ),
        ("toko daring", "tim penjualan", "usaha rumahan"),
    ),
    "bahasa-asing": (
        (
            "memperkenalkan diri",
            "menyapa dan melayani tamu",
            "mendengar percakapan sehari-hari",
            "menulis pesan singkat",
            "berlatih wawancara",
        ),
        ("hotel dan wisata", "layanan pelanggan", "wawancara kerja"),
    ),
    "teknik": (
        (
            "bekerja dengan aman",
            "mengenal alat dan bahan",
            "membaca gambar kerja",
            "mengerjakan praktik bertahap",
            "memeriksa hasil kerja",
        ),
        ("bengkel", "proyek bangunan", "jasa panggilan"),
    ),
    "makanan-dan-minuman": (
        (
            "memilih bahan yang baik",
            "menjaga dapur tetap bersih",
            "mengolah resep dasar",
            "mengemas supaya awet",
            "menghitung biaya satu porsi",
        ),
        ("usaha katering", "dapur restoran", "jualan rumahan"),
    ),
    "pertanian": (
        (
            "menyiapkan lahan dan bibit",
            "merawat tanaman",
            "mengendalikan hama dengan aman",
            "memanen pada waktunya",
            "menjual hasil panen",
        ),
        ("kebun sendiri", "kelompok tani", "usaha bibit"),
    ),
    "gaya-hidup": (
        (
            "mengenal alat dan bahan",
            "berlatih teknik dasar",
            "menjaga kebersihan dan keamanan",
            "melayani pelanggan pertama",
            "menentukan harga jasa",
        ),
        ("salon dan studio", "jasa panggilan", "usaha rumahan"),
    ),
    "sosial-dan-perilaku": (
        (
            "mengenal kekuatan diri",
            "berbicara dengan tenang",
            "mendengarkan dan bertanya",
            "mengelola waktu",
            "bekerja sama",
        ),
        ("dunia kerja", "kegiatan warga", "pekerjaan layanan"),
    ),
    "lainnya": (
        (
            "mengenal bidang kerjanya",
            "berlatih keterampilan dasar",
            "menyusun langkah kerja",
            "memakai alat dengan benar",
            "menyiapkan hasil akhir",
        ),
        ("pekerjaan baru", "usaha sendiri", "pekerjaan lepas"),
    ),
}
_OPENINGS = (
    "Kamu belajar {a} dan {b}, selangkah demi selangkah.",
    "Mulai dari dasar: {a}, lalu {b}.",
    "Pelatihan ini mengajak kamu {a} sampai bisa {b} sendiri.",
    "Isinya praktik: {a}, dilanjutkan {b}.",
)
_ENDINGS = (
    "Hasilnya bisa langsung dipakai di {place}.",
    "Cocok untuk kamu yang ingin masuk ke {place}.",
    "Di akhir ada tugas yang mirip pekerjaan nyata di {place}.",
    "Contohnya diambil dari {place}, jadi mudah dicoba.",
)


def description(title: str, category: str) -> str:
    """Two sentences that fit the category, and are not those of the neighbour."""
    steps, places = _ABOUT[category]
    first = _draw(title + "a", len(steps) - 1)
    opening = _OPENINGS[_draw(title + "o", len(_OPENINGS))]
    ending = _ENDINGS[_draw(title + "e", len(_ENDINGS))]
    place = places[_draw(title + "p", len(places))]
    return opening.format(a=steps[first], b=steps[first + 1]) + " " + ending.format(place=place)


def lessons(title: str, category: str) -> list[str]:
    """Three to five things one learns."""
    steps, _ = _ABOUT[category]
    count = 3 + _draw(title + "n", 3)
    return [step[:1].upper() + step[1:] for step in steps[:count]]


def certificate(title: str) -> str:
    """What kind of certificate one gets."""
    kinds = ("Sertifikat penyelesaian", "Sertifikat kehadiran", "Sertifikat kompetensi lembaga")
    return kinds[_draw(title + "s", len(kinds))]


_NAMES = (
    "Rina",
    "Dedi",
    "Wati",
    "Hasan",
    "Lestari",
    "Yohanes",
    "Made",
    "Aisyah",
    "Rudi",
    "Mega",
    "Ilham",
    "Ningsih",
    "Petrus",
    "Sulastri",
    "Arif",
    "Dian",
    "Robby",
    "Endah",
)
_REVIEWS: dict[int, tuple[str, ...]] = {
    5: (
        "Pelan dan jelas. Saya langsung mencoba di rumah dan berhasil.",
        "Mentornya sabar menjawab pertanyaan sampai saya paham.",
        "Materinya pas, tidak terlalu panjang, dan contohnya dekat dengan keseharian.",
        "Setelah selesai saya berani menawarkan jasa sendiri.",
        "Tugas akhirnya terpakai untuk melamar kerja.",
    ),
    4: (
        "Bagus untuk pemula. Bagian akhirnya boleh lebih panjang.",
        "Isinya jelas, hanya beberapa video suaranya kecil.",
        "Banyak contoh. Latihannya bisa ditambah lagi.",
        "Terbantu sekali, walau jadwalnya agak padat.",
    ),
    3: (
        "Isinya lumayan, tetapi tugas akhirnya butuh alat yang belum saya punya.",
        "Cukup. Bagian tengah terlalu cepat untuk saya.",
        "Materinya baik, jawaban mentor kadang lama.",
    ),
}


def reviewer(key: str) -> str:
    """A first name."""
    return _NAMES[_draw(key + "nama", len(_NAMES))]


def review(key: str, stars: int, category: str) -> str:
    """A short review of that many stars."""
    texts = _REVIEWS[stars]
    return texts[_draw(re.sub(r"\d+$", "", key) + category + key[-1:], len(texts))]
