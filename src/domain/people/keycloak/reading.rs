//! A realm's export, however large: `{"realm": …, "users": […]}`, in one file or in many. One person at a time
//! is in memory, and none may be larger than [`LARGEST`]; what else a realm has is passed over unread, but for
//! its services, whose addresses are looked at.

use super::export::{KeycloakService, KeycloakUser};
use serde::{
    Deserializer as _,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor as SerdeVisitor},
};
use serde_json::{Deserializer, error::Category, value::RawValue};
use std::{
    cell::Cell,
    fmt,
    io::{self, BufRead, BufReader, Read},
    rc::Rc,
};

/// Bytes of one person, or of one service.
const LARGEST: u64 = 1 << 20;
const NO_LIMIT: u64 = u64::MAX;

/// Why a file could not be read to its end. What came before is not lost by it.
#[derive(Debug, thiserror::Error)]
pub enum ExportProblem {
    #[error(transparent)]
    Read(#[from] io::Error),
    #[error("the file is empty")]
    Empty,
    #[error("this is {0}; {1}")]
    Foreign(&'static str, &'static str),
    #[error(
        "{what} at byte {byte}. The {people} people before it were looked at, and those that could come have \
         come; when the file is whole, run the same command again: nobody comes twice"
    )]
    Broken { byte: u64, people: u64, what: &'static str },
}

/// What a file holds, as it comes.
pub enum ExportEntry {
    /// The how manieth person, from 1. None: what stands there is no person.
    Person(u64, Option<Box<KeycloakUser>>),
    /// A service with an address that stands for many.
    Wildcard { service: String, address: String },
}

/// What a file held besides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExportContents {
    pub people: u64,
    pub services: u64,
    /// Of directories, whose people Keycloak only knows of.
    pub federated: u64,
}

pub struct ExportFile<R>(BufReader<R>);

impl<R: Read> ExportFile<R> {
    /// # Errors
    /// When it is no text that Keycloak writes.
    pub fn open(input: R) -> Result<Self, ExportProblem> {
        const GZIP: &str = "unpack it first, as by gunzip";
        const TEXT: &str = "Keycloak writes JSON in UTF-8 (kc.sh export)";
        let mut input = BufReader::with_capacity(1 << 16, input);
        let head = input.fill_buf()?;
        let mark = head.starts_with(b"\xef\xbb\xbf");
        match head {
            [] => return Err(ExportProblem::Empty),
            [0x1f, 0x8b, ..] => return Err(ExportProblem::Foreign("compressed by gzip", GZIP)),
            [b'P', b'K', ..] => {
                return Err(ExportProblem::Foreign("a ZIP archive", "unpack it first"));
            }
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
                return Err(ExportProblem::Foreign("text in UTF-16", TEXT));
            }
            _ => {}
        }
        if mark {
            input.consume(3);
        }
        Ok(Self(input))
    }

    /// Tells `tell` of everything, in order; it says whether to go on.
    ///
    /// # Errors
    /// Where the file is broken.
    pub fn read(
        self,
        mut tell: impl FnMut(ExportEntry) -> bool,
    ) -> Result<ExportContents, ExportProblem> {
        let meter = Meter::default();
        meter.allow(NO_LIMIT);
        let mut realm = Realm {
            meter: meter.clone(),
            contents: ExportContents::default(),
            stopped: false,
            tell: &mut tell,
        };
        let mut json = Deserializer::from_reader(Metered { input: self.0, meter: meter.clone() });
        let read = json.deserialize_map(&mut realm).and_then(|()| {
            meter.allow(NO_LIMIT);
            json.end()
        });
        let contents = realm.contents;
        match read {
            Ok(()) => Ok(contents),
            Err(_) if realm.stopped => Ok(contents),
            Err(error) => Err(broken(&error, &meter, contents.people)),
        }
    }
}

fn broken(error: &serde_json::Error, meter: &Meter, people: u64) -> ExportProblem {
    let what = match error.classify() {
        _ if meter.is_spent() => "one entry is larger than 1 MiB",
        // What is written there is not shown: it may be anybody's.
        Category::Data => "something else stands where Keycloak writes a realm and its people",
        Category::Eof => "the file ends in the middle",
        Category::Syntax => "what stands there is no JSON",
        Category::Io => "the file cannot be read on",
    };
    ExportProblem::Broken { byte: meter.read.get(), people, what }
}

/// How many bytes were read, and up to which that is allowed. The parser holds the reader, so they share it.
#[derive(Debug, Clone, Default)]
struct Meter {
    read: Rc<Cell<u64>>,
    allowed: Rc<Cell<u64>>,
}

impl Meter {
    /// So many more.
    fn allow(&self, bytes: u64) {
        self.allowed.set(self.read.get().saturating_add(bytes));
    }

    fn is_spent(&self) -> bool {
        self.read.get() >= self.allowed.get()
    }
}

struct Metered<R> {
    input: R,
    meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.meter.is_spent() {
            return Err(io::Error::other("larger than allowed"));
        }
        let read = self.input.read(buffer)?;
        self.meter.read.set(self.meter.read.get() + read as u64);
        Ok(read)
    }
}

struct Realm<'t> {
    meter: Meter,
    contents: ExportContents,
    stopped: bool,
    tell: &'t mut dyn FnMut(ExportEntry) -> bool,
}

impl<'de> SerdeVisitor<'de> for &mut Realm<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a realm")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.meter.allow(LARGEST);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "users" => map.next_value_seed(List(self, Realm::person))?,
                "clients" => map.next_value_seed(List(self, Realm::service))?,
                "federatedUsers" => map.next_value_seed(List(self, Realm::federated))?,
                _ => {
                    // It is not kept, so it may be of any size.
                    self.meter.allow(NO_LIMIT);
                    map.next_value::<IgnoredAny>()?;
                }
            }
            self.meter.allow(LARGEST);
        }
        Ok(())
    }
}

impl Realm<'_> {
    fn person(&mut self, entry: &str) -> bool {
        self.contents.people += 1;
        let user = serde_json::from_str(entry).ok().map(Box::new);
        (self.tell)(ExportEntry::Person(self.contents.people, user))
    }

    fn service(&mut self, entry: &str) -> bool {
        self.contents.services += 1;
        let service: KeycloakService = serde_json::from_str(entry).unwrap_or_default();
        let name = service.client_id.unwrap_or_default();
        let mut addresses = service.redirect_uris.into_iter().flatten();
        addresses.all(|address| {
            let service = name.clone();
            !address.contains('*') || (self.tell)(ExportEntry::Wildcard { service, address })
        })
    }

    fn federated(&mut self, _: &str) -> bool {
        self.contents.federated += 1;
        true
    }
}

/// A list, one entry at a time: whether to go on.
struct List<'r, 't>(&'r mut Realm<'t>, fn(&mut Realm<'t>, &str) -> bool);

impl<'de> DeserializeSeed<'de> for List<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> SerdeVisitor<'de> for List<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self(realm, each) = self;
        loop {
            realm.meter.allow(LARGEST);
            let Some(entry) = list.next_element::<Box<RawValue>>()? else {
                return Ok(());
            };
            if !each(realm, entry.get()) {
                realm.stopped = true;
                return Err(A::Error::custom("nobody listens any more"));
            }
        }
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
