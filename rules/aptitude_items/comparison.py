"""Items of the test: which is cheaper, how much more, in which ratio."""

from rules.aptitude_items.item import Item

ITEMS = (
    Item(
        "comparison-01",
        "comparison",
        "Minyak goreng kemasan 1 liter dijual Rp19.000. Kemasan 2 liter dijual Rp36.000. "
        "Kemasan 5 liter dijual Rp85.000. Mana yang paling murah per liter?",
        ("Kemasan 1 liter", "Kemasan 2 liter", "Kemasan 5 liter", "Ketiganya sama"),
        "c",
        "Per liter: Rp19.000, Rp18.000 dan Rp17.000.",
        proof="least({'Kemasan 1 liter': 19000, 'Kemasan 2 liter': 36000 / 2,"
        " 'Kemasan 5 liter': 85000 / 5})",
    ),
    Item(
        "comparison-02",
        "comparison",
        "Untuk 2 gelas beras dipakai 3 gelas air. Berapa gelas air untuk 6 gelas beras?",
        ("7 gelas", "9 gelas", "10 gelas", "12 gelas"),
        "b",
        "Beras tiga kali lipat, air juga.",
        proof="F(3, 2) * 6",
    ),
    Item(
        "comparison-03",
        "comparison",
        "Pada peta, 1 cm berarti 5 km. Jarak dua desa di peta 7 cm. Berapa jarak sebenarnya?",
        ("12 km", "30 km", "32 km", "35 km"),
        "d",
        "7 kali 5 km.",
        proof="7 * 5",
    ),
    Item(
        "comparison-04",
        "comparison",
        "Sebuah pagar selesai dalam 8 hari oleh 3 tukang. Semua tukang bekerja sama cepat. "
        "Berapa hari jika tukangnya 4 orang?",
        ("4 hari", "6 hari", "9 hari", "11 hari"),
        "b",
        "Pekerjaannya 24 hari orang, dibagi 4 tukang.",
        proof="F(8 * 3, 4)",
    ),
    Item(
        "comparison-05",
        "comparison",
        "Motor Budi menempuh 120 km dengan 3 liter bensin. Berapa liter untuk 200 km?",
        ("5 liter", "6 liter", "7 liter", "8 liter"),
        "a",
        "Satu liter untuk 40 km.",
        proof="200 / F(120, 3)",
    ),
    Item(
        "comparison-06",
        "comparison",
        "Ani menanam modal Rp600.000. Beni menanam modal Rp400.000. "
        "Untung Rp250.000 dibagi sesuai modal. Berapa bagian Ani?",
        ("Rp100.000", "Rp125.000", "Rp150.000", "Rp175.000"),
        "c",
        "Modal Ani 6 dari 10 bagian.",
        proof="250000 * F(600000, 600000 + 400000)",
    ),
    Item(
        "comparison-07",
        "comparison",
        "Hadi diupah Rp52.000 untuk 4 jam. Joko diupah Rp100.000 untuk 8 jam. "
        "Lia diupah Rp70.000 untuk 5 jam. Rina diupah Rp90.000 untuk 6 jam. "
        "Siapa yang upah per jamnya paling tinggi?",
        ("Hadi", "Joko", "Lia", "Rina"),
        "d",
        "Per jam: Rp13.000, Rp12.500, Rp14.000 dan Rp15.000.",
        proof="most({'Hadi': 52000 / 4, 'Joko': 100000 / 8, 'Lia': 70000 / 5, 'Rina': 90000 / 6})",
    ),
    Item(
        "comparison-08",
        "comparison",
        "Cat hijau dibuat dari 2 bagian biru dan 3 bagian kuning. "
        "Pak Anwar butuh 20 liter cat hijau. Berapa liter cat kuning?",
        ("8 liter", "12 liter", "15 liter", "18 liter"),
        "b",
        "Kuning 3 dari 5 bagian.",
        proof="20 * F(3, 2 + 3)",
    ),
)
