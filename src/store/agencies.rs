//! Agencies, and the texts that stand for them ([`crate::domain::people::agency`]).

use super::{Result, Unit, on};
use crate::wire::{agency::AgencyKind, zone::Zone};
use time::OffsetDateTime;
use uuid::Uuid;

/// The fact noted in the database: which tree there is.
const REVISION: &str = "agencies";

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AgencyRow {
    pub id: Uuid,
    pub parent_id: Option<Uuid>,
    pub code: Option<String>,
    pub name: String,
    pub text: String,
    #[sqlx(try_from = "String")]
    pub kind: AgencyKind,
    #[sqlx(try_from = "String")]
    pub zone: Zone,
}

/// A text that stands with people and that nobody has decided on.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct UndecidedText {
    pub text: String,
    /// How many people have it, as far as was counted.
    pub people: i64,
}

impl Unit {
    pub async fn agencies(&mut self) -> Result<Vec<AgencyRow>> {
        const SQL: &str = "SELECT id, parent_id, code, name, text, kind, zone FROM agencies";
        Ok(on!(self, |c| sqlx::query_as(SQL).fetch_all(c).await)?)
    }

    /// Every text that was decided on.
    pub async fn agency_texts(&mut self) -> Result<Vec<(String, Uuid)>> {
        const SQL: &str = "SELECT text, agency_id FROM agency_texts";
        Ok(on!(self, |c| sqlx::query_as(SQL).fetch_all(c).await)?)
    }

    /// Which tree this is; another one after each change. `None`: nobody has changed it yet.
    pub async fn agencies_revision(&mut self) -> Result<Option<String>> {
        self.installation(REVISION).await
    }

    /// Keeps the tree as it is for others until the unit ends, so that changes of it come one after another,
    /// and says that it is another one.
    pub async fn change_agencies(&mut self, revision: Uuid) -> Result<()> {
        const SQL: &str = "INSERT INTO installation (name, value) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        let revision = revision.to_string();
        on!(self, |c| sqlx::query(SQL).bind(REVISION).bind(revision).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Adds an agency, or brings the one with this id up to date.
    pub async fn put_agency(&mut self, agency: &AgencyRow, now: OffsetDateTime) -> Result<()> {
        const SQL: &str = "INSERT INTO agencies (id, parent_id, code, name, text, kind, zone, \
                 changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, \
                 code = excluded.code, name = excluded.name, text = excluded.text, \
                 kind = excluded.kind, zone = excluded.zone, changed_at = excluded.changed_at";
        on!(self, |c| sqlx::query(SQL)
            .bind(agency.id)
            .bind(agency.parent_id)
            .bind(&agency.code)
            .bind(&agency.name)
            .bind(&agency.text)
            .bind(agency.kind.name())
            .bind(agency.zone.name())
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Says what a text stands for, whatever it stood for before.
    pub async fn put_agency_text(&mut self, text: &str, agency: Uuid) -> Result<()> {
        const SQL: &str = "INSERT INTO agency_texts (text, agency_id) VALUES ($1, $2) \
             ON CONFLICT (text) DO UPDATE SET agency_id = excluded.agency_id";
        on!(self, |c| sqlx::query(SQL).bind(text).bind(agency).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Texts that stand with people and that nobody has decided on, after one, in their order; of each the
    /// people are counted as far as `counted`. Looks from text to text, not at every person.
    pub async fn undecided_texts(
        &mut self,
        after: &str,
        counted: i64,
        limit: i64,
    ) -> Result<Vec<UndecidedText>> {
        const SQL: &str = "WITH RECURSIVE texts (text) AS ( \
                 SELECT (SELECT MIN(agency) FROM accounts WHERE agency > $1) \
                 UNION ALL \
                 SELECT (SELECT MIN(a.agency) FROM accounts a WHERE a.agency > t.text) \
                 FROM texts t WHERE t.text IS NOT NULL) \
             SELECT t.text, (SELECT COUNT(*) FROM (SELECT 1 FROM accounts a \
                 WHERE a.agency = t.text LIMIT $2) counted) AS people \
             FROM texts t WHERE t.text IS NOT NULL \
                 AND NOT EXISTS (SELECT 1 FROM agency_texts d WHERE d.text = t.text) LIMIT $3";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(after)
            .bind(counted)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }
}
