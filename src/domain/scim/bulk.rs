//! Many requests in one (RFC 7644 §3.7): which they are, and what a name that one of them gave means for those
//! after it. A name that comes later is not known yet, so circles are refused like unknown names.

use super::error::{ScimProblem, ScimType};
use serde_json::{Map, Value};
use std::collections::HashMap;

pub const REQUEST: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
pub const RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
/// Operations of one request.
pub const MOST: usize = 1000;
/// Of one request. Bytes.
pub const LONGEST: usize = 5 * 1024 * 1024;
/// Values within values, where a name may stand.
const DEEPEST: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "UPPERCASE", ascii_case_insensitive)]
pub enum BulkMethod {
    Post,
    Put,
    Patch,
    Delete,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BulkOperation {
    pub method: BulkMethod,
    pub path: String,
    pub bulk_id: Option<String>,
    pub version: Option<String>,
    pub data: Value,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BulkRequest {
    /// After so many errors no other is begun.
    pub fail_on_errors: Option<usize>,
    pub operations: Vec<BulkOperation>,
}

fn wrong(detail: &'static str) -> ScimProblem {
    ScimProblem::bad(ScimType::InvalidSyntax, detail)
}

/// # Errors
/// When it is none, or too long.
pub fn read(body: &Value) -> Result<BulkRequest, ScimProblem> {
    let schemas = body.get("schemas").and_then(Value::as_array);
    if !schemas.is_some_and(|all| all.iter().any(|one| one == REQUEST)) {
        return Err(wrong("the body is no bulk request: its schemas do not name that of one"));
    }
    let operations = body.get("Operations").and_then(Value::as_array);
    let operations = operations.ok_or_else(|| wrong("a bulk request has Operations"))?;
    if operations.len() > MOST {
        let detail = "a bulk request has at most 1,000 operations";
        return Err(ScimProblem { kind: Some(ScimType::TooMany), ..ScimProblem::new(413, detail) });
    }
    let fail_on_errors = body.get("failOnErrors").and_then(Value::as_u64);
    Ok(BulkRequest {
        fail_on_errors: fail_on_errors.and_then(|errors| usize::try_from(errors).ok()),
        operations: operations.iter().map(operation).collect::<Result<_, _>>()?,
    })
}

fn operation(value: &Value) -> Result<BulkOperation, ScimProblem> {
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let method = text("method").and_then(|method| method.parse().ok());
    let operation = BulkOperation {
        method: method.ok_or_else(|| wrong("an operation is a POST, PUT, PATCH or DELETE"))?,
        path: text("path").ok_or_else(|| wrong("an operation has a path"))?,
        bulk_id: text("bulkId").filter(|id| !id.is_empty()),
        version: text("version"),
        data: value.get("data").cloned().unwrap_or_default(),
    };
    if operation.method == BulkMethod::Post && operation.bulk_id.is_none() {
        return Err(wrong("a POST has a bulkId"));
    }
    Ok(operation)
}

/// What was made by earlier operations: their names, and the ids that these became.
#[derive(Debug, Default)]
pub struct MadeInBulk(HashMap<String, String>);

impl MadeInBulk {
    pub fn add(&mut self, bulk_id: &str, id: String) {
        self.0.insert(bulk_id.to_owned(), id);
    }

    /// Puts ids in the place of names.
    ///
    /// # Errors
    /// When a name is none of an operation before.
    pub fn resolve(&self, operation: &mut BulkOperation) -> Result<(), ScimProblem> {
        if let Some((before, name)) = operation.path.split_once("bulkId:") {
            operation.path = format!("{before}{}", self.id(name)?);
        }
        self.resolve_in(&mut operation.data, 0)
    }

    fn id(&self, name: &str) -> Result<&str, ScimProblem> {
        self.0.get(name).map(String::as_str).ok_or_else(|| {
            let detail = "bulkId: no operation before made anything of that name";
            ScimProblem { kind: Some(ScimType::InvalidValue), ..ScimProblem::new(409, detail) }
        })
    }

    fn resolve_in(&self, value: &mut Value, depth: usize) -> Result<(), ScimProblem> {
        if depth > DEEPEST {
            return Err(wrong("the data of an operation is nested too deep"));
        }
        match value {
            Value::String(text) => {
                if let Some(name) = text.strip_prefix("bulkId:") {
                    let id = self.id(name)?.to_owned();
                    *text = id;
                }
                Ok(())
            }
            Value::Array(all) => all.iter_mut().try_for_each(|one| self.resolve_in(one, depth + 1)),
            Value::Object(all) => {
                let all: &mut Map<_, _> = all;
                all.values_mut().try_for_each(|one| self.resolve_in(one, depth + 1))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn request(operations: &Value) -> Value {
        json!({ "schemas": [REQUEST], "failOnErrors": 1, "Operations": operations })
    }

    #[test]
    fn operations_are_read_and_names_become_ids() {
        let body = request(&json!([
            { "method": "post", "path": "/Users", "bulkId": "a", "data": { "userName": "1" } },
            { "method": "PATCH", "path": "/Users/bulkId:a", "version": "W/\"1\"",
              "data": { "Operations": [{ "value": "bulkId:a" }] } },
        ]));
        let mut read = read(&body).unwrap();
        assert_eq!(read.fail_on_errors, Some(1));
        let mut made = MadeInBulk::default();
        let second = &mut read.operations[1];
        assert_eq!(made.resolve(&mut second.clone()).unwrap_err().status, 409, "not made yet");
        made.add("a", "id-1".to_owned());
        made.resolve(second).unwrap();
        assert_eq!(second.path, "/Users/id-1");
        assert_eq!(second.data["Operations"][0]["value"], "id-1");
    }

    #[test]
    fn what_is_no_bulk_request_or_too_long_is_refused() {
        let one = json!({ "method": "DELETE", "path": "/Users/1" });
        assert!(read(&request(&json!(vec![one.clone(); MOST]))).is_ok());
        assert_eq!(read(&request(&json!(vec![one; MOST + 1]))).unwrap_err().status, 413);
        for wrong in [
            json!({}),
            json!([]),
            json!({ "schemas": [REQUEST] }),
            request(&json!([{ "method": "GET", "path": "/Users" }])),
            request(&json!([{ "method": "POST", "path": "/Users" }])),
            request(&json!([{ "method": "PUT" }])),
            request(&json!([1])),
        ] {
            assert_eq!(read(&wrong).unwrap_err().status, 400, "{wrong}");
        }
    }
}
