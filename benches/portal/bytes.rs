//! Bytes of the pages' HTML, as served. What else a page loads, and how many requests that is, does
//! not vary from run to run and is held by a test: `end2end/tests/bytes.spec.ts`.

use super::{
    World,
    capacity::Inputs,
    harness::{Result, Visitor},
    report::Report,
};
use asn_digital::paths;

const ENCODINGS: [Option<&str>; 4] = [None, Some("gzip"), Some("br"), Some("zstd")];

pub async fn measure(world: &World, report: &mut Report, inputs: &mut Inputs) -> Result<()> {
    let engine = world.engine();
    let node = world.node(64).await?;
    let mut visitor = Visitor::new(node.address);
    let login = sizes(&mut visitor, paths::LOGIN).await?;

    let guest = world.crowd.next()?;
    let answer = visitor.log_in_with(&guest.member.person, &guest.code).await?;
    if answer.location() != paths::LAUNCHER {
        return Err("a right login did not lead to the launcher".into());
    }
    let launcher = sizes(&mut visitor, paths::LAUNCHER).await?;

    // Somebody without an authenticator is led to one.
    let store = world.installation.store().await?;
    let newcomer = &world.crowd.next()?.member.person;
    let mut unit = store.write().await?;
    let theirs = unit.authenticators_of(newcomer.id).await?;
    unit.remove_authenticators_of(newcomer.id, None).await?;
    unit.commit().await?;
    let mut visitor = Visitor::new(node.address);
    visitor.log_in_with(newcomer, "").await?;
    let activation = sizes(&mut visitor, paths::MFA).await?;
    let mut unit = store.write().await?;
    for authenticator in &theirs {
        unit.add_authenticator(authenticator).await?;
    }
    unit.commit().await?;
    store.close().await;

    for (page, [plain, gzip, br, zstd]) in
        [("login page", login), ("activation", activation), ("launcher", launcher)]
    {
        let what = format!("HTML of the {page}: plain / gzip / br / zstd");
        report.add(engine, what, format!("{plain} / {gzip} / {br} / {zstd} B"));
    }
    let ([.., login], [.., launcher]) = (login, launcher);
    (inputs.bytes_of_login_page, inputs.bytes_of_launcher) = (login as f64, launcher as f64);
    Ok(())
}

async fn sizes(visitor: &mut Visitor, path: &str) -> Result<[usize; 4]> {
    let mut sizes = [0; 4];
    for (size, encodings) in sizes.iter_mut().zip(ENCODINGS) {
        visitor.encodings = encodings;
        let answer = visitor.get(path).await?;
        if !answer.status.is_success() {
            return Err(format!("{path} answered {}", answer.status).into());
        }
        *size = answer.body.len();
    }
    visitor.encodings = None;
    Ok(sizes)
}
