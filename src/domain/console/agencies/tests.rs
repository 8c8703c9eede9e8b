use super::*;
use crate::domain::{
    session::Stage,
    testing::{ANOTHER_NIP, NIP, TestPortal},
};
use std::sync::Arc;

fn draft(name: &str, kind: AgencyKind, parent: Option<Uuid>) -> AgencyDraft {
    AgencyDraft { id: None, name: name.into(), code: String::new(), kind, parent, zone: Zone::Wit }
}

async fn put(portal: &TestPortal, draft: &AgencyDraft) -> Result<Uuid, TreeUnchanged> {
    save(portal, &Visitor::command_line(), TreeEditor::CommandLine, draft).await.unwrap()
}

fn text_of_agency(portal: &TestPortal, id: Uuid) -> String {
    portal.commons.get().agencies.agency(id).unwrap().text.clone()
}

#[tokio::test]
async fn a_unit_is_called_by_what_it_is_part_of_also_when_that_is_called_otherwise() {
    let portal = TestPortal::new().await;
    let city = put(&portal, &draft("Kota  Ambon", AgencyKind::City, None)).await.unwrap();
    let unit = draft("Dinas Pendidikan", AgencyKind::Unit, Some(city));
    let unit = put(&portal, &unit).await.unwrap();
    let school = put(&portal, &draft("SMP 1", AgencyKind::Unit, Some(unit))).await.unwrap();
    assert_eq!(text_of_agency(&portal, school), "SMP 1, Dinas Pendidikan, Kota Ambon");
    let renamed =
        AgencyDraft { id: Some(city), ..draft("Pemerintah Kota Ambon", AgencyKind::City, None) };
    put(&portal, &renamed).await.unwrap();
    let text = "SMP 1, Dinas Pendidikan, Pemerintah Kota Ambon";
    assert_eq!(text_of_agency(&portal, school), text);
    let tree = Arc::clone(&portal.commons.get().agencies);
    for old in [text, "SMP 1, Dinas Pendidikan, Kota Ambon"] {
        assert_eq!(tree.of_text(old).map(|one| one.id), Some(school), "{old}");
    }
    assert_eq!(tree.of_text("Kota Ambon").map(|one| one.id), Some(city));
}

#[tokio::test]
async fn what_does_not_fit_into_the_tree_changes_nothing() {
    let portal = TestPortal::new().await;
    let province = AgencyDraft { code: "81".into(), ..draft("Maluku", AgencyKind::Province, None) };
    let province = put(&portal, &province).await.unwrap();
    let city = draft("Kota Ambon", AgencyKind::City, Some(province));
    let city = put(&portal, &city).await.unwrap();
    let long = "x".repeat(201);
    for (refused, problem) in [
        (draft(" ", AgencyKind::City, None), AgencyProblem::NoName),
        (draft(&long, AgencyKind::City, None), AgencyProblem::Name),
        (draft("A\u{202e}B", AgencyKind::City, None), AgencyProblem::Name),
        (draft("KOTA-AMBON", AgencyKind::City, None), AgencyProblem::NameTaken),
        (draft("81", AgencyKind::City, None), AgencyProblem::NameTaken),
        (draft("Dinas", AgencyKind::Unit, None), AgencyProblem::Parent),
        (draft("Dinas", AgencyKind::Unit, Some(portal.new_id())), AgencyProblem::Parent),
        (
            AgencyDraft { code: "81".into(), ..draft("Tual", AgencyKind::City, None) },
            AgencyProblem::CodeTaken,
        ),
        (
            AgencyDraft { code: "8 1".into(), ..draft("Tual", AgencyKind::City, None) },
            AgencyProblem::Code,
        ),
        (
            AgencyDraft { id: Some(province), ..draft("Maluku", AgencyKind::Province, Some(city)) },
            AgencyProblem::Circle,
        ),
        (
            AgencyDraft { id: Some(portal.new_id()), ..draft("Tual", AgencyKind::City, None) },
            AgencyProblem::Gone,
        ),
    ] {
        let before = Arc::clone(&portal.commons.get().agencies);
        assert_eq!(put(&portal, &refused).await, Err(problem.into()), "{refused:?}");
        assert_eq!(before, portal.commons.get().agencies);
    }
}

#[tokio::test]
async fn the_tree_has_eight_levels_and_no_more_also_by_moving_a_part_of_it() {
    let portal = TestPortal::new().await;
    let mut above = None;
    for level in 0..DEEPEST {
        above = Some(
            put(&portal, &draft(&format!("L{level}"), AgencyKind::City, above)).await.unwrap(),
        );
    }
    let ninth = put(&portal, &draft("L9", AgencyKind::City, above)).await;
    assert_eq!(ninth, Err(AgencyProblem::TooDeep.into()));
    let top = put(&portal, &draft("Top", AgencyKind::City, None)).await.unwrap();
    put(&portal, &draft("Below", AgencyKind::City, Some(top))).await.unwrap();
    let tree = Arc::clone(&portal.commons.get().agencies);
    let seventh = tree.lineage(above.unwrap()).nth(1).unwrap().id;
    let moved = AgencyDraft { id: Some(top), ..draft("Top", AgencyKind::City, Some(seventh)) };
    assert_eq!(put(&portal, &moved).await, Err(AgencyProblem::TooDeep.into()));
}

