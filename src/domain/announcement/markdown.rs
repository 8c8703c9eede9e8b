//! The text of an announcement: limited Markdown, turned into HTML and then sanitised, so whatever gets
//! into it, only these few elements get out (ASVS 5.0 §1.3.1).

use std::collections::HashSet;

/// Limited Markdown as HTML: paragraphs, lists, emphasis and links, and nothing else.
#[must_use]
pub fn html(markdown: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(markdown));
    ammonia::Builder::new()
        .tags(HashSet::from(["p", "ul", "ol", "li", "strong", "em", "a", "br"]))
        .tag_attributes([("a", HashSet::from(["href"]))].into())
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["https", "mailto", "tel"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"))
        .clean(&html)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_the_few_elements_that_are_allowed() {
        assert_eq!(
            html("Sistem **tutup** *besok*.\n\n- satu\n- [dua](https://bkn.go.id)"),
            "<p>Sistem <strong>tutup</strong> <em>besok</em>.</p>\n<ul>\n<li>satu</li>\n<li><a \
             href=\"https://bkn.go.id\" rel=\"noopener noreferrer\">dua</a></li>\n</ul>\n"
        );
        assert_eq!(html("# Judul"), "Judul\n");
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
                let allowed = ["p", "ul", "ol", "li", "strong", "em", "a", "br"];
                assert!(allowed.contains(&name), "{attack} became {html}");
                for bad in [" on", "style", "javascript:", "data:", "\"//"] {
                    assert!(!tag.contains(bad), "{attack} became {html}");
                }
            }
        }
    }
}
