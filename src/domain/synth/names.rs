//! Names of people and agencies, combined by rule from short lists of our own.

use super::Dice;

const WOMEN: &[&str] = &[
    "Sri",
    "Dewi",
    "Siti",
    "Ratna",
    "Wahyuni",
    "Nur",
    "Rina",
    "Fitri",
    "Ayu",
    "Lestari",
    "Yuliana",
    "Indah",
    "Maria",
    "Kartika",
    "Endang",
    "Ni Luh",
    "Ni Made",
    "Herlina",
    "Aisyah",
    "Rahmawati",
    "Melati",
    "Novita",
    "Tri",
    "Dian",
    "Puspita",
    "Yohana",
    "Martha",
    "Ningsih",
    "Suryani",
    "Intan",
    "Anisa",
    "Farida",
    "Hasnah",
    "Lilis",
    "Wulan",
    "Retno",
    "Titik",
    "Ester",
    "Rosdiana",
    "Mega",
];
const MEN: &[&str] = &[
    "Budi", "Agus", "Bambang", "Ahmad", "Muhammad", "Rizky", "Eko", "Dwi", "Hendra", "I Wayan",
    "I Made", "Joko", "Slamet", "Yusuf", "Andi", "Fajar", "Rahmat", "Yohanes", "Petrus", "Teguh",
    "Arif", "Hasan", "Iwan", "Dedi", "Suparman", "Wahyu", "Ridwan", "Taufik", "Heru", "Imam",
    "Anton", "Gede", "Ketut", "Syahrul", "Zainal", "Marthen", "Daud", "Asep", "Ujang", "Bayu",
];
const LAST: &[&str] = &[
    "Hartono",
    "Pratama",
    "Saputra",
    "Wijaya",
    "Santoso",
    "Siregar",
    "Nasution",
    "Lubis",
    "Harahap",
    "Simanjuntak",
    "Sitompul",
    "Tarigan",
    "Ginting",
    "Pattiasina",
    "Latuconsina",
    "Matulessy",
    "Rumbiak",
    "Wenda",
    "Kambuaya",
    "Tanjung",
    "Chaniago",
    "Koto",
    "Hidayat",
    "Rahman",
    "Hakim",
    "Kurniawan",
    "Nugroho",
    "Setiawan",
    "Susanto",
    "Purnomo",
    "Utami",
    "Handayani",
    "Anggraini",
    "Permata",
    "Maharani",
    "Safitri",
    "Suryadi",
    "Gunawan",
    "Firmansyah",
    "Ramadhan",
    "Mansyur",
    "Daeng",
    "Lapian",
    "Tumbelaka",
    "Manoppo",
    "Lahagu",
    "Zebua",
    "Bau",
    "Nahak",
    "Tefa",
    "Sutrisno",
    "Wibowo",
    "Prasetyo",
    "Mulyadi",
    "Suharto Putra",
    "Sudarsono",
    "Widodo",
    "Hasibuan",
    "Pohan",
];

/// One to three words.
pub(super) fn of_person(dice: &mut Dice, is_woman: bool) -> String {
    let first = if is_woman { WOMEN } else { MEN };
    match dice.below(10) {
        0 => dice.one_of(first).to_owned(),
        1..=3 => format!("{} {} {}", dice.one_of(first), dice.one_of(first), dice.one_of(LAST)),
        _ => format!("{} {}", dice.one_of(first), dice.one_of(LAST)),
    }
}

/// About as many agencies as there are.
pub(super) const AGENCIES: u64 = 640;

const FIELDS: &[&str] = &[
    "Pendidikan",
    "Kesehatan",
    "Agama",
    "Keuangan",
    "Pertanian",
    "Perhubungan",
    "Kehutanan",
    "Pekerjaan Umum",
    "Perindustrian",
    "Perdagangan",
    "Kelautan",
    "Ketenagakerjaan",
    "Sosial",
    "Hukum",
    "Pertahanan",
    "Pariwisata",
    "Kebudayaan",
    "Koperasi",
    "Energi",
    "Riset",
];
const PLACES: &[&str] = &[
    "Ambon",
    "Bandung",
    "Banjar",
    "Batang",
    "Bengkulu",
    "Bima",
    "Blitar",
    "Bogor",
    "Bone",
    "Ciamis",
    "Cirebon",
    "Demak",
    "Ende",
    "Flores",
    "Garut",
    "Gorontalo",
    "Halmahera",
    "Jambi",
    "Jayapura",
    "Jember",
    "Kapuas",
    "Kediri",
    "Kendari",
    "Kupang",
    "Lampung",
    "Lombok",
    "Luwu",
    "Madiun",
    "Magelang",
    "Malang",
    "Mamuju",
    "Manado",
    "Medan",
    "Nias",
    "Padang",
    "Palu",
    "Paser",
    "Pontianak",
    "Poso",
    "Sambas",
    "Sintang",
    "Solok",
    "Sorong",
    "Sumba",
    "Tegal",
    "Ternate",
    "Toraja",
    "Wajo",
];
const KINDS: &[&str] = &[
    "Pemerintah Kabupaten {}",
    "Pemerintah Kota {}",
    "Pemerintah Provinsi {}",
    "Pemerintah Kabupaten {} Utara",
    "Pemerintah Kabupaten {} Selatan",
    "Pemerintah Kabupaten {} Timur",
    "Pemerintah Kabupaten {} Barat",
    "Pemerintah Kabupaten {} Tengah",
    "Pemerintah Kabupaten {} Raya",
    "Pemerintah Kabupaten Kepulauan {}",
    "Pemerintah Kabupaten {} Jaya",
    "Pemerintah Kabupaten {} Tenggara",
    "Pemerintah Kabupaten {} Hulu",
];

/// The name of agency `number`; the first are the largest.
pub(super) fn of_agency(number: u64) -> String {
    let number = usize::try_from(number % AGENCIES).unwrap_or_default();
    if let Some(field) = FIELDS.get(number) {
        return format!("Kementerian {field}");
    }
    let number = number - FIELDS.len();
    let place = PLACES.get(number % PLACES.len()).copied().unwrap_or_default();
    KINDS.get(number / PLACES.len()).copied().unwrap_or("{}").replace("{}", place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_agency_has_a_name_of_its_own() {
        let names: HashSet<String> = (0..AGENCIES).map(of_agency).collect();
        assert_eq!(names.len() as u64, AGENCIES);
        assert!(names.iter().all(|name| name.contains(' ')));
    }
}
