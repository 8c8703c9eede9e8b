//! What everybody's portal is made of: services, announcements, agencies. Each node keeps them in
//! memory, reads them again after every change of its own, and every few seconds for changes made
//! on other nodes. Nothing here is personal or secret. Roles and sessions always come from the
//! database; over which agencies a role reaches is known here, so another node's change of the tree counts a
//! few seconds later.

use super::{announcement::Published, catalogue::Catalogue, service::Service};
use crate::{
    domain::{
        Fault,
        people::{agency::AgencyTree, role::Roles},
    },
    i18n::Language,
    store::{Store, Unit},
    wire::launcher::Tile,
};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};
use time::OffsetDateTime;

/// Services in catalogue order; announcements that are not over, the latest beginning first.
#[derive(Debug)]
pub struct Commons {
    /// Another number for everything that differs, as long as the process lives.
    pub revision: u64,
    pub services: Vec<Service>,
    pub announcements: Vec<Published>,
    pub agencies: Arc<AgencyTree>,
    /// Which tree that is: one that is the same is not read again.
    agencies_revision: Option<String>,
    /// As far as somebody of these roles has asked.
    shown: Mutex<HashMap<Roles, Arc<ShownServices>>>,
}

/// What everybody of the same roles sees.
#[derive(Debug)]
pub struct ShownServices {
    /// In the order of [`Language::ALL`], as what follows.
    tiles: [Arc<[Arc<Tile>]>; 2],
    handled: [Arc<[Arc<Tile>]>; 2],
    /// Slugs, what is used most first.
    pub suggested: Vec<String>,
}

impl ShownServices {
    #[must_use]
    pub fn of(services: &[Service], roles: &Roles) -> Self {
        let (theirs, others): (Vec<_>, Vec<_>) =
            services.iter().partition(|service| service.is_visible_to(Some(roles)));
        let suggests = |service: &&&Service| {
            roles.is_suggested(&service.suggested_to) && service.can_be_opened()
        };
        let mut suggested: Vec<_> = theirs.iter().filter(suggests).collect();
        suggested.sort_by_key(|service| service.tile(Language::default()).group);
        Self {
            tiles: Language::ALL.map(|language| {
                theirs.iter().map(|service| Arc::clone(service.tile(language))).collect()
            }),
            handled: Language::ALL.map(|language| {
                others
                    .iter()
                    .map(|service| Arc::new(service.tile(language).without_address()))
                    .collect()
            }),
            suggested: suggested.iter().map(|service| service.slug().to_owned()).collect(),
        }
    }

    /// In catalogue order.
    #[must_use]
    pub fn tiles(&self, language: Language) -> &Arc<[Arc<Tile>]> {
        in_language(&self.tiles, language)
    }

    /// What is not open to them, but found by their search: with whom to ask, without where it is. In
    /// catalogue order.
    #[must_use]
    pub fn handled(&self, language: Language) -> &Arc<[Arc<Tile>]> {
        in_language(&self.handled, language)
    }

    #[must_use]
    pub fn has(&self, slug: &str) -> bool {
        self.tiles(Language::default()).iter().any(|tile| tile.slug == slug)
    }
}

fn in_language<T>([indonesian, english]: &[T; 2], language: Language) -> &T {
    match language {
        Language::Indonesian => indonesian,
        Language::English => english,
    }
}

impl Commons {
    /// `held`: what was read before.
    async fn read(
        unit: &mut Unit,
        now: OffsetDateTime,
        held: Option<&Self>,
    ) -> Result<Self, Fault> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let settings = unit.service_settings().await?;
        let settings_of = |slug: &str| settings.iter().find(|settings| settings.slug == slug);
        let services = unit.services().await?;
        let services = services.iter().map(|row| Service::read(row, settings_of(&row.slug), now));
        let announcements = unit.current_announcements(now).await?;
        // Before the tree itself: one that changes in between is read again the next time.
        let agencies_revision = unit.agencies_revision().await?;
        let agencies = match held {
            Some(held) if held.agencies_revision == agencies_revision => Arc::clone(&held.agencies),
            _ => Arc::new(AgencyTree::of(unit.agencies().await?, unit.agency_texts().await?)),
        };
        Ok(Self {
            revision: NEXT.fetch_add(1, Ordering::Relaxed),
            services: services.collect(),
            announcements: announcements.iter().map(Published::read).collect::<Result<_, _>>()?,
            agencies,
            agencies_revision,
            shown: Mutex::default(),
        })
    }

    #[must_use]
    pub fn service(&self, slug: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.slug() == slug)
    }

    /// What somebody may see: the public services before login, those of the roles after it.
    pub fn visible_to(
        &self,
        roles: Option<&Roles>,
        language: Language,
    ) -> impl Iterator<Item = &Arc<Tile>> {
        let visible = self.services.iter().filter(move |service| service.is_visible_to(roles));
        visible.map(move |service| service.tile(language))
    }

    #[must_use]
    pub fn shown_to(&self, roles: &Roles) -> Arc<ShownServices> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shown) = shown.get(roles) {
            return Arc::clone(shown);
        }
        let theirs = Arc::new(ShownServices::of(&self.services, roles));
        shown.insert(roles.clone(), Arc::clone(&theirs));
        theirs
    }
}

