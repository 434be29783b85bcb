"""Items of the test: doing things in the right order, as told."""

from rules.aptitude_items.item import Item

ITEMS = (
    Item(
        "instructions-01",
        "instructions",
        "Beras ditakar dulu, lalu dicuci. Air dituang setelah beras dicuci. "
        "Air dituang sebelum penanak dinyalakan. Urutan mana yang benar?",
        (
            "Cuci, takar, tuang air, nyalakan",
            "Takar, tuang air, cuci, nyalakan",
            "Takar, cuci, tuang air, nyalakan",
            "Takar, cuci, nyalakan, tuang air",
        ),
        "c",
        "Takar sebelum cuci, cuci sebelum air, air sebelum menyala.",
        holds="before(o, 'takar', 'cuci', 'tuang air', 'nyalakan')",
    ),
    Item(
        "instructions-02",
        "instructions",
        "Kain diukur sebelum dipotong. Kain dijahit setelah dipotong. "
        "Baju disetrika paling akhir. Urutan mana yang benar?",
        (
            "Potong, ukur, jahit, setrika",
            "Ukur, jahit, potong, setrika",
            "Ukur, potong, setrika, jahit",
            "Ukur, potong, jahit, setrika",
        ),
        "d",
        "Ukur, potong, jahit, dan setrika terakhir.",
        holds="before(o, 'ukur', 'potong', 'jahit') and o[-1] == 'setrika'",
    ),
    Item(
        "instructions-03",
        "instructions",
        "Empat orang antre di puskesmas. Hana datang paling awal. Eko datang sebelum Fitri. "
        "Gilang datang setelah Fitri. Siapa yang dilayani kedua?",
        ("Eko", "Fitri", "Gilang", "Hana"),
        "a",
        "Urutannya Hana, Eko, Fitri, Gilang.",
        proof="only(p[1] for p in orders('Eko', 'Fitri', 'Gilang', 'Hana')"
        " if p[0] == 'Hana' and before(p, 'Eko', 'Fitri', 'Gilang'))",
    ),
    Item(
        "instructions-04",
        "instructions",
        "Obat diminum tiga kali sehari, setiap 8 jam. Minum pertama pukul 06.00. "
        "Pukul berapa minum yang ketiga?",
        ("Pukul 14.00", "Pukul 18.00", "Pukul 20.00", "Pukul 22.00"),
        "d",
        "06.00, lalu 14.00, lalu 22.00.",
        proof="'Pukul ' + hour(minutes('06.00') + 2 * 8 * 60)",
    ),
    Item(
        "instructions-05",
        "instructions",
        "Mulai pukul 05.30, adonan didiamkan 45 menit. Lalu adonan dipanggang 30 menit. "
        "Terakhir, roti didinginkan 20 menit. Pukul berapa roti siap?",
        ("Pukul 06.45", "Pukul 06.55", "Pukul 07.05", "Pukul 07.15"),
        "c",
        "Semuanya 95 menit setelah 05.30.",
        proof="'Pukul ' + hour(minutes('05.30') + 45 + 30 + 20)",
    ),
    Item(
        "instructions-06",
        "instructions",
        "Kamu berjalan ke utara. Di perempatan pertama kamu belok kanan. "
        "Di perempatan kedua kamu belok kanan lagi. Ke arah mana kamu berjalan sekarang?",
        ("Barat", "Selatan", "Timur", "Utara"),
        "b",
        "Utara, lalu timur, lalu selatan.",
        proof="('Utara', 'Timur', 'Selatan', 'Barat')[0 + 1 + 1]",
    ),
    Item(
        "instructions-07",
        "instructions",
        "Tekan tombol merah dua kali, lalu tombol hijau sekali. "
        "Jika lampu menyala, tekan tombol biru sekali. Lampu ternyata menyala. "
        "Berapa kali tombol ditekan semuanya?",
        ("3 kali", "4 kali", "5 kali", "6 kali"),
        "b",
        "Merah dua, hijau satu, biru satu.",
        proof="2 + 1 + 1",
    ),
    Item(
        "instructions-08",
        "instructions",
        "Campur 1 sendok pupuk dengan 2 liter air. Air itu cukup untuk 5 tanaman. "
        "Berapa sendok pupuk untuk 20 tanaman?",
        ("4 sendok", "5 sendok", "8 sendok", "10 sendok"),
        "a",
        "20 tanaman adalah empat kali 5 tanaman.",
        proof="20 / 5",
    ),
)
