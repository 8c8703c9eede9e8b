//! The launcher of one person, and what happens when a tile is opened.

use super::{announcement::Published, at_home::AtHome, commons::Commons, shelf};
use crate::{
    domain::{
        Fault, Portal,
        people::rights::Right,
        session::{LiveSession, Stage},
        sso::clients,
    },
    i18n::Language,
    wire::{
        account::Safety,
        launcher::{Density, LauncherView, MoreAnnouncements, ServiceState, Severity},
        manage::Addressees,
        person::{ConsoleArea, Person},
    },
};
use std::sync::Arc;
use time::OffsetDateTime;

/// How many important announcements stand on the launcher; the others are counted there, and all of
/// them are on a page of their own.
const ANNOUNCEMENTS: usize = 2;

/// Whether a part of the console is for somebody.
fn is_open(area: ConsoleArea, session: &LiveSession) -> bool {
    let right = match area {
        ConsoleArea::Announcements => Right::WriteAnnouncements,
        ConsoleArea::People => Right::SeePeople,
        ConsoleArea::Proposals => Right::SeeProposals,
        ConsoleArea::Bulk => Right::ChangePeople,
        ConsoleArea::Resets => Right::ResetPeople,
        ConsoleArea::Agencies => Right::ManageAgencies,
        ConsoleArea::Services => Right::ChangeServices,
        ConsoleArea::Clients => Right::ManageClients,
        ConsoleArea::Provisioning => Right::ManageProvisioning,
        ConsoleArea::Record => Right::ReadRecord,
        ConsoleArea::Health => Right::SeeHealth,
    };
    session.roles.may(right)
}

#[must_use]
pub fn person(session: &LiveSession) -> Person {
    let masked_nip = session.nip.masked();
    let ending: Vec<char> = masked_nip.chars().rev().take(4).collect();
    Person {
        name: session.name.clone(),
        masked_nip,
        nip_ending: ending.into_iter().rev().collect(),
        console: ConsoleArea::ALL.into_iter().filter(|area| is_open(*area, session)).collect(),
        idle_seconds: u32::try_from(session.least_idle().whole_seconds()).unwrap_or_default(),
    }
}

/// What this person's launcher shows, without a search.
#[must_use]
pub fn view(
    commons: &Commons,
    at_home: &AtHome,
    now: OffsetDateTime,
    language: Language,
    density: Density,
) -> LauncherView {
    let AtHome { session, belongings } = at_home;
    let shelf = &belongings.shelf;
    let is_important = |one: &Published| one.severity == Severity::Important;
    let unread = commons.announcements.iter().filter(|one| {
        is_for(one, session, now) && !(is_important(one) && shelf.acknowledged.contains(&one.id))
    });
    let (mut important, mut others): (Vec<_>, Vec<_>) = unread.partition(|one| is_important(one));
    let mut more = important.split_off(important.len().min(ANNOUNCEMENTS));
    others.sort_by_key(|one| one.severity != Severity::Warning);
    more.append(&mut others);
    let in_words = |one: &Published| Arc::clone(one.in_language(language));
    let theirs = commons.shown_to(&session.roles);
    let favourites = shelf::favourites(shelf, &theirs);
    LauncherView {
        person: person(session),
        query: String::new(),
        query_is_part: false,
        notice: None,
        changed: None,
        safety: Safety::default(),
        density,
        tiles: Arc::clone(theirs.tiles(language)),
        handled: Arc::clone(theirs.handled(language)),
        suggested: shelf.favourites.is_none(),
        recents: shelf::recents(shelf, &theirs, &favourites),
        favourites,
        announcements: important.into_iter().map(in_words).collect(),
        more_announcements: more.first().map(|first| MoreAnnouncements {
            first: in_words(first),
            count: u32::try_from(more.len()).unwrap_or(u32::MAX),
        }),
    }
}

