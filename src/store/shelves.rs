//! What people keep on their launchers. See [`crate::domain::launcher::shelf`].

use super::{Result, Unit, on};
use uuid::Uuid;

/// Slugs and ids with spaces between them.
#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct ShelfRow {
    /// `None`: never chosen.
    pub favourites: Option<String>,
    pub recents: String,
    pub acknowledged: String,
}

impl Unit {
    /// The shelf of an account, made where there is none yet. The row stays locked until the unit
    /// ends, so that changes on two devices at once come one after another.
    pub async fn lock_shelf(&mut self, account: Uuid) -> Result<ShelfRow> {
        const SQL: &str = "INSERT INTO shelves (account_id) VALUES ($1) \
             ON CONFLICT (account_id) DO UPDATE SET account_id = excluded.account_id \
             RETURNING favourites, recents, acknowledged";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_one(c).await)?)
    }

    pub async fn set_shelf(&mut self, account: Uuid, shelf: &ShelfRow) -> Result<()> {
        const SQL: &str = "UPDATE shelves SET favourites = $2, recents = $3, acknowledged = $4 \
             WHERE account_id = $1";
        on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(&shelf.favourites)
            .bind(&shelf.recents)
            .bind(&shelf.acknowledged)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }
}
