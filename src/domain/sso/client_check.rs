//! What is wrong with the description of a client: said before it is let in, all of it at once.

use super::client::{
    ClientAuthentication, ClientSettings, GrantType, LONGEST_ADDRESS, LONGEST_NAME, MOST_ADDRESSES,
    Pkce, SubjectType, is_id, secret_hash,
};
use crate::{domain::people::role::Role, loopback::is_this_machine};
use url::Url;

/// What is wrong with a description. In English, for files and the command line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientProblem {
    #[error("client_id is 1 to 100 letters, digits and - . _ ~ : /")]
    Id,
    #[error("client_name has 1 to 100 characters")]
    Name,
    #[error("{of} has {address:?}, which is no address that it could be: {problem}")]
    Address { of: &'static str, address: String, problem: AddressProblem },
    #[error("{0} has more than 50 addresses")]
    TooMany(&'static str),
    #[error("redirect_uris is empty, and authorization_code is one of its grant_types")]
    NoRedirect,
    #[error(
        "private_key_jwt needs jwks or jwks_uri, one of the two, and no other method takes them"
    )]
    Keys,
    #[error("client_secret_sha256 is at most two hashes, each of 64 hexadecimal digits")]
    Secret,
    #[error(
        "a client without a secret or key cannot use client_credentials or ask about all tokens"
    )]
    PublicClient,
    #[error("a client without a secret or key has to use pkce")]
    PublicWithoutPkce,
    #[error("pairwise subjects need sector_identifier, since redirect_uris have several hosts")]
    Sector,
    #[error("no role is called \"{0}\"")]
    Role(String),
    #[error("{0} is no origin like https://layanan.example.go.id")]
    Origin(String),
    #[error(
        "no address may be told of a logout before one can sign in: grant_types has no authorization_code"
    )]
    Machine,
}

/// What is wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressProblem {
    #[error("it is no whole address")]
    Form,
    #[error("it is not https; http is for this machine only")]
    Plain,
    #[error("a wildcard lets strangers in: name each address")]
    Wildcard,
    #[error("it has a part after #")]
    Fragment,
    #[error("it names a user")]
    User,
    #[error("it is longer than 1,000 bytes")]
    TooLong,
}

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AddressUse {
    /// A browser goes there; an app's own scheme is right, too (RFC 8252 §7.1).
    Redirect,
    Web,
}

fn check_address(text: &str, used: AddressUse) -> Result<Url, AddressProblem> {
    if text.len() > LONGEST_ADDRESS {
        return Err(AddressProblem::TooLong);
    }
    if text.contains('*') {
        return Err(AddressProblem::Wildcard);
    }
    if text.contains('#') {
        return Err(AddressProblem::Fragment);
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(AddressProblem::Form);
    }
    let url = Url::parse(text).map_err(|_| AddressProblem::Form)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressProblem::User);
    }
    match (url.scheme(), url.host_str()) {
        ("https", Some(_)) => Ok(url),
        ("http", Some(host)) if is_this_machine(host) => Ok(url),
        ("http", _) => Err(AddressProblem::Plain),
        (scheme, _) if used == AddressUse::Redirect && scheme.contains('.') => Ok(url),
        _ => Err(AddressProblem::Form),
    }
}

impl ClientSettings {
    /// # Errors
    /// [`ClientProblem`]: the first thing that is wrong.
    pub fn check(&self, id: &str) -> Result<(), ClientProblem> {
        self.problems(id).into_iter().next().map_or(Ok(()), Err)
    }

    /// Everything that is wrong with it.
    #[must_use]
    pub fn problems(&self, id: &str) -> Vec<ClientProblem> {
        let mut problems = Vec::new();
        if !is_id(id) {
            problems.push(ClientProblem::Id);
        }
        if !(1..=LONGEST_NAME).contains(&self.client_name.trim().chars().count()) {
            problems.push(ClientProblem::Name);
        }
        self.check_addresses(&mut problems);
        self.check_credentials(&mut problems);
        if self.subject_type == SubjectType::Pairwise && self.sector_host().is_none() {
            problems.push(ClientProblem::Sector);
        }
        let is_role = |text: &&String| Role::ALL.iter().any(|one| one.name() == *text);
        let no_roles = self.roles.iter().filter(|text| !is_role(text));
        problems.extend(no_roles.cloned().map(ClientProblem::Role));
        let is_origin = |text: &&String| {
            Url::parse(text).is_ok_and(|url| url.origin().ascii_serialization() == **text)
        };
        let no_origins = self.web_origins.iter().filter(|text| !is_origin(text));
        problems.extend(no_origins.cloned().map(ClientProblem::Origin));
        problems
    }

    fn check_addresses(&self, problems: &mut Vec<ClientProblem>) {
        use AddressUse::{Redirect, Web};
        let lists = [
            ("redirect_uris", &self.redirect_uris),
            ("post_logout_redirect_uris", &self.post_logout_redirect_uris),
        ];
        let singles = [
            ("address", &self.address),
            ("backchannel_logout_uri", &self.backchannel_logout_uri),
            ("initiate_login_uri", &self.initiate_login_uri),
            ("jwks_uri", &self.jwks_uri),
        ];
        let mut check = |of, address: &String, used| {
            if let Err(problem) = check_address(address, used) {
                problems.push(ClientProblem::Address { of, address: address.clone(), problem });
            }
        };
        for (of, list) in lists {
            for address in list {
                check(of, address, Redirect);
            }
        }
        for (of, address) in singles {
            if let Some(address) = address {
                check(of, address, Web);
            }
        }
        let too_many = lists.into_iter().filter(|(_, list)| list.len() > MOST_ADDRESSES);
        problems.extend(too_many.map(|(of, _)| ClientProblem::TooMany(of)));
        let signs_in = self.allows(GrantType::AuthorizationCode);
        if signs_in && self.redirect_uris.is_empty() {
            problems.push(ClientProblem::NoRedirect);
        }
        if !signs_in && self.backchannel_logout_uri.is_some() {
            problems.push(ClientProblem::Machine);
        }
    }

    fn check_credentials(&self, problems: &mut Vec<ClientProblem>) {
        let keys = usize::from(self.jwks.is_some()) + usize::from(self.jwks_uri.is_some());
        let by_key = self.token_endpoint_auth_method == ClientAuthentication::PrivateKeyJwt;
        if keys != usize::from(by_key) {
            problems.push(ClientProblem::Keys);
        }
        let hashes = &self.client_secret_sha256;
        if hashes.len() > 2 || hashes.iter().any(|hash| secret_hash(hash).is_none()) {
            problems.push(ClientProblem::Secret);
        }
        if self.is_public() {
            if self.allows(GrantType::ClientCredentials) || self.introspects_all {
                problems.push(ClientProblem::PublicClient);
            }
            if self.pkce == Pkce::Optional {
                problems.push(ClientProblem::PublicWithoutPkce);
            }
        }
    }
}