/// Where opening a tile leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceOpening {
    /// To the service itself, or to its own page that signs in here.
    Elsewhere(String),
    /// To the portal's page about it: no address is known, or it cannot be used now.
    About,
    /// Only after a login is it known whether this is for the person.
    LogIn,
    /// Not there, or not for this person: the same to them.
    NotFound,
}

/// Whether an announcement is meant for this person, at `now`.
#[must_use]
pub fn is_for(one: &Published, session: &LiveSession, now: OffsetDateTime) -> bool {
    let is_theirs = match one.addressees {
        Addressees::Everyone => true,
        Addressees::Operators => session.roles.may(Right::ReadOperatorAnnouncements),
        Addressees::Agency => {
            let agencies = session.agencies();
            agencies.covers(&agencies.subtree_of(&one.agency), &session.agency)
        }
    };
    is_theirs && one.is_current(now)
}

/// Opens the service `slug` for whoever asks, logged in or not; `note`: whether a person
/// did so on a page of ours, so that it counts as last opened.
pub async fn open(
    portal: &Portal,
    person: Option<AtHome>,
    slug: &str,
    note: bool,
) -> Result<ServiceOpening, Fault> {
    let person = person.filter(|person| person.session.stage == Stage::Authenticated);
    let commons = portal.commons.get();
    let Some(service) = commons.service(slug) else {
        return Ok(ServiceOpening::NotFound);
    };
    if !service.is_visible_to(person.as_ref().map(|person| &person.session.roles)) {
        return Ok(if person.is_some() { ServiceOpening::NotFound } else { ServiceOpening::LogIn });
    }
    if let Some(person) = person.filter(|_| note)
        && let Err(error) =
            shelf::note_opened(portal, &person.session, &person.belongings.shelf, slug).await
    {
        // The way into a service is open also while nothing can be written.
        tracing::warn!(%error, "what was opened last was not written down");
    }
    let tile = service.tile(Language::Indonesian);
    if tile.state != ServiceState::Available {
        return Ok(ServiceOpening::About);
    }
    let client = clients::of_service(portal, slug).await?;
    let start = client.and_then(|client| {
        client.start(&portal.sso.identifier(client.settings.issuer, &portal.origin))
    });
    Ok(match start.or_else(|| tile.address.clone()) {
        Some(address) => ServiceOpening::Elsewhere(address),
        None => ServiceOpening::About,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            launcher::{
                at_home::{self, AtHome},
                shelf,
            },
            testing::{ANOTHER_NIP, NIP, TestPortal},
        },
        store::{Account, AnnouncementRow, RoleGrantRow, ServiceSettingsRow},
        wire::{launcher::ServiceState, zone::Zone},
    };
    use time::Duration;

    fn row(portal: &TestPortal, by: &Account, severity: Severity, title: &str) -> AnnouncementRow {
        AnnouncementRow {
            id: portal.new_id(),
            author_id: by.id,
            agency: by.agency.clone(),
            severity,
            addressees: Addressees::Everyone,
            title_id: title.into(),
            title_en: String::new(),
            body_id: "Isi".into(),
            body_en: String::new(),
            zone: Zone::Wib,
            starts_at: Some(portal.now()),
            ends_at: Some(portal.now() + Duration::HOUR),
            published_at: Some(portal.now()),
        }
    }

    async fn publish(portal: &TestPortal, rows: &[AnnouncementRow]) {
        let mut unit = portal.store.write().await.unwrap();
        for row in rows {
            assert!(unit.save_draft(row, portal.now()).await.unwrap());
            assert!(unit.publish_announcement(row.id, portal.now()).await.unwrap());
        }
        unit.commit().await.unwrap();
        portal.refresh_commons().await.unwrap();
    }

    async fn at_home(portal: &TestPortal, account: &Account, stage: Stage) -> AtHome {
        let (visitor, _) = portal.session(account, stage).await;
        at_home::current(portal, visitor.session.as_ref()).await.unwrap().unwrap()
    }

    #[tokio::test]
    async fn an_announcement_is_for_its_addressees_from_its_first_second_to_its_last() {
        let portal = TestPortal::new().await;
        let author = portal.account(NIP, "operator").await;
        let employee = portal.account_of("BKN", ANOTHER_NIP, "employee").await;
        let operator = at_home(&portal, &author, Stage::Authenticated).await.session;
        let elsewhere = at_home(&portal, &employee, Stage::Authenticated).await.session;
        let said = row(&portal, &author, Severity::Warning, "Tutup");
        for (addressees, theirs) in [
            (Addressees::Everyone, [true, true]),
            (Addressees::Operators, [true, false]),
            (Addressees::Agency, [true, false]),
        ] {
            let one = Published::read(&AnnouncementRow { addressees, ..said.clone() }).unwrap();
            let now = portal.now();
            assert_eq!([&operator, &elsewhere].map(|who| is_for(&one, who, now)), theirs);
            let at = |seconds| is_for(&one, &operator, now + Duration::seconds(seconds));
            assert_eq!([-1, 0, 3599, 3600].map(at), [false, true, true, false]);
        }
        let theirs = AnnouncementRow { agency: "BKN".into(), ..said };
        let theirs = AnnouncementRow { addressees: Addressees::Agency, ..theirs };
        let theirs = Published::read(&theirs).unwrap();
        let heard = [&operator, &elsewhere].map(|who| is_for(&theirs, who, portal.now()));
        assert_eq!(heard, [false, true], "an operator of another agency");
    }

    #[tokio::test]
    async fn two_important_ones_stand_there_and_of_the_others_the_gravest_is_named() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let mut rows = [
            row(&portal, &account, Severity::Information, "information"),
            row(&portal, &account, Severity::Important, "first"),
            row(&portal, &account, Severity::Important, "second"),
            row(&portal, &account, Severity::Important, "third"),
            row(&portal, &account, Severity::Warning, "warning"),
        ];
        // The latest beginning comes first.
        for (age, row) in (0..).zip(&mut rows) {
            row.starts_at = Some(portal.now() - Duration::seconds(age));
        }
        publish(&portal, &rows).await;
        let said = async || {
            let home = at_home(&portal, &account, Stage::Authenticated).await;
            let commons = portal.commons.get();
            let (id, density) = (Language::Indonesian, Density::default());
            let view = view(&commons, &home, portal.now(), id, density);
            let stand: Vec<_> = view.announcements.iter().map(|one| one.title.clone()).collect();
            (stand, view.more_announcements.map(|more| (more.first.title.clone(), more.count)))
        };
        let owned = |titles: &[&str]| titles.iter().map(|one| (*one).to_owned()).collect();
        assert_eq!(said().await, (owned(&["first", "second"]), Some(("third".to_owned(), 3))));
        let session = at_home(&portal, &account, Stage::Authenticated).await.session;
        for acknowledged in [&rows[1], &rows[2], &rows[4]] {
            shelf::acknowledge(&portal, &session, acknowledged.id).await.unwrap();
        }
        let others = Some(("warning".to_owned(), 2));
        assert_eq!(said().await, (owned(&["third"]), others), "a warning stays until its end");
        portal.clock.advance(3600);
        assert_eq!(said().await, (vec![], None));
    }

    /// Where somebody of this stage is led, or nobody.
    async fn led(
        portal: &TestPortal,
        who: Option<(&Account, Stage)>,
        slug: &str,
    ) -> ServiceOpening {
        let person = match who {
            Some((account, stage)) => Some(at_home(portal, account, stage).await),
            None => None,
        };
        open(portal, person, slug, true).await.unwrap()
    }

    #[tokio::test]
    async fn what_is_for_others_is_not_there_and_before_login_nobody_knows() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let (stage, halfway) = (Stage::Authenticated, Stage::PasswordProved { step: None });
        let elsewhere = |address: &str| ServiceOpening::Elsewhere(address.to_owned());
        let public = elsewhere("https://sscasn.bkn.go.id");
        assert_eq!(led(&portal, None, "sscasn").await, public);
        assert_eq!(led(&portal, None, "e-kinerja").await, ServiceOpening::LogIn);
        assert_eq!(led(&portal, None, "no-such").await, ServiceOpening::NotFound);
        let halfway = led(&portal, Some((&account, halfway)), "e-kinerja").await;
        assert_eq!(halfway, ServiceOpening::LogIn, "the password alone");
        let theirs = led(&portal, Some((&account, stage.clone())), "e-kinerja").await;
        assert_eq!(theirs, elsewhere("https://kinerja.bkn.go.id"));
        let others = led(&portal, Some((&account, stage.clone())), "siasn-instansi").await;
        assert_eq!(others, ServiceOpening::NotFound);
        let unknown = led(&portal, Some((&account, stage)), "presensi").await;
        assert_eq!(unknown, ServiceOpening::About, "nobody knows its address");
    }

    #[tokio::test]
    async fn a_service_that_cannot_be_used_leads_to_the_page_about_it_while_that_lasts() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "administrator").await;
        for (state, opens) in [
            (ServiceState::Blocked, false),
            (ServiceState::Disruption, false),
            (ServiceState::Maintenance, false),
            (ServiceState::Available, true),
        ] {
            let settings = ServiceSettingsRow {
                slug: "sscasn".into(),
                address: None,
                state,
                until: None,
                note_id: "Tutup".into(),
                note_en: String::new(),
            };
            let mut unit = portal.store.write().await.unwrap();
            unit.set_service(&settings, account.id, portal.now()).await.unwrap();
            unit.commit().await.unwrap();
            portal.refresh_commons().await.unwrap();
            let led = led(&portal, None, "sscasn").await;
            assert_eq!(led != ServiceOpening::About, opens, "{state:?}");
        }
    }

    #[tokio::test]
    async fn what_a_person_opened_on_a_page_of_ours_is_noted_once_and_nothing_else_is() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        for (slug, note) in [
            ("e-kinerja", true),
            ("myasn", true),
            ("e-kinerja", true),
            ("siasn-instansi", true),
            ("sscasn", false),
        ] {
            let home = at_home(&portal, &account, Stage::Authenticated).await;
            let _ = open(&portal, Some(home), slug, note).await.unwrap();
        }
        let home = at_home(&portal, &account, Stage::Authenticated).await;
        assert_eq!(home.belongings.shelf.recents, ["e-kinerja", "myasn"]);
    }

    #[tokio::test]
    async fn the_console_has_what_ones_rights_open_and_nothing_else() {
        use ConsoleArea::{Announcements, Bulk, Health, People, Proposals, Record, Resets};
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let shown = async || {
            let (_, session) = portal.session(&account, Stage::Authenticated).await;
            super::person(&session).console
        };
        assert_eq!(shown().await, []);
        for (role, areas) in [
            ("auditor", vec![People, Record, Health]),
            ("help-desk", vec![People, Resets]),
            ("operator", vec![Announcements, People, Proposals, Bulk, Resets, Record]),
        ] {
            let grant = RoleGrantRow {
                id: portal.new_id(),
                account_id: account.id,
                role: role.parse().unwrap(),
                agency_id: None,
                decree: None,
                starts_at: portal.now(),
                ends_at: None,
                granted_by: None,
                granted_at: portal.now(),
            };
            let mut unit = portal.store.write().await.unwrap();
            unit.add_role_grant(&grant).await.unwrap();
            unit.commit().await.unwrap();
            assert_eq!(shown().await, areas, "{role}");
            let mut unit = portal.store.write().await.unwrap();
            assert!(unit.remove_role_grant(grant.id, account.id).await.unwrap());
            unit.commit().await.unwrap();
        }
        let administrator = portal.account(ANOTHER_NIP, "administrator").await;
        let (_, session) = portal.session(&administrator, Stage::Authenticated).await;
        assert_eq!(super::person(&session).console, ConsoleArea::ALL);
    }
}
