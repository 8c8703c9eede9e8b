//! What tokens of the portal say. openidconnect leaves open which claims there are, so its types are spelled out here,
//! once.

use openidconnect::{
    AdditionalClaims, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IdToken, IdTokenClaims, IdTokenFields, IdTokenVerifier, StandardErrorResponse,
    StandardTokenResponse, core::*,
};
use serde::{Deserialize, Serialize};

/// What the portal says of a person beyond the claims that OpenID Connect names.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct PortalClaims {
    /// The login at the portal: a logout names it.
    pub sid: Option<String>,
    pub nip: Option<String>,
    pub agency: Option<String>,
    #[serde(default)]
    pub roles: Vec<String>,
}
impl AdditionalClaims for PortalClaims {}

pub type Token<More> =
    IdToken<More, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
pub type SignedToken = Token<PortalClaims>;
pub type SignedClaims = IdTokenClaims<PortalClaims, CoreGenderClaim>;
pub type Verifier<'a> = IdTokenVerifier<'a, CoreJsonWebKey>;
type TokenFields = IdTokenFields<
    PortalClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
pub type ErrorResponse = StandardErrorResponse<CoreErrorResponseType>;
pub type Tokens = StandardTokenResponse<TokenFields, CoreTokenType>;
pub type Client = openidconnect::Client<
    PortalClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    ErrorResponse,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;
