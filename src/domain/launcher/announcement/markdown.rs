//! The text of an announcement. Its writers know no Markdown, so only what the form offers means anything:
//! blank lines, `-` for a list, `**bold**`, `*italics*` and links. Everything else stays as it was typed:
//! the ends of lines, numbers, and what would be a heading, a quotation, code or HTML elsewhere.
//!
//! The HTML is sanitised in the end, so whatever gets in, only a few elements get out
//! (ASVS 5.0 §1.3.1).

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd, html::push_html};
use std::collections::HashSet;

/// What a link may lead to.
const SCHEMES: [&str; 3] = ["https", "mailto", "tel"];

/// Limited Markdown as HTML: paragraphs, lists, emphasis and links, and nothing else.
#[must_use]
pub fn html(markdown: &str) -> String {
    let source = as_typed(markdown);
    let mut html = String::new();
    push_html(&mut html, Parser::new(&source).flat_map(shown()));
    ammonia::Builder::new()
        .tags(HashSet::from(["p", "ul", "li", "strong", "em", "a", "br"]))
        .tag_attributes([("a", HashSet::from(["href"]))].into())
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"))
        .clean(&html)
        .to_string()
}

/// Each end of a line stays, and what is not offered is text: HTML, and links to where none may lead.
fn shown<'a>() -> impl FnMut(Event<'a>) -> Vec<Event<'a>> {
    let text = |text: String| vec![Event::Text(text.into())];
    // How the link that is text ends.
    let mut end = None;
    move |event| match event {
        Event::SoftBreak => vec![Event::HardBreak],
        Event::InlineHtml(tag) | Event::Html(tag) => vec![Event::Text(tag)],
        Event::Start(Tag::Link { link_type, dest_url, .. })
            if link_type != LinkType::Email && !may_lead_to(&dest_url) =>
        {
            let is_short = link_type == LinkType::Autolink;
            end = Some(if is_short { ">".to_owned() } else { format!("]({dest_url})") });
            text(if is_short { "<" } else { "[" }.to_owned())
        }
        Event::End(TagEnd::Link) if end.is_some() => text(end.take().unwrap_or_default()),
        // What a picture is called stays.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => Vec::new(),
        event => vec![event],
    }
}

fn may_lead_to(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| SCHEMES.contains(&&*scheme))
}

/// The same text with a backslash before every mark at the start of a line that is not offered.
fn as_typed(markdown: &str) -> String {
    let mut source = String::with_capacity(markdown.len() + 16);
    // How deep the list is that a line may belong to.
    let mut depth = None;
    let mut after_blank = true;
    for line in markdown.lines() {
        let text = line.trim();
        if let Some(item) = item(text) {
            // Indentation makes a list in a list, one step at a time; elsewhere it would make code.
            let steps = line.chars().take_while(|c| c.is_whitespace()).count() / 2;
            let here = depth.map_or(0, |depth: usize| steps.min(depth + 1));
            depth = Some(here);
            source.push_str(&"  ".repeat(here));
            source.push_str("- ");
            push_literally(&mut source, item);
        } else {
            if after_blank && !text.is_empty() {
                depth = None;
            }
            push_literally(&mut source, text);
        }
        source.push('\n');
        after_blank = text.is_empty();
    }
    source
}

/// What stands behind the mark of a list.
fn item(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['-', '*', '+'])?;
    (rest.starts_with([' ', '\t']) && !is_drawn(text)).then(|| rest.trim_start())
}

/// A line that is drawn with one sign: `-----`, `= = =`.
fn is_drawn(text: &str) -> bool {
    let mut signs = text.chars().filter(|c| !c.is_whitespace());
    let first = signs.next();
    first.is_some_and(|first| "-=_*+".contains(first)) && signs.all(|sign| Some(sign) == first)
}

