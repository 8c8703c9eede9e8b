//! Services: what the catalogue file says, and what an operator decided. See
//! [`crate::domain::launcher::catalogue`].

use super::{Engine, Result, Unit, Viewers, on, on_postgres};
use crate::wire::launcher::{Group, ServiceState};
use time::OffsetDateTime;
use uuid::Uuid;

/// One service of the catalogue file. Synonyms, which may be several words, one per line.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ServiceRow {
    pub slug: String,
    pub position: i64,
    pub name: String,
    pub name_en: Option<String>,
    pub purpose_id: String,
    pub purpose_en: String,
    #[sqlx(try_from = "String")]
    pub service_group: Group,
    #[sqlx(try_from = "String", rename = "audience")]
    pub viewers: Viewers,
    #[sqlx(try_from = "String")]
    pub suggested_to: Viewers,
    pub address: Option<String>,
    pub icon: String,
    pub synonyms: String,
    pub ask_id: String,
    pub ask_en: String,
    pub bring_id: String,
    pub bring_en: String,
    /// What stands with the people of the agency that it is of; empty: nobody's.
    pub owner: String,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ServiceSettingsRow {
    pub slug: String,
    pub address: Option<String>,
    #[sqlx(try_from = "String")]
    pub state: ServiceState,
    pub until: Option<OffsetDateTime>,
    pub note_id: String,
    pub note_en: String,
}

impl ServiceSettingsRow {
    /// Of a service of which nothing was decided.
    #[must_use]
    pub fn untouched(slug: &str) -> Self {
        Self {
            slug: slug.to_owned(),
            address: None,
            state: ServiceState::Available,
            until: None,
            note_id: String::new(),
            note_en: String::new(),
        }
    }
}

impl Unit {
    /// In the order of the file.
    pub async fn services(&mut self) -> Result<Vec<ServiceRow>> {
        const SQL: &str = "SELECT slug, position, name, name_en, purpose_id, purpose_en, \
                 service_group, audience, suggested_to, address, icon, synonyms, \
                 ask_id, ask_en, bring_id, bring_en, owner \
             FROM services ORDER BY position";
        Ok(on!(self, |c| sqlx::query_as(SQL).fetch_all(c).await)?)
    }

    pub async fn remove_services(&mut self) -> Result<()> {
        on!(self, |c| sqlx::query("DELETE FROM services").execute(c).await.map(drop))?;
        Ok(())
    }

    /// Adds a service; one that another node has just added is brought up to date.
    pub async fn add_service(&mut self, service: &ServiceRow) -> Result<()> {
        const SQL: &str = "INSERT INTO services (slug, position, name, name_en, purpose_id, \
                 purpose_en, service_group, audience, suggested_to, address, icon, synonyms, \
                 ask_id, ask_en, bring_id, bring_en, owner) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
             ON CONFLICT (slug) DO UPDATE SET position = excluded.position, \
                 name = excluded.name, name_en = excluded.name_en, \
                 purpose_id = excluded.purpose_id, purpose_en = excluded.purpose_en, \
                 service_group = excluded.service_group, audience = excluded.audience, \
                 suggested_to = excluded.suggested_to, address = excluded.address, \
                 icon = excluded.icon, synonyms = excluded.synonyms, \
                 ask_id = excluded.ask_id, ask_en = excluded.ask_en, \
                 bring_id = excluded.bring_id, bring_en = excluded.bring_en, \
                 owner = excluded.owner";
        on!(self, |c| sqlx::query(SQL)
            .bind(&service.slug)
            .bind(service.position)
            .bind(&service.name)
            .bind(&service.name_en)
            .bind(&service.purpose_id)
            .bind(&service.purpose_en)
            .bind(service.service_group.slug())
            .bind(service.viewers.to_string())
            .bind(service.suggested_to.to_string())
            .bind(&service.address)
            .bind(&service.icon)
            .bind(&service.synonyms)
            .bind(&service.ask_id)
            .bind(&service.ask_en)
            .bind(&service.bring_id)
            .bind(&service.bring_en)
            .bind(&service.owner)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn service_settings(&mut self) -> Result<Vec<ServiceSettingsRow>> {
        const SQL: &str = "SELECT slug, address, state, until, note_id, note_en \
             FROM service_settings ORDER BY slug";
        Ok(on!(self, |c| sqlx::query_as(SQL).fetch_all(c).await)?)
    }

    /// The address that the file gives a service, which stays locked until the unit ends, so that
    /// changes of one service come one after another. `None`: there is no such service.
    pub async fn lock_service(&mut self, slug: &str) -> Result<Option<Option<String>>> {
        const SQL: &str = "SELECT address FROM services WHERE slug = $1";
        const LOCKING: &str =
            concat!("SELECT address FROM services WHERE slug = $1", " FOR UPDATE");
        Ok(match self.engine() {
            // Its writer has locked the whole database already.
            Engine::Sqlite(c) => sqlx::query_scalar(SQL).bind(slug).fetch_optional(c).await?,
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_scalar(LOCKING).bind(slug).fetch_optional(c).await
            })?,
        })
    }

    pub async fn settings_of_service(&mut self, slug: &str) -> Result<Option<ServiceSettingsRow>> {
        const SQL: &str = "SELECT slug, address, state, until, note_id, note_en \
             FROM service_settings WHERE slug = $1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(slug).fetch_optional(c).await)?)
    }

    pub async fn set_service(
        &mut self,
        settings: &ServiceSettingsRow,
        by: Uuid,
        now: OffsetDateTime,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO service_settings \
                 (slug, address, state, until, note_id, note_en, changed_by, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (slug) DO UPDATE SET address = excluded.address, \
                 state = excluded.state, until = excluded.until, note_id = excluded.note_id, \
                 note_en = excluded.note_en, changed_by = excluded.changed_by, \
                 changed_at = excluded.changed_at";
        on!(self, |c| sqlx::query(SQL)
            .bind(&settings.slug)
            .bind(&settings.address)
            .bind(settings.state.name())
            .bind(settings.until)
            .bind(&settings.note_id)
            .bind(&settings.note_en)
            .bind(by)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }
}
