//! Every address of the portal, and which addresses a person may be sent back to.

use crate::wire::{
    approval::ProposalState, people::PersonForm, person::ConsoleArea, record::RecordFields,
    search::LONGEST_QUERY,
};
use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode,
};
use std::borrow::Cow;

pub const HOME: &str = "/";
pub const LOGIN: &str = "/masuk";
pub const MFA: &str = "/mfa";
pub const LAUNCHER: &str = "/beranda";
pub const SERVICE: &str = "/layanan";
/// Opens a service; see [`open`].
pub const OPEN: &str = "/buka";
pub const ANNOUNCEMENTS: &str = "/pengumuman";
pub const MANAGE_ANNOUNCEMENTS: &str = "/kelola/pengumuman";
pub const MANAGE_RESETS: &str = "/kelola/atur-ulang";
/// What waits for a second person, and what became of it; see [`proposals`].
pub const MANAGE_PROPOSALS: &str = "/kelola/persetujuan";
/// After the right password: the second factor.
pub const SECOND_STEP: &str = "/masuk/langkah-kedua";
/// Goes on by itself to where a form's answer must not lead; see [`leads_away`].
pub const ONWARD: &str = "/teruskan";
/// Goes on with a service's request, which is sealed in the address; see [`resume`].
pub const RESUME: &str = "/oidc/lanjut";
/// The query parameter of a sealed request.
pub const REQUEST: &str = "permintaan";
/// Says which service asks for what, before it goes on.
pub const CONFIRM: &str = "/izin";
/// Asks whether to log out, where a service asked for it without a proof.
pub const LOG_OUT: &str = "/keluar";
/// Says that one is logged out, and which services know.
pub const LOGGED_OUT: &str = "/keluar/selesai";
/// The services that people sign in to.
pub const MANAGE_CLIENTS: &str = "/kelola/masuk-tunggal";
/// One of them; see [`manage_client`].
pub const MANAGE_CLIENT: &str = "/kelola/masuk-tunggal/layanan";
pub const NEW_CLIENT: &str = "/kelola/masuk-tunggal/baru";
/// The systems of agencies that bring people in.
pub const MANAGE_PROVISIONING: &str = "/kelola/sistem";
pub const MANAGE_AGENCIES: &str = "/kelola/instansi";
/// Texts that nobody decided on.
pub const UNDECIDED_AGENCIES: &str = "/kelola/instansi/nama";
/// Query parameters of [`MANAGE_AGENCIES`] besides [`AGENCY`]: the form that is asked for, what a new one is
/// called.
pub const FORM: &str = "formulir";
pub const AGENCY_NAME: &str = "nama";
/// Which form is asked for.
pub const CHANGE: &str = "ubah";
pub const ADD: &str = "tambah";
/// The query parameter of [`MANAGE_CLIENT`].
pub const CLIENT_ID: &str = "id";
pub const LOST_PHONE: &str = "/masuk/hp-hilang";
pub const FORGOTTEN: &str = "/lupa-kata-sandi";
/// Where a letter's link for a new password leads.
pub const NEW_PASSWORD: &str = "/kata-sandi-baru";
/// Where a letter's link leads that confirms a corrected mailbox.
pub const NEW_MAILBOX: &str = "/surel-baru";
/// Where a letter's link that cancels a reset leads.
pub const CANCEL_RESET: &str = "/batalkan-atur-ulang";
/// The recovery codes that an activation made.
pub const FIRST_RECOVERY_CODES: &str = "/mfa/kode-pemulihan";
pub const ACCOUNT: &str = "/akun";
/// The same, ready to add a passkey.
pub const ADD_PASSKEY: &str = "/akun?tambah=passkey";
pub const PASSWORD: &str = "/akun/kata-sandi";
pub const ADD_AUTHENTICATOR: &str = "/akun/autentikator";
pub const RECOVERY_CODES: &str = "/akun/kode-pemulihan";
pub const PROOF: &str = "/akun/bukti";
pub const SECURITY_LOG: &str = "/akun/catatan";
/// In place of an announcement's id: one that is not there yet.
pub const NEW: &str = "baru";
pub const NEW_ANNOUNCEMENT: &str = "/kelola/pengumuman/baru";
pub const MANAGE_SERVICES: &str = "/kelola/layanan";
/// Looking after people; see [`people`].
pub const MANAGE_PEOPLE: &str = "/kelola/orang";
/// The record; see [`record`].
pub const MANAGE_RECORD: &str = "/kelola/catatan";
/// The same as a file.
pub const RECORD_FILE: &str = "/kelola/catatan/berkas";
/// How the portal fares.
pub const MANAGE_HEALTH: &str = "/kelola/kesehatan";
/// Acts on many people.
pub const MANAGE_BULK: &str = "/kelola/massal";
/// One that is not there yet; see [`new_bulk`].
pub const NEW_BULK: &str = "/kelola/massal/baru";
/// A clerk's file; and where its form sends it.
pub const IMPORT: &str = "/kelola/impor";
pub const UPLOAD: &str = "/api/bulk/upload";
/// Below one of them: who was left as they are, as a file.
pub const LEFT_OUT: &str = "tidak-berubah.csv";
/// Which operators saw one's account.
pub const ACCESSES: &str = "/akun/akses";
/// One's own data as a file.
pub const OWN_DATA: &str = "/akun/data";
/// The launcher, at the favourites.
pub const FAVOURITES: &str = "/beranda#favorit";
/// The launcher, at the announcements.
pub const ANNOUNCED: &str = "/beranda#pengumuman";
/// The launcher, with the favourites ready to be arranged.
pub const ARRANGE: &str = "/beranda?atur=1#atur";

