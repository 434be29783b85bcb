"""Our own questions of the evaluation surveys; the programme's texts were never published.

Themes: programme.md 2.8 (training and its use; job search, work, income; outcome and business).
Answer options follow the fields of the programme's reports (R2). Codes are stable: never reuse one.
"""

from collections.abc import Mapping
from types import MappingProxyType

from rules.answers import Part, Question, Questionnaire, check_answer


def survey(ordinal: int) -> Questionnaire:
    """The survey of this number. Raises KeyError for one that does not exist."""
    return SURVEYS[ordinal]


def part(ordinal: int, number: int) -> Part:
    """One page of a survey. Raises KeyError for a survey or page that does not exist."""
    parts = survey(ordinal).parts
    if not 1 <= number <= len(parts):
        raise KeyError(f"survey {ordinal} has no part {number}")
    return parts[number - 1]


def missing(ordinal: int, answers: Mapping[str, str]) -> list[Question]:
    """The questions that still need an answer, in the order of the pages."""
    return [
        question
        for question in survey(ordinal).questions
        if check_answer(question, [answers.get(question.code, "")]).problem
    ]


def part_to_resume(ordinal: int, answers: Mapping[str, str]) -> int | None:
    """The first page with an answer missing; None when the survey is complete."""
    open_codes = {question.code for question in missing(ordinal, answers)}
    for page in survey(ordinal).parts:
        if any(question.code in open_codes for question in page.questions):
            return page.number
    return None


def sample_answers(ordinal: int) -> dict[str, str]:
    """The first choice everywhere and the smallest number: how a demo person answers."""
    return {
        question.code: question.options[0][0] if question.options else str(question.low)
        for question in survey(ordinal).required
    }


def _one(code: str, text: str, missing: str, *options: tuple[str, str], hint: str = "") -> Question:
    return Question(code, "one", text, missing, hint, options)


def _many(
    code: str, text: str, missing: str, *options: tuple[str, str], alone: str = ""
) -> Question:
    hint = "Boleh pilih lebih dari satu."
    return Question(code, "many", text, missing, hint, options, alone)


def _number(
    code: str, text: str, missing: str, label: str, low: int, high: int, unit: str, hint: str = ""
) -> Question:
    hint = hint or f"Kira-kira saja, {low} sampai {high} {unit}."
    return Question(code, "number", text, missing, hint, label=label, low=low, high=high, unit=unit)


def _short(code: str, text: str) -> Question:
    return Question(code, "short", text, hint="Boleh dikosongkan.", optional=True)


def _long(code: str, text: str) -> Question:
    return Question(code, "long", text, hint="Boleh dikosongkan.", optional=True)


# --- Asked in more than one survey ---------------------------------------------------------------

WORKED_LAST_WEEK = _one(
    "worked_last_week",
    "Apakah kamu bekerja minggu lalu?",
    "Pilih apakah kamu bekerja minggu lalu",
    ("wage", "Ya, bekerja untuk upah"),
    ("own_business", "Ya, usaha sendiri"),
    ("looking", "Tidak, sedang mencari kerja"),
    ("not_looking", "Tidak, dan tidak mencari kerja"),
)
HOURS_LAST_WEEK = _number(
    "hours_last_week",
    "Berapa jam kamu bekerja minggu lalu?",
    "Tulis jam kerjamu minggu lalu",
    "Jam kerja seminggu",
    0,
    112,
    "jam",
    hint="Kira-kira saja, 0 sampai 112 jam.",
)
SKILLS_USED = _one(
    "skills_used",
    "Apakah ilmu dari pelatihan terpakai?",
    "Pilih apakah ilmu dari pelatihan terpakai",
    ("daily", "Ya, setiap hari"),
    ("sometimes", "Kadang-kadang"),
    ("not_yet", "Belum terpakai"),
)
INCOME_RANGE = _one(
    "income_range",
    "Berapa penghasilanmu bulan lalu?",
    "Pilih penghasilanmu bulan lalu",
    ("none", "Belum ada penghasilan"),
    ("under_1m", "Kurang dari Rp1.000.000"),
    ("1m_to_2m5", "Rp1.000.000 sampai Rp2.500.000"),
    ("2m5_to_5m", "Di atas Rp2.500.000 sampai Rp5.000.000"),
    ("over_5m", "Di atas Rp5.000.000"),
    hint="Dari semua pekerjaan dan usahamu.",
)
INCOME_CHANGE = _one(
    "income_change",
    "Bagaimana penghasilanmu dibanding sebelum pelatihan?",
    "Pilih perubahan penghasilanmu",
    ("up", "Naik"),
    ("same", "Tetap"),
    ("down", "Turun"),
    ("none", "Belum ada penghasilan"),
)
SAVINGS = _one(
    "savings",
    "Apakah kamu punya tabungan sekarang?",
    "Pilih apakah kamu punya tabungan",
    ("more", "Ya, bertambah sejak pelatihan"),
    ("same", "Ya, tetap"),
    ("less", "Ya, berkurang"),
    ("none", "Belum punya"),
)

