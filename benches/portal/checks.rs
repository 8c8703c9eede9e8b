//! What single steps cost, timed call by call: the check of a session that every page begins with,
//! of a one-time code, the counting of an attempt, and whatever else a person makes the portal compute
//! (docs/SECURITY.md).

use super::{
    Plan, World,
    crowd::open_sessions,
    harness::Result,
    inside,
    report::{Engine, Report, spread},
};
use asn_digital::{
    api::qr,
    domain::{
        clock::{Clock, SystemClock},
        credentials::totp::TotpSecret,
        guard::attempts::{Attempt, Counted, Familiarity},
        launcher::{announcement, at_home},
        recovery::new_password,
        session,
        values::{nip::Nip, one_time_code::OneTimeCode},
    },
};
use hdrhistogram::Histogram;
use std::{hint::black_box, time::Instant};

/// Nanoseconds in a microsecond.
const MICRO: f64 = 1000.0;

pub async fn measure(plan: &Plan, world: &World, report: &mut Report) -> Result<()> {
    let engine = world.engine();
    let portal = inside::portal(world.installation.store().await?).await?;
    let times = || Histogram::<u64>::new(3);

    let tokens = open_sessions(&portal.store, &world.crowd, plan.calls.min(plan.sessions)).await?;
    let (mut pages, mut machines) = (times()?, times()?);
    for token in &tokens {
        let start = Instant::now();
        let session = at_home::current(&portal, Some(token)).await?;
        pages.record(start.elapsed().as_nanos() as u64)?;
        session.ok_or("an open session is not there")?;
        let start = Instant::now();
        let session = session::current(&portal, Some(token)).await?;
        machines.record(start.elapsed().as_nanos() as u64)?;
        session.ok_or("an open session is not there")?;
    }
    let unit = "µs, p50 / p99 / longest";
    report.add(engine, format!("session check, {unit}"), spread(&pages, MICRO));
    let alone = format!("session check without what pages show, {unit}");
    report.add(engine, alone, spread(&machines, MICRO));

    let mut attempts = times()?;
    for member in world.crowd.members().iter().take(plan.calls) {
        let (visitor, nip) = (inside::visitor(member)?, Nip::parse(&member.person.nip));
        let nip = nip.map_err(|_| "a number that is no NIP")?;
        let start = Instant::now();
        let mut attempt = Attempt::password(&portal, &visitor, Familiarity::Unknown, &nip);
        let mut work = portal.store.write_forgettable().await?;
        let counted = attempt.count(&portal, &mut work).await?;
        work.commit().await?;
        attempts.record(start.elapsed().as_nanos() as u64)?;
        if !matches!(counted, Counted::Admitted { .. }) {
            return Err("a first attempt has to wait".into());
        }
    }
    report.add(engine, format!("counting an attempt, {unit}"), spread(&attempts, MICRO));
    portal.store.close().await;

    if engine == Engine::Sqlite {
        let member = world.crowd.members().first().ok_or("nobody is there")?;
        let secret = TotpSecret::from_bytes(&member.person.secret)?;
        let (mut right, mut wrong) = (times()?, times()?);
        for call in 0..plan.calls {
            let now = SystemClock.now();
            let code = parse(&member.person.code()?)?;
            let start = Instant::now();
            black_box(secret.matching_step(black_box(&code), now)?);
            right.record(start.elapsed().as_nanos() as u64)?;
            // A wrong one is also looked for in the ten minutes before and after.
            let code = parse(&format!("{:06}", call % 1_000_000))?;
            let start = Instant::now();
            if secret.matching_step(black_box(&code), now)?.is_none() {
                black_box(secret.clock_offset(&code, now)?);
            }
            wrong.record(start.elapsed().as_nanos() as u64)?;
        }
        report.add(engine, format!("TOTP check of a right code, {unit}"), spread(&right, MICRO));
        report.add(engine, format!("TOTP check of a wrong code, {unit}"), spread(&wrong, MICRO));
        let markdown =
            "**Penting**: lihat [jadwal](https://asn.example/jadwal).\n\n- satu\n- dua\n\n";
        let markdown = markdown.repeat(2000 / markdown.len());
        let key = "otpauth://totp/ASN%20Digital:198609262015052001?issuer=ASN%20Digital&secret=";
        let key = format!("{key}{}", "A".repeat(32));
        let (mut picture, mut announcement, mut guess) = (times()?, times()?, times()?);
        for _ in 0..plan.calls / 10 {
            timed(&mut picture, || qr::svg(black_box(&key)).map(drop))??;
            timed(&mut announcement, || drop(announcement::html(black_box(&markdown))))?;
            let _ = timed(&mut guess, || new_password::check(black_box(WORST), "", ""))?;
        }
        report.add(engine, format!("the picture of a key, {unit}"), spread(&picture, MICRO));
        report.add(
            engine,
            format!("the longest announcement, {unit}"),
            spread(&announcement, MICRO),
        );
        report.add(engine, format!("a new password, judged, {unit}"), spread(&guess, MICRO));
    }
    Ok(())
}

/// What the estimator of passwords takes longest for.
const WORST: &str = "(4@8{[<369|1!70$5+%2z(4@8{[<369|1!70$5+%2z(4@8{[<369|1!70$5+%2z";

fn timed<T>(times: &mut Histogram<u64>, work: impl FnOnce() -> T) -> Result<T> {
    let start = Instant::now();
    let done = black_box(work());
    times.record(start.elapsed().as_nanos() as u64)?;
    Ok(done)
}

fn parse(code: &str) -> Result<OneTimeCode> {
    OneTimeCode::parse(code).map_err(|_| "a code that is none".into())
}
