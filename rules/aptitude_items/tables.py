"""Items of the test: finding and combining what stands in a table."""

from rules.aptitude_items.item import Item, Table

ITEMS = (
    Item(
        "tables-01",
        "tables",
        "Keuntungan adalah pemasukan dikurangi belanja. Hari apa keuntungan warung paling besar?",
        ("Senin", "Selasa", "Rabu", "Kamis"),
        "c",
        "Rabu untung Rp150.000.",
        figure=Table(
            "Uang masuk dan belanja warung",
            ("Hari", "Pemasukan (Rp)", "Belanja (Rp)"),
            (
                ("Senin", 420000, 300000),
                ("Selasa", 510000, 410000),
                ("Rabu", 380000, 230000),
                ("Kamis", 560000, 430000),
            ),
        ),
        proof="most({day: t[day][0] - t[day][1] for day in t})",
    ),
    Item(
        "tables-02",
        "tables",
        "Bus mana yang perjalanannya paling cepat?",
        ("Bus A", "Bus B", "Bus C", "Bus D"),
        "b",
        "Bus B butuh dua jam.",
        figure=Table(
            "Jadwal bus ke kota",
            ("Bus", "Berangkat", "Tiba"),
            (
                ("Bus A", "06.00", "08.30"),
                ("Bus B", "06.45", "08.45"),
                ("Bus C", "07.15", "10.00"),
                ("Bus D", "07.30", "09.45"),
            ),
        ),
        proof="least({bus: minutes(t[bus][1]) - minutes(t[bus][0]) for bus in t})",
    ),
    Item(
        "tables-03",
        "tables",
        "Kamu harus tiba sebelum pukul 12.00. Kapal mana yang bisa kamu pakai paling siang?",
        ("Kapal 1", "Kapal 2", "Kapal 3", "Kapal 4"),
        "c",
        "Kapal 3 tiba 11.30; kapal 4 sudah lewat pukul 12.00.",
        figure=Table(
            "Jadwal kapal ke pulau",
            ("Kapal", "Berangkat", "Tiba"),
            (
                ("Kapal 1", "07.00", "09.30"),
                ("Kapal 2", "08.15", "10.45"),
                ("Kapal 3", "09.00", "11.30"),
                ("Kapal 4", "10.00", "12.30"),
            ),
        ),
        proof="most({k: minutes(t[k][0]) for k in t if minutes(t[k][1]) < minutes('12.00')})",
    ),
    Item(
        "tables-04",
        "tables",
        "Barang yang sisanya kurang dari 7 harus dibeli lagi. Barang mana itu?",
        ("Sabun", "Sampo", "Teh", "Kopi"),
        "d",
        "Kopi tersisa 6.",
        figure=Table(
            "Stok toko minggu ini",
            ("Barang", "Stok awal", "Terjual"),
            (("Sabun", 48, 35), ("Sampo", 60, 41), ("Teh", 36, 29), ("Kopi", 50, 44)),
        ),
        proof="only(thing for thing in t if t[thing][0] - t[thing][1] < 7)",
    ),
    Item(
        "tables-05",
        "tables",
        "Bu Yanti mengirim 2 kg kue ke luar kota. Ia juga mengirim 4 kg kain di dalam kota. "
        "Berapa ongkos keduanya?",
        ("Rp37.000", "Rp42.000", "Rp49.000", "Rp67.000"),
        "c",
        "Kue Rp27.000, kain Rp22.000.",
        figure=Table(
            "Ongkos kirim satu paket",
            ("Berat", "Dalam kota (Rp)", "Luar kota (Rp)"),
            (
                ("Sampai 1 kg", 9000, 16000),
                ("Sampai 3 kg", 15000, 27000),
                ("Sampai 5 kg", 22000, 40000),
                ("Sampai 10 kg", 38000, 72000),
            ),
        ),
        proof="t['Sampai 3 kg'][1] + t['Sampai 5 kg'][0]",
    ),
    Item(
        "tables-06",
        "tables",
        "Sertifikat diberikan kepada yang hadir sedikitnya 16 kali. "
        "Siapa yang tidak mendapat sertifikat?",
        ("Candra", "Agus", "Bela", "Dina"),
        "a",
        "Candra hadir 15 kali.",
        figure=Table(
            "Kehadiran kursus, 20 pertemuan",
            ("Nama", "Hadir", "Izin", "Tanpa kabar"),
            (("Candra", 15, 3, 2), ("Agus", 18, 1, 1), ("Bela", 16, 4, 0), ("Dina", 19, 0, 1)),
        ),
        proof="only(name for name in t if t[name][0] < 16)",
    ),
    Item(
        "tables-07",
        "tables",
        "Bu Tri membeli 2 kg kentang dan 1 kg tomat di Pasar Sore. Berapa yang harus dibayar?",
        ("Rp36.000", "Rp39.000", "Rp42.000", "Rp44.000"),
        "a",
        "Kentang Rp26.000, tomat Rp10.000.",
        figure=Table(
            "Harga sayur per kg",
            ("Sayur", "Pasar Pagi (Rp)", "Pasar Sore (Rp)"),
            (
                ("Tomat", 12000, 10000),
                ("Wortel", 14000, 15000),
                ("Kentang", 16000, 13000),
                ("Buncis", 11000, 11500),
            ),
        ),
        proof="2 * t['Kentang'][1] + t['Tomat'][1]",
    ),
    Item(
        "tables-08",
        "tables",
        "Petak mana yang panennya paling banyak per meter persegi?",
        ("Petak A", "Petak B", "Petak C", "Petak D"),
        "d",
        "Petak D menghasilkan 0,9 kg per meter persegi.",
        figure=Table(
            "Luas dan panen tiap petak",
            ("Petak", "Luas (meter persegi)", "Panen (kg)"),
            (
                ("Petak A", 200, 160),
                ("Petak B", 300, 210),
                ("Petak C", 250, 175),
                ("Petak D", 150, 135),
            ),
        ),
        proof="most({plot: t[plot][1] / t[plot][0] for plot in t})",
    ),
)
