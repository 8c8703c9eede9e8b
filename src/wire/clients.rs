//! The services that people sign in to, as administrators look after them.

use super::{notice::Notice, person::Person, text::TextProblem};
use serde::{Deserialize, Serialize};

/// Who says what a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientSource {
    File,
    /// An administrator, and no file.
    Console,
    /// An administrator, other than the file.
    ConsoleOverFile,
}

/// How many sessions' ends a service was to be told of and does not know.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UntoldLogouts {
    /// Nobody tries any more.
    pub failed: usize,
    /// Tried, and tried again later.
    pub waiting: usize,
}

/// One row of the list of clients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedClient {
    pub id: String,
    pub name: String,
    /// The name of the service whose tile signs in there.
    pub service: Option<String>,
    pub source: ClientSource,
    pub enabled: bool,
    pub untold: UntoldLogouts,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientListView {
    pub person: Person,
    pub notice: Option<Notice>,
    pub rows: Vec<ListedClient>,
}

/// The form of a client, as it was typed. Lists have an address a line; what is chosen has the names of RFC 7591
/// and of a file of clients.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientFields {
    pub client_id: String,
    pub client_name: String,
    /// Of the catalogue; empty: none.
    pub service: String,
    pub address: String,
    pub redirect_uris: String,
    pub post_logout_redirect_uris: String,
    pub backchannel_logout_uri: String,
    pub initiate_login_uri: String,
    pub token_endpoint_auth_method: String,
    pub jwks_uri: String,
    pub pkce: String,
    /// Whether people are asked: `ask`, or anything else.
    pub consent: String,
    pub minimum_acr: String,
    pub id_token_signed_response_alg: String,
    pub access_token: String,
    pub subject_type: String,
    /// Left as it is where there is only one.
    pub issuer: String,
    /// Each anything, or empty.
    pub employee: String,
    pub operator: String,
    pub administrator: String,
    pub web_origins: String,
    /// Why it is to be so, for whoever decides.
    pub reason: String,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientField {
    Id,
    Name,
    Service,
    Address,
    RedirectUris,
    PostLogoutRedirectUris,
    BackchannelLogoutUri,
    InitiateLoginUri,
    AuthMethod,
    JwksUri,
    Pkce,
    SubjectType,
    WebOrigins,
    Reason,
}

/// Why a field was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientRefusal {
    Text(TextProblem),
    Id,
    /// There is one of that name already.
    Taken,
    Name,
    /// The catalogue has none of that name.
    Service,
    /// The tile of that service signs in to another client.
    ServiceTaken,
    NoAddress,
    PlainHttp,
    Wildcard,
    Fragment,
    User,
    LongAddress,
    TooManyAddresses,
    NoRedirect,
    /// Nobody signs in there, so nobody leaves.
    Machine,
    KeysMissing,
    KeysUnused,
    /// It could not prove who it is, as what a file adds needs.
    PublicClient,
    PublicWithoutPkce,
    SeveralHosts,
    Origin,
    /// What is in no field of the form, and came from a file.
    FromFile,
    ShortReason,
    /// Something else of this client waits for a second administrator.
    Waits,
}

/// One thing that is wrong with the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedField {
    pub field: ClientField,
    pub why: ClientRefusal,
    /// Which of the addresses in the field, from 1.
    pub which: Option<usize>,
}

/// A secret that the portal made, without the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedSecret {
    /// In words.
    pub made: String,
    /// Until when it is good, in words; `None`: until another one is made.
    pub until: Option<String>,
}

/// What has to be entered on the service's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientSetup {
    pub issuer: String,
    pub client_id: String,
    /// The first of its own.
    pub redirect_uri: Option<String>,
    pub has_secret: bool,
    /// Addresses of the issuer, for who does not read its configuration.
    pub authorization: String,
    pub token: String,
    pub userinfo: String,
    /// Where Keycloak's own adapters look, and the realm: of the second issuer.
    pub keycloak: Option<(String, String)>,
}

/// A client that there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientState {
    pub name: String,
    pub source: ClientSource,
    pub enabled: bool,
    pub untold: UntoldLogouts,
    /// What a file may say that the form does not, by its name there.
    pub beyond_form: Vec<String>,
    pub secrets: Vec<ListedSecret>,
    /// How many secrets the file has.
    pub secrets_in_file: usize,
    pub setup: ClientSetup,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientEditView {
    pub person: Person,
    pub notice: Option<Notice>,
    /// `None`: it is yet to be registered.
    pub state: Option<ClientState>,
    /// The one that was just made; shown once.
    pub new_secret: Option<String>,
    /// Slug and name of every service.
    pub services: Vec<(String, String)>,
    /// Whether there are two issuers.
    pub has_keycloak: bool,
    pub fields: ClientFields,
    pub refused: Vec<RefusedField>,
}
