//! What an administrator says of a service that people sign in to.
//!
//! What the form has no field for stays as it is: a file may say more. Everything that is wrong is said at once, at
//! its field; whether it fits together is [`ClientSettings::problems`]'s to say.

use crate::{
    domain::{
        Fault, Portal,
        console::{approval, proposal::Proposal},
        guard::visitor::Visitor,
        session::LiveSession,
        sso::{
            client::{
                Client, ClientAuthentication, ClientSettings, LONGEST_ADDRESS, LONGEST_ID,
                LONGEST_NAME, MOST_ADDRESSES,
            },
            client_check::{AddressProblem, ClientProblem},
            clients::{self, ClientDecision, SameTile},
        },
        values::{reason, text},
    },
    wire::{
        approval::ApprovalProblem,
        clients::{ClientField, ClientFields, ClientRefusal, RefusedField},
        people::ReasonProblem,
        text::TextProblem,
    },
};

/// The longest list. Characters, each end of a line as one.
const LONGEST_LIST: usize = MOST_ADDRESSES * (LONGEST_ADDRESS + 1);
const ASK: &str = "ask";
const YES: &str = "yes";

/// Why a form was not laid before a second administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientNotProposed {
    Refused(Vec<RefusedField>),
    /// Not an administrator, or no such client: the same to whoever asks.
    NotTheirs,
}

/// Whether the form is of a client that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormOf {
    NewClient,
    KnownClient,
}

/// Proposes that a client be registered, or described anew.
///
/// # Errors
/// When the database fails; then nothing was proposed.
pub async fn propose(
    portal: &Portal,
    session: &LiveSession,
    visitor: &Visitor,
    of: FormOf,
    fields: &ClientFields,
) -> Result<Result<(), ClientNotProposed>, Fault> {
    let refused = |field, why| Ok(Err(ClientNotProposed::Refused(vec![refusal(field, why)])));
    let found = clients::registered(portal, &fields.client_id).await?;
    let before = match (of, found) {
        (FormOf::NewClient, None) => None,
        (FormOf::NewClient, Some(_)) => return refused(ClientField::Id, ClientRefusal::Taken),
        (FormOf::KnownClient, Some(found)) => Some(found.client.settings),
        (FormOf::KnownClient, None) => return Ok(Err(ClientNotProposed::NotTheirs)),
    };
    let commons = portal.commons.get();
    let read = read(fields, before, |slug| commons.service(slug).is_some());
    let (id, settings) = match read {
        Ok(read) => read,
        Err(refused) => return Ok(Err(ClientNotProposed::Refused(refused))),
    };
    let client = Client { id: id.clone(), settings };
    if SameTile::with(&client, &clients::all(portal).await?).is_err() {
        return refused(ClientField::Service, ClientRefusal::ServiceTaken);
    }
    let settings = Box::new(client.settings);
    let decision = match of {
        FormOf::NewClient => ClientDecision::Register(settings),
        FormOf::KnownClient => ClientDecision::Describe(settings),
    };
    let proposal = Proposal::Client { id, decision };
    match approval::propose(portal, visitor, session, None, &proposal, &fields.reason).await? {
        Ok(_) => Ok(Ok(())),
        Err(ApprovalProblem::Waits) => refused(ClientField::Reason, ClientRefusal::Waits),
        Err(_) => Ok(Err(ClientNotProposed::NotTheirs)),
    }
}

