//! Letters leave, once, or wait; no request waits for them.

use crate::support::*;
use asn_digital::{
    config::{DataOptions, LogFormat, ServeOptions},
    domain::{mail, seal::Purpose},
    jobs::{Mailer, deliver_what_is_due},
    store::OutgoingMail,
};
use std::path::Path;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufStream},
    net::{TcpListener, TcpStream},
    time::timeout,
};

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

/// A mail server that answers as told where a line begins with `verb`, and fine elsewhere; its address.
async fn mail_server(verb: &'static str, answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, verb, answer));
        }
    });
    address.to_string()
}

async fn serve(stream: TcpStream, verb: &str, answer: &str) -> std::io::Result<()> {
    let mut stream = BufStream::new(stream);
    let greeting = if verb == "connect" { answer } else { "220 mail" };
    let (mut line, mut is_letter) = (String::new(), false);
    stream.write_all(format!("{greeting}\r\n").as_bytes()).await?;
    stream.flush().await?;
    while stream.read_line(&mut line).await? > 0 {
        if is_letter {
            is_letter = line != ".\r\n";
        }
        let said = match line.as_str() {
            _ if is_letter => "",
            said if said.starts_with(verb) => answer,
            said if said.starts_with("EHLO") => "250-mail\r\n250 AUTH PLAIN",
            said if said.starts_with("DATA") => "354 go on",
            _ => "250 fine",
        };
        is_letter |= said.starts_with("354");
        line.clear();
        if !said.is_empty() {
            stream.write_all(format!("{said}\r\n").as_bytes()).await?;
            stream.flush().await?;
        }
    }
    Ok(())
}