/// The service that answers questions; it is public and in every catalogue.
pub const HELP_DESK: &str = "helpdesk";

/// The field of a form that says whose page it stands on.
pub const OWNER: &str = "pemilik";

/// Where server functions live.
pub const API: &str = "/api";

/// The query parameter of the launcher's search.
pub const QUERY: &str = "cari";
/// Query parameters of lists.
pub const AGENCY: &str = "instansi";
pub const ROLE: &str = "peran";
pub const STATE: &str = "keadaan";
/// After whom, or what, a page of a list begins.
pub const AFTER: &str = "sesudah";
/// Before which of what happened a page begins.
pub const BEFORE: &str = "sebelum";
/// Query parameters of the record: whose, which event, the first day and the last.
pub const WHOSE: &str = "orang";
pub const EVENT: &str = "peristiwa";
pub const FIRST_DAY: &str = "dari";
pub const LAST_DAY: &str = "sampai";
/// The query parameter that opens the arranging of favourites.
pub const ARRANGING: &str = "atur";
/// The query parameter of the login page that names where to go afterwards.
pub const NEXT: &str = "lanjut";

/// The id of a service's tile in its group; `slug`: from the catalogue, as in what follows.
#[must_use]
pub fn tile_id(slug: &str) -> String {
    format!("l-{slug}")
}

/// The launcher, at that tile.
#[must_use]
pub fn tile(slug: &str) -> String {
    format!("{LAUNCHER}#{}", tile_id(slug))
}

/// The launcher with what a search finds.
#[must_use]
pub fn search(query: &str) -> String {
    let cut: String = query.chars().take(LONGEST_QUERY).collect();
    let encoded = utf8_percent_encode(&cut, NON_ALPHANUMERIC).to_string().replace("%20", "+");
    format!("{LAUNCHER}?{QUERY}={encoded}")
}

#[must_use]
pub fn service(slug: &str) -> String {
    format!("{SERVICE}/{slug}")
}

/// Where a tile leads: the portal checks the right and passes on to the service.
#[must_use]
pub fn open(slug: &str) -> String {
    format!("{OPEN}/{slug}")
}

/// Where a part of the console begins.
#[must_use]
pub fn console(area: ConsoleArea) -> &'static str {
    match area {
        ConsoleArea::Announcements => MANAGE_ANNOUNCEMENTS,
        ConsoleArea::People => MANAGE_PEOPLE,
        ConsoleArea::Proposals => MANAGE_PROPOSALS,
        ConsoleArea::Bulk => MANAGE_BULK,
        ConsoleArea::Resets => MANAGE_RESETS,
        ConsoleArea::Agencies => MANAGE_AGENCIES,
        ConsoleArea::Services => MANAGE_SERVICES,
        ConsoleArea::Clients => MANAGE_CLIENTS,
        ConsoleArea::Provisioning => MANAGE_PROVISIONING,
        ConsoleArea::Record => MANAGE_RECORD,
        ConsoleArea::Health => MANAGE_HEALTH,
    }
}