/// Reads the form over what there was before; everything that is wrong with it at once.
///
/// # Errors
/// What is wrong, in the order of the fields.
pub fn read(
    fields: &ClientFields,
    before: Option<ClientSettings>,
    is_service: impl Fn(&str) -> bool,
) -> Result<(String, ClientSettings), Vec<RefusedField>> {
    let mut typed = Typed::default();
    let id = typed.line(ClientField::Id, &fields.client_id, LONGEST_ID);
    let name = typed.line(ClientField::Name, &fields.client_name, LONGEST_NAME);
    let mut settings = before.unwrap_or_else(|| ClientSettings::named(String::new()));
    settings.client_name = name;
    settings.service = Some(fields.service.clone()).filter(|slug| !slug.is_empty());
    if settings.service.as_deref().is_some_and(|slug| !is_service(slug)) {
        typed.refused.push(refusal(ClientField::Service, ClientRefusal::Service));
    }
    settings.address = typed.address(ClientField::Address, &fields.address);
    settings.redirect_uris = typed.list(ClientField::RedirectUris, &fields.redirect_uris);
    let after_logout = &fields.post_logout_redirect_uris;
    settings.post_logout_redirect_uris =
        typed.list(ClientField::PostLogoutRedirectUris, after_logout);
    let told = &fields.backchannel_logout_uri;
    settings.backchannel_logout_uri = typed.address(ClientField::BackchannelLogoutUri, told);
    let begins = &fields.initiate_login_uri;
    settings.initiate_login_uri = typed.address(ClientField::InitiateLoginUri, begins);
    settings.jwks_uri = typed.address(ClientField::JwksUri, &fields.jwks_uri);
    settings.web_origins = typed.list(ClientField::WebOrigins, &fields.web_origins);
    choose(&mut settings, fields);
    let mut refused = typed.refused;
    // What cannot be read as text was left empty: that it is missing would be no news.
    let problems = settings.problems(&id).into_iter().map(|problem| described(problem, fields));
    let news: Vec<_> =
        problems.filter(|one| refused.iter().all(|other| other.field != one.field)).collect();
    refused.extend(news);
    if let Err(problem) = reason::read(&fields.reason) {
        let why = match problem {
            ReasonProblem::Short => ClientRefusal::ShortReason,
            ReasonProblem::Text(problem) => ClientRefusal::Text(problem),
        };
        refused.push(refusal(ClientField::Reason, why));
    }
    if refused.is_empty() { Ok((id, settings)) } else { Err(refused) }
}

/// Takes over what is chosen rather than typed; what is no choice of ours is what is safe.
fn choose(settings: &mut ClientSettings, fields: &ClientFields) {
    let method = fields.token_endpoint_auth_method.parse().unwrap_or_default();
    settings.token_endpoint_auth_method = method;
    if method != ClientAuthentication::PrivateKeyJwt || settings.jwks_uri.is_some() {
        settings.jwks = None;
    }
    settings.pkce = fields.pkce.parse().unwrap_or_default();
    settings.first_party = fields.consent != ASK;
    settings.minimum_acr = fields.minimum_acr.parse().unwrap_or_default();
    settings.id_token_signed_response_alg =
        fields.id_token_signed_response_alg.parse().unwrap_or_default();
    settings.access_token = fields.access_token.parse().unwrap_or_default();
    settings.subject_type = fields.subject_type.parse().unwrap_or_default();
    if let Ok(issuer) = fields.issuer.parse() {
        settings.issuer = issuer;
    }
    let roles = [
        ("employee", &fields.employee),
        ("operator", &fields.operator),
        ("administrator", &fields.administrator),
    ];
    let chosen = roles.into_iter().filter(|(_, typed)| !typed.is_empty());
    settings.roles = chosen.map(|(role, _)| role.to_owned()).collect();
}

/// What was typed, as far as it is text that can be kept.
#[derive(Default)]
struct Typed {
    refused: Vec<RefusedField>,
}

impl Typed {
    fn take(&mut self, field: ClientField, read: Result<String, TextProblem>) -> String {
        read.unwrap_or_else(|problem| {
            self.refused.push(refusal(field, ClientRefusal::Text(problem)));
            String::new()
        })
    }

    fn line(&mut self, field: ClientField, typed: &str, longest: usize) -> String {
        self.take(field, text::line(typed, longest))
    }

    fn address(&mut self, field: ClientField, typed: &str) -> Option<String> {
        Some(self.line(field, typed, LONGEST_ADDRESS)).filter(|address| !address.is_empty())
    }

    fn list(&mut self, field: ClientField, typed: &str) -> Vec<String> {
        addresses(&self.take(field, text::lines(typed, LONGEST_LIST))).map(str::to_owned).collect()
    }
}

