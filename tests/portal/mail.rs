//! Letters leave, once, or wait; no request waits for them.

use crate::support::*;
use asn_digital::{
    config::{DataOptions, LogFormat, ServeOptions},
    jobs::{Mailer, deliver_what_is_due},
};
use std::path::Path;

fn mailer(folder: &Path, smtp_url: Option<&str>) -> Mailer {
    let data = DataOptions {
        data_dir: folder.to_owned(),
        database_url: None,
        key_file: None,
        catalogue: None,
        log_format: LogFormat::Text,
        log: "info".into(),
    };
    let options =
        ServeOptions { smtp_url: smtp_url.map(str::to_owned), ..options_for_tests(ORIGIN) };
    Mailer::new(&data, &options).unwrap()
}

on_both_engines! {
    async fn a_letter_becomes_one_file_however_many_nodes_deliver(world) {
        let folder = tempfile::tempdir().unwrap();
        world.account(PNS, "employee").await;
        world.browser().post("/api/password/forgotten", &[("nip", PNS)]).await;
        let nodes = [mailer(folder.path(), None), mailer(folder.path(), None)];
        let (first, second) = tokio::join!(
            deliver_what_is_due(&world.portal, &nodes[0]),
            deliver_what_is_due(&world.portal, &nodes[1])
        );
        assert_eq!(first.unwrap() + second.unwrap(), 1);
        assert!(world.letters().await.is_empty(), "what is sent goes away");
        let files: Vec<_> = std::fs::read_dir(folder.path().join("mail")).unwrap()
            .map(|file| file.unwrap().path())
            .filter(|file| file.extension().is_some_and(|kind| kind == "eml")).collect();
        assert_eq!(files.len(), 1);
        let text = std::fs::read_to_string(&files[0]).unwrap();
        assert!(text.contains("198609262015052001@example.go.id") && text.contains("Subject:"), "{text}");
    }

    async fn a_letter_that_cannot_be_sent_waits_longer_each_time_and_is_given_up_after_days(world) {
        let folder = tempfile::tempdir().unwrap();
        // Nobody listens there.
        let dead = mailer(folder.path(), Some("smtp://127.0.0.1:1"));
        world.account(PNS, "employee").await;
        let waiting = || async {
            let state = world.portal.store.read().await.unwrap().outbox_state().await.unwrap();
            (state.letters, state.oldest)
        };
        assert_eq!(waiting().await, (0, None));
        let page = world.browser().post("/api/password/forgotten", &[("nip", PNS)]).await;
        page.assert_shows("tautan sedang dikirim");
        assert_eq!(waiting().await, (1, Some(world.portal.now())), "how many, and since when");
        assert_eq!(deliver_what_is_due(&world.portal, &dead).await.unwrap(), 0);
        assert_eq!(world.letters().await.len(), 1);
        world.clock.advance(59);
        let alive = mailer(folder.path(), None);
        assert_eq!(deliver_what_is_due(&world.portal, &alive).await.unwrap(), 0, "not yet");
        world.clock.advance(1);
        assert_eq!(deliver_what_is_due(&world.portal, &dead).await.unwrap(), 0);
        world.clock.advance(119);
        assert_eq!(deliver_what_is_due(&world.portal, &alive).await.unwrap(), 0, "twice as long");
        world.clock.advance(3 * 24 * 3600);
        assert_eq!(deliver_what_is_due(&world.portal, &dead).await.unwrap(), 0);
        assert!(world.letters().await.is_empty(), "given up");
    }

    async fn nothing_secret_lies_in_the_outbox_in_the_clear(world) {
        world.account(PNS, "employee").await;
        world.browser().post("/api/password/forgotten", &[("nip", PNS)]).await;
        let mut unit = world.portal.store.read().await.unwrap();
        let far = world.portal.now() + time::Duration::days(1);
        let mail = unit.due_mail(far, far, 10).await.unwrap().remove(0);
        let bytes = String::from_utf8_lossy(&mail.sealed_message).into_owned();
        assert!(!bytes.contains("kunci=") && !bytes.contains("Sri"));
    }
}