/// `id`: of an announcement.
#[must_use]
pub fn manage_announcement(id: &str) -> String {
    format!("{MANAGE_ANNOUNCEMENTS}/{id}")
}

#[must_use]
pub fn manage_service(slug: &str) -> String {
    format!("{MANAGE_SERVICES}/{slug}")
}

/// `id`: of an account.
#[must_use]
pub fn manage_person(id: &str) -> String {
    format!("{MANAGE_PEOPLE}/{id}")
}

/// A form of its own about somebody.
#[must_use]
pub fn person_form(id: &str, form: PersonForm) -> String {
    format!("{}/{}", manage_person(id), form.name())
}

/// Proposals in one state, from a place in time.
#[must_use]
pub fn proposals(state: ProposalState, place: Option<&str>) -> String {
    let page = match state {
        ProposalState::Open => {
            return place
                .map_or(MANAGE_PROPOSALS.to_owned(), |place| before(MANAGE_PROPOSALS, place));
        }
        _ => format!("{MANAGE_PROPOSALS}?{STATE}={}", state.name()),
    };
    match place {
        Some(place) => format!("{page}&{BEFORE}={place}"),
        None => page,
    }
}

/// The list of people as it was asked for. `after`: sealed.
#[must_use]
pub fn people(query: &str, agency: &str, role: &str, state: &str, after: Option<&str>) -> String {
    let after = after.unwrap_or_default();
    let asked = [(QUERY, query), (AGENCY, agency), (ROLE, role), (STATE, state), (AFTER, after)];
    asked_of(MANAGE_PEOPLE, &asked)
}

/// The record as it was asked for, on its page or as its file. `before`: a place in time.
#[must_use]
pub fn record(page: &str, fields: &RecordFields, before: Option<&str>) -> String {
    let RecordFields { number, event, agency, from, until } = fields;
    let before = before.unwrap_or_default();
    let days = [(FIRST_DAY, from.as_str()), (LAST_DAY, until), (BEFORE, before)];
    let asked = [&[(WHOSE, number.as_str()), (EVENT, event), (AGENCY, agency)], &days[..]];
    asked_of(page, &asked.concat())
}

/// A page with those parameters that are not empty.
fn asked_of(page: &str, asked: &[(&str, &str)]) -> String {
    let asked = asked.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| {
        let value = utf8_percent_encode(value, IN_ID).to_string().replace("%20", "+");
        format!("{name}={value}")
    });
    let asked: Vec<_> = asked.collect();
    if asked.is_empty() { page.to_owned() } else { format!("{page}?{}", asked.join("&")) }
}

/// `id`: of an act on many people, as in what follows.
#[must_use]
pub fn manage_bulk(id: &str) -> String {
    format!("{MANAGE_BULK}/{id}")
}

#[must_use]
pub fn left_out(id: &str) -> String {
    format!("{MANAGE_BULK}/{id}/{LEFT_OUT}")
}

/// The form for an act on all whom a search finds; on nobody where that would be too long an address.
#[must_use]
pub fn new_bulk(query: &str, agency: &str, role: &str, state: &str) -> String {
    let address = people(query, agency, role, state, None).replacen(MANAGE_PEOPLE, NEW_BULK, 1);
    if address.len() > LONGEST_PAGE { NEW_BULK.to_owned() } else { address }
}

/// A page of what happened, from a place in time.
#[must_use]
pub fn before(page: &str, place: &str) -> String {
    format!("{page}?{BEFORE}={place}")
}

/// `id`: of a client. In the query, since there are dots and slashes in some.
#[must_use]
pub fn manage_client(id: &str) -> String {
    format!("{MANAGE_CLIENT}?{CLIENT_ID}={}", utf8_percent_encode(id, IN_ID))
}

/// Tokens of agencies' systems, after the one with this id.
#[must_use]
pub fn provisioning(after: &str) -> String {
    format!("{MANAGE_PROVISIONING}?{AFTER}={after}")
}

