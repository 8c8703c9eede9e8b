//! Cursors (RFC 9865): where a walk over people goes on. Sealed, so that nobody makes one up, and bound to the
//! token's agency and to the filter: a walk that asks for something else half way is refused. A cursor has no end; it names
//! whom the walk has passed, and whoever is there all along is never missed and never met twice.

use super::error::{ScimProblem, ScimType};
use crate::domain::{Fault, Portal, seal::Purpose};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Characters of one; its own are fewer.
const LONGEST: usize = 300;
const WALK: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Whom the walk met last.
    pub after: Uuid,
}

impl Cursor {
    /// # Errors
    /// When it cannot be sealed.
    pub fn seal(self, portal: &Portal, agency: &str, filter: &str) -> Result<String, Fault> {
        let mut plain = walk(agency, filter).to_vec();
        plain.extend(self.after.as_bytes());
        let sealed = portal.sealer.seal(Purpose::ScimCursor, &plain, portal.random())?;
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// # Errors
    /// `invalidCursor` where it is none of this walk.
    pub fn open(
        portal: &Portal,
        text: &str,
        agency: &str,
        filter: &str,
    ) -> Result<Self, ScimProblem> {
        let opened = || {
            let sealed = (text.len() <= LONGEST).then(|| URL_SAFE_NO_PAD.decode(text).ok())??;
            let plain = portal.sealer.open(Purpose::ScimCursor, &sealed).ok()?;
            let (of, after) = plain.split_at_checked(WALK)?;
            let after = Uuid::from_slice(after).ok()?;
            (of == walk(agency, filter)).then_some(Self { after })
        };
        opened().ok_or_else(|| {
            let detail = "the cursor is none of this walk: begin again with an empty cursor";
            ScimProblem::bad(ScimType::InvalidCursor, detail)
        })
    }
}

/// Which walk it is.
fn walk(agency: &str, filter: &str) -> [u8; WALK] {
    let hash = Sha256::new().chain_update(agency).chain_update([0]).chain_update(filter).finalize();
    let mut walk = [0; WALK];
    walk.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    walk
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::TestPortal;

    #[tokio::test]
    async fn a_cursor_is_good_for_its_own_walk_and_nobody_makes_one_up() {
        let portal = TestPortal::new().await;
        let cursor = Cursor { after: Uuid::from_u128(5) };
        let text = cursor.seal(&portal, "Kota Ambon", "active eq true").unwrap();
        assert!(text.len() < LONGEST);
        let open =
            |text: &str, agency: &str, filter: &str| Cursor::open(&portal, text, agency, filter);
        assert_eq!(open(&text, "Kota Ambon", "active eq true"), Ok(cursor));
        assert!(open(&text, "Kota Tual", "active eq true").is_err());
        assert!(open(&text, "Kota Ambon", "").is_err());
        let altered = format!("{}{}", if text.starts_with('A') { "B" } else { "A" }, &text[1..]);
        for wrong in [altered.as_str(), "", "x", "é", &"A".repeat(5000)] {
            let problem = open(wrong, "Kota Ambon", "active eq true").unwrap_err();
            assert_eq!(problem.kind, Some(ScimType::InvalidCursor), "{wrong}");
        }
    }
}
