//! One thing has one name, and one name is one thing.

use std::{collections::BTreeMap, fs};
use syn::{Item, Visibility};

/// The types that a file shows to others, with their names.
fn types() -> impl Iterator<Item = (String, String)> {
    crate::sources("").into_iter().flat_map(|(path, _)| {
        let file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
        let names = file.items.into_iter().filter_map(|item| match item {
            Item::Struct(one) => Some((one.vis, one.ident)),
            Item::Enum(one) => Some((one.vis, one.ident)),
            Item::Trait(one) => Some((one.vis, one.ident)),
            Item::Type(one) => Some((one.vis, one.ident)),
            _ => None,
        });
        let shown = names.filter(|(visibility, _)| !matches!(visibility, Visibility::Inherited));
        let file = path.display().to_string();
        shown.map(move |(_, name)| (name.to_string(), file.clone())).collect::<Vec<_>>()
    })
}

#[test]
fn no_two_types_have_one_name() {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, file) in types() {
        files.entry(name).or_default().push(file);
    }
    assert!(files.len() > 200, "hardly anything is read");
    files.retain(|_, files| files.len() > 1);
    assert!(files.is_empty(), "{files:#?}");
}

/// What OAuth 2.0 (RFC 6749 §1) and `OpenID` Connect (Core 1.0 §1.2) call so is called so, and nothing else.
#[test]
fn the_words_of_oauth_mean_what_oauth_means() {
    let words = [
        "Client",
        "Subject",
        "Audience",
        "Token",
        "AccessToken",
        "Code",
        "Grant",
        "Bearer",
        "Claim",
        "Scope",
    ];
    for (name, file) in types() {
        let speaks_oauth =
            ["/domain/sso/", "/store/sso/", "/http/oidc/"].iter().any(|part| file.contains(part));
        assert!(speaks_oauth || !words.contains(&name.as_str()), "{file}: {name}");
    }
}