/// One place of the tree of agencies; the top with an empty `id`.
#[must_use]
pub fn manage_agency(id: &str) -> String {
    if id.is_empty() {
        return MANAGE_AGENCIES.to_owned();
    }
    format!("{MANAGE_AGENCIES}?{AGENCY}={}", utf8_percent_encode(id, IN_ID))
}

/// The same with a form: that of the place itself, or of one that becomes part of it.
#[must_use]
pub fn agency_form(id: &str, changes: bool) -> String {
    let id = utf8_percent_encode(id, IN_ID);
    format!("{MANAGE_AGENCIES}?{AGENCY}={id}&{FORM}={}", if changes { CHANGE } else { ADD })
}

/// The form for an agency that is called so.
#[must_use]
pub fn new_agency(name: &str) -> String {
    let name = utf8_percent_encode(name, IN_ID);
    format!("{MANAGE_AGENCIES}?{AGENCY}=&{FORM}={ADD}&{AGENCY_NAME}={name}")
}

/// Texts that nobody decided on, after one; from the first on where that would be too long an address.
#[must_use]
pub fn undecided_agencies(after: &str) -> String {
    let address = format!("{UNDECIDED_AGENCIES}?{AFTER}={}", utf8_percent_encode(after, IN_ID));
    if after.is_empty() || address.len() > LONGEST_PAGE {
        return UNDECIDED_AGENCIES.to_owned();
    }
    address
}

/// The query parameter of a letter's link.
pub const KEY: &str = "kunci";

/// A letter's link. The key in it is moved to a cookie as soon as it arrives.
#[must_use]
pub fn with_key(origin: &str, path: &str, key: &str) -> String {
    format!("{origin}{path}?{KEY}={key}")
}

/// `sealed`: letters of base64url, as in what follows.
#[must_use]
pub fn resume(sealed: &str) -> String {
    format!("{RESUME}?{REQUEST}={sealed}")
}

#[must_use]
pub fn confirm(sealed: &str) -> String {
    format!("{CONFIRM}?{REQUEST}={sealed}")
}

/// Asks whether to log out; `onward`: where to then, sealed. One that is too long for an address is left behind.
#[must_use]
pub fn log_out(onward: Option<&str>) -> String {
    with_sealed(LOG_OUT, onward)
}

/// Says that one is logged out; the same.
#[must_use]
pub fn logged_out(onward: Option<&str>) -> String {
    with_sealed(LOGGED_OUT, onward)
}

fn with_sealed(page: &str, sealed: Option<&str>) -> String {
    let is_sealed = |sealed: &&str| {
        let of_base64url = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        (1..=LONGEST_RESUME).contains(&sealed.len()) && sealed.chars().all(of_base64url)
    };
    match sealed.filter(is_sealed) {
        Some(sealed) => format!("{page}?{REQUEST}={sealed}"),
        None => page.to_owned(),
    }
}

/// The login page, to come back to `next` afterwards when that is an address of ours.
#[must_use]
pub fn login_then(next: &str) -> String {
    then(LOGIN, next)
}

/// `safe_next` lets only characters of addresses through: those of them that end or split a query.
const IN_QUERY: &AsciiSet = &CONTROLS.add(b'%').add(b'&').add(b'+').add(b'/').add(b'?').add(b'=');

/// The same for an id.
const IN_ID: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `page`, to go on to `next` afterwards when that is an address of ours.
#[must_use]
pub fn then(page: &str, next: &str) -> String {
    match safe_next(next) {
        Some(next) => format!("{page}?{NEXT}={}", utf8_percent_encode(next, IN_QUERY)),
        None => page.to_owned(),
    }
}

/// The longest address of a page that is remembered while somebody logs in: room for the longest
/// search in plain letters. Bytes.
pub const LONGEST_NEXT: usize = 300;
/// The same of a service's request, which is sealed in it. An answer's head with it stays below 4 KiB.
pub const LONGEST_RESUME: usize = 1600;
/// The longest address of any page: another one may stand in its query, each of its bytes as three.
const LONGEST_PAGE: usize = 1000;
/// The longest name of a service or an announcement in an address. Bytes.
pub const LONGEST_SLUG: usize = 64;