fn push_literally(source: &mut String, text: &str) {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let is_numbered = digits > 0 && rest.starts_with(['.', ')']);
    // Of a link's address, which would not be shown.
    let is_definition = text.starts_with('[')
        && text.split_once(']').is_none_or(|(_, after)| after.starts_with(':'));
    // An address in angle brackets is a link.
    let is_tag = text.strip_prefix('<').is_some_and(|rest| {
        let inside = rest.split('>').next().unwrap_or_default();
        let is_address = inside.contains([':', '@']) && !inside.contains(char::is_whitespace);
        !is_address || rest.starts_with(['!', '?', '/'])
    });
    let is_marked =
        is_tag || text.starts_with(['#', '>']) || text.starts_with("~~~") || is_drawn(text);
    source.push_str(number);
    if is_numbered || is_definition || is_marked {
        source.push('\\');
    }
    source.push_str(&rest.replace('`', "\\`"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markdown_becomes_the_few_elements_that_are_offered() {
        assert_eq!(
            html("Sistem **tutup** *besok*.\n\n- satu\n- [dua](https://bkn.go.id)"),
            "<p>Sistem <strong>tutup</strong> <em>besok</em>.</p>\n<ul>\n<li>satu</li>\n<li><a \
             href=\"https://bkn.go.id\" rel=\"noopener noreferrer\">dua</a></li>\n</ul>\n"
        );
        let nested = html("Bawa:\n- ijazah\n  - asli\n  - salinan\n* KTP\n\nTerima kasih");
        let elements = nested.replace('\n', "");
        assert_eq!(
            elements,
            "<p>Bawa:</p><ul><li>ijazah<ul><li>asli</li><li>salinan</li></ul></li>\
             <li>KTP</li></ul><p>Terima kasih</p>"
        );
    }

    #[test]
    fn a_number_at_the_start_of_a_line_stays_that_number() {
        assert_eq!(html("17. Agustus libur"), "<p>17. Agustus libur</p>\n");
        assert_eq!(html("2) dua\n5) lima"), "<p>2) dua<br>\n5) lima</p>\n");
        assert_eq!(html("- 17. Agustus"), "<ul>\n<li>17. Agustus</li>\n</ul>\n");
        assert_eq!(
            html("Pukul\n08.00. Selesai\n0. nol"),
            "<p>Pukul<br>\n08.00. Selesai<br>\n0. nol</p>\n"
        );
        assert_eq!(html("Libur:\n\n    1. Januari"), "<p>Libur:</p>\n<p>1. Januari</p>\n");
    }

    #[test]
    fn the_end_of_a_line_is_one_and_a_blank_line_parts_paragraphs() {
        assert_eq!(
            html("Jl. Merdeka 1\nAmbon\n\nTelepon"),
            "<p>Jl. Merdeka 1<br>\nAmbon</p>\n<p>Telepon</p>\n"
        );
        assert_eq!(
            html("- satu\n  lanjut\n- dua"),
            "<ul>\n<li>satu<br>\nlanjut</li>\n<li>dua</li>\n</ul>\n"
        );
    }

    /// Everything that `CommonMark` would read otherwise, or not show at all.
    #[test]
    fn what_is_not_offered_stays_as_it_was_typed() {
        for typed in [
            "# 1 di antara kita",
            "> 5 tahun masa kerja",
            "Isi kolom <nama> lalu kirim",
            "[Catatan]: penting",
            "Satu\n-----",
            "Satu\n=",
            "* * *",
            "-",
            "```\nx\n```",
            "~~~",
            "    menjorok",
            "\tmenjorok",
            "Jam `08:00`",
            "<b>\nsatu\ndua",
            "<!--:-->\nsatu",
            "+62 812",
            "*) syarat berlaku",
            "2026",
            "5 * 4 * 3",
        ] {
            let html = html(typed);
            let shown = html.replace("<p>", "").replace("</p>", "").replace("<br>", "");
            let shown = shown.replace("&lt;", "<").replace("&gt;", ">");
            let typed: Vec<_> = typed.lines().map(str::trim).collect();
            assert_eq!(shown.trim(), typed.join("\n"), "{html}");
        }
        let elsewhere = html("[lama](http://bkn.go.id) dan [sini](beranda)");
        assert_eq!(elsewhere, "<p>[lama](http://bkn.go.id) dan [sini](beranda)</p>\n");
        assert_eq!(html("![Peta kantor](https://evil/pixel.png)"), "<p>Peta kantor</p>\n");
        assert_eq!(html("<nama@bkn.go.id>").matches("mailto:nama@bkn.go.id").count(), 1);
    }

    #[test]
    fn no_script_gets_through_however_it_is_written() {
        for attack in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[a](javascript:alert(1))",
            "[a](JaVaScRiPt:alert(1))",
            "<a href=\"data:text/html,x\">a</a>",
            "<p onclick=alert(1) style=position:fixed>a</p>",
            "<svg/onload=alert(1)>",
            "<iframe src=https://evil></iframe>",
            "<form action=https://evil><button>a",
            "![a](https://evil/pixel.png)",
            "[a](//evil)",
            "<math><mtext></p><style><img src=x onerror=alert(1)>",
        ] {
            let html = html(attack).to_lowercase();
            for tag in html.split('<').skip(1) {
                let tag = tag.split('>').next().unwrap();
                let name = tag.trim_start_matches('/').split(' ').next().unwrap();
                let allowed = ["p", "ul", "li", "strong", "em", "a", "br"];
                assert!(allowed.contains(&name), "{attack} became {html}");
                for bad in [" on", "style", "javascript:", "data:", "\"//"] {
                    assert!(!tag.contains(bad), "{attack} became {html}");
                }
            }
        }
    }

    proptest! {
        /// No figure is renumbered, moved or lost, wherever it stands.
        #[test]
        fn every_figure_stays(typed in "[0-9.)( \n#>=<a`~+:\\-\\[\\]]{0,40}") {
            let figures = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            prop_assert_eq!(figures(&html(&typed)), figures(&typed));
        }
    }
}
