//! Services that are told of a logout: those that answer, that answer wrongly, elsewhere, or not at all.

use super::*;
use crate::support::*;
use asn_digital::{
    domain::{
        session::{self, ending::Walk},
        sso::{
            consent,
            deliveries::{self, MOST},
        },
        values::reference_token::ReferenceToken,
    },
    jobs,
    outgoing::{Outgoing, OutgoingReach},
    store::DeliveryState,
};
use axum::{Router, extract::State, routing::post};
use http::{HeaderMap, StatusCode, header};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{net::TcpListener, task::JoinHandle};
use uuid::Uuid;

/// What services were sent, and how often somebody was led into the house.
#[derive(Default)]
struct Heard {
    tokens: Mutex<Vec<String>>,
    strayed: AtomicUsize,
    times: AtomicUsize,
}

/// Services at one port of this machine, each at a path of its own.
async fn services() -> (String, Arc<Heard>, JoinHandle<()>) {
    let heard = Arc::new(Heard::default());
    let well = async |State(heard): State<Arc<Heard>>, headers: HeaderMap, body: String| {
        assert_eq!(headers[header::CONTENT_TYPE], "application/x-www-form-urlencoded");
        assert!(!headers.contains_key(header::COOKIE));
        heard.tokens.lock().unwrap().push(body.strip_prefix("logout_token=").unwrap().to_owned());
        StatusCode::NO_CONTENT
    };
    let later =
        async |State(heard): State<Arc<Heard>>| match heard.times.fetch_add(1, Ordering::SeqCst) {
            0 => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::OK,
        };
    let house = async |State(heard): State<Arc<Heard>>| {
        heard.strayed.fetch_add(1, Ordering::SeqCst);
        StatusCode::OK
    };
    let routes = Router::new()
        .route("/baik", post(well))
        .route("/nanti", post(later))
        .route("/pindah", post(|| async { (StatusCode::FOUND, [(header::LOCATION, "/dalam")]) }))
        .route(
            "/awan",
            post(|| async {
                (
                    StatusCode::TEMPORARY_REDIRECT,
                    [(header::LOCATION, "http://169.254.169.254/latest")],
                )
            }),
        )
        .route("/salah", post(|| async { StatusCode::BAD_REQUEST }))
        .route("/diam", post(std::future::pending::<StatusCode>))
        .route("/dalam", post(house).get(house))
        .with_state(Arc::clone(&heard));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    (address, heard, server)
}

fn outgoing() -> Outgoing {
    Outgoing::new(OutgoingReach { this_machine: true, networks: Vec::new() })
}

/// How far telling each has come, by the service's name.
async fn told(world: &World, session: Uuid) -> Vec<(String, DeliveryState, i64)> {
    let mut unit = world.portal.store.read().await.unwrap();
    let rows = unit.deliveries_of(session).await.unwrap();
    rows.into_iter().map(|row| (row.client_id, row.state, row.attempts)).collect()
}

/// Signs somebody in to services whose logout addresses are these, and logs them out: their session.
async fn left(world: &World, services: &[(&str, String)]) -> Uuid {
    let one =
        |(id, uri): &(&str, String)| client(id, &format!("backchannel_logout_uri = \"{uri}\""));
    with_clients(world, &services.iter().map(one).collect::<String>()).await;
    let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
    for (id, _) in services {
        Service::new(world, id).flow(&mut browser, &[]).await;
    }
    let session = session_of(world, &browser).await;
    browser.post("/api/logout", &[]).await;
    session
}

async fn session_of(world: &World, browser: &Browser) -> Uuid {
    let token = ReferenceToken::parse(&browser.cookies["asn_session"]).unwrap();
    session::current(&world.portal, Some(&token)).await.unwrap().unwrap().id
}

use DeliveryState::{Due, Failed, Reached};

