//! What to call the device a session was opened on, so that its owner recognises it.
//!
//! Read off the `User-Agent`, which anybody can make up: it is shown and nothing depends on it. It
//! is never shown as it came; only the names in these tables are, which but for the command line are
//! the same in every language.

use crate::i18n::Language;

/// `None` where nothing is known, as within the browser of another app.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Browser {
    pub browser: Option<&'static str>,
    pub system: Option<&'static str>,
}

/// What each says of itself. Nearly all say Safari and Chrome too, so those come last.
const BROWSERS: [(&str, &str); 19] = [
    ("curl/", COMMAND_LINE),
    ("Wget/", COMMAND_LINE),
    ("HTTPie/", COMMAND_LINE),
    ("PowerShell/", COMMAND_LINE),
    ("SamsungBrowser/", "Samsung Internet"),
    ("UCBrowser/", "UC Browser"),
    ("UBrowser/", "UC Browser"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("OPiOS/", "Opera"),
    ("Opera", "Opera"),
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
];

const COMMAND_LINE: &str = "command line";

/// Android says Linux too. An iPad may say it is a Mac: then it is taken for one.
const SYSTEMS: [(&str, &str); 8] = [
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Adr ", "Android"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

#[must_use]
pub fn of(user_agent: &str) -> Browser {
    let first = |names: &[(&str, &'static str)]| {
        let said = names.iter().find(|(mark, _)| user_agent.contains(mark));
        said.map(|(_, name)| *name)
    };
    Browser { browser: first(&BROWSERS), system: first(&SYSTEMS) }
}

/// The same in words of a language.
#[must_use]
pub fn in_words(user_agent: &str, language: Language) -> String {
    let words = &language.messages().mail;
    match of(user_agent) {
        Browser { browser: Some(COMMAND_LINE), .. } => words.command_line.to_owned(),
        Browser { browser: Some(browser), system: Some(system) } => {
            (words.browser)(browser, system)
        }
        Browser { browser: Some(one), .. } | Browser { system: Some(one), .. } => one.to_owned(),
        Browser { .. } => words.unknown_browser.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGENTS: &str = "
        Chrome, Windows: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36
        Edge, Windows: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0
        Opera, Windows: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/135.0.0.0 Safari/537.36 OPR/120.0.0.0
        Firefox, Windows: Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0
        Chrome, Android: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36
        Samsung Internet, Android: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36
        UC Browser, Android: Mozilla/5.0 (Linux; U; Android 13; id; RMX3834 Build/TP1A.220624.014) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/100.0.4896.58 UCBrowser/13.7.8.1325 Mobile Safari/537.36
        Firefox, Android: Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0
        Safari, iPhone: Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1
        Chrome, iPhone: Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/138.0.7204.119 Mobile/15E148 Safari/604.1
        ?, iPhone: Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148
        Firefox, iPad: Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/140.0 Mobile/15E148 Safari/605.1.15
        Safari, macOS: Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15
        Firefox, Linux: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
        Chrome, ChromeOS: Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36
        command line, Windows: Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.22621.4391
        Opera, Android: Opera/9.80 (Android; Opera Mini/82.0/191.324; U; id) Presto/2.12.423 Version/12.16
        UC Browser, Android: UCWEB/2.0 (MIDP-2.0; U; Adr 9; id; CPH2015) U2/1.0.0 UCBrowser/12.13 Mobile
        command line, ?: curl/8.14.1";

    #[test]
    fn a_device_is_called_by_its_own_name_and_not_by_what_it_pretends_to_be() {
        for line in AGENTS.lines().skip(1) {
            let (name, agent) = line.trim().split_once(": ").unwrap();
            let Browser { browser, system } = of(agent);
            let found = [browser, system].map(|name| name.unwrap_or("?")).join(", ");
            assert_eq!(found, name, "{agent}");
        }
    }

    #[test]
    fn a_program_is_called_so_in_both_languages() {
        for agent in ["curl/8.14.1", "Mozilla/5.0 (Windows NT 10.0) WindowsPowerShell/5.1"] {
            assert_eq!(in_words(agent, Language::Indonesian), "program di baris perintah");
            assert_eq!(in_words(agent, Language::English), "a program at the command line");
        }
    }

    #[test]
    fn nothing_of_what_was_sent_is_shown() {
        for agent in ["", "<script>alert(1)</script>", "🙂\u{202e}", "mozilla chrome windows"] {
            assert_eq!(of(agent), Browser::default(), "{agent}");
        }
    }
}
