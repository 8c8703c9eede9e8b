//! Logins when hashing costs nothing: what portal and database manage beside it, and so what stands
//! in the way once there are cores enough for the hashes. It leaves the people with passwords that
//! only this measurement takes.

use super::{
    Plan, World,
    capacity::Inputs,
    harness::{PASSWORD, Result},
    inside,
    logins::per_second,
    report::{Engine, Report},
};
use asn_digital::domain::{
    Portal,
    login::by_password::{self, Credentials, LoginOutcome},
    random::SystemRandom,
    session::Computer,
    values::{nip::Nip, one_time_code::OneTimeCode},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};
use tokio::task::JoinSet;

pub async fn measure(
    plan: &Plan,
    world: &World,
    report: &mut Report,
    inputs: &mut Inputs,
) -> Result<()> {
    let portal = Arc::new(inside::portal(world.installation.store().await?).await?);
    let hash = portal.passwords.admit()?.hash(&PASSWORD.into(), &SystemRandom).await?;
    let mut unit = portal.store.write().await?;
    for member in world.crowd.members() {
        unit.set_password_hash(member.person.id, &hash).await?;
    }
    unit.commit().await?;

    // Everybody about once: nobody has more codes than that to spare.
    let (left, start) = (Arc::new(AtomicUsize::new(plan.people / 2)), Instant::now());
    let mut load = JoinSet::new();
    for _ in 0..plan.connections * 2 {
        let (portal, crowd, left) =
            (Arc::clone(&portal), Arc::clone(&world.crowd), Arc::clone(&left));
        load.spawn(async move {
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1))
                .is_ok()
            {
                let guest = crowd.next()?;
                log_in(&portal, &guest).await?;
            }
            Ok(())
        });
    }
    load.join_all().await.into_iter().collect::<Result<()>>()?;
    let rate = (plan.people / 2) as f64 / start.elapsed().as_secs_f64();
    portal.store.close().await;
    report.add(world.engine(), "logins if hashing cost nothing, without HTTP", per_second(rate));
    if world.engine() == Engine::Postgres {
        inputs.ceiling = rate;
    }
    Ok(())
}

async fn log_in(portal: &Portal, guest: &super::crowd::Guest<'_>) -> Result<()> {
    let visitor = inside::visitor(guest.member)?;
    let credentials = Credentials {
        nip: Nip::parse(&guest.member.person.nip).map_err(|_| "a number that is no NIP")?,
        password: PASSWORD.into(),
        code: Some(OneTimeCode::parse(&guest.code).map_err(|_| "a code that is none")?),
        computer: Computer::Own,
    };
    match by_password::login(portal, &visitor, &credentials).await? {
        LoginOutcome::LoggedIn(_) => Ok(()),
        other => Err(format!("a right login ended as {other:?}").into()),
    }
}
