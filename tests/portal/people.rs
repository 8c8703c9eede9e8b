//! Looking for people among many, on both engines.

use crate::support::*;
use asn_digital::{
    domain::people::{
        listing::{self, Criteria, ListPlace, Territory},
        names,
        search::PersonQuery,
    },
    fixtures::synth,
};
use std::collections::BTreeSet;
use uuid::Uuid;

const PEOPLE: u64 = 700;

async fn fill(world: &World) {
    let portal = &world.portal;
    let people: Vec<_> = (0..PEOPLE).map(|i| synth::person(1, i)).collect();
    let mut unit = portal.store.write_in_bulk().await.unwrap();
    unit.add_accounts(&people, "no hash", portal.now()).await.unwrap();
    names::note_prepared(&mut unit).await.unwrap();
    unit.commit().await.unwrap();
}

/// Everybody whom all pages together show.
async fn all_pages(world: &World, territory: &Territory, criteria: &Criteria) -> Vec<Uuid> {
    let (mut seen, mut after) = (Vec::new(), None::<ListPlace>);
    loop {
        let page = listing::page(&world.portal, territory.clone(), criteria, after).await.unwrap();
        assert!(page.people.len() <= listing::PAGE);
        seen.extend(page.people.into_iter().map(|row| row.id));
        match page.next {
            Some(next) => after = Some(next),
            None => return seen,
        }
    }
}

on_both_engines! {
    async fn every_search_finds_whoever_fits_and_nobody_else(world) {
        fill(&world).await;
        let people: Vec<_> = (0..PEOPLE).map(|i| synth::person(1, i)).collect();
        let agency = people[0].agency.clone();
        for typed in ["", "siti", "nur", "si nu", "pratama ri", "1986", "19", "budi xx", "ma su ha"] {
            let Ok(query) = PersonQuery::parse(typed) else { continue };
            for territory in
                [Territory::Everybody, Territory::Agencies(vec![agency.clone(), "none".into()])]
            {
                let criteria =
                    Criteria { query: query.clone(), agency: None, role: None, state: None };
                let fits = |person: &&asn_digital::store::ImportedAccount| {
                    query.fits(&person.nip, &person.name) && territory.holds(&person.agency)
                };
                let expected: BTreeSet<Uuid> =
                    people.iter().filter(fits).map(|person| person.id).collect();
                let seen = all_pages(&world, &territory, &criteria).await;
                let found: BTreeSet<Uuid> = seen.iter().copied().collect();
                // Those of the world itself have other names and agencies.
                let others = seen.len() - found.intersection(&expected).count();
                assert_eq!(found.len(), seen.len(), "{typed}: somebody twice");
                assert_eq!(
                    expected.difference(&found).count(), 0, "{typed}, {territory:?}: missed"
                );
                assert!(others <= 5, "{typed}, {territory:?}: {others} too many");
            }
        }
    }
}
