//! A mailbox that an operator corrected: its person confirms it by the link that was mailed there.

use crate::wire::{correction::NewMailboxView, error::ApiError};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    cookies, flash, gate, request,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{launcher::view::person, mail, recovery::mailbox_correction as domain},
    paths,
    web::cookies::Link,
    wire::notice::Notice,
};

/// The page behind the link, whose key is in a cookie by now.
#[server(prefix = "/api", endpoint = "mailbox/page")]
pub async fn new_mailbox_page() -> Result<NewMailboxView, ApiError> {
    let portal = request::portal()?;
    let asked = match cookies::link()? {
        Some(Link::Whole(link)) => {
            domain::asked_by_link(&portal, &link).await.map_err(answer::fault)?
        }
        _ => None,
    };
    let Some((account, mailbox)) = asked else {
        no_link().await?;
        return Err(ApiError::Unauthenticated);
    };
    Ok(NewMailboxView {
        person: gate::session().await?.as_ref().map(person),
        masked_nip: account.nip.masked(),
        mailbox: mail::masked(&mailbox),
    })
}

#[server(prefix = "/api", endpoint = "mailbox/confirm")]
pub async fn confirm_mailbox() -> Result<(), ApiError> {
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let Some(Link::Whole(link)) = cookies::link()? else {
        return no_link().await;
    };
    if !domain::confirm(&portal, &visitor, &link).await.map_err(answer::fault)? {
        return no_link().await;
    }
    cookies::clear_link()?;
    flash::set_notice(Notice::MailboxConfirmed)?;
    redirect(onward().await?)
}

#[cfg(feature = "ssr")]
async fn no_link() -> Result<(), ApiError> {
    cookies::clear_link()?;
    flash::set_notice(Notice::MailboxLinkOver)?;
    redirect(onward().await?)
}

#[cfg(feature = "ssr")]
async fn onward() -> Result<&'static str, ApiError> {
    Ok(if gate::session().await?.is_some() { paths::ACCOUNT } else { paths::LOGIN })
}