fn addresses(lines: &str) -> impl Iterator<Item = &str> {
    lines.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn refusal(field: ClientField, why: ClientRefusal) -> RefusedField {
    RefusedField { field, why, which: None }
}

/// The field that a problem belongs to.
fn described(problem: ClientProblem, fields: &ClientFields) -> RefusedField {
    use ClientField as Field;
    use ClientRefusal as Why;
    let by_key = ClientAuthentication::PrivateKeyJwt.name();
    match problem {
        ClientProblem::Id => refusal(Field::Id, Why::Id),
        ClientProblem::Name => refusal(Field::Name, Why::Name),
        ClientProblem::Address { of, address, problem } => RefusedField {
            field: field_of(of),
            why: why(problem),
            which: which(&address, list_of(of, fields)),
        },
        ClientProblem::TooMany(of) => refusal(field_of(of), Why::TooManyAddresses),
        ClientProblem::NoRedirect => refusal(Field::RedirectUris, Why::NoRedirect),
        ClientProblem::Keys if fields.token_endpoint_auth_method == by_key => {
            refusal(Field::JwksUri, Why::KeysMissing)
        }
        ClientProblem::Keys => refusal(Field::JwksUri, Why::KeysUnused),
        ClientProblem::Secret | ClientProblem::Role(_) => refusal(Field::AuthMethod, Why::FromFile),
        ClientProblem::PublicClient => refusal(Field::AuthMethod, Why::PublicClient),
        ClientProblem::PublicWithoutPkce => refusal(Field::Pkce, Why::PublicWithoutPkce),
        ClientProblem::Sector => refusal(Field::SubjectType, Why::SeveralHosts),
        ClientProblem::Origin(origin) => RefusedField {
            field: Field::WebOrigins,
            why: Why::Origin,
            which: which(&origin, Some(&fields.web_origins)),
        },
        ClientProblem::Machine => refusal(Field::BackchannelLogoutUri, Why::Machine),
    }
}

fn why(problem: AddressProblem) -> ClientRefusal {
    match problem {
        AddressProblem::Form => ClientRefusal::NoAddress,
        AddressProblem::Plain => ClientRefusal::PlainHttp,
        AddressProblem::Wildcard => ClientRefusal::Wildcard,
        AddressProblem::Fragment => ClientRefusal::Fragment,
        AddressProblem::User => ClientRefusal::User,
        AddressProblem::TooLong => ClientRefusal::LongAddress,
    }
}

/// The field of a setting's name.
fn field_of(name: &str) -> ClientField {
    match name {
        "redirect_uris" => ClientField::RedirectUris,
        "post_logout_redirect_uris" => ClientField::PostLogoutRedirectUris,
        "backchannel_logout_uri" => ClientField::BackchannelLogoutUri,
        "initiate_login_uri" => ClientField::InitiateLoginUri,
        "jwks_uri" => ClientField::JwksUri,
        _ => ClientField::Address,
    }
}

/// What was typed there, where it is a list.
fn list_of<'a>(name: &str, fields: &'a ClientFields) -> Option<&'a str> {
    match name {
        "redirect_uris" => Some(&fields.redirect_uris),
        "post_logout_redirect_uris" => Some(&fields.post_logout_redirect_uris),
        _ => None,
    }
}

/// Which of a list an address is; `None` where there is only one.
fn which(address: &str, list: Option<&str>) -> Option<usize> {
    let list: Vec<_> = addresses(list?).collect();
    let at = list.iter().position(|one| *one == address)?;
    (list.len() > 1).then_some(at + 1)
}

/// What the form says of these settings.
#[must_use]
pub fn fields(id: &str, settings: &ClientSettings) -> ClientFields {
    let one = |address: &Option<String>| address.clone().unwrap_or_default();
    let has = |role: &str| {
        if settings.roles.iter().any(|one| one == role) { YES.to_owned() } else { String::new() }
    };
    ClientFields {
        client_id: id.to_owned(),
        client_name: settings.client_name.clone(),
        service: one(&settings.service),
        address: one(&settings.address),
        redirect_uris: settings.redirect_uris.join("\n"),
        post_logout_redirect_uris: settings.post_logout_redirect_uris.join("\n"),
        backchannel_logout_uri: one(&settings.backchannel_logout_uri),
        initiate_login_uri: one(&settings.initiate_login_uri),
        token_endpoint_auth_method: settings.token_endpoint_auth_method.name().to_owned(),
        jwks_uri: one(&settings.jwks_uri),
        pkce: settings.pkce.name().to_owned(),
        consent: if settings.first_party { String::new() } else { ASK.to_owned() },
        minimum_acr: settings.minimum_acr.name().to_owned(),
        id_token_signed_response_alg: settings.id_token_signed_response_alg.name().to_owned(),
        access_token: settings.access_token.name().to_owned(),
        subject_type: settings.subject_type.name().to_owned(),
        issuer: <&str>::from(settings.issuer).to_owned(),
        employee: has("employee"),
        operator: has("operator"),
        administrator: has("administrator"),
        web_origins: settings.web_origins.join("\n"),
        reason: String::new(),
    }
}

/// The same with everything as its writer sees it again.
#[must_use]
pub fn shown_again(mut fields: ClientFields) -> ClientFields {
    for typed in [
        &mut fields.client_id,
        &mut fields.client_name,
        &mut fields.address,
        &mut fields.redirect_uris,
        &mut fields.post_logout_redirect_uris,
        &mut fields.backchannel_logout_uri,
        &mut fields.initiate_login_uri,
        &mut fields.jwks_uri,
        &mut fields.web_origins,
        &mut fields.reason,
    ] {
        *typed = text::shown_again(typed);
    }
    fields
}

#[cfg(test)]
mod tests;
