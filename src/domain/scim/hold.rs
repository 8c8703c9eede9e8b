//! How many people the systems of an agency may disable in an hour. A source that broke, or that lost its own
//! people, says of everybody at once that they left: beyond some, that waits for a person to look at it.

use super::{error::ScimProblem, scope::TokenScope};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::attempts::{Attempt, Counted},
        guard::visitor::Visitor,
    },
    store::Unit,
};
use time::Duration;
use uuid::Uuid;

const WITHIN: Duration = Duration::HOUR;
/// After so long nobody asks who it was.
pub const KEPT: Duration = Duration::DAY;
/// Of a hundred people of the agency.
const SHARE: i64 = 2;
/// In a large one.
const MOST: i64 = 500;
/// In a small one, whose two of a hundred are nobody.
const LEAST: i64 = 10;

/// Of so many people so many.
#[must_use]
pub fn allowed(people: i64) -> i64 {
    (people * SHARE / 100).clamp(LEAST, MOST)
}

/// Counts one more, or says that it is held. In the unit that disables them.
///
/// # Errors
/// When the database fails.
pub async fn take(
    portal: &Portal,
    unit: &mut Unit,
    scope: &TokenScope,
    account: Uuid,
) -> Result<Result<(), ScimProblem>, Fault> {
    let agency = scope.root();
    unit.lock_scim_disables(agency).await?;
    let now = portal.now();
    let disabled = unit.count_scim_disables(agency, now - WITHIN).await?;
    // More people allow no more.
    let (mut people, most) = (0, MOST * 100 / SHARE);
    for text in scope.texts() {
        people += unit.count_people_of(text, most - people).await?;
        if people >= most {
            break;
        }
    }
    if disabled >= allowed(people) {
        return Ok(Err(ScimProblem {
            retry_after: u32::try_from(WITHIN.whole_seconds()).ok(),
            ..ScimProblem::new(
                429,
                "held: within an hour too many people of this agency were disabled. Nothing was changed; \
                 it can be sent again later, or the portal's administrators can look at it",
            )
        }));
    }
    unit.note_scim_disable(agency, account, now).await?;
    Ok(Ok(()))
}

/// Writes down that something was held, as long as the budget for that lasts.
///
/// # Errors
/// When the database fails; then it is not written down.
pub async fn note(
    portal: &Portal,
    visitor: &Visitor,
    scope: &TokenScope,
    holder: &Holder,
) -> Result<(), Fault> {
    let mut unit = portal.store.write().await?;
    let counted = Attempt::held(portal, scope.root()).count(portal, &mut unit).await?;
    if let Counted::Admitted { .. } = counted {
        let event = Event::ProvisioningHeld;
        audit::record_about(portal, &mut unit, event, holder, visitor, scope.root()).await?;
    }
    Ok(unit.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_a_hundred_or_five_hundred_and_some_of_the_smallest() {
        let people = [0, 40, 500, 1000, 8000, 25_000, 5_600_000];
        assert_eq!(people.map(allowed), [10, 10, 10, 20, 160, 500, 500]);
    }
}
