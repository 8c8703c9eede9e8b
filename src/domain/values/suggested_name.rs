//! A name for a device to begin with, so that nobody has to think of one: by what the browser says of
//! itself, which anybody can make up. Only words of ours are in it.

use super::browser_name;
use crate::i18n::Language;

/// Makers of phones, by what their browsers and models say of themselves. A phone that says none of it
/// is just a phone.
const MAKERS: [(&str, &str); 13] = [
    ("SamsungBrowser/", "Samsung"),
    ("; SM-", "Samsung"),
    ("MiuiBrowser/", "Xiaomi"),
    ("; Redmi", "Xiaomi"),
    ("; POCO", "Xiaomi"),
    ("; CPH", "OPPO"),
    ("; OPPO", "OPPO"),
    ("; RMX", "realme"),
    ("VivoBrowser/", "vivo"),
    ("; vivo", "vivo"),
    ("; Infinix", "Infinix"),
    ("; TECNO", "TECNO"),
    ("; Pixel", "Pixel"),
];

/// A name to begin with for the phone that holds an authenticator app: the one that the page is open
/// on, or else just "my phone". None that `taken` has already.
#[must_use]
pub fn of_phone(user_agent: &str, language: Language, taken: &[String]) -> String {
    let words = &language.messages().mfa;
    let name = match browser_name::of(user_agent).system {
        Some(apple @ ("iPhone" | "iPad")) => (words.my_device)(apple),
        Some("Android") => {
            let maker = MAKERS.iter().find(|(mark, _)| user_agent.contains(mark));
            maker.map_or(words.my_phone.to_owned(), |(_, maker)| (words.my_phone_by)(maker))
        }
        _ => words.my_phone.to_owned(),
    };
    not_taken(name, taken)
}

/// The same for the device that the page is open on, which holds a passkey.
#[must_use]
pub fn of_this_device(user_agent: &str, language: Language, taken: &[String]) -> String {
    match browser_name::of(user_agent).system {
        Some("Windows" | "macOS" | "Linux" | "ChromeOS") => {
            not_taken(language.messages().mfa.my_computer.to_owned(), taken)
        }
        _ => of_phone(user_agent, language, taken),
    }
}

/// The name, or the first of its kind with a number that is free.
fn not_taken(name: String, taken: &[String]) -> String {
    let is_free = |name: &String| !taken.iter().any(|one| one.eq_ignore_ascii_case(name));
    if is_free(&name) {
        return name;
    }
    let mut numbered = (2..).map(|number| format!("{name} {number}"));
    numbered.find(is_free).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::values::device_name;

    const DESKTOP: &str =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/138.0.0.0 Safari/537.36";

    #[test]
    fn a_phone_is_called_by_its_maker_where_the_browser_tells() {
        let name = |agent: &str| of_phone(agent, Language::Indonesian, &[]);
        let android = |model: &str| {
            name(&format!("Mozilla/5.0 (Linux; Android 14; {model}) Chrome/138.0 Mobile"))
        };
        assert_eq!(android("SM-A155F"), "HP Samsung saya");
        assert_eq!(android("K) SamsungBrowser/28.0 (x"), "HP Samsung saya");
        assert_eq!(android("Redmi Note 12"), "HP Xiaomi saya");
        assert_eq!(android("CPH2591"), "HP OPPO saya");
        assert_eq!(android("K"), "HP saya", "Chrome tells no model");
        assert_eq!(name("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)"), "iPhone saya");
        assert_eq!(name(DESKTOP), "HP saya", "the app is not on the computer");
        assert_eq!(name(""), "HP saya");
        assert_eq!(of_phone("", Language::English, &[]), "My phone");
        assert_eq!(of_this_device(DESKTOP, Language::Indonesian, &[]), "Komputer saya");
        let iphone = of_this_device("Mozilla/5.0 (iPhone)", Language::English, &[]);
        assert_eq!(iphone, "My iPhone");
    }

    #[test]
    fn a_name_to_begin_with_is_one_that_no_other_device_has_and_can_be_used_as_it_is() {
        let mut taken: Vec<String> = Vec::new();
        for expected in ["HP saya", "HP saya 2", "HP saya 3"] {
            let name = of_phone(DESKTOP, Language::Indonesian, &taken);
            assert_eq!(name, expected);
            assert_eq!(device_name::parse(&name).unwrap(), name);
            taken.push(name.to_uppercase());
        }
        let name = of_phone(DESKTOP, Language::Indonesian, &["HP saya 2".to_owned()]);
        assert_eq!(name, "HP saya");
    }
}