#[tokio::test]
async fn a_text_is_decided_once_and_whoever_has_it_belongs_there_at_once() {
    let portal = TestPortal::new().await;
    portal.account_of("PEMKOT AMBON", NIP, "employee").await;
    portal.account_of("Lain", "199203182020121004", "employee").await;
    let administrator = portal.account_of("BKN", ANOTHER_NIP, "administrator").await;
    let (_, session) = portal.session(&administrator, Stage::Authenticated).await;
    let city = put(&portal, &draft("Pemkot Ambon", AgencyKind::City, None)).await.unwrap();
    let listed = undecided(&portal, &session, "").await.unwrap().unwrap();
    let texts: Vec<_> =
        listed.iter().map(|one| (one.text.text.as_str(), one.text.people)).collect();
    assert_eq!(texts, [("BKN", 1), ("Lain", 1), ("PEMKOT AMBON", 1)]);
    let suggested = |i: usize| listed[i].suggested.as_ref().map(|agency| agency.id);
    assert_eq!((suggested(1), suggested(2)), (None, Some(city)));

    let visitor = Visitor::command_line();
    let by = TreeEditor::Administrator(&session);
    let decide = async |text| decide_text(&portal, &visitor, by, text, city).await.unwrap();
    assert_eq!(decide("PEMKOT AMBON").await, Ok(()));
    assert_eq!(decide("PEMKOT AMBON").await, Err(AgencyProblem::Decided.into()));
    let left = undecided(&portal, &session, "BKN").await.unwrap().unwrap();
    assert_eq!(left.len(), 1, "after BKN, only Lain");
    let tree = Arc::clone(&portal.commons.get().agencies);
    assert_eq!(tree.called("PEMKOT AMBON"), "Pemkot Ambon");

    portal.clock.advance(400);
    let old = decide_text(&portal, &visitor, by, "Lain", city).await.unwrap();
    assert_eq!(old, Err(TreeUnchanged::NotFresh));
}

#[tokio::test]
async fn whoever_is_no_administrator_changes_nothing() {
    let portal = TestPortal::new().await;
    let operator = portal.account(NIP, "employee operator").await;
    let (visitor, session) = portal.session(&operator, Stage::Authenticated).await;
    let by = TreeEditor::Administrator(&session);
    let draft = draft("Kota Ambon", AgencyKind::City, None);
    let saved = save(&portal, &visitor, by, &draft).await.unwrap();
    assert_eq!(saved, Err(TreeUnchanged::NotTheirs));
    assert!(portal.commons.get().agencies.is_empty());
    assert_eq!(undecided(&portal, &session, "").await.unwrap(), Err(NotTheirs));
}

#[tokio::test]
async fn a_file_lands_whole_or_not_at_all_and_again_changes_nothing() {
    let portal = TestPortal::new().await;
    let filed = |line, name: &str, code: &str, kind, parent: &str| FiledAgency {
        line,
        name: name.into(),
        code: code.into(),
        kind,
        parent: parent.into(),
        zone: Zone::Wit,
    };
    let mut file = vec![
        filed(2, "Maluku", "81", AgencyKind::Province, ""),
        filed(3, "Kota Ambon", "8171", AgencyKind::City, "81"),
        filed(4, "Dinas Pendidikan", "", AgencyKind::Unit, "kota ambon"),
        filed(5, "Dinas", "", AgencyKind::Unit, "9999"),
    ];
    let visitor = Visitor::command_line();
    let landed = import(&portal, &visitor, &file).await.unwrap();
    assert_eq!(landed, Err((5, AgencyProblem::Parent)));
    assert!(portal.commons.get().agencies.is_empty());
    file.pop();
    for _ in 0..2 {
        assert_eq!(import(&portal, &visitor, &file).await.unwrap(), Ok(()));
        assert_eq!(portal.commons.get().agencies.iter().count(), 3);
    }
    file[1].name = "Pemerintah Kota Ambon".into();
    file.truncate(2);
    import(&portal, &visitor, &file).await.unwrap().unwrap();
    let tree = Arc::clone(&portal.commons.get().agencies);
    assert_eq!(tree.iter().count(), 3);
    let unit = tree.spelled("dinas pendidikan, pemerintah kota ambon").unwrap();
    assert_eq!(unit.name, "Dinas Pendidikan");
}
