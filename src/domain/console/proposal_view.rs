//! Proposals in words.

use super::{
    approval::SeenProposal,
    person_form::{called, zone_of},
    proposal::Proposal,
};
use crate::{
    domain::{
        Fault, Portal,
        launcher::commons::Commons,
        people::{agency::AgencyTree, role::Role},
        session::LiveSession,
        sso::{
            client::ClientSettings,
            clients::{self, RegisteredClient},
        },
        values::{calendar, nip::Nip},
    },
    i18n::{Language, bulk_words_in},
    wire::approval::{ListedProposal, ProposedAct, ProposedChange},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use time::OffsetDateTime;

/// # Errors
/// When the database fails.
pub async fn listed(
    portal: &Portal,
    session: &LiveSession,
    seen: Vec<SeenProposal>,
    language: Language,
) -> Result<Vec<ListedProposal>, Fault> {
    let is_client = |one: &SeenProposal| matches!(one.proposal, Proposal::Client { .. });
    let clients = if seen.iter().any(is_client) { clients::all(portal).await? } else { Vec::new() };
    let there = There { commons: portal.commons.get(), clients };
    Ok(seen.into_iter().map(|one| listed_one(session, &there, one, language)).collect())
}

/// What proposals would change.
struct There {
    commons: Arc<Commons>,
    clients: Vec<RegisteredClient>,
}

fn listed_one(
    session: &LiveSession,
    there: &There,
    seen: SeenProposal,
    language: Language,
) -> ListedProposal {
    let tree = session.agencies();
    let SeenProposal { row, proposal, may_decide, may_withdraw } = seen;
    let words = |at: OffsetDateTime| calendar::moment_in_words(at, language);
    let one = row.approval;
    let (name, number) = match &proposal {
        Proposal::Client { id, decision } => {
            let name = decision.settings().map(|settings| settings.client_name.clone());
            (name.unwrap_or_default(), id.clone())
        }
        Proposal::ServiceAddress { slug, .. } => {
            let service = there.commons.service(slug);
            let name = service.map(|service| service.tile(language).name.clone());
            (name.unwrap_or_default(), slug.clone())
        }
        Proposal::LiftHold { agency } => (tree.called(agency).to_owned(), String::new()),
        Proposal::Bulk { act, .. } => {
            (act.in_words(bulk_words_in(language)).to_owned(), String::new())
        }
        _ => {
            let nip = row.person_nip.and_then(|nip| Nip::parse(&nip).ok());
            let masked = nip.map(|nip| nip.masked());
            (row.person.unwrap_or_default(), masked.unwrap_or_default())
        }
    };
    ListedProposal {
        id: one.id.to_string(),
        name,
        number,
        agency: row.person_agency.map(|agency| tree.called(&agency).to_owned()),
        act: in_words(tree, there, proposal, language),
        reason: one.reason,
        requester: row.requester.unwrap_or_default(),
        requested: words(one.requested_at),
        expires: words(one.expires_at),
        decider: row.decider,
        decided: one.decided_at.map(words),
        may_decide,
        may_withdraw,
    }
}

fn in_words(
    tree: &AgencyTree,
    there: &There,
    proposal: Proposal,
    language: Language,
) -> ProposedAct {
    match proposal {
        Proposal::GrantRole(draft) => {
            let role = draft.role.parse::<Role>().ok();
            let end = draft.ends_at.and_then(|end| OffsetDateTime::from_unix_timestamp(end).ok());
            let zone = zone_of(tree, draft.agency);
            ProposedAct::Role {
                role: role.map_or(draft.role, |role| role.in_words(language.messages()).to_owned()),
                agency: draft.agency.map(|id| called(tree, id)),
                decree: draft.decree,
                until: end.map(|end| calendar::moment_in(zone, end, language)),
            }
        }
        Proposal::Move { to } => ProposedAct::Move { to: called(tree, to) },
        Proposal::Client { id, decision } => {
            let before = there.clients.iter().find(|one| one.client.id == id);
            let before = before.map(|one| &one.client.settings);
            let changes = changes(before, decision.settings());
            ProposedAct::Client { is_new: before.is_none(), changes }
        }
        Proposal::Bulk { job, people, to, .. } => {
            ProposedAct::Bulk { job: job.to_string(), people, to: to.map(|to| called(tree, to)) }
        }
        Proposal::LiftHold { .. } => ProposedAct::LiftHold,
        Proposal::ServiceAddress { slug, address } => {
            let service = there.commons.service(&slug);
            let in_file = service.and_then(|service| service.address_in_file.clone());
            let from = service.and_then(|service| service.tile(language).address.clone());
            ProposedAct::ServiceAddress { from, to: address.or(in_file) }
        }
    }
}

/// Every field that differs, as a file of clients writes it.
fn changes(before: Option<&ClientSettings>, after: Option<&ClientSettings>) -> Vec<ProposedChange> {
    let fields = |settings: Option<&ClientSettings>| -> BTreeMap<String, String> {
        let written = settings.and_then(|settings| serde_json::to_value(settings).ok());
        let fields = written.as_ref().and_then(Value::as_object);
        let fields = fields.into_iter().flatten();
        fields.map(|(name, value)| (name.clone(), in_text(value))).collect()
    };
    let (before, after) = (fields(before), fields(after));
    let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let change = |name: &String| {
        let of = |fields: &BTreeMap<String, String>| fields.get(name).cloned().unwrap_or_default();
        let (before, after) = (of(&before), of(&after));
        (before != after).then(|| ProposedChange { field: name.clone(), before, after })
    };
    names.into_iter().filter_map(change).collect()
}

fn in_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(in_text).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}