/// The commons of this node, as last read.
#[derive(Debug)]
pub struct CommonsCell(RwLock<Arc<Commons>>);

impl CommonsCell {
    /// Puts `catalogue` into the database and reads what there is.
    pub async fn open(
        store: &Store,
        catalogue: &Catalogue,
        now: OffsetDateTime,
    ) -> Result<Self, Fault> {
        let mut unit = store.write().await?;
        catalogue.save(&mut unit).await?;
        let commons = Commons::read(&mut unit, now, None).await?;
        unit.commit().await?;
        Ok(Self(RwLock::new(Arc::new(commons))))
    }

    /// Reads what the server has put there; a new database holds nothing yet.
    pub async fn read(store: &Store, now: OffsetDateTime) -> Result<Self, Fault> {
        let commons = Commons::read(&mut store.read().await?, now, None).await?;
        Ok(Self(RwLock::new(Arc::new(commons))))
    }

    /// Reads the commons again; what has not changed keeps its revision.
    ///
    /// # Errors
    /// When the database fails; then the old ones stay.
    pub async fn refresh(&self, store: &Store, now: OffsetDateTime) -> Result<(), Fault> {
        let before = self.get();
        let fresh = Commons::read(&mut store.read().await?, now, Some(&before)).await?;
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let is_same = held.services == fresh.services
            && held.announcements == fresh.announcements
            && held.agencies_revision == fresh.agencies_revision;
        if !is_same {
            *held = Arc::new(fresh);
        }
        Ok(())
    }

