"""Answers about incentives, the account that receives them, and surveys."""

from datetime import date

from formats.help.answers import Answer, Question, Reader
from formats.text import day, rupiah
from formats.wording import PARTNERS
from rules.schemes import Terms


def _incentives(reader: Reader) -> Answer:
    return Answer(
        (*reader.each(_amounts), "Syaratnya tiga:"),
        (
            "Sertifikat pelatihan pertama sudah terbit.",
            "Bintang dan ulasan sudah kamu kirim.",
            "Rekening atau e-wallet milikmu sudah tersambung.",
        ),
        then=(
            "Setelah ketiganya lengkap, jadwal muncul di Insentif. "
            f"Uang dikirim paling lambat {reader.incentive_days} hari kerja kemudian.",
        ),
        link=("/insentif", "Lihat insentifku"),
    )


def _amounts(terms: Terms) -> str:
    count, each = terms.need("job_incentive_count"), rupiah(terms.need("job_incentive_idr"))
    monthly = ", setiap bulan" if count > 1 else ""
    surveys = f"{terms.survey_count} × {rupiah(terms.need('survey_idr'))}"
    return f"{count} × {each} setelah pelatihan pertama{monthly}. {surveys} untuk survei."


def _accounts(reader: Reader) -> Answer:
    return Answer(
        (*reader.each(_partners),),
        (
            "Buka Rekening/e-wallet, pilih mitra.",
            "Isi nomornya. Nomor e-wallet harus sama dengan nomor HP akunmu.",
            "Isi kode OTP dari SMS. Salah 3 kali? Tunggu 1 jam.",
            "Isi kode keamanan di halaman mitra, bukan di sini.",
            "Tunggu hasil cek mitra di halaman yang sama.",
        ),
        ordered=True,
        then=(
            "Akun atas nama dan NIK-mu sendiri, e-wallet sudah premium. Satu rekening untuk satu "
            "peserta. Kami tidak meminta PIN.",
            "Tiga hari sebelum insentif dikirim, rekeningmu kami cek lagi.",
            "Menyambungkan mitra lain memutus yang lama. Sebelum mengganti nomor HP, "
            "putuskan e-wallet dulu.",
        ),
        link=("/rekening", "Buka Rekening/e-wallet"),
    )


def _partners(terms: Terms) -> str:
    return ", ".join(PARTNERS[code] for code in terms.need("payout_partners")) + "."


def _failed(reader: Reader) -> Answer:
    return Answer(
        ("Uangmu tetap tercatat. Alasannya ada di Insentif: buka baris yang gagal.",),
        (
            "Rekening/e-wallet ditutup: sambungkan yang lain.",
            "E-wallet belum premium: verifikasi KTP di aplikasinya.",
            "Nama, NIK, atau nomor HP berbeda: samakan datanya.",
            "Tidak aktif: hubungi bank atau e-wallet.",
            "Saldo e-wallet penuh: kosongkan sebagian.",
        ),
        then=(
            "Lalu tekan «Cek rekening lagi». Kami kirim ulang otomatis, paling lambat "
            f"{reader.incentive_days} hari kerja (aturan aplikasi ini).",
            "Masih gagal? Buat pengaduan dari barisnya.",
        ),
        link=("/insentif", "Lihat alasannya"),
    )


def _surveys(reader: Reader) -> Answer:
    return Answer(
        (
            *reader.each(_survey_amounts),
            "Survei 1 dibuka setelah insentif pertama kamu terima. Survei berikutnya dibuka "
            "setelah yang sebelumnya terkirim.",
            *_opening(reader.terms),
            "Jawabanmu tidak mengubah insentif. Jawab apa adanya.",
        ),
        link=("/survei", "Lihat survei"),
    )


def _survey_amounts(terms: Terms) -> str:
    days = terms.survey_fill_days
    fill = f" Tiap survei diisi dalam {days} hari." if days else ""
    return f"{terms.survey_count} survei, masing-masing {rupiah(terms.need('survey_idr'))}.{fill}"


def _opening(terms: Terms | None) -> tuple[str, ...]:
    """The days that were set, or that the opening is our own rule."""
    if terms is None:
        return ()
    rules = terms.survey_open_rule
    if rules is None:
        return ("Program belum mengumumkan pembukaannya; ini aturan aplikasi ini.",)
    return tuple(
        f"Survei {ordinal} paling cepat {day(date.fromisoformat(str(rule['not_before'])))}."
        for ordinal, rule in enumerate(rules, 1)
        if "not_before" in rule
    )


QUESTIONS = (
    Question(
        "insentif",
        "Insentif apa saja yang kuterima, dan kapan?",
        "uang cair dana bantuan berapa jadwal bulan syarat",
        _incentives,
    ),
    Question(
        "rekening",
        "Bagaimana menyambungkan atau mengganti rekening?",
        "ganti bank ewallet ovo gopay dana linkaja bni bca nomor hp kyc premium",
        _accounts,
    ),
    Question(
        "insentif-gagal",
        "Insentifku gagal dikirim. Apa yang kulakukan?",
        "gagal cair belum masuk ditutup kyc premium uang hilang",
        _failed,
    ),
    Question(
        "survei",
        "Ada berapa survei, kapan dibuka, dan berapa dibayar?",
        "survey evaluasi jawaban",
        _surveys,
    ),
)
