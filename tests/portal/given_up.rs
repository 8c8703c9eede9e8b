//! Browsers that go away: whatever they asked for is carried out wholly or not at all, and leaves
//! nothing behind that somebody else would meet.

use crate::support::*;
use axum::{body::Body, extract::ConnectInfo};
use http::{Request, header};
use std::{
    future::poll_fn,
    net::SocketAddr,
    pin::pin,
    task::Poll,
    time::{Duration, Instant},
};
use tower::ServiceExt;

/// More than any request of these waits.
const MOST_POLLS: usize = 400;

/// Polls a future so many times, and drops it. `None`: it was not ready by then.
async fn polled<T>(times: usize, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut left) = (pin!(future), times);
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Sends a form and goes away after so many polls. Whether it was answered by then.
async fn given_up(world: &World, browser: &Browser, form: (&str, &str), polls: usize) -> bool {
    let body = format!("{}&pemilik={}", form.1, browser.owner);
    let cookies: Vec<_> = browser.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let mut request = Request::post(form.0)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, cookies.join("; "))
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 40_000))));
    polled(polls, world.router.clone().oneshot(request)).await.is_some()
}

async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !is_so().await {
        assert!(start.elapsed() < Duration::from_secs(10), "it never comes: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

on_both_engines! {
    async fn a_change_whose_browser_goes_away_at_any_moment_is_carried_out_to_its_end(world) {
        let (mut browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut answered = false;
        for polls in 1..MOST_POLLS {
            let pin = polls % 2 == 1;
            let path = if pin { "/api/pin" } else { "/api/unpin" };
            answered = given_up(&world, &browser, (path, "service=pindah-ikn"), polls).await;
            until("the change", async || {
                let page = browser.get("/beranda").await;
                page.tiles("favorit").contains(&"pindah-ikn".to_owned()) == pin
            })
            .await;
            if answered {
                break;
            }
        }
        assert!(answered, "it was given up each time");
        assert_eq!(world.in_transaction().await, 0);
    }

    async fn a_login_whose_browser_goes_away_at_any_moment_is_written_down_once(world) {
        let key = world.enrolled(PNS, "employee").await;
        for polls in 1..MOST_POLLS {
            let form = format!("nip={PNS}&password={PASSWORD}&code={}", world.code(&key));
            let stranger = world.browser();
            let answered = given_up(&world, &stranger, ("/api/login", &form), polls).await;
            until("the login", async || {
                world.events().await.iter().filter(|event| *event == "logged-in").count() == polls
            })
            .await;
            world.clock.advance(30);
            if answered {
                break;
            }
        }
        assert_eq!(world.in_transaction().await, 0);
    }

    /// The store's own guard, for whoever drops a unit of work in the midst of it: a job, a time
    /// limit, a test.
    async fn a_unit_dropped_at_any_moment_changes_nothing_and_holds_up_nobody(world) {
        let account = world.account(PNS, "employee").await;
        let store = &world.portal.store;
        for polls in 1..MOST_POLLS {
            let unit = async {
                let mut unit = store.write_forgettable().await.unwrap();
                unit.lock_account(account).await.unwrap();
                unit.set_password_hash(account, "not a hash").await.unwrap();
                // Left without an end, or dropped on the way.
            };
            let whole = polled(polls, unit).await.is_some();
            let mut next = store.write().await.unwrap();
            next.lock_account(account).await.unwrap();
            let found = next.account(account).await.unwrap().unwrap();
            assert_ne!(found.password_hash.as_deref(), Some("not a hash"));
            next.commit().await.unwrap();
            if whole {
                until("every connection is in order", async || world.in_transaction().await == 0)
                    .await;
                return;
            }
        }
        panic!("the unit never came to its end");
    }
}
