//! What a person keeps on the launcher: favourites in an order of their own, what was opened last,
//! which important announcements were acknowledged. The same on every device.
//!
//! Until somebody chooses, the favourites are suggestions for their role; the first choice starts
//! from these. Services that a person may not see at the moment keep their place, out of sight.

use super::commons::ShownServices;
use crate::{
    domain::{
        Fault, Portal,
        session::{self, LiveSession},
    },
    store::ShelfRow,
};
use uuid::Uuid;

/// How many services "last opened" shows.
pub const RECENTS: usize = 6;
/// How many it remembers: favourites stand elsewhere already, and are passed over.
const REMEMBERED: usize = 12;
/// How many acknowledgements are remembered: more than are ever current at once.
const ACKNOWLEDGED: usize = 100;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shelf {
    /// Slugs; `None`: never chosen.
    pub favourites: Option<Vec<String>>,
    /// Slugs, the last opened first.
    pub recents: Vec<String>,
    pub acknowledged: Vec<Uuid>,
}

/// A change of the favourites. Each may be asked for twice and is done once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShelfChange {
    Pin(String),
    Unpin(String),
    /// Back to that place, from which it was just taken.
    Restore(String, usize),
    /// One place towards the beginning.
    Earlier(String),
    /// One place towards the end.
    Later(String),
    /// What is named comes first, in this order; what is not stays behind it.
    Order(Vec<String>),
}

/// The service is not there, or not for this person: to them that is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSuchService;

impl Shelf {
    pub(in crate::domain) fn read(row: &ShelfRow) -> Self {
        Self {
            favourites: row.favourites.as_deref().map(slugs),
            recents: slugs(&row.recents),
            acknowledged: row.acknowledged.split(' ').filter_map(|id| id.parse().ok()).collect(),
        }
    }

    fn row(&self) -> ShelfRow {
        let ids: Vec<String> = self.acknowledged.iter().map(Uuid::to_string).collect();
        ShelfRow {
            favourites: self.favourites.as_ref().map(|slugs| slugs.join(" ")),
            recents: self.recents.join(" "),
            acknowledged: ids.join(" "),
        }
    }
}

