"""Items of the test: adding, subtracting, multiplying and dividing what one meets every day."""

from rules.aptitude_items.item import Item

ITEMS = (
    Item(
        "arithmetic-01",
        "arithmetic",
        "Bu Rina membeli 3 kg telur seharga Rp28.000 per kg. Ia membayar dengan uang Rp100.000. "
        "Berapa kembaliannya?",
        ("Rp14.000", "Rp16.000", "Rp18.000", "Rp26.000"),
        "b",
        "Telur Rp84.000, dikurangkan dari Rp100.000.",
        proof="100000 - 3 * 28000",
    ),
    Item(
        "arithmetic-02",
        "arithmetic",
        "Warung Pak Darto menjual 45 gelas kopi pada pagi hari. Sore harinya terjual 28 gelas. "
        "Harga satu gelas Rp4.000. Berapa uang yang diterima hari itu?",
        ("Rp112.000", "Rp180.000", "Rp282.000", "Rp292.000"),
        "d",
        "73 gelas kali Rp4.000.",
        proof="(45 + 28) * 4000",
    ),
    Item(
        "arithmetic-03",
        "arithmetic",
        "Ongkos angkot sekali jalan Rp6.000. Dewi naik angkot pergi dan pulang selama 5 hari. "
        "Berapa ongkosnya?",
        ("Rp30.000", "Rp55.000", "Rp60.000", "Rp72.000"),
        "c",
        "Sehari dua kali jalan, Rp12.000, selama 5 hari.",
        proof="6000 * 2 * 5",
    ),
    Item(
        "arithmetic-04",
        "arithmetic",
        "Satu karung berisi 50 kg beras. Ada 6 karung. Semua beras dibungkus, tiap bungkus 2 kg. "
        "Berapa bungkus yang didapat?",
        ("100 bungkus", "125 bungkus", "150 bungkus", "300 bungkus"),
        "c",
        "300 kg dibagi 2 kg.",
        proof="6 * 50 / 2",
    ),
    Item(
        "arithmetic-05",
        "arithmetic",
        "Pak Made memanen 318 kg cabai. Sebanyak 18 kg rusak dan tidak dijual. "
        "Sisanya dibagi rata untuk 12 pedagang. Berapa kg untuk tiap pedagang?",
        ("24 kg", "25 kg", "26 kg", "27 kg"),
        "b",
        "300 kg dibagi 12.",
        proof="(318 - 18) / 12",
    ),
    Item(
        "arithmetic-06",
        "arithmetic",
        "Seorang penjahit menyelesaikan 7 baju sehari. Ia mendapat pesanan 91 baju. "
        "Berapa hari sampai semuanya selesai?",
        ("13 hari", "14 hari", "15 hari", "16 hari"),
        "a",
        "91 baju dibagi 7 baju sehari.",
        proof="91 / 7",
    ),
    Item(
        "arithmetic-07",
        "arithmetic",
        "Upah harian Yusuf Rp110.000. Lembur dibayar Rp20.000 per jam. "
        "Ia bekerja 6 hari dan lembur 4 jam. Berapa upahnya?",
        ("Rp660.000", "Rp740.000", "Rp780.000", "Rp820.000"),
        "b",
        "Rp660.000 untuk 6 hari, ditambah Rp80.000 untuk lembur.",
        proof="6 * 110000 + 4 * 20000",
    ),
    Item(
        "arithmetic-08",
        "arithmetic",
        "Tabungan Siti Rp750.000. Ia menabung Rp50.000 setiap minggu selama 8 minggu. "
        "Lalu ia mengambil Rp300.000. Berapa tabungannya sekarang?",
        ("Rp700.000", "Rp750.000", "Rp800.000", "Rp850.000"),
        "d",
        "Rp750.000 ditambah Rp400.000, dikurangi Rp300.000.",
        proof="750000 + 8 * 50000 - 300000",
    ),
    Item(
        "arithmetic-09",
        "arithmetic",
        "Bus berangkat pukul 06.40 dan tiba pukul 09.15. Berapa lama perjalanannya?",
        ("155 menit", "165 menit", "175 menit", "275 menit"),
        "a",
        "Dari 06.40 sampai 09.15 adalah 2 jam 35 menit.",
        proof="minutes('09.15') - minutes('06.40')",
    ),
)