# --- Survey 1 ------------------------------------------------------------------------------------

TRAINING = (
    _one(
        "training_reason",
        "Apa alasan utamamu memilih pelatihan ini?",
        "Pilih alasan utamamu memilih pelatihan",
        ("find_work", "Mencari kerja"),
        ("better_work", "Naik jabatan atau gaji"),
        ("start_business", "Memulai usaha"),
        ("grow_business", "Mengembangkan usaha"),
        ("learn", "Menambah ilmu"),
    ),
    _one(
        "material_level",
        "Bagaimana materinya untukmu?",
        "Pilih bagaimana materinya untukmu",
        ("too_easy", "Terlalu mudah"),
        ("right", "Pas"),
        ("hard", "Agak sulit"),
        ("too_hard", "Terlalu sulit"),
    ),
    _one(
        "teacher_clarity",
        "Bagaimana penjelasan pengajarnya?",
        "Pilih bagaimana penjelasan pengajarnya",
        ("very_clear", "Sangat jelas"),
        ("clear", "Jelas"),
        ("unclear", "Kurang jelas"),
        ("very_unclear", "Tidak jelas"),
    ),
    _many(
        "learning_obstacles",
        "Apa yang menyulitkanmu selama belajar?",
        "Pilih kesulitanmu selama belajar",
        ("signal", "Sinyal atau kuota internet"),
        ("device", "HP atau laptop"),
        ("time", "Waktu belajar"),
        ("material", "Materi sulit dipahami"),
        ("none", "Tidak ada kesulitan"),
        alone="none",
    ),
)
USE = (
    _one(
        "skill_change",
        "Bagaimana keterampilanmu setelah pelatihan?",
        "Pilih bagaimana keterampilanmu setelah pelatihan",
        ("much_better", "Jauh lebih baik"),
        ("better", "Sedikit lebih baik"),
        ("same", "Sama saja"),
    ),
    _many(
        "certificate_use",
        "Untuk apa sertifikatmu kamu pakai?",
        "Pilih untuk apa sertifikatmu kamu pakai",
        ("apply", "Melamar kerja"),
        ("employer", "Ditunjukkan ke atasan"),
        ("customers", "Menarik pelanggan"),
        ("not_yet", "Belum dipakai"),
        alone="not_yet",
    ),
    _number(
        "recommend",
        "Apakah kamu akan menyarankan pelatihan ini kepada teman?",
        "Tulis nilai saranmu, 0 sampai 10",
        "Nilai saran",
        0,
        10,
        "dari 10",
        hint="0 berarti tidak, 10 berarti pasti.",
    ),
)
DASHBOARD = (
    _one(
        "dashboard_ease",
        "Seberapa mudah dasbor ini dipakai?",
        "Pilih seberapa mudah dasbor ini dipakai",
        ("very_easy", "Sangat mudah"),
        ("easy", "Mudah"),
        ("hard", "Sulit"),
        ("very_hard", "Sangat sulit"),
    ),
    _one(
        "help_asked",
        "Pernahkah kamu meminta bantuan?",
        "Pilih apakah kamu pernah meminta bantuan",
        ("answered", "Ya, dan terjawab"),
        ("unanswered", "Ya, belum terjawab"),
        ("never", "Belum pernah"),
    ),
    _short("next_topic", "Pelatihan apa yang ingin kamu ikuti berikutnya?"),
    _long("training_advice", "Apa saranmu untuk pelatihan ini?"),
)

