//! Tokens of the systems of agencies (RFC 6750): each is for the people of one agency and those below it, has an
//! end, and is known here by its hash alone. It gives no privilege and opens nothing else.

use super::{
    error::{NoAnswer, ScimProblem},
    scope::TokenScope,
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::{
            attempts::{self, Attempt},
            visitor::Visitor,
        },
        values::{naming, reference_token::ReferenceToken},
    },
    store::{ScimTokenRow, Unit},
};
use std::slice;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// What a token begins with, so that one that got out is recognised wherever it turns up.
const PREFIX: &str = "asn_scim_";
/// How long one is good for, where nobody says so. Days.
pub const DAYS: i64 = 365;
/// At most. Days.
const MOST_DAYS: i64 = 3 * 365;
/// Characters of a name.
const LONGEST_NAME: usize = 60;
/// A last use is noted so often.
const NOTED: Duration = Duration::MINUTE;

/// Whose system asks.
#[derive(Debug, Clone)]
pub struct Source {
    pub name: String,
    pub scope: TokenScope,
    /// The other end, with the token's name for the record.
    pub visitor: Visitor,
}

/// Why no token was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenProblem {
    #[error("there is no such agency, and nobody is of it; write it as it stands with its people")]
    NoAgency,
    #[error("a token has a name of 1 to {LONGEST_NAME} characters")]
    Name,
    #[error("a token is good for 1 to {MOST_DAYS} days")]
    Days,
    #[error("there is no such token, or it has ended")]
    NoToken,
}

/// All that is wrong with what a token is to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct TokenNotMade(pub Vec<TokenProblem>);

#[must_use]
pub fn is_good(token: &ScimTokenRow, now: OffsetDateTime) -> bool {
    token.ended_at.is_none() && now < token.expires_at
}

/// Whose system brings this token.
///
/// # Errors
/// 401 where it is none that is good; 429 after too many of those from one network.
pub async fn authenticate(
    portal: &Portal,
    visitor: &Visitor,
    brought: Option<&str>,
) -> Result<Source, NoAnswer> {
    let Some(brought) = brought else {
        return Err(ScimProblem::new(401, "a token is needed: Authorization: Bearer …").into());
    };
    let token = brought.strip_prefix(PREFIX).and_then(ReferenceToken::parse);
    let row = match &token {
        Some(token) => portal.store.scim_token(&token.hash()).await?,
        None => None,
    };
    let now = portal.now();
    let Some(row) = row.filter(|row| is_good(row, now)) else {
        return Err(refuse(portal, visitor).await?.into());
    };
    if row.last_used_at.is_none_or(|last| now - last >= NOTED) {
        let mut unit = portal.store.write_forgettable().await?;
        unit.note_scim_token_used(row.id, now).await?;
        unit.commit().await?;
    }
    let user_agent = format!("SCIM: {}", row.name);
    let visitor = Visitor { user_agent, ..visitor.clone() };
    let scope = TokenScope::of(&portal.commons.get().agencies, &row.agency);
    Ok(Source { scope, name: row.name, visitor })
}

/// One that is none: it counts against its network, like a wrong secret of a service.
async fn refuse(portal: &Portal, visitor: &Visitor) -> Result<ScimProblem, Fault> {
    let mut attempt = Attempt::unknown_client(portal, visitor);
    if let Some(wait) = attempt.wait(portal).await? {
        let retry_after = Some(attempts::seconds(wait));
        let detail = "too many wrong tokens came from this network: wait a moment";
        return Ok(ScimProblem { retry_after, ..ScimProblem::new(429, detail) });
    }
    let mut unit = portal.store.write_forgettable().await?;
    let _ = attempt.count(portal, &mut unit).await?;
    unit.commit().await?;
    tracing::warn!(address = %visitor.address, "a SCIM token was not let in");
    Ok(ScimProblem::new(401, "the token is wrong, or has ended"))
}

/// What a token is to be.
#[derive(Debug, Clone, Copy)]
pub struct NewToken<'a> {
    /// As it stands with its people.
    pub agency: &'a str,
    /// For the record and for those who look after it.
    pub name: &'a str,
    /// How long it is good for.
    pub days: i64,
}

