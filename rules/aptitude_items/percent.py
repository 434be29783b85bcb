"""Items of the test: discounts, profit, wages and shares in hundredths."""

from rules.aptitude_items.item import Item

ITEMS = (
    Item(
        "percent-01",
        "percent",
        "Sepatu seharga Rp240.000 mendapat potongan 25%. Berapa yang harus dibayar?",
        ("Rp60.000", "Rp180.000", "Rp192.000", "Rp215.000"),
        "b",
        "Potongannya Rp60.000.",
        proof="240000 * F(100 - 25, 100)",
    ),
    Item(
        "percent-02",
        "percent",
        "Modal membuat keripik Rp400.000. Semua keripik terjual seharga Rp500.000. "
        "Berapa persen untungnya dari modal?",
        ("20%", "25%", "80%", "100%"),
        "b",
        "Untung Rp100.000 dari modal Rp400.000.",
        proof="F(500000 - 400000, 400000) * 100",
    ),
    Item(
        "percent-03",
        "percent",
        "Upah Lestari Rp2.000.000 sebulan. Upah itu naik 5%. Berapa upahnya sekarang?",
        ("Rp2.005.000", "Rp2.050.000", "Rp2.100.000", "Rp2.500.000"),
        "c",
        "Kenaikannya Rp100.000.",
        proof="2000000 * F(100 + 5, 100)",
    ),
    Item(
        "percent-04",
        "percent",
        "Ada 40 peserta kursus. Hari ini 34 orang hadir. Berapa persen yang hadir?",
        ("66%", "75%", "80%", "85%"),
        "d",
        "34 dari 40 sama dengan 85 dari 100.",
        proof="F(34, 40) * 100",
    ),
    Item(
        "percent-05",
        "percent",
        "Koperasi meminjamkan Rp1.500.000 dengan jasa 1% per bulan. "
        "Jasa selalu dihitung dari pinjaman awal. Berapa jasanya selama 6 bulan?",
        ("Rp15.000", "Rp60.000", "Rp90.000", "Rp150.000"),
        "c",
        "Rp15.000 sebulan, selama 6 bulan.",
        proof="1500000 * F(1, 100) * 6",
    ),
    Item(
        "percent-06",
        "percent",
        "Panen bawang tahun lalu 800 kg. Tahun ini panennya turun 15%. Berapa kg panen tahun ini?",
        ("680 kg", "700 kg", "785 kg", "920 kg"),
        "a",
        "Turun 120 kg.",
        proof="800 * F(100 - 15, 100)",
    ),
    Item(
        "percent-07",
        "percent",
        "Sebuah toko menerima pembayaran lewat ponsel sebesar Rp300.000. "
        "Biaya layanannya 0,7% dari jumlah itu. Berapa biayanya?",
        ("Rp210", "Rp2.100", "Rp7.000", "Rp21.000"),
        "b",
        "Satu persen Rp3.000, jadi 0,7% adalah Rp2.100.",
        proof="300000 * F(7, 1000)",
    ),
    Item(
        "percent-08",
        "percent",
        "Sebuah kipas dijual Rp150.000 setelah diskon 40%. Berapa harganya sebelum diskon?",
        ("Rp190.000", "Rp210.000", "Rp225.000", "Rp250.000"),
        "d",
        "Rp150.000 adalah 60% dari harga awal.",
        proof="150000 / F(100 - 40, 100)",
    ),
)
