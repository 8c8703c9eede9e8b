//! Who is asked for together: by key where the filter names one; else by walking over the source's people. A walk with a
//! cursor (RFC 9865) costs a page whatever comes before; one by an index counts from the beginning each
//! time, and is for small agencies.

use super::{
    cursor::Cursor,
    error::{NoAnswer, ScimProblem, ScimType},
    predicate::{self, Predicate},
    token::Source,
    user::{self, UserField},
};
use crate::{
    domain::{Fault, Portal},
    store::{ProvisionedAccount, Unit},
};
use uuid::Uuid;

/// People of one page.
pub const MOST: i64 = 1000;
/// People that one request looks at.
pub const LOOKED_AT: usize = 20_000;
/// People read at once.
const BATCH: usize = 1000;
/// So many agencies are looked at one by one.
const MOST_AGENCIES: usize = 1000;

#[derive(Debug, Clone, Default)]
pub struct UserQuery {
    pub filter: Option<String>,
    /// Empty: the first page of a walk.
    pub cursor: Option<String>,
    pub start_index: Option<i64>,
    pub count: Option<i64>,
}

/// What is answered to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPage {
    pub people: Vec<ProvisionedAccount>,
    /// Of how many in all; a walk does not count.
    pub total: Option<usize>,
    /// The place of the first; 1 is the first of all.
    pub start_index: Option<usize>,
    pub next_cursor: Option<String>,
}

/// # Errors
/// When the filter or the cursor is wrong, or there are too many to count.
pub async fn list(
    portal: &Portal,
    source: &Source,
    query: &UserQuery,
) -> Result<UserPage, NoAnswer> {
    const KEYS: [UserField; 3] = [UserField::Id, UserField::UserName, UserField::ExternalId];
    let filter = query.filter.as_deref().filter(|filter| !filter.trim().is_empty());
    let predicate = filter.map(predicate::read::<UserField>).transpose()?;
    let count = usize::try_from(query.count.unwrap_or(MOST).clamp(0, MOST)).unwrap_or_default();
    let mut unit = portal.store.read().await?;
    if let Some(predicate) = &predicate
        && let Some((field, key)) = predicate.key(&KEYS)
    {
        let found = by_key(&mut unit, source, field, key).await?;
        let found = found.into_iter().filter(|person| user::fulfils(person, predicate)).collect();
        return Ok(by_index(found, query.start_index, count, query.cursor.is_none()));
    }
    let mut walk = Walk { source, predicate: predicate.as_ref(), looked_at: 0 };
    let Some(cursor) = &query.cursor else {
        let found = walk.on(&mut unit, Uuid::nil(), usize::MAX).await?;
        if found.goes_on {
            let detail = "too many people for pages by index: walk over them with a cursor (RFC 9865), \
                          beginning with an empty one";
            return Err(ScimProblem::bad(ScimType::TooMany, detail).into());
        }
        return Ok(by_index(found.people, query.start_index, count, true));
    };
    let (agency, filter) = (source.scope.root(), filter.unwrap_or_default());
    let after = match cursor.as_str() {
        "" => Uuid::nil(),
        cursor => Cursor::open(portal, cursor, agency, filter)?.after,
    };
    let found = walk.on(&mut unit, after, count).await?;
    let next = found.goes_on.then(|| Cursor { after: found.after }.seal(portal, agency, filter));
    let next_cursor = next.transpose()?;
    Ok(UserPage { people: found.people, total: None, start_index: None, next_cursor })
}

/// A page of all that there are.
fn by_index(
    found: Vec<ProvisionedAccount>,
    start_index: Option<i64>,
    count: usize,
    has_index: bool,
) -> UserPage {
    let start = usize::try_from(start_index.unwrap_or(1).max(1)).unwrap_or(usize::MAX);
    let total = found.len();
    let people = found.into_iter().skip(start - 1).take(count).collect();
    let start_index = has_index.then_some(start);
    UserPage { people, total: Some(total), start_index, next_cursor: None }
}

async fn by_key(
    unit: &mut Unit,
    source: &Source,
    field: UserField,
    key: &str,
) -> Result<Vec<ProvisionedAccount>, Fault> {
    let mut found = match field {
        UserField::Id => match Uuid::parse_str(key) {
            Ok(id) => unit.provisioned_account(id).await?.into_iter().collect(),
            Err(_) => Vec::new(),
        },
        UserField::ExternalId => unit.provisioned_accounts_by_external_id(key, MOST).await?,
        _ => unit.provisioned_account_by_nip(key).await?.into_iter().collect(),
    };
    found.retain(|person| is_there(person) && source.scope.covers(&person.agency));
    Ok(found)
}

fn is_there(person: &ProvisionedAccount) -> bool {
    person.deleted_at.is_none()
}

struct Walk<'a> {
    source: &'a Source,
    predicate: Option<&'a Predicate<UserField>>,
    looked_at: usize,
}

struct Walked {
    people: Vec<ProvisionedAccount>,
    /// Whom it passed last.
    after: Uuid,
    goes_on: bool,
}

impl Walk<'_> {
    async fn has_few_people(&self, unit: &mut Unit) -> Result<bool, Fault> {
        let few = i64::try_from(LOOKED_AT).unwrap_or(i64::MAX);
        Ok(unit.count_people_of(self.source.scope.texts(), few + 1).await? <= few)
    }

    /// Goes on behind `after` until so many are found, or nobody is left, or many were looked at.
    async fn on(&mut self, unit: &mut Unit, after: Uuid, count: usize) -> Result<Walked, Fault> {
        let texts = self.source.scope.texts();
        let are_small = texts.len() > 1 && self.has_few_people(unit).await?;
        // At first as if they were of one size, or nearly; some are not, and what is looked at doubles.
        let mut each = 4 * count.min(BATCH) / texts.len().max(1) + 8;
        let mut walked = Walked { people: Vec::new(), after, goes_on: true };
        while walked.goes_on && self.looked_at < LOOKED_AT {
            let wanted = match self.predicate {
                Some(_) => BATCH,
                // One more says that it goes on.
                None => (count - walked.people.len()).saturating_add(1).min(BATCH),
            };
            let (people, goes_on) = if are_small {
                unit.people_of_small_agencies(texts, walked.after, wanted).await?
            } else if texts.len() <= MOST_AGENCIES {
                let looked_at = each.min(wanted);
                each = BATCH.min(2 * each);
                unit.people_of_agencies(texts, walked.after, looked_at, wanted).await?
            } else {
                // Many of everybody are theirs.
                unit.people_after(walked.after, BATCH).await?
            };
            self.looked_at += people.len();
            for person in people {
                let is_meant = is_there(&person)
                    && self.source.scope.covers(&person.agency)
                    && self.predicate.is_none_or(|predicate| user::fulfils(&person, predicate));
                if is_meant && walked.people.len() == count {
                    return Ok(walked);
                }
                walked.after = person.id;
                walked.people.extend(is_meant.then_some(person));
            }
            walked.goes_on = goes_on;
        }
        Ok(walked)
    }
}
