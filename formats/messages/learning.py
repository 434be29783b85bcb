"""Messages about studying: sessions, tasks, certificates, ratings."""

from collections.abc import Mapping

from formats.messages.message import Message

TEXTS: Mapping[str, list[Message]] = {
    "session_near": [
        (
            "sms",
            "Sesi pelatihan",
            "Sesi {sequence} «{title}» mulai {starts}. Hadir antara {opens} dan {closes}. "
            "Tidak bisa diwakilkan.",
        ),
        (
            "email",
            "Sesi {sequence} segera mulai: {title}",
            "Halo {name},\n\nSesi {sequence} «{title}» mulai {starts}. Kehadiran dicatat antara "
            "{opens} dan {closes}, lewat tempat belajar lembaga. Sesi yang terlewat bisa membuat "
            "pelatihanmu tidak lulus.",
        ),
    ],
    "session_missed": [
        (
            "sms",
            "Pelatihan tidak lulus",
            "Ada sesi «{title}» yang terlewat, jadi pelatihanmu tidak lulus. Merasa hadir? Hubungi "
            "bantuan.",
        ),
        (
            "email",
            "Pelatihan tidak lulus: {title}",
            "Halo {name},\n\nAda sesi «{title}» yang tidak kamu hadiri, jadi sertifikatnya tidak "
            "terbit. Merasa sudah hadir? Hubungi lembaga atau bantuan, sebutkan tanggal sesinya.",
        ),
    ],
    "task_failed": [
        (
            "email",
            "Tugasmu belum berhasil: {title}",
            "Halo {name},\n\nTugas akhir «{title}» belum berhasil. Perbaiki, lalu kirim lagi di "
            "tempat belajar lembaga. Setelah berhasil, sertifikatmu diproses.",
        ),
    ],
    "certificate": [
        (
            "email",
            "Sertifikatmu terbit: {title}",
            "Halo {name},\n\nSertifikat «{title}» sudah terbit. Kode sertifikat: {code}. "
            "Beri ulasan dan sambungkan rekening supaya insentifmu dijadwalkan.",
        ),
    ],
    "certificate_revoked": [
        (
            "email",
            "Sertifikatmu dicabut: {title}",
            "Halo {name},\n\nSertifikat «{title}» dicabut dan tidak berlaku lagi.\n\n"
            "Alasannya:\n{reason}\n\nKeberatan? Hubungi bantuan.",
        ),
    ],
    "review_hidden": [
        (
            "email",
            "Ulasanmu disembunyikan: {title}",
            "Halo {name},\n\nTeks ulasanmu untuk «{title}» disembunyikan petugas. Bintangnya "
            "tetap dihitung.\n\nAlasannya:\n{reason}\n\nKeberatan? Hubungi bantuan.",
        ),
    ],
}
