//! Every end of a session has its one reason, whatever causes it; and what is over by itself is ended once,
//! by a job on one node. The reasons are read where they are counted.

use crate::support::*;
use asn_digital::{
    domain::{
        Portal,
        guard::visitor::Visitor,
        lease::Job,
        recovery::{
            disabled::{self, Standing, StandingChange},
            reset::complete_due,
        },
        session::ending::{Walk, end_everybodys},
        values::nip::Nip,
    },
    fixtures::synth,
    jobs::take_turn,
    metrics::SESSIONS_ENDED,
    store::Session,
};
use metrics::{
    Counter, CounterFn, Gauge, Histogram, Key, KeyName, LocalRecorderGuard, Metadata, Recorder,
    SharedString, Unit, set_default_local_recorder,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

const NEW: &str = "ombak laut banda 7 kapal";
const OFFICE: &str = "192.0.2.1";
const HOME: &str = "192.0.2.2";

/// How often each reason was counted in this thread.
#[derive(Default)]
struct Ends(Arc<Mutex<BTreeMap<String, u64>>>);

struct Ended(String, Arc<Mutex<BTreeMap<String, u64>>>);

impl CounterFn for Ended {
    fn increment(&self, value: u64) {
        if value > 0 {
            *self.1.lock().unwrap().entry(self.0.clone()).or_default() += value;
        }
    }

    fn absolute(&self, _: u64) {}
}

impl Recorder for Ends {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        if key.name() != SESSIONS_ENDED.name {
            return Counter::noop();
        }
        let reason = key.labels().next().unwrap().value().to_owned();
        Counter::from_arc(Arc::new(Ended(reason, Arc::clone(&self.0))))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

/// Listens until it is dropped, to this test's thread alone.
struct Listening {
    ends: Arc<Mutex<BTreeMap<String, u64>>>,
    _guard: LocalRecorderGuard<'static>,
}

impl Listening {
    fn start() -> Self {
        let recorder: &'static Ends = Box::leak(Box::default());
        Self { ends: Arc::clone(&recorder.0), _guard: set_default_local_recorder(recorder) }
    }

    /// What ended since this was asked last, and why.
    fn since(&self) -> Vec<(String, u64)> {
        std::mem::take(&mut *self.ends.lock().unwrap()).into_iter().collect()
    }

    #[track_caller]
    fn assert(&self, ends: &[(&str, u64)]) {
        let since = self.since();
        let since: Vec<_> = since.iter().map(|(reason, times)| (reason.as_str(), *times)).collect();
        assert_eq!(since, ends);
    }
}

/// Both engines, each on one thread: what is counted there is this test's.
macro_rules! on_one_thread {
    ($(async fn $name:ident($world:ident, $ends:ident) $body:block)*) => { $(
        mod $name {
            use super::*;

            async fn scenario($world: World) {
                let $ends = Listening::start();
                $body
            }

            #[tokio::test]
            async fn on_sqlite() {
                scenario(World::on_sqlite().await).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                scenario(World::on_postgres().await).await;
            }
        }
    )* };
}

async fn also_at_home(world: &World, key: &str) -> Browser {
    let mut home = world.browser_at(HOME);
    assert!(home.login(PNS, PASSWORD, &world.code(key)).await.is_launcher());
    world.clock.advance(30);
    home
}

async fn last_event(world: &World) -> String {
    world.events().await.pop().unwrap()
}

async fn sessions_of(world: &World, nip: &str) -> Vec<Session> {
    let account = world.account(nip, "employee").await;
    world.portal.store.read().await.unwrap().sessions_of(account).await.unwrap()
}

async fn sessions(world: &World) -> u64 {
    world.run("UPDATE sessions SET stage = stage").await.unwrap()
}

on_one_thread! {
    async fn who_logs_out_has_logged_out_and_whoever_gives_up_has_given_up(world, ends) {
        let (mut own, key) = world.logged_in(PNS, "employee", OFFICE).await;
        let mut home = also_at_home(&world, &key).await;
        ends.since();
        own.post("/api/logout", &[]).await;
        ends.assert(&[("logged-out", 1)]);
        assert_eq!(last_event(&world).await, "logged-out");
        own.post("/api/logout", &[]).await;
        ends.assert(&[]);
        assert!(home.get("/beranda").await.is_launcher());

        own.login(PNS, PASSWORD, "").await;
        ends.assert(&[]);
        let before = world.events().await.len();
        own.post("/api/second-step/cancel", &[]).await;
        ends.assert(&[("given-up", 1)]);
        assert_eq!(world.events().await.len(), before, "nobody was logged in");
        world.account(PPPK, "employee").await;
        let mut fresh = world.browser_at("192.0.2.3");
        fresh.login(PPPK, PASSWORD, "").await;
        fresh.post("/api/mfa/cancel", &[]).await;
        ends.assert(&[("given-up", 1)]);
    }

    async fn each_step_of_a_login_and_each_further_login_takes_the_place_of_the_last(world, ends) {
        world.account(PNS, "employee").await;
        let mut own = world.browser_at(OFFICE);
        own.login(PNS, PASSWORD, "").await;
        ends.assert(&[]);
        own.login(PNS, PASSWORD, "").await;
        ends.assert(&[("another-login", 1)]);
        let key = own.key().await;
        own.activate(&world.code(&key), "HP").await;
        ends.assert(&[]);
        assert!(own.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        ends.assert(&[("another-login", 1)]);
        world.clock.advance(30);
        assert!(own.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        ends.assert(&[("another-login", 1)]);
        world.clock.advance(30);
        own.login(PNS, PASSWORD, "").await;
        ends.assert(&[("another-login", 1)]);
        own.post("/api/second-step/code", &[("code", "000000")]).await;
        ends.assert(&[]);
        own.post("/api/second-step/code", &[("code", &world.code(&key))]).await;
        ends.assert(&[("another-login", 1)]);
        let recovery = own.recovery_codes[0].clone();
        own.login(PNS, PASSWORD, "").await;
        ends.assert(&[("another-login", 1)]);
        let page = own.post("/api/second-step/recovery-code", &[("recovery_code", &recovery)]).await;
        assert!(page.is_launcher());
        ends.assert(&[("another-login", 1)]);
        assert_eq!(sessions(&world).await, 1);
    }

    async fn who_is_first_to_enrol_ends_what_others_began(world, ends) {
        world.account(PNS, "employee").await;
        let (mut own, mut other) = (world.browser_at(OFFICE), world.browser_at(HOME));
        own.login(PNS, PASSWORD, "").await;
        other.login(PNS, PASSWORD, "").await;
        let code = world.code(&own.key().await);
        own.activate(&code, "HP").await;
        ends.assert(&[("enrolled-elsewhere", 1)]);
        assert_eq!(sessions(&world).await, 1);
    }

    async fn one_of_ones_own_or_all_others_end_from_another_session(world, ends) {
        let (mut own, key) = world.logged_in(PNS, "employee", OFFICE).await;
        world.run("DELETE FROM sessions WHERE stage <> 'authenticated'").await.unwrap();
        let mut home = also_at_home(&world, &key).await;
        let mut third = also_at_home(&world, &key).await;
        let (mut stranger, _) = world.logged_in(PPPK, "employee", "192.0.2.9").await;
        ends.since();
        let of_stranger = sessions_of(&world, PPPK).await.remove(0);
        own.post("/api/session/end", &[("id", &of_stranger.age.id.to_string())]).await;
        ends.assert(&[]);
        assert!(stranger.get("/beranda").await.is_launcher());
        let listed = sessions_of(&world, PNS).await;
        assert_eq!(listed.len(), 3);
        let of_home = listed.iter().find(|one| one.address == HOME).unwrap();
        own.post("/api/session/end", &[("id", &of_home.age.id.to_string())]).await;
        ends.assert(&[("from-another-session", 1)]);
        assert_eq!(last_event(&world).await, "session-ended");
        let still = [home.get("/beranda").await, third.get("/beranda").await];
        assert_eq!(still.iter().filter(|page| page.is_launcher()).count(), 1);
        own.post("/api/session/end", &[]).await;
        ends.assert(&[("from-another-session", 1)]);
        assert!(own.get("/beranda").await.is_launcher());
        assert!(stranger.get("/beranda").await.is_launcher());
        own.post("/api/session/end", &[]).await;
        ends.assert(&[]);
    }

    async fn a_new_password_ends_all_but_where_it_was_chosen(world, ends) {
        let (mut own, key) = world.logged_in(PNS, "employee", OFFICE).await;
        let mut home = also_at_home(&world, &key).await;
        ends.since();
        own.post("/api/password/change", &[("password", PASSWORD), ("new_password", NEW)]).await;
        ends.assert(&[("new-password", 2)]);
        assert!(own.get("/beranda").await.is_launcher());
        assert!(!home.get("/beranda").await.is_launcher());
        assert_eq!(last_event(&world).await, "password-changed");

        let (mut shared, _) = world.logged_in(PPPK, "employee", HOME).await;
        ends.since();
        shared.post("/api/password/forgotten", &[("nip", PNS)]).await;
        let link = world.link("Tautan untuk membuat kata sandi").await;
        shared.get(&link).await;
        world.clock.advance(1);
        shared.post("/api/password/set", &[("new_password", "teh-sore-di-kantor")]).await;
        ends.assert(&[("another-login", 1), ("new-password", 1)]);
        assert_eq!(last_event(&world).await, "password-reset");
        assert!(!own.get("/beranda").await.is_launcher());
    }

    async fn this_was_not_me_ends_the_others(world, ends) {
        let (mut own, key) = world.logged_in(PNS, "employee", OFFICE).await;
        let mut thief = also_at_home(&world, &key).await;
        ends.since();
        own.post("/api/account/disown", &[]).await;
        ends.assert(&[("disowned", 2)]);
        assert_eq!(last_event(&world).await, "disowned");
        assert!(!thief.get("/beranda").await.is_launcher());
        assert_eq!(own.get("/akun/kata-sandi").await.path, "/akun/kata-sandi");
    }

    async fn disabling_and_a_reset_end_all_of_one_person_and_nobody_elses(world, ends) {
        let (mut own, key) = world.logged_in(PNS, "employee", OFFICE).await;
        let (mut other, _) = world.logged_in(PPPK, "employee", HOME).await;
        ends.since();
        let nip = Nip::parse(PNS).unwrap();
        let operator = Visitor::command_line();
        let change = async |standing| {
            disabled::change(&world.portal, &operator, &nip, standing).await.unwrap()
        };
        assert_eq!(change(Standing::Disabled).await, StandingChange::Done { sessions: 2 });
        ends.assert(&[("disabled", 2)]);
        assert_eq!(last_event(&world).await, "account-disabled");
        assert_eq!(change(Standing::Enabled).await, StandingChange::Done { sessions: 0 });
        ends.assert(&[]);
        assert!(!own.get("/beranda").await.is_launcher());

        own.login(PNS, PASSWORD, "").await;
        own.post("/api/reset/send-code", &[]).await;
        let letter = world.letter("Kode untuk mengatur ulang").await;
        let code = letter.split_once("Kode Anda: ").unwrap().1.split_whitespace().next().unwrap();
        own.post("/api/reset/start", &[("code", code)]).await.assert_shows("sudah dimulai");
        assert!(own.post("/api/second-step/code", &[("code", &world.code(&key))]).await.is_launcher());
        ends.since();
        world.clock.advance(24 * 3600);
        assert_eq!(complete_due(&world.portal).await.unwrap(), 1);
        ends.assert(&[("reset", 1)]);
        assert_eq!(last_event(&world).await, "reset-done");
        world.clock.advance(-24 * 3600);
        assert!(other.get("/beranda").await.is_launcher());
    }

    async fn everybodys_end_at_once(world, ends) {
        world.logged_in(PNS, "employee", OFFICE).await;
        world.logged_in(PPPK, "employee", HOME).await;
        ends.since();
        assert_eq!(end_everybodys(&world.portal, &Visitor::command_line()).await.unwrap(), 4);
        ends.assert(&[("everybodys", 4)]);
        assert_eq!(last_event(&world).await, "all-sessions-ended");
        assert_eq!(sessions(&world).await, 0);
    }

    async fn what_is_idle_is_refused_at_once_and_ended_by_the_job(world, ends) {
        let (mut own, key) = world.logged_in(PNS, "employee", OFFICE).await;
        world.run("DELETE FROM sessions WHERE stage <> 'authenticated'").await.unwrap();
        let mut public = world.browser_at(HOME);
        let code = world.code(&key);
        let fields = [("nip", PNS), ("password", PASSWORD), ("code", &code), ("public", "1")];
        public.post("/api/login", &fields).await;
        ends.since();
        let before = world.events().await.len();
        let mut walk = Walk::default();
        world.clock.advance(10 * 60 - 1);
        assert_eq!(walk.go_on(&world.portal, 100).await.unwrap(), 0);
        world.clock.advance(1);
        assert_eq!(walk.go_on(&world.portal, 100).await.unwrap(), 1);
        ends.assert(&[("idle", 1)]);
        assert!(own.get("/beranda").await.is_launcher());
        world.clock.advance(30 * 60);
        assert!(!own.get("/beranda").await.is_launcher(), "before the job came by");
        ends.assert(&[]);
        assert_eq!(sessions(&world).await, 1, "looking ends nothing");
        assert_eq!(walk.go_on(&world.portal, 100).await.unwrap(), 1);
        ends.assert(&[("idle", 1)]);
        assert_eq!(walk.go_on(&world.portal, 100).await.unwrap(), 0);
        assert_eq!(sessions(&world).await, 0);
        assert_eq!(world.events().await.len(), before, "nobody did anything");
    }

    async fn what_reached_its_limit_is_ended_by_the_job_however_lately_it_was_used(world, ends) {
        let (mut own, _) = world.logged_in(PNS, "employee", OFFICE).await;
        world.run("DELETE FROM sessions WHERE stage <> 'authenticated'").await.unwrap();
        let mut walk = Walk::default();
        ends.since();
        for _ in 0..35 {
            world.clock.advance(20 * 60);
            assert!(own.get("/beranda").await.is_launcher());
            assert_eq!(walk.go_on(&world.portal, 100).await.unwrap(), 0);
        }
        world.clock.advance(20 * 60);
        assert!(!own.get("/beranda").await.is_launcher());
        assert_eq!(walk.go_on(&world.portal, 100).await.unwrap(), 1);
        ends.assert(&[("limit", 1)]);
    }

    async fn a_turn_looks_at_no_more_than_it_may_and_the_next_goes_on_there(world, ends) {
        open_many(&world, 1250).await;
        let mut walk = Walk::default();
        world.clock.advance(30 * 60);
        for (most, ended) in [(3, 3), (1, 1), (1100, 1100), (1000, 146), (1000, 0)] {
            assert_eq!(walk.go_on(&world.portal, most).await.unwrap(), ended, "{most}");
        }
        ends.assert(&[("idle", 1250)]);
        // Those that live are walked over, and the walk comes back to the beginning.
        open_many(&world, 5).await;
        assert_eq!(walk.go_on(&world.portal, 4).await.unwrap(), 0);
        world.clock.advance(30 * 60);
        assert_eq!(walk.go_on(&world.portal, 4).await.unwrap(), 1, "the fifth, and then the end");
        assert_eq!(walk.go_on(&world.portal, 4).await.unwrap(), 4);
    }

}

on_both_engines! {
    async fn what_is_used_while_the_job_comes_by_is_not_ended(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", OFFICE).await;
        world.run("DELETE FROM sessions WHERE stage <> 'authenticated'").await.unwrap();
        let seen = sessions_of(&world, PNS).await.remove(0).age;
        world.clock.advance(30 * 60);
        let mut unit = world.portal.store.write().await.unwrap();
        unit.touch_session(seen.id, world.portal.now()).await.unwrap();
        let portal = Arc::clone(&world.portal);
        let walk = tokio::spawn(async move { Walk::default().go_on(&portal, 10).await.unwrap() });
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert!(!walk.is_finished(), "it has seen an idle session, and waits for it");
        unit.commit().await.unwrap();
        assert_eq!(walk.await.unwrap(), 0);
        assert!(own.get("/beranda").await.is_launcher());
    }

    async fn two_nodes_at_once_end_each_session_once(world) {
        open_many(&world, 300).await;
        world.clock.advance(30 * 60);
        let nodes = [Arc::clone(&world.portal), world.another_node().await];
        let walks = nodes.map(|node| {
            tokio::spawn(async move { Walk::default().go_on(&node, 1000).await.unwrap() })
        });
        let [one, two] = walks;
        let (one, two) = (one.await.unwrap(), two.await.unwrap());
        assert_eq!(one + two, 300, "{one} and {two}");
        assert_eq!(sessions(&world).await, 0);
    }

    async fn only_the_node_whose_turn_it_is_ends_anything(world) {
        open_many(&world, 2).await;
        world.clock.advance(30 * 60);
        let other = world.another_node().await;
        let turn = async |node: &Portal| {
            let mut walk = Walk::default();
            take_turn(node, Job::EndSessions, walk.go_on(node, 1)).await.unwrap()
        };
        assert_eq!(turn(&world.portal).await, Some(1));
        assert_eq!(turn(&other).await, None);
        assert_eq!(sessions(&world).await, 1);
        // Two turns without a word from the first: the other one takes over.
        world.clock.advance(2 * 60);
        assert_eq!(turn(&other).await, Some(1));
        assert_eq!(turn(&world.portal).await, None);
    }
}

/// So many people's open sessions, used just now.
async fn open_many(world: &World, count: u64) {
    let now = world.portal.now();
    let people: Vec<_> = (0..count).map(|number| synth::person(1, number)).collect();
    let mut unit = world.portal.store.write_in_bulk().await.unwrap();
    if unit.account(people[0].id).await.unwrap().is_none() {
        unit.add_accounts(&people, "no hash", now).await.unwrap();
    }
    let sessions = (0..).zip(&people);
    let sessions: Vec<_> = sessions
        .filter_map(|(number, person)| synth::session(1, number, person.id, 100, now))
        .collect();
    assert_eq!(sessions.len() as u64, count);
    unit.add_sessions(&sessions).await.unwrap();
    unit.commit().await.unwrap();
}
