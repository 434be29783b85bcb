"""Items of the test: parts of a whole."""

from rules.aptitude_items.item import Item

ITEMS = (
    Item(
        "fractions-01",
        "fractions",
        "Satu loyang kue dipotong menjadi 8 bagian sama besar. Keluarga Tono makan 3 potong. "
        "Berapa bagian kue yang tersisa?",
        ("3/8 bagian", "1/2 bagian", "5/8 bagian", "3/4 bagian"),
        "c",
        "Tersisa 5 dari 8 potong.",
        proof="F(8 - 3, 8)",
    ),
    Item(
        "fractions-02",
        "fractions",
        "Resep donat memakai 1/2 kg tepung untuk 20 donat. Berapa kg tepung untuk 50 donat?",
        ("1 kg", "1,25 kg", "1,5 kg", "2,5 kg"),
        "b",
        "50 donat adalah dua setengah kali resep.",
        proof="F(1, 2) * 50 / 20",
    ),
    Item(
        "fractions-03",
        "fractions",
        "Sebuah drum berisi 60 liter minyak. Sebanyak 2/5 isinya sudah terjual. "
        "Berapa liter yang tersisa?",
        ("24 liter", "30 liter", "36 liter", "40 liter"),
        "c",
        "Tersisa 3/5 dari 60 liter.",
        proof="60 * (1 - F(2, 5))",
    ),
    Item(
        "fractions-04",
        "fractions",
        "Kebun Pak Karso luasnya 900 meter persegi. Sebanyak 1/3 ditanami jagung. "
        "Sebanyak 1/4 ditanami kacang. Sisanya ditanami ubi. Berapa luas kebun ubi?",
        ("375 meter persegi", "450 meter persegi", "525 meter persegi", "675 meter persegi"),
        "a",
        "Sisanya 5/12 dari 900 meter persegi.",
        proof="900 * (1 - F(1, 3) - F(1, 4))",
    ),
    Item(
        "fractions-05",
        "fractions",
        "Bu Lasmi punya 3/4 kg gula. Satu stoples kue butuh 1/8 kg gula. "
        "Berapa stoples kue yang bisa dibuat?",
        ("5 stoples", "6 stoples", "7 stoples", "8 stoples"),
        "b",
        "3/4 sama dengan 6/8.",
        proof="F(3, 4) / F(1, 8)",
    ),
    Item(
        "fractions-06",
        "fractions",
        "Andi mengecat 1/3 pagar pada hari pertama. Hari kedua ia mengecat 1/2 pagar. "
        "Berapa bagian pagar yang belum dicat?",
        ("1/6 bagian", "1/5 bagian", "3/5 bagian", "5/6 bagian"),
        "a",
        "Sudah dicat 2/6 dan 3/6, jadi tersisa 1/6.",
        proof="1 - F(1, 3) - F(1, 2)",
    ),
    Item(
        "fractions-07",
        "fractions",
        "Jarak rumah Wati ke kota 45 km. Ia sudah menempuh 2/3 jarak itu. Berapa km lagi?",
        ("15 km", "20 km", "25 km", "30 km"),
        "a",
        "Tersisa 1/3 dari 45 km.",
        proof="45 * (1 - F(2, 3))",
    ),
    Item(
        "fractions-08",
        "fractions",
        "Satu jeriken berisi 5 liter sabun cair. Sabun dituang ke botol yang berisi 1/4 liter. "
        "Berapa botol yang terisi penuh?",
        ("8 botol", "10 botol", "15 botol", "20 botol"),
        "d",
        "Satu liter mengisi 4 botol.",
        proof="5 / F(1, 4)",
    ),
)
