"""Refusals in words: registering, signing in, proving an address."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "code_wrong": Sentence("Kode tidak cocok", "Kode tidak cocok. Sisa {left} percobaan."),
    "code_expired": Sentence(
        "Kode sudah tidak berlaku", "Kode ini sudah lewat atau sudah dipakai. Kirim ulang kode."
    ),
    "code_locked": Sentence("Kode salah 3 kali", "Kode salah 3 kali. Coba lagi mulai {until}."),
    "code_too_soon": Sentence(
        "Kode baru saja dikirim", "Kirim ulang bisa mulai {until}. Tunggu sebentar."
    ),
    "code_too_many": Sentence(
        "Kode sudah dikirim 5 kali",
        "Dalam satu jam paling banyak 5 kode dikirim. Coba lagi mulai {until}.",
    ),
    "phone_taken": Sentence(
        "Nomor ini sudah dipakai",
        "Nomor HP ini dipakai akun lain. Masuk dengan akun itu, atau pakai nomor lain.",
    ),
    "phone_same": Sentence("Nomornya sama", "Ini nomor HP-mu yang sekarang. Ketik nomor baru."),
    "phone_has_wallet": Sentence(
        "Putuskan dulu {partner}",
        "Nomor lamamu dipakai {partner}. Putuskan dulu {partner}, lalu sambungkan lagi "
        "setelah ganti nomor.",
        "Buka Rekening/e-wallet",
        "/rekening",
    ),
    "sign_in_over": Sentence(
        "Masuk dari awal lagi",
        "Langkah kedua sudah terlalu lama menunggu. Ketik email dan sandimu lagi.",
        "Masuk",
        "/masuk",
    ),
}
