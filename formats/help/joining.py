"""Answers about registering, verification, the test and the selection."""

from formats.help.answers import Answer, Question, Reader
from rules.schemes import Terms


def _who_may_register(reader: Reader) -> Answer:
    return Answer(
        (
            "Warga Indonesia yang tidak sedang sekolah atau kuliah. Mendaftar gratis.",
            *reader.each(_ages),
        ),
        (
            "Siapkan NIK, nomor KK, email, dan HP yang aktif.",
            "Ijazah, surat PHK, atau surat usaha dilampirkan jika ada.",
        ),
        link=("/cek-syarat", "Cek syarat sekarang, tanpa akun"),
    )


def _ages(terms: Terms) -> str:
    ages = f"{terms.age_min}–{terms.age_max}" if terms.age_max else f"paling muda {terms.age_min}"
    aid = "tidak bisa ikut" if terms.exclude_social_aid else "boleh ikut"
    return f"umur {ages} tahun. Penerima bantuan sosial tertentu {aid}."


def _verification(_reader: Reader) -> Answer:
    return Answer(
        ("Verifikasi memastikan bahwa akun, saldo, dan sertifikat benar-benar milikmu.",),
        (
            "Ambil foto wajah dengan kamera HP.",
            "Isi NIK dan nomor KK, masing-masing 16 angka, lalu tekan «Verifikasi».",
            "Tunggu hasil pengecekan.",
        ),
        ordered=True,
        then=(
            "Setelah berhasil, kamu bisa ikut gelombang. Saldo, pelatihan, insentif, dan "
            "sertifikat dibuka atas namamu.",
        ),
        link=("/verifikasi", "Lihat verifikasi akunmu"),
    )


def _test(reader: Reader) -> Answer:
    return Answer(
        (
            "Tes singkat tentang motivasi, hitungan dasar, membaca, dan mengikuti petunjuk. "
            "Kamu tidak perlu belajar khusus.",
            *reader.each(_test_length),
            "Di aplikasi ini tesnya 18 soal dalam 25 menit, dan hanya sekali. Hasilnya tidak "
            "menentukan lolos atau tidak. Boleh dilanjutkan di HP lain selama waktunya masih ada.",
            "Kerjakan sendiri, di tempat tenang dengan jaringan yang kuat.",
        ),
        link=("/tes", "Buka tes"),
    )


def _test_length(terms: Terms) -> str:
    if terms.scheme == "normal":
        return "Sejak 2023 tesnya penalaran kata dan angka, 40 menit."
    return "Sampai awal 2021 tesnya 18 soal dalam 25 menit."


def _gelombang(_reader: Reader) -> Answer:
    return Answer(
        ("Gelombang adalah satu masa seleksi. Bukan siapa cepat yang lolos.",),
        (
            "Setelah ditutup, sistem mengecek NIK, KK, dan daftar yang dikecualikan.",
            "Jika yang memenuhi syarat melebihi kuota, diadakan undian yang bisa diperiksa siapa pun.",
            "Hasilnya dikabari lewat SMS dan tampil di Riwayat gelombang.",
        ),
        ordered=True,
        then=(
            "Belum lolos? Alasannya ada di Riwayat gelombang. Kamu boleh ikut lagi. Kepesertaan "
            "pernah dicabut? Ajukan keberatan dulu.",
        ),
        link=("/gelombang", "Buka gelombang"),
    )


QUESTIONS = (
    Question(
        "daftar",
        "Siapa yang boleh mendaftar, dan apa yang disiapkan?",
        "syarat biaya gratis umur ktp kk nik dokumen registrasi pendaftaran",
        _who_may_register,
    ),
    Question(
        "verifikasi",
        "Bagaimana verifikasi akun, dan apa gunanya?",
        "foto wajah ktp nik kk selfie swafoto",
        _verification,
    ),
    Question(
        "tes",
        "Apa itu tes motivasi dan kemampuan dasar?",
        "ujian soal menit ulang",
        _test,
    ),
    Question(
        "gelombang",
        "Apa itu gelombang, dan bagaimana seleksinya?",
        "lolos hasil pengumuman gagal ditolak gabung undian kuota riwayat alasan",
        _gelombang,
    ),
)