on_both_engines! {
    async fn each_service_is_told_by_itself_and_asked_again_where_that_is_of_use(world) {
        let (address, heard, server) = services().await;
        let at = |path: &str| format!("{address}/{path}");
        let all = [
            ("baik", at("baik")), ("nanti", at("nanti")), ("pindah", at("pindah")), ("awan", at("awan")),
            ("salah", at("salah")), ("dalam", "https://10.0.0.1/keluar".to_owned()),
        ];
        let session = left(&world, &all).await;
        let began = Instant::now();
        assert_eq!(jobs::deliver(&world.portal, &outgoing(), false).await.unwrap(), 6);
        assert!(began.elapsed() < Duration::from_secs(5), "a private address is not even tried");
        let state = |id: &str, state, attempts| (id.to_owned(), state, attempts);
        assert_eq!(told(&world, session).await, [
            state("awan", Failed, 1), state("baik", Reached, 1), state("dalam", Failed, 1),
            state("nanti", Due, 1), state("pindah", Failed, 1), state("salah", Failed, 1),
        ]);
        assert_eq!(heard.strayed.load(Ordering::SeqCst), 0, "no redirect is followed");
        let tokens = heard.tokens.lock().unwrap().clone();
        let claims = Service::new(&world, "baik").proved(&tokens[0]).await;
        assert_eq!((tokens.len(), &claims["aud"]), (1, &"baik".into()));
        // Not before its time, and then with another token, since the first is over by then.
        assert_eq!(jobs::deliver(&world.portal, &outgoing(), false).await.unwrap(), 0);
        world.clock.advance(10);
        assert_eq!(jobs::deliver(&world.portal, &outgoing(), false).await.unwrap(), 1);
        assert!(told(&world, session).await.contains(&state("nanti", Reached, 2)));
        world.clock.advance(24 * 3600);
        assert_eq!(jobs::deliver(&world.portal, &outgoing(), false).await.unwrap(), 0, "nobody is told twice");
        // An operator sees those that were not reached, and why.
        let troubled = world.portal.store.read().await.unwrap().troubled_deliveries(10).await.unwrap();
        assert_eq!(troubled.len(), 4);
        assert!(troubled.iter().all(|row| row.problem.as_ref().is_some_and(|why| !why.is_empty())));
        let names = consent::told_of(&world.portal, session).await.unwrap();
        assert_eq!(names.len(), 6);
        server.abort();
    }

    async fn whoever_leaves_does_not_wait_behind_many_who_were_signed_out(world) {
        let names: Vec<_> = (0..MOST + 4).map(|one| format!("layanan-{one}")).collect();
        let one = |id: &String| client(id, "backchannel_logout_uri = \"https://10.0.0.1/keluar\"");
        with_clients(&world, &names.iter().map(one).collect::<String>()).await;
        let mut many = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        for id in &names {
            Service::new(&world, id).flow(&mut many, &[]).await;
        }
        let session_of_many = session_of(&world, &many).await;
        let mut unit = world.portal.store.write_in_bulk().await.unwrap();
        unit.end_grants_of_session(session_of_many, world.portal.now()).await.unwrap();
        unit.commit().await.unwrap();
        world.clock.advance(1);

        let mut one = world.logged_in(PPPK, "employee", "192.0.2.2").await.0;
        Service::new(&world, &names[0]).flow(&mut one, &[]).await;
        let session = session_of(&world, &one).await;
        one.post("/api/logout", &[]).await;
        let due = async |is_of_many| {
            let due = deliveries::claim(&world.portal, is_of_many).await.unwrap();
            due.into_iter().map(|delivery| delivery.row.session_id).collect::<Vec<_>>()
        };
        assert_eq!(due(false).await, [session]);
        assert_eq!(due(true).await, vec![session_of_many; MOST]);
        assert_eq!(due(true).await, vec![session_of_many; 4]);

        // Nor behind what was over by itself.
        world.clock.advance(60);
        let code = world.code(&world.key_of(PPPK).await);
        assert!(one.login(PPPK, PASSWORD, &code).await.is_launcher());
        Service::new(&world, &names[0]).flow(&mut one, &[]).await;
        let idle = session_of(&world, &one).await;
        world.clock.advance(31 * 60);
        Walk::default().go_on(&world.portal, 100).await.unwrap();
        assert!(!due(false).await.contains(&idle) && due(true).await.contains(&idle));
    }

    async fn one_that_never_answers_keeps_nobody_waiting_and_is_given_up_after_a_day(world) {
        let (address, heard, server) = services().await;
        let session = left(&world, &[("baik", format!("{address}/baik")), ("diam", format!("{address}/diam"))]).await;
        let portal = Arc::clone(&world.portal);
        let began = Instant::now();
        let telling = tokio::spawn(async move { jobs::deliver(&portal, &outgoing(), false).await.unwrap() });
        while heard.tokens.lock().unwrap().is_empty() {
            assert!(began.elapsed() < Duration::from_secs(5), "the other one is told meanwhile");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(telling.await.unwrap(), 2);
        assert!(began.elapsed() < Duration::from_secs(20), "every wait has an end");
        let state = |id: &str, state, attempts| (id.to_owned(), state, attempts);
        assert_eq!(told(&world, session).await, [state("baik", Reached, 1), state("diam", Due, 1)]);
        server.abort();
        // Nobody listens there any more: it is tried less and less often, until a day is over.
        let mut last = 1;
        for _ in 0..60 {
            world.clock.advance(3600);
            jobs::deliver(&world.portal, &outgoing(), false).await.unwrap();
            let [_, (_, state, attempts)] = &told(&world, session).await[..] else { panic!() };
            last = *attempts;
            if *state == Failed {
                break;
            }
        }
        assert!((20..=26).contains(&last), "{last}");
        assert!(deliveries::claim(&world.portal, false).await.unwrap().is_empty());
    }
}