# --- Survey 2 ------------------------------------------------------------------------------------

WORK = (
    WORKED_LAST_WEEK,
    HOURS_LAST_WEEK,
    _one(
        "main_work",
        "Apa pekerjaan utamamu sekarang?",
        "Pilih pekerjaan utamamu sekarang",
        ("permanent", "Karyawan tetap"),
        ("contract", "Karyawan kontrak"),
        ("casual", "Pekerja harian atau lepas"),
        ("own_business", "Usaha sendiri"),
        ("none", "Belum bekerja"),
    ),
    _one(
        "work_fits_training",
        "Apakah pekerjaanmu sesuai dengan pelatihanmu?",
        "Pilih apakah pekerjaanmu sesuai dengan pelatihan",
        ("yes", "Sesuai"),
        ("partly", "Sebagian sesuai"),
        ("no", "Tidak sesuai"),
        ("none", "Belum bekerja"),
    ),
)
JOB_SEARCH = (
    _one(
        "searching",
        "Apakah kamu mencari kerja bulan lalu?",
        "Pilih apakah kamu mencari kerja bulan lalu",
        ("weekly", "Ya, setiap minggu"),
        ("sometimes", "Ya, sesekali"),
        ("no", "Tidak"),
    ),
    _number(
        "applications",
        "Berapa lamaran yang kamu kirim bulan lalu?",
        "Tulis jumlah lamaranmu bulan lalu",
        "Jumlah lamaran",
        0,
        200,
        "lamaran",
        hint="Tulis 0 jika tidak melamar.",
    ),
    _number(
        "interviews",
        "Berapa kali kamu dipanggil wawancara bulan lalu?",
        "Tulis berapa kali kamu dipanggil wawancara",
        "Panggilan wawancara",
        0,
        50,
        "kali",
        hint="Tulis 0 jika belum pernah.",
    ),
    _many(
        "search_channels",
        "Lewat apa kamu mencari kerja?",
        "Pilih lewat apa kamu mencari kerja",
        ("job_sites", "Situs lowongan kerja"),
        ("social_media", "Media sosial"),
        ("people", "Teman atau keluarga"),
        ("in_person", "Datang langsung"),
        ("office", "Dinas tenaga kerja"),
        ("none", "Tidak mencari kerja"),
        alone="none",
    ),
)
INCOME = (
    INCOME_RANGE,
    INCOME_CHANGE,
    _number(
        "earners",
        "Berapa orang di rumahmu yang berpenghasilan?",
        "Tulis jumlah orang yang berpenghasilan",
        "Jumlah orang",
        0,
        20,
        "orang",
        hint="Termasuk kamu.",
    ),
)
INCENTIVE_USE = (
    _many(
        "incentive_use",
        "Untuk apa insentifmu kamu pakai?",
        "Pilih untuk apa insentifmu kamu pakai",
        ("basic_needs", "Kebutuhan pokok"),
        ("business", "Modal usaha"),
        ("data", "Paket data"),
        ("learning", "Belajar hal lain"),
        ("other_training", "Pelatihan di luar Prakerja"),
        ("saved", "Ditabung"),
        ("not_yet", "Belum dipakai"),
        alone="not_yet",
    ),
    SAVINGS,
    _one(
        "payout_ease",
        "Seberapa mudah kamu menerima insentif?",
        "Pilih seberapa mudah kamu menerima insentif",
        ("very_easy", "Sangat mudah"),
        ("easy", "Mudah"),
        ("hard", "Sulit"),
        ("very_hard", "Sangat sulit"),
    ),
    _long("programme_advice", "Apa yang perlu kami perbaiki?"),
)

# --- Survey 3 ------------------------------------------------------------------------------------

