//! The shell and the route table.

use crate::{
    i18n::{language, t},
    pages::{
        account::{AccessesPage, AccountPage, PasswordPage, SecurityLogPage},
        announcements::AnnouncementsPage,
        error::ErrorPage,
        forgotten::{ForgottenPage, NewPasswordPage},
        home::HomePage,
        launcher::{
            LauncherPage,
            frame::{Asked, Frame, Services},
            parts::{Part, Shape},
        },
        login::LoginPage,
        lost_phone::{CancelResetPage, LostPhonePage},
        manage::{
            agencies::{AgencyPlacePage, UndecidedTextsPage},
            announcements::{AnnouncementEditPage, AnnouncementListPage},
            bulk::{BulkListPage, NewBulkPage},
            bulk_job::BulkJobPage,
            client::{ClientPage, NewClientPage},
            clients::ClientListPage,
            health::HealthPage,
            import::ImportPage,
            people::PeoplePage,
            person::PersonPage,
            person_form::{PersonMailboxPage, PersonMovePage, PersonNumberPage, PersonRolesPage},
            proposals::ProposalsPage,
            provisioning::ProvisioningPage,
            record::RecordPage,
            resets::ResetsPage,
            services::{ServiceEditPage, ServiceListPage},
        },
        mfa::{AddAuthenticatorPage, MfaPage},
        new_mailbox::NewMailboxPage,
        onward::OnwardPage,
        recovery_codes::RecoveryCodesPage,
        second_factor::{ProofPage, SecondFactorPage},
        service::ServicePage,
        sso::{
            confirm::ConfirmPage,
            leaving::{LogOutPage, LoggedOutPage},
            refused::SignInRefusedPage,
        },
    },
    paths,
    ui::site,
    wire::{error::ApiError, sso::SignInRefusal},
};
use leptos::{config::LeptosOptions, hydration::HydrationScripts, prelude::*};
use leptos_meta::{HashedStylesheet, MetaTags, provide_meta_context};
use leptos_router::{
    ParamSegment, SsrMode, StaticSegment,
    components::{Route, Router, Routes},
};
use std::sync::Arc;

/// The document around every page. Only pages with an island load the script that wakes it.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let here = site().here;
    let path = here.split('?').next().unwrap_or_default();
    let has_island = matches!(path, paths::LAUNCHER | paths::PASSWORD | paths::NEW_PASSWORD);
    // Not on the login page, which asks for as little as it can.
    let installable = matches!(path, paths::LAUNCHER | paths::HOME);
    let hydration = has_island.then({
        let options = options.clone();
        || view! { <HydrationScripts options=options islands=true /> }
    });
    view! {
        <!DOCTYPE html>
        <html lang=language().tag()>
            <head>
                <meta charset="utf-8" />
                <meta
                    name="viewport"
                    content="width=device-width, initial-scale=1, interactive-widget=resizes-content"
                />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content=t().home.lead />
                <meta name="theme-color" content="#0b5c63" media="(prefers-color-scheme: light)" />
                <meta name="theme-color" content="#0a343a" media="(prefers-color-scheme: dark)" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                {installable.then(|| view! {
                    <link rel="manifest" href="/manifest.webmanifest" />
                    <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png" />
                })}
                <HashedStylesheet options=options id="css" />
                {hydration}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// What the server shows instead of the page that was asked for.
#[derive(Debug, Clone)]
pub enum Prepared {
    /// The request failed before it reached a page.
    Failure(ApiError),
    /// A service asked to sign somebody in, and that is not done.
    SignInRefused(SignInRefusal),
    /// The launcher, with a mark in place of everything that is somebody's own.
    Launcher { shape: Shape, services: Services },
}

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let prepared = use_context::<Prepared>();
    view! {
        <Router>
            {match prepared {
                Some(Prepared::Failure(error)) => view! { <ErrorPage error=error /> }.into_any(),
                Some(Prepared::SignInRefused(view)) => {
                    view! { <SignInRefusedPage view=view /> }.into_any()
                }
                Some(Prepared::Launcher { shape, services }) => {
                    let mark = Arc::new(|part: Part| part.mark());
                    let asked = Asked::default();
                    view! { <Frame shape=shape services=services part=mark asked=asked /> }
                        .into_any()
                }
                None => view! { <Pages /> }.into_any(),
            }}
        </Router>
    }
}

