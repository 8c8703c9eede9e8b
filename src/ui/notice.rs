//! Good news, or what a person needs to know before going on.

use super::icon::{InlineIcon, Mark};
use crate::{
    i18n::{agency_words, bulk_words, client_words, provisioning_words, t},
    wire::notice::Notice as Left,
};
use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing was done, and nothing is wrong.
    Neutral,
    Success,
    Warning,
}

#[component]
pub fn Notice(tone: Tone, #[prop(into)] text: String) -> impl IntoView {
    view! {
        <NoticeBox tone=tone>
            <p>{text}</p>
        </NoticeBox>
    }
}

/// One with more in it than a sentence.
#[component]
pub fn NoticeBox(tone: Tone, children: Children) -> impl IntoView {
    let (class, mark, role) = match tone {
        Tone::Neutral => ("notice", None, None),
        Tone::Success => ("notice notice-success", Some(Mark::Check), Some("status")),
        Tone::Warning => ("notice notice-warning", Some(Mark::Alert), Some("status")),
    };
    view! {
        <div class=class role=role>
            {mark.map(|mark| view! { <InlineIcon mark=mark /> })}
            <div class="stack">{children()}</div>
        </div>
    }
}

/// The notice that a redirect left for the next page.
pub fn notice(notice: Left) -> impl IntoView {
    let login = &t().login;
    let manage = &t().manage;
    let account = &t().account;
    let forgotten = &t().forgotten;
    let resets = &t().resets;
    let people = &t().people;
    let proposals = &t().proposals;
    let forms = &t().person_forms;
    let (tone, text) = match notice {
        Left::MfaActivated => (Tone::Success, login.mfa_activated),
        Left::LoggedOut => (Tone::Success, login.logged_out),
        Left::LogoutUncertain => (Tone::Warning, login.logout_uncertain),
        Left::SessionEnded => (Tone::Warning, login.session_ended),
        Left::EnrolmentExpired => (Tone::Warning, login.enrolment_expired),
        Left::EnrolmentCancelled => (Tone::Warning, login.enrolment_cancelled),
        Left::DraftSaved => (Tone::Success, manage.draft_saved),
        Left::DraftIncomplete => (Tone::Warning, manage.draft_incomplete),
        Left::DraftChanged => (Tone::Warning, manage.draft_changed),
        Left::NotSaved => (Tone::Warning, manage.not_saved),
        Left::AnnouncementPublished => (Tone::Success, manage.published),
        Left::AnnouncementEnded => (Tone::Success, manage.ended),
        Left::ServiceChanged => (Tone::Success, manage.service_saved),
        Left::ServiceMoveProposed => (Tone::Success, manage.move_proposed),
        Left::AgencySaved => (Tone::Success, agency_words().saved),
        Left::AgencyTextDecided => (Tone::Success, agency_words().text_decided),
        Left::PersonDisabled => (Tone::Success, people.done_disabled),
        Left::PersonEnabled => (Tone::Success, people.done_enabled),
        Left::PersonSignedOut => (Tone::Success, people.done_signed_out),
        Left::PersonLinkSent => (Tone::Success, people.done_link),
        Left::PersonRenamed => (Tone::Success, people.done_renamed),
        Left::Proposed => (Tone::Success, proposals.proposed),
        Left::RoleEnded => (Tone::Success, forms.role_ended),
        Left::NumberChanged => (Tone::Success, forms.number_changed),
        Left::MailboxProposed => (Tone::Success, forms.mailbox_proposed),
        Left::MailboxConfirmed => (Tone::Success, t().new_mailbox.confirmed),
        Left::MailboxLinkOver => (Tone::Warning, t().new_mailbox.link_over),
        Left::PersonMailboxRests => (Tone::Warning, people.mailbox_rests),
        Left::ProposalApproved => (Tone::Success, proposals.done_approved),
        Left::ProposalRefused => (Tone::Success, proposals.done_refused),
        Left::ProposalWithdrawn => (Tone::Success, proposals.done_withdrawn),
        Left::ProposalExpired => (Tone::Warning, proposals.expired),
        Left::ProposalDecided => (Tone::Warning, proposals.over),
        Left::ProposalImpossible => (Tone::Warning, proposals.impossible),
        Left::PersonAlreadySo => (Tone::Warning, people.nothing_to_do),
        Left::PersonNoMailbox => (Tone::Warning, people.no_mailbox_to_send),
        Left::PersonWait => (Tone::Warning, people.wait),
        Left::ProvisioningTokenEnded => (Tone::Success, provisioning_words().was_ended),
        Left::ClientProposed => (Tone::Success, client_words().proposed),
        Left::BulkRunning => (Tone::Success, bulk_words().now_running),
        Left::BulkWaiting => (Tone::Success, bulk_words().now_waiting),
        Left::BulkCancelled => (Tone::Success, bulk_words().now_cancelled),
        Left::BulkApproved => (Tone::Success, bulk_words().now_approved),
        Left::BulkRefused => (Tone::Success, bulk_words().now_refused),
        Left::BulkGone => (Tone::Warning, bulk_words().not_any_more),
        Left::BulkTooMany => (Tone::Warning, bulk_words().many_jobs),
        Left::ClientDisabled => (Tone::Success, client_words().was_disabled),
        Left::ClientEnabled => (Tone::Success, client_words().was_enabled),
        Left::ClientTileTaken => (Tone::Warning, client_words().tile_taken),
        Left::ClientTakenBack => (Tone::Success, client_words().was_taken_back),
        Left::ConsentWithdrawn => (Tone::Success, t().used_services.withdrawn),
        Left::AuthenticatorAdded => (Tone::Success, account.notice_added),
        Left::AuthenticatorRenamed => (Tone::Success, account.notice_renamed),
        Left::AuthenticatorRemoved => (Tone::Success, account.notice_removed),
        Left::AuthenticatorGone => (Tone::Warning, account.notice_gone),
        Left::LastAuthenticator => (Tone::Warning, account.notice_last),
        Left::TooManyAuthenticators => (Tone::Warning, account.notice_too_many),
        Left::TooManyCodes => (Tone::Warning, account.notice_too_many_codes),
        Left::PasswordChanged => (Tone::Success, account.notice_password),
        Left::PasswordSet => (Tone::Success, forgotten.set),
        Left::LinkOver => (Tone::Warning, forgotten.link_over),
        Left::LinkDamaged => (Tone::Warning, forgotten.link_damaged),
        Left::SessionsEnded => (Tone::Success, account.notice_sessions),
        Left::SessionGone => (Tone::Warning, account.notice_session_gone),
        Left::ResetCancelled => (Tone::Success, account.notice_reset_cancelled),
        Left::CancelLinkOver => (Tone::Warning, account.notice_cancel_link_over),
        Left::ResetOver => (Tone::Warning, account.notice_reset_over),
        Left::ResetRequested => (Tone::Success, resets.requested),
        Left::ResetApproved => (Tone::Success, resets.approved),
        Left::ResetRefused => (Tone::Success, resets.refused),
        Left::ResetDecided => (Tone::Warning, resets.over),
        Left::ResetExpired => (Tone::Warning, resets.expired),
        Left::EnrolmentCodeOver => (Tone::Warning, resets.code_over),
    };
    view! { <Notice tone=tone text=text /> }
}