fn slugs(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// What is on somebody's shelf and may be seen by them.
#[must_use]
pub fn favourites(shelf: &Shelf, shown: &ShownServices) -> Vec<String> {
    match &shelf.favourites {
        Some(chosen) => visible(chosen, shown),
        None => shown.suggested.clone(),
    }
}

/// What was opened last, without `favourites`.
#[must_use]
pub fn recents(shelf: &Shelf, shown: &ShownServices, favourites: &[String]) -> Vec<String> {
    let mut recents = visible(&shelf.recents, shown);
    recents.retain(|recent| !favourites.contains(recent));
    recents.truncate(RECENTS);
    recents
}

fn visible(slugs: &[String], shown: &ShownServices) -> Vec<String> {
    slugs.iter().filter(|slug| shown.has(slug)).cloned().collect()
}

/// Changes the favourites of whoever is logged in; the place, from 0, from which one was taken, among
/// those that are seen.
///
/// # Errors
/// When the database fails; then nothing was changed.
pub async fn change(
    portal: &Portal,
    session: &LiveSession,
    change: &ShelfChange,
) -> Result<Result<Option<usize>, NoSuchService>, Fault> {
    let shown = portal.commons.get().shown_to(&session.roles);
    if let ShelfChange::Pin(slug) | ShelfChange::Restore(slug, _) = change
        && !shown.has(slug)
    {
        return Ok(Err(NoSuchService));
    }
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let mut shelf = Shelf::read(&unit.lock_shelf(session.account).await?);
    let chosen = shelf.favourites.take().unwrap_or_else(|| shown.suggested.clone());
    let (seen, unseen): (Vec<String>, Vec<String>) =
        chosen.into_iter().partition(|slug| shown.has(slug));
    let taken_from = match change {
        ShelfChange::Unpin(slug) => seen.iter().position(|favourite| favourite == slug),
        _ => None,
    };
    shelf.favourites = Some(changed(seen, change).into_iter().chain(unseen).collect());
    unit.set_shelf(session.account, &shelf.row()).await?;
    unit.commit().await?;
    Ok(Ok(taken_from))
}

fn changed(mut favourites: Vec<String>, change: &ShelfChange) -> Vec<String> {
    let place = |slug: &String| favourites.iter().position(|favourite| favourite == slug);
    match change {
        ShelfChange::Pin(slug) if place(slug).is_none() => favourites.push(slug.clone()),
        ShelfChange::Restore(slug, at) if place(slug).is_none() => {
            favourites.insert((*at).min(favourites.len()), slug.clone());
        }
        ShelfChange::Pin(_) | ShelfChange::Restore(..) => {}
        ShelfChange::Unpin(slug) => favourites.retain(|favourite| favourite != slug),
        ShelfChange::Earlier(slug) => {
            if let Some(at) = place(slug).filter(|at| *at > 0) {
                favourites.swap(at - 1, at);
            }
        }
        ShelfChange::Later(slug) => {
            if let Some(at) = place(slug).filter(|at| at + 1 < favourites.len()) {
                favourites.swap(at, at + 1);
            }
        }
        ShelfChange::Order(order) => {
            let rank = |slug: &String| order.iter().position(|named| named == slug);
            favourites.sort_by_key(|slug| rank(slug).unwrap_or(usize::MAX));
        }
    }
    favourites
}

/// Notes that a service was opened. Losing the last seconds of it in a power failure is no loss.
pub async fn note_opened(
    portal: &Portal,
    session: &LiveSession,
    seen: &Shelf,
    slug: &str,
) -> Result<(), Fault> {
    if seen.recents.first().is_some_and(|last| last == slug) {
        return Ok(());
    }
    let mut unit = portal.store.write_forgettable().await?;
    let account = session.account;
    let mut shelf = Shelf::read(&unit.lock_shelf(account).await?);
    shelf.recents.retain(|recent| recent != slug);
    shelf.recents.insert(0, slug.to_owned());
    shelf.recents.truncate(REMEMBERED);
    unit.set_shelf(account, &shelf.row()).await?;
    unit.commit().await?;
    Ok(())
}

/// Notes that an important announcement was read. One that is not current is nothing to note.
pub async fn acknowledge(portal: &Portal, session: &LiveSession, id: Uuid) -> Result<(), Fault> {
    let commons = portal.commons.get();
    if !commons.announcements.iter().any(|announcement| announcement.id == id) {
        return Ok(());
    }
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let mut shelf = Shelf::read(&unit.lock_shelf(session.account).await?);
    if !shelf.acknowledged.contains(&id) {
        shelf.acknowledged.insert(0, id);
        shelf.acknowledged.truncate(ACKNOWLEDGED);
        unit.set_shelf(session.account, &shelf.row()).await?;
    }
    unit.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(text: &str) -> Vec<String> {
        slugs(text)
    }

    #[test]
    fn a_change_does_one_thing_and_twice_is_once() {
        let after = |change: ShelfChange| {
            let once = changed(list("a b c"), &change);
            if !matches!(change, ShelfChange::Earlier(_) | ShelfChange::Later(_)) {
                assert_eq!(changed(once.clone(), &change), once);
            }
            once.join(" ")
        };
        let slug = |slug: &str| slug.to_owned();
        assert_eq!(after(ShelfChange::Pin(slug("d"))), "a b c d");
        assert_eq!(after(ShelfChange::Pin(slug("b"))), "a b c");
        assert_eq!(after(ShelfChange::Unpin(slug("b"))), "a c");
        assert_eq!(after(ShelfChange::Unpin(slug("x"))), "a b c");
        assert_eq!(after(ShelfChange::Restore(slug("d"), 1)), "a d b c");
        assert_eq!(after(ShelfChange::Restore(slug("d"), usize::MAX)), "a b c d");
        assert_eq!(after(ShelfChange::Restore(slug("c"), 0)), "a b c", "it is there already");
        assert_eq!(after(ShelfChange::Earlier(slug("b"))), "b a c");
        assert_eq!(after(ShelfChange::Earlier(slug("a"))), "a b c");
        assert_eq!(after(ShelfChange::Later(slug("b"))), "a c b");
        assert_eq!(after(ShelfChange::Later(slug("c"))), "a b c");
    }

    #[test]
    fn an_order_with_missing_repeated_or_strange_items_loses_nothing() {
        let after =
            |order: &str| changed(list("a b c"), &ShelfChange::Order(list(order))).join(" ");
        assert_eq!(after("c a b"), "c a b");
        assert_eq!(after("c"), "c a b");
        assert_eq!(after("c c c a"), "c a b");
        assert_eq!(after("x ../y c"), "c a b");
        assert_eq!(after(""), "a b c");
    }

    proptest! {
        #[test]
        fn no_order_adds_or_loses_a_favourite(
            favourites in prop::collection::hash_set("[a-f]", 0..6),
            order in prop::collection::vec("[a-h]", 0..12),
        ) {
            let before: Vec<String> = favourites.into_iter().collect();
            let mut after = changed(before.clone(), &ShelfChange::Order(order));
            let mut before = before;
            before.sort();
            after.sort();
            prop_assert_eq!(before, after);
        }

        #[test]
        fn a_shelf_is_read_back(favourites in prop::option::of(prop::collection::vec("[a-z-]{1,9}", 0..5)), recents in prop::collection::vec("[a-z]{1,9}", 0..6)) {
            let shelf = Shelf { favourites, recents, acknowledged: vec![Uuid::from_u128(7)] };
            prop_assert_eq!(Shelf::read(&shelf.row()), shelf);
        }
    }
}
