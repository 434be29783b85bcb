"""Items of the test: understanding notices, labels and short reports. `why` quotes the passage."""

from rules.aptitude_items.item import Item

ITEMS = (
    Item(
        "reading-01",
        "reading",
        "Apa yang harus disiapkan sendiri oleh peserta?",
        ("Biaya kursus", "Kain", "Mesin jahit", "Makan siang"),
        "b",
        "«kain dibawa sendiri»",
        text="Pendaftaran kursus menjahit dibuka 3 sampai 7 Maret. "
        "Pendaftar menyerahkan fotokopi KTP. Kursus gratis, tetapi kain dibawa sendiri. "
        "Mesin jahit dan makan siang disediakan.",
    ),
    Item(
        "reading-02",
        "reading",
        "Hari Selasa ternyata hujan. Kapan listrik dipadamkan?",
        (
            "Selasa pukul 13.00",
            "Rabu pukul 09.00",
            "Kamis pukul 09.00",
            "Listrik tidak dipadamkan",
        ),
        "c",
        "«Jika hujan, pekerjaan dipindah ke Kamis pada jam yang sama.»",
        text="Listrik di RT 04 dipadamkan Selasa pukul 09.00 sampai 13.00. "
        "Petugas memperbaiki tiang. Jika hujan, pekerjaan dipindah ke Kamis pada jam yang sama.",
    ),
    Item(
        "reading-03",
        "reading",
        "Pernyataan mana yang sesuai dengan bacaan?",
        (
            "Kartu berlaku selamanya",
            "Kartu yang hilang diganti",
            "Sepuluh gelas berbonus satu gelas",
            "Setiap pembeli mendapat gelas gratis",
        ),
        "c",
        "«Setiap membeli sepuluh gelas, kamu mendapat satu gelas gratis.»",
        text="Warung Bu Sum membagikan kartu stempel. "
        "Setiap membeli sepuluh gelas, kamu mendapat satu gelas gratis. "
        "Kartu berlaku tiga bulan. Kartu yang hilang tidak diganti.",
    ),
    Item(
        "reading-04",
        "reading",
        "Di mana tempat terbaik untuk menyimpan tepung itu?",
        (
            "Di lemari tertutup yang sejuk",
            "Di rak dekat kompor",
            "Di teras yang kena matahari",
            "Di kamar mandi",
        ),
        "a",
        "«Simpan di tempat yang sejuk, kering dan teduh.»",
        text="Cara menyimpan tepung ini tertulis pada bungkusnya. "
        "Simpan di tempat yang sejuk, kering dan teduh. Tutup rapat setelah dibuka.",
    ),
    Item(
        "reading-05",
        "reading",
        "Mana yang bukan syarat wajib?",
        (
            "Berusia 18 sampai 35 tahun",
            "Melamar sebelum tanggal 20",
            "Lulus SMP",
            "Bisa memakai aplikasi kasir",
        ),
        "d",
        "«Lebih disukai yang bisa memakai aplikasi kasir.»",
        text="Toko kami mencari penjaga berusia 18 sampai 35 tahun. "
        "Pelamar harus lulus SMP. Lebih disukai yang bisa memakai aplikasi kasir. "
        "Lamaran dikirim sebelum tanggal 20.",
    ),
    Item(
        "reading-06",
        "reading",
        "Air sudah direbus, tetapi masih berbau. Apa yang sebaiknya dilakukan?",
        (
            "Tidak meminumnya",
            "Meminumnya setelah dingin",
            "Mencampurnya dengan gula",
            "Menyimpannya untuk diminum besok",
        ),
        "a",
        "«Air yang berbau tidak boleh diminum.»",
        text="Air ledeng sering keruh setelah hujan deras. Diamkan air itu satu malam. "
        "Setelah itu, rebus sampai mendidih. Air yang berbau tidak boleh diminum.",
    ),
    Item(
        "reading-07",
        "reading",
        "Bu Wulan tidak bisa datang bulan ini. Apa yang harus ia lakukan?",
        (
            "Membayar dua kali bulan depan",
            "Menitipkan iuran kepada bendahara",
            "Tidak membayar bulan ini",
            "Mencari orang yang menggantikannya",
        ),
        "b",
        "«Iuran itu dititipkan kepada bendahara.»",
        text="Arisan diadakan setiap Minggu kedua. Iurannya Rp50.000. "
        "Anggota yang tidak hadir tetap membayar pada bulan itu. "
        "Iuran itu dititipkan kepada bendahara.",
    ),
    Item(
        "reading-08",
        "reading",
        "Apa pokok bacaan itu?",
        (
            "Harga ponsel di pasar",
            "Cara mencatat utang pembeli",
            "Sinyal di pasar selalu kuat",
            "Pembayaran lewat ponsel di pasar",
        ),
        "d",
        "«Banyak pedagang pasar kini menerima pembayaran lewat ponsel.»",
        text="Banyak pedagang pasar kini menerima pembayaran lewat ponsel. "
        "Mereka tidak perlu menyiapkan uang kembalian. Penjualan juga tercatat sendiri. "
        "Namun, sinyal di dalam pasar sering lemah.",
    ),
)
