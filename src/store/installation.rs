//! What is true of the whole installation: which key sealed its secrets, whether it holds demo data.

use super::{Result, Unit, on};

impl Unit {
    pub async fn installation(&mut self, name: &str) -> Result<Option<String>> {
        const SQL: &str = "SELECT value FROM installation WHERE name = $1";
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(name).fetch_optional(c).await)?)
    }

    /// Replaces a fact.
    pub async fn set_installation(&mut self, name: &str, value: &str) -> Result<()> {
        const SQL: &str = "UPDATE installation SET value = $2 WHERE name = $1";
        on!(self, |c| sqlx::query(SQL).bind(name).bind(value).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Notes a fact once; what was noted before stays. The value that holds now.
    pub async fn note_installation(&mut self, name: &str, value: &str) -> Result<String> {
        const SQL: &str = "INSERT INTO installation (name, value) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING value";
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(name).bind(value).fetch_one(c).await)?)
    }
}