/// All that is wrong with it.
async fn problems_in(
    portal: &Portal,
    unit: &mut Unit,
    new: &NewToken<'_>,
) -> Result<Vec<TokenProblem>, Fault> {
    let (agency, name) = (naming::in_one_form(new.agency), naming::in_one_form(new.name));
    let is_in_tree = portal.commons.get().agencies.of_text(&agency).is_some();
    // PostgreSQL keeps no text with a zero in it.
    let is_known = is_in_tree
        || !agency.contains('\0') && unit.count_people_of(slice::from_ref(&agency), 1).await? > 0;
    let is_name = !name.is_empty()
        && name.chars().nth(LONGEST_NAME).is_none()
        && name.is_ascii()
        && naming::is_readable(&name);
    let is_short = (1..=MOST_DAYS).contains(&new.days);
    let problems = [
        (is_known, TokenProblem::NoAgency),
        (is_name, TokenProblem::Name),
        (is_short, TokenProblem::Days),
    ];
    Ok(problems.into_iter().filter(|(is_right, _)| !is_right).map(|(_, problem)| problem).collect())
}

/// Makes a token at the command line; its text is shown once.
///
/// # Errors
/// When the database fails.
pub async fn add(
    portal: &Portal,
    visitor: &Visitor,
    new: &NewToken<'_>,
) -> Result<Result<String, TokenNotMade>, Fault> {
    let mut unit = portal.store.write().await?;
    let added = add_in(portal, &mut unit, visitor, &command_line(), new).await?;
    if added.is_ok() {
        unit.commit().await?;
    }
    Ok(added)
}

/// The same in a unit of work, `by` somebody; or all that is wrong with it.
pub async fn add_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    by: &Holder,
    new: &NewToken<'_>,
) -> Result<Result<String, TokenNotMade>, Fault> {
    let problems = problems_in(portal, unit, new).await?;
    if !problems.is_empty() {
        return Ok(Err(TokenNotMade(problems)));
    }
    let (token, now) = (ReferenceToken::generate(portal.random()), portal.now());
    let row = ScimTokenRow {
        id: portal.new_id(),
        token_hash: token.hash(),
        agency: naming::in_one_form(new.agency),
        name: naming::in_one_form(new.name),
        created_by: by.account,
        created_at: now,
        expires_at: now + Duration::days(new.days),
        last_used_at: None,
        ended_at: None,
    };
    unit.add_scim_token(&row).await?;
    note(portal, unit, visitor, by, &row, "added").await?;
    Ok(Ok(format!("{PREFIX}{}", token.to_text())))
}

/// From now on it opens nothing, says the command line.
///
/// # Errors
/// When the database fails.
pub async fn end(
    portal: &Portal,
    visitor: &Visitor,
    id: Uuid,
) -> Result<Result<ScimTokenRow, TokenProblem>, Fault> {
    let mut unit = portal.store.write().await?;
    let ended = end_in(portal, &mut unit, visitor, &command_line(), id).await?;
    if ended.is_ok() {
        unit.commit().await?;
    }
    Ok(ended)
}

/// The same in a unit of work, `by` somebody.
pub async fn end_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    by: &Holder,
    id: Uuid,
) -> Result<Result<ScimTokenRow, TokenProblem>, Fault> {
    let Some(row) = unit.end_scim_token(id, portal.now()).await? else {
        return Ok(Err(TokenProblem::NoToken));
    };
    note(portal, unit, visitor, by, &row, "ended").await?;
    Ok(Ok(row))
}

fn command_line() -> Holder {
    Holder { account: None, masked_nip: "*".to_owned() }
}

async fn note(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    by: &Holder,
    row: &ScimTokenRow,
    what: &str,
) -> Result<(), Fault> {
    let object = format!("{} {what}, for {}", row.name, row.agency);
    let event = Event::ProvisioningTokenChanged;
    audit::record_about(portal, unit, event, by, visitor, &object).await
}
