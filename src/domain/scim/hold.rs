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
use time::{Duration, OffsetDateTime};
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

/// How many people of an agency its systems disabled within the hour, and how many they may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct DisableBudget {
    disabled: i64,
    allowed: i64,
}

impl DisableBudget {
    fn is_spent(self) -> bool {
        self.disabled >= self.allowed
    }
}

async fn budget(
    unit: &mut Unit,
    scope: &TokenScope,
    now: OffsetDateTime,
) -> Result<DisableBudget, Fault> {
    let disabled = unit.count_scim_disables(scope.root(), now - WITHIN).await?;
    // Fewer are allowed in any agency: nobody has to be counted.
    if disabled < LEAST {
        return Ok(DisableBudget { disabled, allowed: LEAST });
    }
    // More people allow no more.
    let people = unit.count_people_of(scope.texts(), MOST * 100 / SHARE).await?;
    Ok(DisableBudget { disabled, allowed: allowed(people) })
}

/// The agencies whose systems may disable nobody now, with how many people they did within the hour.
///
/// # Errors
/// When the database fails.
pub async fn spent(portal: &Portal, unit: &mut Unit) -> Result<Vec<(String, i64)>, Fault> {
    let (commons, now) = (portal.commons.get(), portal.now());
    let mut lately = unit.scim_disables_by_agency(now - WITHIN).await?;
    lately.retain(|(_, disabled)| *disabled >= LEAST);
    let mut spent = Vec::new();
    for (agency, disabled) in lately {
        let scope = TokenScope::of(&commons.agencies, &agency);
        if budget(unit, &scope, now).await?.is_spent() {
            spent.push((agency, disabled));
        }
    }
    Ok(spent)
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
    if budget(unit, scope, now).await?.is_spent() {
        return Ok(Err(ScimProblem {
            retry_after: u32::try_from(WITHIN.whole_seconds()).ok(),
            ..ScimProblem::new(
                429,
                "held: within an hour too many people of this agency were disabled. Nothing was changed; \
                 it can be sent again later, or two of the portal's administrators can let it go on",
            )
        }));
    }
    unit.note_scim_disable(agency, account, now).await?;
    Ok(Ok(()))
}

/// Lets an agency's systems disable as many people once more, as two people decided. Whether there was anything
/// to let go on.
///
/// # Errors
/// When the database fails.
pub async fn lift_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    by: &Holder,
    agency: &str,
) -> Result<bool, Fault> {
    unit.lock_scim_disables(agency).await?;
    if unit.forget_scim_disables(agency).await? == 0 {
        return Ok(false);
    }
    let event = Event::ProvisioningHoldLifted;
    audit::record_about(portal, unit, event, by, visitor, agency).await?;
    Ok(true)
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