/// Pages of ours that nobody is sent back to after a login.
const BEFORE_LOGIN: [&str; 15] = [
    LOGIN,
    MFA,
    ONWARD,
    SECOND_STEP,
    LOST_PHONE,
    FORGOTTEN,
    NEW_PASSWORD,
    NEW_MAILBOX,
    CANCEL_RESET,
    FIRST_RECOVERY_CODES,
    RECOVERY_CODES,
    PROOF,
    CONFIRM,
    LOG_OUT,
    LOGGED_OUT,
];

/// Whether this address of ours passes on to another site. The answer to a form must not lead there:
/// browsers hold its redirects, however many, to the `form-action` of the page it was sent from.
#[must_use]
pub fn leads_away(next: &str) -> bool {
    opened(next).is_some() || path_of(next) == RESUME
}

/// The slug of the service that this address opens.
#[must_use]
pub fn opened(next: &str) -> Option<&str> {
    path_of(next).strip_prefix(OPEN)?.strip_prefix('/')
}

/// A service's request that this address is about: its own, or that of the page to go on to.
#[must_use]
pub fn sealed_in(address: &str) -> Option<String> {
    let (path, query) = address.split_once('?')?;
    let mut fields = query.split('&').filter_map(|field| field.split_once('='));
    let decoded = |value: &str| percent_decode_str(value).decode_utf8().ok().map(Cow::into_owned);
    if matches!(path, RESUME | CONFIRM) {
        return fields.find(|(name, _)| *name == REQUEST).and_then(|(_, sealed)| decoded(sealed));
    }
    let next = fields.find(|(name, _)| *name == NEXT).and_then(|(_, next)| decoded(next))?;
    let (path, query) = next.split_once('?')?;
    (path == RESUME).then_some(query.strip_prefix(REQUEST)?.strip_prefix('=')?.to_owned())
}

/// `next` when it is a page that a login may lead to; `None` for anything else. A query that is too
/// long to be carried along is left behind: its page is there all the same, while an answer with a
/// longer head could be refused by a proxy.
#[must_use]
pub fn safe_next(next: &str) -> Option<&str> {
    let next = safe_page(next).filter(|next| !BEFORE_LOGIN.contains(&path_of(next)))?;
    let longest = if path_of(next) == RESUME { LONGEST_RESUME } else { LONGEST_NEXT };
    Some(if next.len() > longest { path_of(next) } else { next })
}

/// `next` when it is a page of this portal, reached by an unambiguous local path; `None` for
/// anything else, so that a link to the portal can never lead on to another site
/// (ASVS 5.0 §3.7.2). Pages only: never an action below `/api`. Without its query where that is
/// longer than any of ours.
#[must_use]
pub fn safe_page(next: &str) -> Option<&str> {
    let path = path_of(next);
    let query = next.get(path.len()..).unwrap_or_default();
    let is_slug = |slug: &str| {
        (1..=LONGEST_SLUG).contains(&slug.len())
            && slug.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let ours = match path {
        HOME | LAUNCHER | ANNOUNCEMENTS | MANAGE_ANNOUNCEMENTS | MANAGE_SERVICES
        | MANAGE_RESETS | MANAGE_PROPOSALS | MANAGE_PROVISIONING | MANAGE_CLIENTS
        | MANAGE_CLIENT | NEW_CLIENT | MANAGE_AGENCIES | UNDECIDED_AGENCIES | ACCOUNT
        | PASSWORD | ADD_AUTHENTICATOR | SECURITY_LOG | ACCESSES | OWN_DATA | MANAGE_PEOPLE
        | MANAGE_RECORD | RECORD_FILE | MANAGE_HEALTH | MANAGE_BULK | IMPORT | RESUME => true,
        _ if BEFORE_LOGIN.contains(&path) => true,
        _ => [SERVICE, OPEN, MANAGE_SERVICES, MANAGE_ANNOUNCEMENTS, MANAGE_PEOPLE, MANAGE_BULK]
            .into_iter()
            .any(|folder| {
                let slug = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
                slug.is_some_and(|slug| {
                    let forms = PersonForm::ALL.map(PersonForm::name);
                    let of_person = slug.split_once('/').filter(|_| folder == MANAGE_PEOPLE);
                    is_slug(slug)
                        || of_person.is_some_and(|(id, form)| is_slug(id) && forms.contains(&form))
                })
            }),
    };
    let in_query = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '?' | '-' | '_' | '.' | '~' | '=' | '&' | '%' | '+')
    };
    // One of a service's requests, or a page that goes on with it.
    let longest =
        if query.contains(REQUEST) { LONGEST_RESUME + LONGEST_PAGE } else { LONGEST_PAGE };
    let whole = if next.len() > longest { path } else { next };
    // What is sealed is letters that stay as they are in whatever address they stand in.
    let is_sealed =
        |value: &str| value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let sealed =
        query.strip_prefix('?').and_then(|rest| rest.strip_prefix(REQUEST)?.strip_prefix('='));
    let whole = if path == RESUME && !sealed.is_some_and(is_sealed) { path } else { whole };
    (ours && query.chars().all(in_query)).then_some(whole)
}

