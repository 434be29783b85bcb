"""Refusals in words: redeem codes, attendance, tasks; institutions show these to participants."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

_CLASSES = ("Buka Kelasku", "/pelatihanku")

SENTENCES: Mapping[str, Sentence] = {
    "code_not_found": Sentence(
        "Kode tukar tidak ditemukan",
        "Kode ini tidak ada di lembaga ini. Salin lagi kodenya dari Kelasku.",
        *_CLASSES,
    ),
    "code_cancelled": Sentence(
        "Kode tukar sudah dibatalkan",
        "Pembelian pelatihan ini dibatalkan, jadi kodenya tidak berlaku.",
        *_CLASSES,
    ),
    "code_used": Sentence(
        "Kode tukar sudah dipakai",
        "Kode ini sudah pernah ditukar. Lanjutkan pelatihanmu di lembaga.",
        *_CLASSES,
    ),
    "not_a_test_code": Sentence(
        "Bukan kode uji", "Hanya kode uji berawalan PRAT yang bisa diatur ulang."
    ),
    "wrong_sequence": Sentence(
        "Sesi ini tidak ada", "Jenis pelatihan ini tidak punya sesi dengan nomor itu."
    ),
    "attended_before": Sentence(
        "Kehadiran sudah tercatat", "Kehadiranmu di sesi ini sudah tercatat. Lanjutkan belajar."
    ),
    "first_session_first": Sentence(
        "Hadiri sesi 1 dulu", "Sesi 1 menukar kodemu. Setelah itu sesi lain terbuka."
    ),
    "sessions_first": Sentence(
        "Hadiri semua sesi dulu", "Ujian akhir terbuka setelah semua sesi kamu hadiri."
    ),
    "session_early": Sentence(
        "Sesi belum dibuka",
        "Kehadiran dibuka {opens}. Kembali pada waktu itu.",
        *_CLASSES,
    ),
    "session_late": Sentence(
        "Waktu hadir sudah lewat",
        "Kehadiran ditutup {closes}. Hubungi lembaga pelatihanmu.",
        *_CLASSES,
    ),
    "redirect_unknown": Sentence(
        "Alamat kembali tidak terdaftar", "Lembaga perlu memakai alamat kembali yang terdaftar."
    ),
    "email_malformed": Sentence(
        "Email belum benar", "Tulis email lengkap, misalnya nama@contoh.id."
    ),
    "email_used": Sentence(
        "Email sudah dipakai", "Email ini sudah dipakai orang lain di pelatihan ini. Pakai emailmu."
    ),
    "attendance_expired": Sentence(
        "Tautan kehadiran sudah lewat 30 menit",
        "Buka lagi halaman lembaga dan mulai dari sana.",
        *_CLASSES,
    ),
    "face_tries_over": Sentence(
        "Sudah {count} kali dicoba",
        "Buka lagi halaman lembaga dan mulai dari sana. Pilih tempat yang terang.",
        *_CLASSES,
    ),
    "qr_finished": Sentence(
        "Pelatihan sudah selesai",
        "QR tidak diperlukan lagi. Lihat sertifikatmu di Kelasku.",
        *_CLASSES,
    ),
    "qr_failed": Sentence(
        "Pelatihan tidak lulus",
        "Ada sesi yang terlewat, jadi QR tidak berlaku. Hubungi lembaga pelatihanmu.",
        *_CLASSES,
    ),
    "task_unknown": Sentence(
        "Tugas ini tidak ada", "Tugas mandiri bernomor 1 sampai 998, unjuk keterampilan 999."
    ),
    "not_redeemed": Sentence(
        "Kode tukar belum dipakai", "Tukarkan kodenya di sesi 1 dulu, lalu kirim tugas."
    ),
    "file_address_wrong": Sentence(
        "Alamat berkas belum benar", "Kirim satu alamat berkas yang berawalan https://."
    ),
    "notes_missing": Sentence("Catatan masih kosong", "Tulis catatan untuk tugas ini dulu."),
    "notes_long": Sentence(
        "Catatan terlalu panjang", "Catatan paling banyak {limit} huruf. Pendekkan dulu."
    ),
    "assignment_missing": Sentence(
        "Belum ada tugas", "Tugasnya belum dikirim, jadi belum bisa dinilai."
    ),
    "photo_missing": Sentence("Foto belum ada", "Ambil foto wajahmu dulu."),
}
