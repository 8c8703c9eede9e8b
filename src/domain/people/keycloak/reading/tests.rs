use super::*;

/// What is found: people by their user names, `?` for what is none; services by their addresses.
fn found(file: &[u8]) -> (Vec<String>, Result<ExportContents, String>) {
    let mut entries = Vec::new();
    let read = ExportFile::open(file).and_then(|file| {
        file.read(|entry| {
            entries.push(match entry {
                ExportEntry::Person(place, user) => {
                    let name = user.map(|user| user.username.unwrap_or_default());
                    format!("{place} {}", name.unwrap_or("?".into()))
                }
                ExportEntry::Wildcard { service, address } => format!("{service} {address}"),
            });
            true
        })
    });
    (entries, read.map_err(|problem| problem.to_string()))
}

fn contents(people: u64) -> ExportContents {
    ExportContents { people, ..ExportContents::default() }
}

#[test]
fn people_come_one_by_one_out_of_any_realm() {
    let realm = br#"{"id":"1","realm":"r","roles":{"realm":[{"name":"x","deep":[[[{}]]]}]},
        "users":[{"username":"a"},{"username":"b","new":{"field":1}}],"defaultRole":null,
        "federatedUsers":[{"id":"f:1"}],
        "clients":[{"clientId":"s","redirectUris":["https://s/*","https://s/back"]},{"clientId":"t"},7]}"#;
    let (entries, read) = found(realm);
    assert_eq!(entries, ["1 a", "2 b", "s https://s/*"]);
    assert_eq!(read, Ok(ExportContents { people: 2, services: 3, federated: 1 }));
    // One of many, with a mark, and with nothing to say.
    let marked = [b"\xef\xbb\xbf".as_slice(), br#"{"realm":"r","users":[]}"#].concat();
    assert_eq!(found(&marked), (Vec::new(), Ok(contents(0))));
    assert_eq!(found(br#"{"users":null}"#).1, Ok(contents(0)));
    assert_eq!(found(b" {} ").1, Ok(contents(0)));
}

#[test]
fn what_is_no_person_costs_that_one_alone() {
    let realm = br#"{"users":[{"username":"a"},7,"b",{"username":{}},null,{"credentials":[7]},{"username":"c"}]}"#;
    let (entries, read) = found(realm);
    assert_eq!(entries, ["1 a", "2 ?", "3 ?", "4 ?", "5 ?", "6 ?", "7 c"]);
    assert_eq!(read, Ok(contents(7)));
}

#[test]
fn where_a_file_is_broken_is_said_and_what_came_before_has_come() {
    let whole = br#"{"users":[{"username":"a"},{"username":"b"}]}"#;
    for (file, people, said) in [
        (&whole[..34], 1, "ends in the middle at byte 34"),
        (&whole[..43], 2, "ends in the middle at byte 43"),
        (br#"{"users":[{"username":"a"},{username:"b"}]}"#, 1, "no JSON at byte 29"),
        (br#"{"users":[{"username":"a"}]} x"#, 1, "no JSON at byte 30"),
        (br#"[{"username":"a"}]"#, 0, "something else stands where"),
        (br#"{"users":{"a":1}}"#, 0, "something else stands where"),
        (br#"{"users":"rahasia"}"#, 0, "something else stands where"),
        (b"nip,name", 0, "no JSON at byte 2"),
        (b"<html>", 0, "no JSON at byte 1"),
    ] {
        let (entries, read) = found(file);
        let problem = read.unwrap_err();
        assert_eq!(entries.len(), people, "{problem}");
        assert!(problem.contains(said), "{problem}");
        assert!(problem.contains(&format!("The {people} people before it")), "{problem}");
        assert!(!problem.contains("rahasia"), "{problem}");
    }
}

#[test]
fn what_is_no_text_is_said_to_be_what_it_is() {
    for (file, said) in [
        (&b""[..], "empty"),
        (b"\x1f\x8b\x08\0", "compressed by gzip; unpack it first"),
        (b"PK\x03\x04", "a ZIP archive; unpack it first"),
        (b"\xff\xfe{\0", "text in UTF-16"),
    ] {
        let said_of_it = found(file).1.unwrap_err();
        assert!(said_of_it.contains(said), "{said_of_it}");
    }
}

#[test]
fn no_entry_is_larger_than_its_limit_and_what_is_passed_over_may_be() {
    let long = "x".repeat(usize::try_from(LARGEST).unwrap() + 10);
    let realm = format!(r#"{{"texts":"{long}","more":["{long}"],"users":[{{"username":"a"}}]}}"#);
    assert_eq!(found(realm.as_bytes()), (vec!["1 a".to_owned()], Ok(contents(1))));
    for realm in [
        format!(r#"{{"users":[{{"username":"a"}},{{"username":"{long}"}}]}}"#),
        format!(r#"{{"users":[{{"username":"a"}}],"clients":[{{"clientId":"{long}"}}]}}"#),
        format!(r#"{{"users":[{{"username":"a"}}],"{long}":1}}"#),
    ] {
        let (entries, read) = found(realm.as_bytes());
        assert_eq!(entries, ["1 a"]);
        assert!(read.unwrap_err().contains("larger than 1 MiB"));
    }
}

#[test]
fn deeply_nested_files_overflow_nothing() {
    let deep = "[".repeat(200_000);
    assert!(found(format!(r#"{{"x":{deep}"#).as_bytes()).1.is_err());
    let (entries, _) = found(format!(r#"{{"users":[{{"attributes":{deep}"#).as_bytes());
    assert!(entries.is_empty());
    let person = format!(r#"{{"a":{}{}}}"#, "[".repeat(50_000), "]".repeat(50_000));
    let (entries, read) = found(format!(r#"{{"users":[{person},{{"username":"b"}}]}}"#).as_bytes());
    assert_eq!((entries.len(), read.is_ok()), (2, true));
}

#[test]
fn whoever_stops_listening_ends_the_reading() {
    let file = ExportFile::open(&br#"{"users":[{},{},{}]} broken"#[..]).unwrap();
    let mut times = 0;
    let read = file.read(|_| {
        times += 1;
        times < 2
    });
    assert_eq!((times, read.unwrap().people), (2, 2));
}