/// Every page is rendered in one piece: with streaming, a status, cookie or redirect that is
/// decided late would be lost.
#[component]
fn Pages() -> impl IntoView {
    let not_found = || view! { <ErrorPage error=ApiError::NotFound /> };
    view! {
        <Routes fallback=not_found>
            <Route path=StaticSegment("") view=HomePage ssr=SsrMode::Async />
            <Route path=StaticSegment("masuk") view=LoginPage ssr=SsrMode::Async />
            <Route path=StaticSegment("mfa") view=MfaPage ssr=SsrMode::Async />
            <Route path=StaticSegment("teruskan") view=OnwardPage ssr=SsrMode::Async />
            <Route
                path=(StaticSegment("masuk"), StaticSegment("langkah-kedua"))
                view=SecondFactorPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("masuk"), StaticSegment("hp-hilang"))
                view=LostPhonePage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("mfa"), StaticSegment("kode-pemulihan"))
                view=RecoveryCodesPage
                ssr=SsrMode::Async
            />
            <Route path=StaticSegment("lupa-kata-sandi") view=ForgottenPage ssr=SsrMode::Async />
            <Route path=StaticSegment("surel-baru") view=NewMailboxPage ssr=SsrMode::Async />
            <Route path=StaticSegment("kata-sandi-baru") view=NewPasswordPage ssr=SsrMode::Async />
            <Route
                path=StaticSegment("batalkan-atur-ulang")
                view=CancelResetPage
                ssr=SsrMode::Async
            />
            <Route path=StaticSegment("akun") view=AccountPage ssr=SsrMode::Async />
            <Route
                path=(StaticSegment("akun"), StaticSegment("kata-sandi"))
                view=PasswordPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("akun"), StaticSegment("autentikator"))
                view=AddAuthenticatorPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("akun"), StaticSegment("kode-pemulihan"))
                view=RecoveryCodesPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("akun"), StaticSegment("bukti"))
                view=ProofPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("akun"), StaticSegment("catatan"))
                view=SecurityLogPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("akun"), StaticSegment("akses"))
                view=AccessesPage
                ssr=SsrMode::Async
            />
            <Route path=StaticSegment("beranda") view=LauncherPage ssr=SsrMode::Async />
            <Route
                path=(StaticSegment("layanan"), ParamSegment("slug"))
                view=ServicePage
                ssr=SsrMode::Async
            />
            <Route path=StaticSegment("izin") view=ConfirmPage ssr=SsrMode::Async />
            <Route path=StaticSegment("keluar") view=LogOutPage ssr=SsrMode::Async />
            <Route
                path=(StaticSegment("keluar"), StaticSegment("selesai"))
                view=LoggedOutPage
                ssr=SsrMode::Async
            />
            <Route path=StaticSegment("pengumuman") view=AnnouncementsPage ssr=SsrMode::Async />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("pengumuman"))
                view=AnnouncementListPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("pengumuman"), ParamSegment("id"))
                view=AnnouncementEditPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("atur-ulang"))
                view=ResetsPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("orang"))
                view=PeoplePage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("orang"), ParamSegment("id"))
                view=PersonPage
                ssr=SsrMode::Async
            />
            <Route
                path=(
                    StaticSegment("kelola"),
                    StaticSegment("orang"),
                    ParamSegment("id"),
                    StaticSegment("peran"),
                )
                view=PersonRolesPage
                ssr=SsrMode::Async
            />
            <Route
                path=(
                    StaticSegment("kelola"),
                    StaticSegment("orang"),
                    ParamSegment("id"),
                    StaticSegment("pindah"),
                )
                view=PersonMovePage
                ssr=SsrMode::Async
            />
            <Route
                path=(
                    StaticSegment("kelola"),
                    StaticSegment("orang"),
                    ParamSegment("id"),
                    StaticSegment("nomor"),
                )
                view=PersonNumberPage
                ssr=SsrMode::Async
            />
            <Route
                path=(
                    StaticSegment("kelola"),
                    StaticSegment("orang"),
                    ParamSegment("id"),
                    StaticSegment("surel"),
                )
                view=PersonMailboxPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("persetujuan"))
                view=ProposalsPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("catatan"))
                view=RecordPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("sistem"))
                view=ProvisioningPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("kesehatan"))
                view=HealthPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("impor"))
                view=ImportPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("massal"))
                view=BulkListPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("massal"), StaticSegment("baru"))
                view=NewBulkPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("massal"), ParamSegment("id"))
                view=BulkJobPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("layanan"))
                view=ServiceListPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("layanan"), ParamSegment("slug"))
                view=ServiceEditPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("instansi"))
                view=AgencyPlacePage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("instansi"), StaticSegment("nama"))
                view=UndecidedTextsPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("masuk-tunggal"))
                view=ClientListPage
                ssr=SsrMode::Async
            />
            <Route
                path=(StaticSegment("kelola"), StaticSegment("masuk-tunggal"), StaticSegment("baru"))
                view=NewClientPage
                ssr=SsrMode::Async
            />
            <Route
                path=(
                    StaticSegment("kelola"),
                    StaticSegment("masuk-tunggal"),
                    StaticSegment("layanan"),
                )
                view=ClientPage
                ssr=SsrMode::Async
            />
        </Routes>
    }
}
