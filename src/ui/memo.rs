//! HTML of what looks the same for everybody, rendered once.

use crate::i18n::{Language, language};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// More kinds of one thing than this are forgotten and rendered again: announcements come and go.
const MOST: usize = 500;

/// For things of type `T`, known by a name, each in a few variants and in every language. What
/// was rendered holds as long as the thing equals the one it was rendered from.
pub struct Memo<T>(RwLock<Option<HashMap<Variant, Named<T>>>>);

type Variant = (Language, u8);
type Named<T> = HashMap<String, (Arc<T>, Arc<str>)>;

impl<T: Eq> Memo<T> {
    #[must_use]
    pub const fn new() -> Self {
        Self(RwLock::new(None))
    }

    pub fn html(
        &self,
        name: &str,
        variant: u8,
        thing: &Arc<T>,
        render: impl FnOnce() -> String,
    ) -> Arc<str> {
        let kind = (language(), variant);
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let found = held.as_ref().and_then(|held| held.get(&kind)?.get(name));
        if let Some((_, html)) = found.filter(|(then, _)| then == thing) {
            return Arc::clone(html);
        }
        drop(held);
        let html: Arc<str> = render().into();
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let named = held.get_or_insert_default().entry(kind).or_default();
        if named.len() >= MOST {
            named.clear();
        }
        named.insert(name.to_owned(), (Arc::clone(thing), Arc::clone(&html)));
        html
    }
}

impl<T: Eq> Default for Memo<T> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn rendered_once_and_again_when_the_thing_has_changed() {
        let memo = Memo::new();
        let rendered = Cell::new(0);
        let html = |text: &str, variant| {
            let thing = Arc::new(text.to_owned());
            memo.html("name", variant, &thing, || {
                rendered.set(rendered.get() + 1);
                format!("<b>{text}</b>")
            })
        };
        assert_eq!(&*html("a", 0), "<b>a</b>");
        assert_eq!(&*html("a", 0), "<b>a</b>");
        assert_eq!(rendered.get(), 1);
        assert_eq!(&*html("b", 0), "<b>b</b>");
        html("b", 1);
        assert_eq!(rendered.get(), 3);
    }
}
