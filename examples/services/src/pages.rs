//! What people see: Indonesian first, an English line below. Every page says that this is no real service.

use crate::{provider::Problem, service::App, sessions::Session};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use html_escape::encode_safe as safe;
use openidconnect::url::Url;

pub const STYLE: &str = include_str!("style.css");

/// What cannot go on, for a reason that trying the same again would not change.
#[derive(Debug, PartialEq)]
pub enum Trouble {
    /// An invitation to sign in that is not the portal's, or leads away from here.
    Invitation,
    /// An answer to something that this browser did not ask, or too long ago.
    NotBegunHere,
    /// An answer that is not the portal's, or says nothing.
    NotUnderstood,
    /// The portal's own no, by its OAuth name.
    Refused(String),
}

pub fn welcome(app: &App) -> Response {
    let name = app.service.name;
    let purpose = app.service.purpose;
    let main = format!(
        r#"<h1>{name}</h1>
<p class="lead">{purpose}</p>
<p>Masuk sekali di ASN Digital, lalu layanan ini langsung mengenali Anda.</p>
<p lang="en">Log in once at ASN Digital, and this service knows you.</p>
<p><a class="button" href="/masuk">Masuk dengan ASN Digital</a></p>"#
    );
    page(app, StatusCode::OK, "Masuk", &main)
}

pub fn signed_in(app: &App, session: &Session) -> Response {
    let person = &session.person;
    let roles: Vec<_> = person.roles.iter().map(|role| safe(role_name(role))).collect();
    let roles = roles.join("</li><li>");
    let renew = if session.refresh_token.is_some() {
        r#"<form method="post" action="/perbarui"><button class="quiet">Perbarui data</button></form>"#
    } else {
        ""
    };
    let main = format!(
        r#"<h1>Selamat datang, <span translate="no">{name}</span></h1>
<p class="lead">{purpose}</p>
<p>Anda masuk lewat ASN Digital. <span lang="en">You are signed in through ASN Digital.</span></p>
<dl>
<div><dt>Nama</dt><dd translate="no">{name}</dd></div>
<div><dt>NIP atau NI PPPK</dt><dd class="number" translate="no">{nip}</dd></div>
<div><dt>Instansi</dt><dd translate="no">{agency}</dd></div>
<div><dt>Peran</dt><dd><ul><li>{roles}</li></ul></dd></div>
</dl>
<div class="actions"><form method="post" action="/keluar"><button>Keluar</button></form>{renew}</div>"#,
        name = safe(&person.name),
        purpose = app.service.purpose,
        nip = safe(&person.nip),
        agency = safe(&person.agency),
    );
    page(app, StatusCode::OK, "Beranda", &main)
}

fn role_name(role: &str) -> &str {
    match role {
        "employee" => "Pegawai",
        "operator" => "Operator instansi",
        "administrator" => "Administrator",
        other => other,
    }
}

pub fn signed_out(app: &App) -> Response {
    message(
        app,
        StatusCode::OK,
        "Anda sudah keluar",
        &format!("Anda sudah keluar dari {} dan dari ASN Digital.", app.service.name),
        &format!("You are signed out of {} and of ASN Digital.", app.service.name),
    )
}

pub fn signed_out_here_only(app: &App, problem: &Problem) -> Response {
    log(app, problem);
    message(
        app,
        StatusCode::OK,
        "Anda sudah keluar di sini",
        "ASN Digital sedang tidak bisa dihubungi. Keluarlah juga di sana, terutama di komputer bersama.",
        "ASN Digital cannot be reached now. Log out there as well, above all on a shared computer.",
    )
}

pub fn from_elsewhere(app: &App) -> Response {
    message(
        app,
        StatusCode::FORBIDDEN,
        "Permintaan ini datang dari situs lain",
        "Tidak ada yang berubah. Buka layanan ini sendiri, lalu coba lagi.",
        "This request came from another site. Nothing was changed.",
    )
}

pub fn not_found(app: &App) -> Response {
    message(
        app,
        StatusCode::NOT_FOUND,
        "Halaman tidak ada",
        "Alamatnya mungkin salah ketik.",
        "There is no such page.",
    )
}