on_both_engines! {
    async fn a_letter_says_which_it_is_when_it_was_written_and_that_nobody_wrote_it(world) {
        let folder = tempfile::tempdir().unwrap();
        world.account(PNS, "employee").await;
        world.browser().post("/api/password/forgotten", &[("nip", PNS)]).await;
        let id = {
            let far = world.portal.now() + time::Duration::days(1);
            let mut unit = world.portal.store.read().await.unwrap();
            unit.due_mail(false, far, far, 1).await.unwrap().remove(0).id
        };
        world.clock.advance(60);
        deliver_what_is_due(&world.portal, &mailer(folder.path(), None)).await.unwrap();
        let letter = std::fs::read_to_string(folder.path().join(format!("mail/{id}.eml"))).unwrap();
        let (head, _) = letter.split_once("\r\n\r\n").unwrap();
        let written = world.portal.now() - time::Duration::seconds(60);
        let format = time::format_description::well_known::Rfc2822;
        for line in [
            &format!("Message-ID: <{id}@example.go.id>"),
            "MIME-Version: 1.0",
            "Auto-Submitted: auto-generated",
            &format!("Date: {}", written.format(&format).unwrap()),
            "Content-Type: text/plain; charset=utf-8",
        ] {
            assert_eq!(head.lines().filter(|there| *there == line).count(), 1, "{line}\n{head}");
        }
    }

    async fn a_letter_that_is_refused_for_good_ends_at_once_and_whose_mailbox_it_was_is_listed(world) {
        let folder = tempfile::tempdir().unwrap();
        let account = world.account(PNS, "employee").await;
        let server = mail_server("RCPT", "550 5.1.1 <sri> nobody here").await;
        let mailer = mailer(folder.path(), Some(&format!("smtp://{server}")));
        let unreachable = || async {
            let mut unit = world.portal.store.read().await.unwrap();
            let start = (time::OffsetDateTime::UNIX_EPOCH, uuid::Uuid::nil());
            let people = unit.unreachable_people(start, 10).await.unwrap();
            people.into_iter().map(|person| person.nip).collect::<Vec<_>>()
        };
        for _ in 0..2 {
            world.browser().post("/api/password/forgotten", &[("nip", PNS)]).await;
            assert_eq!(world.letters().await.len(), 1);
            assert_eq!(deliver_what_is_due(&world.portal, &mailer).await.unwrap(), 0);
            assert!(world.letters().await.is_empty(), "waiting changes nothing");
            assert_eq!(unreachable().await, [PNS]);
        }
        let refused = |events: Vec<String>| events.iter().filter(|e| *e == "letter-refused").count();
        assert_eq!(refused(world.events_of(account).await), 1, "it is written down once");

        let alive = mail_server("never", "").await;
        let alive = self::mailer(folder.path(), Some(&format!("smtp://{alive}")));
        world.browser().post("/api/password/forgotten", &[("nip", PNS)]).await;
        assert_eq!(deliver_what_is_due(&world.portal, &alive).await.unwrap(), 1);
        assert!(unreachable().await.is_empty(), "it takes letters again");
    }

    async fn an_address_that_is_none_ends_at_once(world) {
        let folder = tempfile::tempdir().unwrap();
        let account = world.account(PNS, "employee").await;
        world.set_mailbox(account, "a@b.go.id; c@d.go.id").await;
        world.browser().post("/api/password/forgotten", &[("nip", PNS)]).await;
        assert_eq!(world.letters().await.len(), 1);
        deliver_what_is_due(&world.portal, &mailer(folder.path(), None)).await.unwrap();
        assert!(world.letters().await.is_empty());
        assert!(world.events_of(account).await.contains(&"letter-refused".to_owned()));
    }

    async fn a_server_that_does_not_take_us_now_costs_nobody_their_letter(world) {
        let folder = tempfile::tempdir().unwrap();
        let account = world.account(PNS, "employee").await;
        for (verb, answer) in [
            ("RCPT", "451 4.7.1 come back later"),
            ("AUTH", "535 5.7.8 who are you"),
            ("connect", "554 5.3.2 closed"),
            ("EHLO", "502 5.5.1 what"),
            ("MAIL", "530 5.7.0 say who you are"),
        ] {
            let server = mail_server(verb, answer).await;
            let server = mailer(folder.path(), Some(&format!("smtp://us:secret@{server}")));
            world.browser().post("/api/password/forgotten", &[("nip", PNS)]).await;
            let waiting = world.letters().await.len();
            assert!(waiting > 0);
            world.clock.advance(3600);
            deliver_what_is_due(&world.portal, &server).await.unwrap();
            assert_eq!(world.letters().await.len(), waiting, "{verb} {answer}");
        }
        assert!(!world.events_of(account).await.contains(&"letter-refused".to_owned()));
    }

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

    async fn who_waits_for_a_letter_does_not_wait_for_those_to_many(world) {
        let sri = world.account(PNS, "employee").await;
        let now = world.portal.now();
        let to_many = |_| OutgoingMail {
            id: world.portal.new_id(),
            account_id: Some(sri),
            recipient: "sri@kemenag.go.id".into(),
            sealed_message: Vec::new(),
            attempts: 0,
            created_at: now,
            next_attempt_at: now,
        };
        let mut unit = world.portal.store.write_in_bulk().await.unwrap();
        unit.add_letters(&(0..100).map(to_many).collect::<Vec<_>>()).await.unwrap();
        unit.add_mail(&to_many(100)).await.unwrap();
        unit.commit().await.unwrap();
        world.clock.advance(60);
        world.browser().post("/api/password/forgotten", &[("nip", PNS)]).await;
        let due = mail::due(&world.portal, 50).await.unwrap();
        let [link, to_many] = &*due else { panic!("{} groups", due.len()) };
        assert_eq!((link.len(), to_many.len()), (1, mail::OF_MANY), "the letter with the link comes first");
        assert!(mail::open(&world.portal, &link[0]).is_ok());
        assert_eq!(mail::due(&world.portal, 1).await.unwrap().concat().len(), 1);
        let waiting = world.portal.store.read().await.unwrap().outbox_state().await.unwrap();
        assert_eq!((waiting.letters, waiting.oldest), (102, Some(now)));
    }

    async fn letters_to_many_leave_together_each_once_and_one_that_cannot_waits_alone(world) {
        let folder = tempfile::tempdir().unwrap();
        let sri = world.account(PNS, "employee").await;
        let budi = world.account(PPPK, "employee").await;
        let portal = &world.portal;
        let (now, text) = (portal.now(), r#"{"subject":"s","text":"t"}"#);
        let letter = |account, recipient: &str, can_be_read: bool| {
            let id = portal.new_id();
            let seal = Purpose::Mail(id);
            let sealed = portal.sealer.seal(seal, text.as_bytes(), portal.random()).unwrap();
            OutgoingMail {
                id,
                account_id: Some(account),
                recipient: recipient.into(),
                sealed_message: if can_be_read { sealed } else { Vec::new() },
                attempts: 0,
                created_at: now,
                next_attempt_at: now,
            }
        };
        let mailbox = |number: &str| format!("{number}@example.go.id");
        let letters = [
            letter(sri, &mailbox(PNS), true),
            letter(budi, &mailbox(PPPK), false),
            letter(sri, "another@kemenag.go.id", true),
            letter(budi, "another@kemenag.go.id", true),
        ];
        assert_eq!(letters.len(), mail::OF_MANY);
        let mut unit = portal.store.write_in_bulk().await.unwrap();
        unit.add_letters(&letters).await.unwrap();
        for (account, number) in [(sri, PNS), (budi, PPPK)] {
            assert!(unit.note_mailbox_refuses(account, &mailbox(number), now).await.unwrap());
        }
        unit.commit().await.unwrap();

        let nodes = [mailer(folder.path(), None), mailer(folder.path(), None)];
        let both = nodes.iter().map(|node| deliver_what_is_due(portal, node));
        let sent = futures_util::future::try_join_all(both).await.unwrap();
        assert_eq!(sent.iter().sum::<usize>(), 3);
        let files = std::fs::read_dir(folder.path().join("mail")).unwrap().count();
        assert_eq!(files, 3);
        assert_eq!(deliver_what_is_due(portal, &nodes[0]).await.unwrap(), 0, "it waits");
        let far = now + time::Duration::days(1);
        let mut unit = portal.store.read().await.unwrap();
        let waiting = unit.due_mail(true, far, far, 10).await.unwrap();
        assert_eq!(waiting.iter().map(|one| (one.id, one.attempts)).collect::<Vec<_>>(), [(letters[1].id, 1)]);
        let refusing = unit.unreachable_people((time::OffsetDateTime::UNIX_EPOCH, uuid::Uuid::nil()), 10);
        let refusing: Vec<_> = refusing.await.unwrap().into_iter().map(|person| person.nip).collect();
        assert_eq!(refusing, [PPPK], "only a mailbox that took a letter takes letters again");
    }

    async fn a_slow_letter_holds_up_no_other(world) {
        let folder = tempfile::tempdir().unwrap();
        for nip in [PNS, PPPK] {
            world.account(nip, "employee").await;
            world.browser().post("/api/password/forgotten", &[("nip", nip)]).await;
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = mailer(folder.path(), Some(&format!("smtp://{}", listener.local_addr().unwrap())));
        // Nobody is answered before both are there.
        tokio::spawn(async move {
            let (first, _) = listener.accept().await.unwrap();
            let (second, _) = listener.accept().await.unwrap();
            tokio::join!(serve(first, "never", ""), serve(second, "never", ""))
        });
        let sent = deliver_what_is_due(&world.portal, &server);
        let sent = timeout(std::time::Duration::from_secs(20), sent).await.expect("side by side");
        assert_eq!(sent.unwrap(), 2);
    }

    async fn nothing_secret_lies_in_the_outbox_in_the_clear(world) {
        world.account(PNS, "employee").await;
        world.browser().post("/api/password/forgotten", &[("nip", PNS)]).await;
        let mut unit = world.portal.store.read().await.unwrap();
        let far = world.portal.now() + time::Duration::days(1);
        let mail = unit.due_mail(false, far, far, 10).await.unwrap().remove(0);
        let bytes = String::from_utf8_lossy(&mail.sealed_message).into_owned();
        assert!(!bytes.contains("kunci=") && !bytes.contains("Sri"));
    }
}
