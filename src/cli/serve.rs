//! `asn-digital serve`: the portal, until it is told to stop. Requests in flight are finished.

use super::{
    CommandResult,
    open::{HashingQueue, open, wait_for_database},
};
use crate::{
    config::{DataOptions, ServeOptions, Settings},
    domain::{
        Portal, lease,
        limits::Limits,
        session,
        sso::{SsoCell, client::Client, client_file, issuer::Issuer, signing_keys, subject},
    },
    fixtures::{
        demo,
        synth::{self, Presence},
    },
    http::{AppState, metrics::Exporter, router},
    jobs::{self, JobThread, Mailer},
};
use axum::serve::ListenerExt;
use leptos::config::LeptosOptions;
use std::{
    error::Error,
    io::{self, Write},
    net::SocketAddr,
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};
use time::Duration as Span;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

/// How long requests in flight may take to finish after the signal to stop.
const PATIENCE: Duration = Duration::from_secs(20);

pub async fn serve(data: &DataOptions, options: &ServeOptions) -> CommandResult {
    let site = site(&options.site_root)?;
    let queue = HashingQueue::new(options.hashes_at_once, options.hashes_waiting);
    // Said before anything is written: options that would serve people without TLS.
    let origin = Settings::new(options, options.demo)?.public_origin.as_str().to_owned();
    // Before anything is done that is measured.
    let exporter = Exporter::install(options.metrics_listen)?;
    wait_for_database(data).await?;
    let sso = SsoCell { keycloak_path: options.keycloak_path.clone(), ..SsoCell::default() };
    let portal = Portal { limits: limits(options), sso, ..open(data, queue, &origin).await? };
    if options.demo {
        demo::add(&portal).await?;
    }
    let has_demo = demo::is_present(&portal).await?;
    let synthetic = synth::presence(&portal).await?;
    if synthetic == Presence::Unfinished {
        return Err("the synthetic data is unfinished: begin again with an empty database".into());
    }
    let settings = Settings::new(options, has_demo || synthetic == Presence::Complete)?;
    sign_on(&portal, options).await?;
    let mailer = Mailer::new(data, options)?;
    mailer.check().await?;

    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|error| format!("--listen {}: {error}", options.listen))?;
    // Small answers go out at once.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let portal = Arc::new(portal);
    let measuring = match exporter {
        Some(exporter) => {
            let listener = exporter.listen().await?;
            Some(tokio::spawn(exporter.serve(listener, Arc::clone(&portal))))
        }
        None => None,
    };
    let beside = JobThread::start()?;
    let jobs = [
        beside.spawn(jobs::checkpoint(Arc::clone(&portal))),
        beside.spawn(jobs::clean_up(Arc::clone(&portal))),
        beside.spawn(jobs::deliver_mail(Arc::clone(&portal), mailer)),
        beside.spawn(jobs::end_sessions(Arc::clone(&portal))),
        beside.spawn(jobs::complete_resets(Arc::clone(&portal))),
        beside.spawn(jobs::prepare_names(Arc::clone(&portal))),
        beside.spawn(jobs::verify_record(Arc::clone(&portal))),
        beside.spawn(jobs::carry_on_with_bulk_acts(Arc::clone(&portal))),
        beside.spawn(jobs::refresh_commons(Arc::clone(&portal))),
        beside.spawn(jobs::deliver_logouts(Arc::clone(&portal), settings.outgoing())),
    ];
    let state = AppState::new(Arc::clone(&portal), settings, site);
    let told = state.clone();
    let service = router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();

    tracing::info!(listen = %options.listen, %origin, node = %portal.node, "serving");
    if has_demo {
        introduce_demo(&origin);
    }
    let drain = Duration::from_secs(options.drain_seconds.into());
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(async move {
        wait_for_signal().await;
        told.stop();
        if !drain.is_zero() {
            tracing::info!("not ready any more: about to stop");
            tokio::time::sleep(drain).await;
        }
        let _ = stop.send(true);
    });
    let until_told = |mut stopping: watch::Receiver<bool>| async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    let server =
        axum::serve(listener, service).with_graceful_shutdown(until_told(stopping.clone()));
    let server = async {
        let served = server.await;
        // Also what is done for browsers that are gone.
        state.tasks.finish().await;
        served
    };
    tokio::select! {
        result = server => result?,
        () = async {
            until_told(stopping).await;
            tracing::info!("stopping: requests in flight are finished");
            tokio::time::sleep(PATIENCE).await;
        } => tracing::warn!("some requests did not finish in time"),
    }
    for job in jobs {
        job.abort();
        let _ = job.await;
    }
    if let Some(measuring) = measuring {
        measuring.abort();
    }
    if let Err(error) = lease::give_up(&portal).await {
        tracing::warn!(%error, "the jobs of this node wait until its leases run out");
    }
    portal.store.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

fn limits(options: &ServeOptions) -> Limits {
    let own = session::SessionLimits {
        idle: Span::minutes(options.session_idle_minutes.into()),
        absolute: Span::hours(options.session_hours.into()),
    };
    let reset_wait = Span::hours(options.reset_wait_hours.into());
    Limits { own, reset_wait, ..Limits::default() }
}

/// Makes ready what services sign in by: keys, the secret of pairwise subjects, and the file of clients.
async fn sign_on(portal: &Portal, options: &ServeOptions) -> Result<(), Box<dyn Error>> {
    subject::prepare(portal).await?;
    signing_keys::look_after(portal).await?;
    if let Some(file) = &options.clients {
        let named =
            |error: &dyn std::fmt::Display| format!("--clients {}: {error}", file.display());
        let text = std::fs::read_to_string(file).map_err(|error| named(&error))?;
        let filed = client_file::parse(&text).map_err(|error| named(&error))?;
        let keycloak = |client: &&Client| client.settings.issuer == Issuer::Keycloak;
        if let Some(client) =
            filed.iter().find(keycloak).filter(|_| options.keycloak_path.is_none())
        {
            return Err(named(&format!("client \"{client}\" needs --keycloak-path")).into());
        }
        client_file::take_over(portal, &filed).await?.map_err(|error| named(&error))?;
    }
    Ok(())
}

/// The built site, when it is there.
fn site(root: &Path) -> Result<LeptosOptions, String> {
    if !root.join("pkg").is_dir() {
        return Err(format!(
            "--site-root {} holds no built site: build one with cargo leptos build --release",
            root.display()
        ));
    }
    let beside_binary =
        std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join("hash.txt")));
    Ok(LeptosOptions::builder()
        .output_name("asn-digital")
        .site_root(root.to_string_lossy().as_ref())
        .hash_files(beside_binary.is_some_and(|file| file.is_file()))
        .build())
}

async fn wait_for_signal() {
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => {
            let _ = interrupted.await;
        }
    }
}

fn introduce_demo(origin: &str) {
    let people = demo::PEOPLE.iter().map(|person| {
        let demo::DemoPerson { nip, password, name, roles, .. } = person;
        format!("  {nip:<20} {password:<22} {name:<18} {roles}\n")
    });
    let text = format!(
        "\nASN Digital with demo data: {origin}\n\n  \
         NIP                  password               name               roles\n{}\n\
         The first login activates MFA: keep Google Authenticator (or any TOTP app) at hand.\n\n",
        people.collect::<String>()
    );
    // Whoever started us may not be listening any more; that is no reason to stop.
    let _ = io::stdout().write_all(text.as_bytes());
}