pub fn trouble(app: &App, trouble: &Trouble) -> Response {
    eprintln!("{}: login: {trouble:?}", app.service.client_id);
    let (title, indonesian, english) = match trouble {
        Trouble::Invitation => (
            "Tautan masuk ini tidak dikenal",
            "Tautannya bukan dari ASN Digital. Mulailah dari sini atau dari beranda ASN Digital.",
            "This link does not come from ASN Digital. Start here, or from ASN Digital.",
        ),
        Trouble::NotBegunHere => (
            "Silakan masuk sekali lagi",
            "Proses masuk ini sudah terlalu lama, sudah selesai, atau dimulai di peramban lain.",
            "This login took too long, is finished already, or began in another browser.",
        ),
        Trouble::NotUnderstood => (
            "Jawaban ini tidak bisa dipercaya",
            "Jawabannya bukan dari ASN Digital, jadi Anda belum masuk. Tidak ada yang berubah.",
            "The answer did not come from ASN Digital, so you are not signed in.",
        ),
        Trouble::Refused(error) => return refused(app, error),
    };
    message(app, StatusCode::BAD_REQUEST, title, indonesian, english)
}

/// The portal has said more on its own page where there was more to say.
fn refused(app: &App, error: &str) -> Response {
    let (title, indonesian, english) = match error {
        "access_denied" => (
            "Anda tidak jadi masuk",
            "Anda membatalkannya, atau akun Anda belum boleh memakai layanan ini. Tanyakan kepada operator instansi Anda.",
            "You changed your mind, or your account may not use this service. Ask your agency's operator.",
        ),
        "login_required" | "interaction_required" => (
            "Silakan masuk di ASN Digital",
            "Anda belum masuk di ASN Digital, atau sesinya sudah berakhir.",
            "You are not logged in to ASN Digital.",
        ),
        "temporarily_unavailable" | "server_error" => (
            "ASN Digital sedang terganggu",
            "Tunggu sebentar, lalu coba lagi. Tidak ada yang hilang.",
            "ASN Digital has a problem. Wait a minute, and try again.",
        ),
        _ => (
            "Masuk tidak berhasil",
            "Kesalahannya ada di antara layanan ini dan ASN Digital, bukan pada Anda. Coba lagi; bila terulang, hubungi bantuan.",
            "The fault lies between this service and ASN Digital, not with you.",
        ),
    };
    message(app, StatusCode::FORBIDDEN, title, indonesian, english)
}

pub fn problem(app: &App, problem: &Problem) -> Response {
    log(app, problem);
    match problem {
        Problem::Unreachable(_) => message(
            app,
            StatusCode::BAD_GATEWAY,
            "ASN Digital tidak bisa dihubungi",
            "Anda belum masuk. Tunggu sebentar, lalu coba lagi.",
            "ASN Digital cannot be reached. Wait a minute, and try again.",
        ),
        Problem::Refused(_) => refused(app, ""),
    }
}

fn log(app: &App, problem: &Problem) {
    eprintln!("{}: {problem:?}", app.service.client_id);
}

/// What happened, and the way on.
fn message(
    app: &App,
    status: StatusCode,
    title: &str,
    indonesian: &str,
    english: &str,
) -> Response {
    let main = format!(
        r#"<h1>{title}</h1>
<p>{indonesian}</p>
<p lang="en">{english}</p>
<p><a class="button" href="/masuk">Masuk dengan ASN Digital</a></p>"#
    );
    page(app, status, title, &main)
}

fn page(app: &App, status: StatusCode, title: &str, main: &str) -> Response {
    let name = app.service.name;
    let html = format!(
        r#"<!doctype html>
<html lang="id" class="{id}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {name} (contoh)</title>
<link rel="stylesheet" href="/gaya.css">
</head>
<body>
<header><a href="/">{name} <small>contoh</small></a><a href="{portal}/beranda">Beranda ASN Digital</a></header>
<main>{main}</main>
<footer>
<p>Ini bukan {name} yang sebenarnya: hanya contoh layanan, dengan orang-orang yang tidak ada.</p>
<p lang="en">This is not the real {name}, only an example of a service, with people who do not exist.</p>
</footer>
</body>
</html>"#,
        id = app.service.client_id,
        title = safe(title),
        portal = safe(&origin_of(app.provider.issuer())),
    );
    (status, Html(html)).into_response()
}

fn origin_of(issuer: &str) -> String {
    Url::parse(issuer).map_or_else(|_| issuer.to_owned(), |url| url.origin().ascii_serialization())
}

/// For every answer: kept nowhere, framed by nobody, no script, forms that lead here or to the portal only.
pub fn headers(app: &App) -> Option<[(header::HeaderName, HeaderValue); 4]> {
    let portal = origin_of(app.provider.issuer());
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self' {portal}; base-uri 'none'; frame-ancestors 'none'"
    );
    Some([
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).ok()?),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ])
}
