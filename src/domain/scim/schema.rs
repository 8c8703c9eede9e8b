//! What a client can find out by itself (RFC 7643 §5–§7): what is supported, which resources there are, and their
//! attributes. `required` says that an attribute is always there, so that it cannot be taken away.

use super::{
    attributes::{ENTERPRISE, USER},
    bulk,
    group::GROUP,
    listing,
    scope::TokenScope,
};
use serde_json::{Value, json};

const CONFIG: &str = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
const RESOURCE_TYPE: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";
pub const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

#[must_use]
pub fn service_provider_config(base: &str) -> Value {
    json!({
        "schemas": [CONFIG],
        "patch": { "supported": true },
        "bulk": {
            "supported": true, "maxOperations": bulk::MOST, "maxPayloadSize": bulk::LONGEST,
        },
        "filter": { "supported": true, "maxResults": listing::MOST },
        "changePassword": { "supported": false },
        "sort": { "supported": false },
        "etag": { "supported": true },
        "pagination": {
            "cursor": true, "index": true, "defaultPaginationMethod": "index",
            "defaultPageSize": listing::MOST, "maxPageSize": listing::MOST,
        },
        "authenticationSchemes": [{
            "type": "oauthbearertoken", "name": "Bearer token",
            "description": "A token of an agency, in the Authorization header (RFC 6750)",
            "specUri": "https://www.rfc-editor.org/rfc/rfc6750", "primary": true,
        }],
        "meta": { "resourceType": "ServiceProviderConfig", "location": format!("{base}/ServiceProviderConfig") },
    })
}

#[must_use]
pub fn resource_types(base: &str, scope: &TokenScope) -> Vec<Value> {
    let one = |name: &str, endpoint: &str, schema: &str, described: &str| {
        json!({
            "schemas": [RESOURCE_TYPE], "id": name, "name": name, "endpoint": endpoint,
            "description": described, "schema": schema,
            "meta": { "resourceType": "ResourceType", "location": format!("{base}/ResourceTypes/{name}") },
        })
    };
    let mut user = one("User", "/Users", USER, "A person of the token's agencies");
    if let Some(user) = user.as_object_mut()
        && has_departments(scope)
    {
        let extensions = json!([{ "schema": ENTERPRISE, "required": false }]);
        user.insert("schemaExtensions".to_owned(), extensions);
    }
    vec![user, one("Group", "/Groups", GROUP, "An agency; read only")]
}

/// Of an attribute: whether it is always there.
#[derive(Clone, Copy)]
enum Wanted {
    Always,
    Perhaps,
}

#[derive(Clone, Copy)]
enum Said {
    /// By the client.
    ByClient,
    ByUs,
}

fn attribute(name: &str, kind: &str, wanted: Wanted, said: Said, described: &str) -> Value {
    json!({
        "name": name, "type": kind, "multiValued": false, "description": described,
        "required": matches!(wanted, Wanted::Always), "caseExact": false,
        "mutability": match said { Said::ByClient => "readWrite", Said::ByUs => "readOnly" },
        "returned": "default", "uniqueness": "none",
    })
}

/// The same with other words for some of it.
fn with(mut attribute: Value, others: Value) -> Value {
    if let (Some(attribute), Value::Object(others)) = (attribute.as_object_mut(), others) {
        attribute.extend(others);
    }
    attribute
}

fn schema(id: &str, name: &str, described: &str, attributes: Vec<Value>, base: &str) -> Value {
    json!({
        "schemas": [SCHEMA], "id": id, "name": name, "description": described, "attributes": attributes,
        "meta": { "resourceType": "Schema", "location": format!("{base}/Schemas/{id}") },
    })
}

#[must_use]
pub fn schemas(base: &str, scope: &TokenScope) -> Vec<Value> {
    use Said::{ByClient, ByUs};
    use Wanted::{Always, Perhaps};
    let text = |name, wanted, said, described| attribute(name, "string", wanted, said, described);
    let formatted = text("formatted", Always, ByClient, "The name, with titles");
    let mailbox = [
        text("value", Always, ByClient, "The address"),
        with(
            text("type", Perhaps, ByClient, "That of work is kept"),
            json!({ "canonicalValues": ["work"] }),
        ),
    ];
    let groups = [
        text("value", Perhaps, ByUs, "The id of the group"),
        with(
            attribute("$ref", "reference", Perhaps, ByUs, "Its address"),
            json!({ "referenceTypes": ["Group"], "caseExact": true }),
        ),
        text("display", Perhaps, ByUs, "Its name"),
        text("type", Perhaps, ByUs, "Always direct"),
    ];
    let user = vec![
        with(
            text("userName", Always, ByClient, "The NIP or NI PPPK, 18 digits"),
            json!({ "uniqueness": "server" }),
        ),
        with(
            text("externalId", Perhaps, ByClient, "What the source calls the person"),
            json!({ "caseExact": true }),
        ),
        with(
            attribute("name", "complex", Always, ByClient, "The name"),
            json!({ "subAttributes": [formatted] }),
        ),
        text("displayName", Always, ByClient, "The same as name.formatted"),
        with(
            attribute("emails", "complex", Perhaps, ByClient, "One mailbox is kept"),
            json!({ "multiValued": true, "subAttributes": mailbox }),
        ),
        attribute("active", "boolean", Always, ByClient, "Whether the person may log in"),
        with(
            attribute("groups", "complex", Perhaps, ByUs, "The person's agency"),
            json!({ "multiValued": true, "subAttributes": groups }),
        ),
    ];
    let enterprise = vec![text(
        "department",
        Perhaps,
        ByClient,
        "The agency of the person, where it is one below the token's own",
    )];
    let group = vec![text("displayName", Perhaps, ByUs, "The name of the agency")];
    let mut all = vec![
        schema(USER, "User", "A person", user, base),
        schema(GROUP, "Group", "An agency", group, base),
    ];
    if has_departments(scope) {
        let described = "Where a person works";
        all.push(schema(ENTERPRISE, "EnterpriseUser", described, enterprise, base));
    }
    all
}

/// Without an agency below there is no department.
fn has_departments(scope: &TokenScope) -> bool {
    scope.groups().len() > 1
}

/// Several resources, all of them.
#[must_use]
pub fn list_of_all(resources: Vec<Value>) -> Value {
    json!({
        "schemas": [LIST], "totalResults": resources.len(), "startIndex": 1,
        "itemsPerPage": resources.len(), "Resources": resources,
    })
}

/// The one with this id.
#[must_use]
pub fn one_of(resources: Vec<Value>, id: &str) -> Option<Value> {
    resources.into_iter().find(|one| one.get("id").and_then(Value::as_str) == Some(id))
}