    #[must_use]
    pub fn get(&self) -> Arc<Commons> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::testing::{NIP, TestPortal},
        store::{ServiceRow, ServiceSettingsRow, Viewers},
        wire::launcher::{Group, ServiceState, Viewer},
    };
    use time::Duration;

    fn service(
        slug: &str,
        viewers: &[Viewer],
        suggested_to: &[Viewer],
        group: Group,
        address: Option<&str>,
    ) -> Service {
        let row = ServiceRow {
            slug: slug.into(),
            position: 0,
            name: slug.into(),
            name_en: None,
            purpose_id: String::new(),
            purpose_en: String::new(),
            service_group: group,
            viewers: Viewers(viewers.to_vec()),
            suggested_to: Viewers(suggested_to.to_vec()),
            address: address.map(str::to_owned),
            icon: String::new(),
            synonyms: String::new(),
            ask_id: String::new(),
            ask_en: String::new(),
            bring_id: String::new(),
            bring_en: String::new(),
            owner: String::new(),
        };
        Service::read(&row, None, OffsetDateTime::UNIX_EPOCH)
    }

    fn slugs(tiles: &[Arc<Tile>]) -> Vec<&str> {
        tiles.iter().map(|tile| tile.slug.as_str()).collect()
    }

    fn roles(text: &str) -> Roles {
        Roles::parse(text).unwrap()
    }

    #[test]
    fn what_is_not_theirs_is_found_without_its_address() {
        let (employee, operator) = (&[Viewer::Employee][..], &[Viewer::Operator][..]);
        let address = Some("https://asn.example");
        let services = [
            service("b", operator, &[], Group::Kinerja, address),
            service("a", employee, &[], Group::Karier, address),
            service("c", &[Viewer::Public], &[], Group::Karier, address),
        ];
        let shown = ShownServices::of(&services, &roles("employee"));
        for language in Language::ALL {
            assert_eq!(slugs(shown.tiles(language)), ["a", "c"], "in catalogue order");
            assert!(shown.tiles(language).iter().all(|tile| tile.address.is_some()));
            assert_eq!(slugs(shown.handled(language)), ["b"]);
            assert_eq!(shown.handled(language)[0].address, None);
        }
        assert!(shown.has("a") && !shown.has("b") && !shown.has("d"));
    }

    #[test]
    fn what_is_suggested_is_theirs_and_can_be_opened_and_what_is_used_most_comes_first() {
        let (employee, operator) = (&[Viewer::Employee][..], &[Viewer::Operator][..]);
        let both = &[Viewer::Employee, Viewer::Operator][..];
        let address = Some("https://asn.example");
        let services = [
            service("late", both, both, Group::Pengadaan, address),
            service("without", employee, employee, Group::Kinerja, None),
            service("theirs", operator, both, Group::Kinerja, address),
            service("first", employee, employee, Group::Kinerja, address),
            service("second", employee, employee, Group::Kinerja, address),
            service("not", employee, &[], Group::Kinerja, address),
        ];
        let suggested = |text: &str| ShownServices::of(&services, &roles(text)).suggested;
        assert_eq!(suggested("employee"), ["first", "second", "late"]);
        assert_eq!(suggested("operator"), ["theirs", "late"]);
    }

    async fn set(portal: &TestPortal, state: ServiceState, until: Option<OffsetDateTime>) {
        let author = portal.account(NIP, "administrator").await;
        let settings = ServiceSettingsRow {
            slug: "e-kinerja".into(),
            address: None,
            state,
            until,
            note_id: "Dirawat".into(),
            note_en: String::new(),
        };
        let mut unit = portal.store.write().await.unwrap();
        unit.set_service(&settings, author.id, portal.now()).await.unwrap();
        unit.commit().await.unwrap();
        portal.refresh_commons().await.unwrap();
    }

    #[tokio::test]
    async fn what_has_not_changed_keeps_its_revision_and_what_was_made_of_it() {
        let portal = TestPortal::new().await;
        let before = portal.commons.get();
        portal.refresh_commons().await.unwrap();
        let after = portal.commons.get();
        assert!(Arc::ptr_eq(&before, &after));
        let shown = after.shown_to(&roles("employee"));
        assert!(Arc::ptr_eq(&shown, &before.shown_to(&roles("employee"))));
        assert!(!Arc::ptr_eq(&shown, &before.shown_to(&roles("operator"))));
        set(&portal, ServiceState::Disruption, None).await;
        let changed = portal.commons.get();
        assert_ne!(changed.revision, before.revision);
        assert!(!Arc::ptr_eq(&shown, &changed.shown_to(&roles("employee"))));
    }

    #[tokio::test]
    async fn a_state_is_over_with_the_first_look_at_its_end() {
        let portal = TestPortal::new().await;
        let until = portal.now() + Duration::MINUTE;
        set(&portal, ServiceState::Maintenance, Some(until)).await;
        let state = async || {
            portal.refresh_commons().await.unwrap();
            portal.commons.get().service("e-kinerja").unwrap().tile(Language::English).state
        };
        portal.clock.advance(59);
        assert_eq!(state().await, ServiceState::Maintenance);
        portal.clock.advance(1);
        assert_eq!(state().await, ServiceState::Available);
    }

    #[tokio::test]
    async fn before_login_the_public_services_are_seen_and_after_it_those_of_the_roles() {
        let commons = TestPortal::new().await.commons.get();
        let seen = |text: Option<&str>| {
            let roles = text.map(roles);
            let tiles = commons.visible_to(roles.as_ref(), Language::Indonesian);
            tiles.map(|tile| tile.viewers.clone()).collect::<Vec<_>>()
        };
        let open_to = |viewer| move |viewers: &Vec<Viewer>| viewers.contains(&viewer);
        assert!(seen(None).iter().all(open_to(Viewer::Public)));
        let employees = seen(Some("employee"));
        assert!(employees.iter().any(open_to(Viewer::Employee)));
        assert!(employees.len() > seen(None).len());
        assert_eq!(seen(Some("administrator")).len(), commons.services.len());
        assert!(commons.service("no-such-service").is_none());
    }
}
