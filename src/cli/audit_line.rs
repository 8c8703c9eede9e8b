//! A row of the record, and a seal, as a line of JSON: what `audit export`, `search` and `archive` write,
//! and what is read back from an archive.

use crate::store::{AuditEvent, AuditSeal};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

#[derive(Debug, Serialize, Deserialize)]
pub struct ExportedRow {
    id: Uuid,
    at: String,
    event: String,
    account: Option<Uuid>,
    #[serde(rename = "subject")]
    masked_nip: String,
    address: String,
    user_agent: String,
    object: Option<String>,
    chain: Option<i64>,
    position: Option<i64>,
    mac: Option<String>,
    /// Whether the portal wrote it: only where that was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    genuine: Option<bool>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Seal {
    chain: i64,
    first_position: i64,
    last_position: i64,
    segment: i64,
    parts: i64,
    mac_before: String,
    mac: String,
    sealed_at: String,
    code: String,
}

/// One line of an archive.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Seal { audit_seal: Seal },
    Row(ExportedRow),
}

/// What a line of an archive holds.
pub enum Read {
    Seal(AuditSeal),
    Row(AuditEvent),
}

type Text = Result<String, Box<dyn std::error::Error>>;

/// `genuine`: where it was looked at.
pub fn of_row(row: &AuditEvent, genuine: Option<bool>) -> Text {
    Ok(serde_json::to_string(&ExportedRow {
        id: row.id,
        at: row.at.format(&Rfc3339)?,
        event: row.event.clone(),
        account: row.account_id,
        masked_nip: row.masked_nip.clone(),
        address: row.address.clone(),
        user_agent: row.user_agent.clone(),
        object: row.object.clone(),
        chain: row.chain,
        position: row.position,
        mac: row.mac.as_deref().map(|mac| HEXLOWER.encode(mac)),
        genuine,
    })?)
}

pub fn of_seal(seal: &AuditSeal) -> Text {
    let audit_seal = Seal {
        chain: seal.chain,
        first_position: seal.first_position,
        last_position: seal.last_position,
        segment: seal.segment,
        parts: seal.parts,
        mac_before: HEXLOWER.encode(&seal.mac_before),
        mac: HEXLOWER.encode(&seal.mac),
        sealed_at: seal.sealed_at.format(&Rfc3339)?,
        code: HEXLOWER.encode(&seal.seal),
    };
    Ok(serde_json::to_string(&Line::Seal { audit_seal })?)
}

/// `None` for what is no such line.
pub fn read(line: &str) -> Option<Read> {
    let time = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok();
    Some(match serde_json::from_str(line).ok()? {
        Line::Seal { audit_seal: seal } => Read::Seal(AuditSeal {
            chain: seal.chain,
            first_position: seal.first_position,
            last_position: seal.last_position,
            segment: seal.segment,
            parts: seal.parts,
            mac_before: bytes(&seal.mac_before)?,
            mac: bytes(&seal.mac)?,
            sealed_at: time(&seal.sealed_at)?,
            seal: bytes(&seal.code)?,
        }),
        Line::Row(row) => Read::Row(AuditEvent {
            id: row.id,
            at: time(&row.at)?,
            event: row.event,
            account_id: row.account,
            masked_nip: row.masked_nip,
            address: row.address,
            user_agent: row.user_agent,
            object: row.object,
            chain: row.chain,
            position: row.position,
            mac: match row.mac {
                Some(mac) => Some(bytes(&mac)?),
                None => None,
            },
        }),
    })
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    HEXLOWER.decode(hex.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let row = AuditEvent {
            id: Uuid::from_u128(7),
            at: OffsetDateTime::UNIX_EPOCH,
            event: "logged-in".into(),
            account_id: Some(Uuid::from_u128(8)),
            masked_nip: "1986••••••••••2001".into(),
            address: "192.0.2.1".into(),
            user_agent: "\"\\\n\u{2028}".into(),
            object: Some(String::new()),
            chain: Some(3),
            position: Some(12),
            mac: Some(vec![0, 0xab, 0xff]),
        };
        let line = of_row(&row, None).unwrap();
        assert!(!line.contains('\n'));
        let Some(Read::Row(again)) = read(&line) else { panic!("{line}") };
        assert_eq!(again, row);
        let seal = AuditSeal {
            chain: -1,
            last_position: 9,
            first_position: 1,
            segment: 2,
            parts: 17,
            mac_before: Vec::new(),
            mac: vec![1, 2],
            sealed_at: OffsetDateTime::UNIX_EPOCH,
            seal: vec![3; 36],
        };
        let line = of_seal(&seal).unwrap();
        let Some(Read::Seal(again)) = read(&line) else { panic!("{line}") };
        assert_eq!(again, seal);
        for broken in
            ["", "{}", "null", &line.replace("0102", "010"), &line.replace("0102", "01xy")]
        {
            assert!(read(broken).is_none(), "{broken}");
        }
    }
}