OUTCOME = (
    WORKED_LAST_WEEK,
    HOURS_LAST_WEEK,
    _many(
        "changes",
        "Apa yang berubah sejak pelatihan?",
        "Pilih apa yang berubah sejak pelatihan",
        ("new_job", "Dapat pekerjaan baru"),
        ("promoted", "Naik jabatan atau gaji"),
        ("started_business", "Mulai usaha"),
        ("business_grew", "Usaha bertambah besar"),
        ("none", "Belum ada yang berubah"),
        alone="none",
    ),
    SKILLS_USED,
)
BUSINESS = (
    _one(
        "business",
        "Apakah kamu punya usaha sekarang?",
        "Pilih apakah kamu punya usaha sekarang",
        ("before", "Ya, sejak sebelum pelatihan"),
        ("after", "Ya, mulai setelah pelatihan"),
        ("planning", "Sedang disiapkan"),
        ("none", "Tidak punya"),
    ),
    _number(
        "business_workers",
        "Berapa orang bekerja di usahamu?",
        "Tulis jumlah orang yang bekerja di usahamu",
        "Jumlah orang",
        0,
        500,
        "orang",
        hint="Termasuk kamu. Tulis 0 jika tidak punya usaha.",
    ),
    _many(
        "sales_channels",
        "Di mana kamu berjualan?",
        "Pilih di mana kamu berjualan",
        ("shop", "Toko atau warung"),
        ("home", "Dari rumah"),
        ("social_media", "Media sosial"),
        ("online_shop", "Toko daring"),
        ("none", "Tidak berjualan"),
        alone="none",
    ),
    _one(
        "sales_change",
        "Bagaimana penjualanmu dibanding sebelum pelatihan?",
        "Pilih perubahan penjualanmu",
        ("up", "Naik"),
        ("same", "Tetap"),
        ("down", "Turun"),
        ("none", "Tidak berjualan"),
    ),
)
HOUSEHOLD = (
    INCOME_RANGE,
    INCOME_CHANGE,
    SAVINGS,
    _one(
        "needs_met",
        "Apakah kebutuhan pokokmu tercukupi bulan lalu?",
        "Pilih apakah kebutuhan pokokmu tercukupi",
        ("yes", "Ya, semuanya"),
        ("partly", "Sebagian"),
        ("no", "Belum tercukupi"),
    ),
)
PLANS = (
    _one(
        "next_plan",
        "Apa rencana utamamu tiga bulan ke depan?",
        "Pilih rencana utamamu tiga bulan ke depan",
        ("find_work", "Mencari kerja"),
        ("keep_work", "Meneruskan pekerjaan sekarang"),
        ("start_business", "Memulai usaha"),
        ("grow_business", "Mengembangkan usaha"),
        ("learn", "Belajar lagi"),
    ),
    _one(
        "programme_value",
        "Seberapa membantu program ini bagimu?",
        "Pilih seberapa membantu program ini",
        ("very", "Sangat membantu"),
        ("some", "Cukup membantu"),
        ("little", "Kurang membantu"),
        ("none", "Tidak membantu"),
    ),
    _short("wanted_skill", "Keterampilan apa yang masih kamu butuhkan?"),
    _long("story", "Ceritakan hasil pelatihanmu."),
)


def _survey(ordinal: int, theme: str, *parts: tuple[str, tuple[Question, ...]]) -> Questionnaire:
    pages = tuple(Part(number, *page) for number, page in enumerate(parts, start=1))
    return Questionnaire(ordinal, theme, pages)


SURVEYS: Mapping[int, Questionnaire] = MappingProxyType(
    {
        1: _survey(
            1,
            "Mutu dan manfaat pelatihan",
            ("Pelatihanmu", TRAINING),
            ("Pekerjaanmu sekarang", (WORKED_LAST_WEEK, HOURS_LAST_WEEK, SKILLS_USED)),
            ("Manfaat pelatihan", USE),
            ("Dasbor dan saranmu", DASHBOARD),
        ),
        2: _survey(
            2,
            "Pekerjaan dan penghasilan",
            ("Pekerjaanmu sekarang", WORK),
            ("Mencari kerja", JOB_SEARCH),
            ("Penghasilanmu", INCOME),
            ("Insentif dan kebutuhanmu", INCENTIVE_USE),
        ),
        3: _survey(
            3,
            "Hasil pelatihan dan usaha",
            ("Setelah pelatihan", OUTCOME),
            ("Usahamu", BUSINESS),
            ("Keuanganmu", HOUSEHOLD),
            ("Rencanamu", PLANS),
        ),
    }
)
