//! One file per page. A page asks `api` for its view and renders it; it decides nothing.

pub mod account;
pub mod announcements;
pub mod error;
pub mod forgotten;
pub mod home;
pub mod launcher;
pub mod login;
pub mod lost_phone;
pub mod manage;
pub mod mfa;
pub mod new_mailbox;
pub mod offline;
pub mod onward;
pub mod recovery_codes;
pub mod second_factor;
pub mod service;
pub mod sso;

use crate::wire::error::ApiError;
use error::ErrorPage;
use leptos::prelude::*;

/// Renders `view` of what `load` brings, or the page that says what went wrong instead. The routes
/// are rendered in one piece ([`leptos_router::SsrMode::Async`]), so status and cookies hold.
fn page<T, V>(
    load: impl Future<Output = Result<T, ApiError>> + Send + 'static,
    view: impl FnOnce(T) -> V + Send + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    V: IntoView + 'static,
{
    let page = async move {
        match load.await {
            Ok(data) => view(data).into_any(),
            Err(error) => view! { <ErrorPage error=error /> }.into_any(),
        }
    };
    view! { <Suspense>{Suspend::new(page)}</Suspense> }
}
