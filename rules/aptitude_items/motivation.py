"""Items of the test: how somebody thinks about learning and work. No answer is wrong."""

from rules.aptitude_items.item import Item

LEVELS = ("Sangat setuju", "Setuju", "Tidak setuju", "Sangat tidak setuju")

STATEMENTS = (
    "Aku suka mempelajari hal baru.",
    "Kalau gagal, aku mencoba lagi dengan cara lain.",
    "Aku punya rencana kerja atau usaha untuk tahun depan.",
    "Aku bisa meluangkan waktu belajar setiap minggu.",
    "Aku mau bertanya jika belum paham.",
    "Aku menyelesaikan pekerjaan yang sudah kumulai.",
    "Aku lebih suka belajar bersama orang lain daripada sendiri.",
    "Masukan dari orang lain membantuku bekerja lebih baik.",
)

ITEMS = tuple(
    Item(
        f"motivation-{number:02}",
        "motivation",
        f"Seberapa setuju kamu dengan kalimat ini? «{statement}»",
        LEVELS,
        None,
        "Tidak ada jawaban yang salah.",
    )
    for number, statement in enumerate(STATEMENTS, start=1)
)