fn path_of(next: &str) -> &str {
    next.split('?').next().unwrap_or_default()
}

/// The address of one icon of the sprite; it changes with the sprite, so it may be cached for ever.
#[must_use]
pub fn icon(name: &str) -> String {
    const VERSION: u32 = fnv1a(include_bytes!("../public/icons.svg"));
    format!("/icons.svg?v={VERSION:08x}#i-{name}")
}

/// Fowler–Noll–Vo 1a, 32 bits: names a version of a file, protects nothing.
#[must_use]
pub const fn fnv1a(bytes: &[u8]) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        hash = (hash ^ *byte as u32).wrapping_mul(0x0100_0193);
        rest = tail;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_ours_are_safe_to_go_back_to() {
        for next in [
            "/",
            "/beranda",
            "/beranda?cari=naik+pangkat",
            "/beranda?cari=a%20b",
            "/layanan/e-kinerja",
            "/buka/e-kinerja",
            "/kelola/pengumuman/baru",
            ADD_PASSKEY,
        ] {
            assert_eq!(safe_next(next), Some(next));
        }
    }

    #[test]
    fn a_proof_leads_back_to_every_part_of_the_console() {
        for area in ConsoleArea::ALL {
            assert_eq!(safe_next(console(area)), Some(console(area)), "{area:?}");
        }
        let id = "01a22807-93f8-7190-8285-dd76f35e3823";
        for form in PersonForm::ALL {
            let page = person_form(id, form);
            assert_eq!(safe_next(&page), Some(&*page), "{form:?}");
        }
        for page in [NEW_BULK.to_owned(), manage_bulk(id), provisioning(id), agency_form(id, true)]
        {
            assert_eq!(safe_next(&page), Some(&*page));
        }
    }

    #[test]
    fn a_search_is_led_back_to_whatever_was_typed() {
        assert_eq!(search("naik pangkat"), "/beranda?cari=naik+pangkat");
        assert_eq!(search("a&b=#\r\nx/é"), "/beranda?cari=a%26b%3D%23%0D%0Ax%2F%C3%A9");
        for typed in ["", "🙂🙂", "'; DROP", &"x".repeat(1000)] {
            let address = search(typed);
            assert_eq!(safe_page(&address), Some(&*address), "{typed}");
        }
    }

    #[test]
    fn the_page_of_every_client_may_be_gone_back_to() {
        assert_eq!(manage_client("my-asn_1.x~"), "/kelola/masuk-tunggal/layanan?id=my-asn_1.x~");
        for id in ["..", "https://a.go.id/klien", "a:b", "é\0+ &#", &"/".repeat(80)] {
            let page = manage_client(id);
            assert_eq!(safe_next(&page), Some(&*page), "{id}");
            assert!(then(PROOF, &page).len() < LONGEST_PAGE, "{id}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for next in [
            "",
            "//evil",
            "/\\evil",
            "\\\\evil",
            "https://evil",
            "https:evil",
            "javascript:alert(1)",
            "%2f%2fevil",
            "/%2fevil",
            "/%2f%2fevil",
            "/%5cevil",
            "/beranda//evil",
            "/beranda/../api",
            "/layanan/",
            "/layanan/../masuk",
            "/layanan/a/b",
            "/buka/",
            "/buka//evil",
            "/kelola",
            "/api/logout",
            "/masuk",
            "/mfa",
            "/beranda\r\nSet-Cookie:a=b",
            "/beranda#x",
            " /beranda",
            "/\t/evil",
            "/beranda?x=//evil",
            "/beranda@evil",
            "///evil",
            "/.//evil",
            "beranda",
            "/Beranda",
        ] {
            assert_eq!(safe_next(next), None, "{next:?}");
            assert_eq!(login_then(next), LOGIN, "{next:?}");
        }
    }

    #[test]
    fn what_passes_on_to_another_site_is_told_from_our_own_pages() {
        for away in ["/buka/e-kinerja", "/buka/e-kinerja?x=1"] {
            assert!(leads_away(away), "{away}");
        }
        for ours in ["/", "/beranda", "/bukan", "/layanan/buka", "/masuk?lanjut=%2Fbuka%2Fmyasn"] {
            assert!(!leads_away(ours), "{ours}");
        }
    }

    #[test]
    fn of_an_address_that_is_too_long_the_page_is_remembered() {
        let search = |letters: &str, times| format!("/beranda?cari={}", letters.repeat(times));
        let longest = search("a", LONGEST_NEXT - "/beranda?cari=".len());
        assert_eq!(safe_next(&longest), Some(&*longest));
        assert_eq!(safe_next(&format!("{longest}a")), Some("/beranda"));
        assert_eq!(login_then(&search("a", 3900)), "/masuk?lanjut=%2Fberanda");
        assert_eq!(login_then(&search("%F0%9F%99%82", 100)), "/masuk?lanjut=%2Fberanda");
        assert_eq!(safe_next(&search("/", 3900)), None, "what is no query of ours stays none");
        assert_eq!(safe_next(&format!("/layanan/{}", "a".repeat(LONGEST_SLUG + 1))), None);

        // The language is changed on the longest login page, too.
        let page = login_then(&search("%", LONGEST_NEXT - "/beranda?cari=".len()));
        assert_eq!((page.len() > 800, safe_page(&page)), (true, Some(&*page)));
        assert_eq!(
            safe_page(&format!("/masuk?lanjut={}", "a".repeat(LONGEST_PAGE))),
            Some("/masuk")
        );
    }

    #[test]
    fn the_request_of_a_service_is_found_wherever_it_stands() {
        let resume = resume("AbC-_9");
        for address in [&*resume, &confirm("AbC-_9"), &login_then(&resume), &then(PROOF, &resume)] {
            assert_eq!(sealed_in(address).as_deref(), Some("AbC-_9"), "{address}");
        }
        for none in [
            "",
            "/masuk",
            "/masuk?lanjut=%2Fberanda",
            "/beranda?permintaan=AbC",
            "/oidc/lanjut?x=1",
            "/masuk?lanjut=%ff",
        ] {
            assert_eq!(sealed_in(none), None, "{none}");
        }
    }

    #[test]
    fn the_language_may_be_changed_on_every_page() {
        for page in
            ["/", "/masuk", "/masuk?lanjut=%2Fberanda", "/mfa", "/beranda", "/layanan/sscasn"]
        {
            assert_eq!(safe_page(page), Some(page));
        }
        assert_eq!(safe_page("/masuk?lanjut=//evil"), None);
        assert_eq!(safe_page("//evil/masuk"), None);
    }

    #[test]
    fn the_login_page_carries_a_safe_address_unambiguously() {
        assert_eq!(login_then("/beranda"), "/masuk?lanjut=%2Fberanda");
        assert_eq!(
            login_then("/beranda?cari=a+b&x=%20"),
            "/masuk?lanjut=%2Fberanda%3Fcari%3Da%2Bb%26x%3D%2520"
        );
    }
}

#[cfg(all(test, feature = "ssr"))]
mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_is_let_through_is_a_local_path(next in "[/\\\\%a-z2fF5cC:?.@# ]{0,24}|\\PC{0,24}") {
            if let Some(next) = safe_next(&next) {
                prop_assert!(next.starts_with('/'));
                prop_assert!(!next.starts_with("//"));
                prop_assert!(!next.contains(['\\', ':', '#', '@', ' ']));
            }
        }
    }
}
