use super::{Confirm, Leaving, ScopeWords, SignInRefused, UsedServices};
use crate::i18n::ErrorPage;

const TELL: &str = "Tell whoever runs that service, and quote the number below.";
const NOTHING_LOST: &str = "Nothing about your account or data has changed.";

pub const SIGN_IN_REFUSED: SignInRefused = SignInRefused {
    too_long: ErrorPage {
        title: "The service asked for too much at once",
        lead: "The service that you opened sent a request to sign you in that cannot be read.",
        advice: [NOTHING_LOST, TELL],
        action: "To the home page",
    },
    too_many: ErrorPage {
        title: "The service sent too many fields",
        lead: "The service that you opened sent more than 100 fields. Such a request is not read.",
        advice: [NOTHING_LOST, TELL],
        action: "To the home page",
    },
    no_client: ErrorPage {
        title: "The service did not say who it is",
        lead: "This address signs you in to a service, but does not say which.",
        advice: ["Open services from the home page, not from a copied address.", TELL],
        action: "To the home page",
    },
    unknown_client: ErrorPage {
        title: "This service is not registered",
        lead: "The service that asks you to sign in is not registered here, or was stopped. To keep you safe, you are not sent there.",
        advice: ["Check that the service's address is right.", TELL],
        action: "To the home page",
    },
    no_redirect: ErrorPage {
        title: "The service gave no address to return to",
        lead: "After signing in you cannot be sent back to that service, since it did not say where.",
        advice: [NOTHING_LOST, TELL],
        action: "To the home page",
    },
    unknown_redirect: ErrorPage {
        title: "The address to return to is not registered",
        lead: "The service wants you to be sent to an address that is not registered. To keep you safe, you are not sent there.",
        advice: [
            NOTHING_LOST,
            "Tell whoever runs that service; quote the address and the number below.",
        ],
        action: "To the home page",
    },
    stale: ErrorPage {
        title: "This request to sign in is over",
        lead: "The service's request has waited for too long, or its address was cut off.",
        advice: [NOTHING_LOST, "Open the service again; you are signed in at once."],
        action: "To the home page",
    },
    not_for_them: ErrorPage {
        title: "This service is not for your role",
        lead: "You are logged in, but this service is only for people of certain roles or agencies.",
        advice: [
            "If you should be let in, ask the staffing unit of your agency.",
            "You can still open other services.",
        ],
        action: "To the home page",
    },
    closed: ErrorPage {
        title: "This service cannot be opened now",
        lead: "This service is under maintenance, disturbed or closed for a while.",
        advice: [NOTHING_LOST, "Try again later; the page about the service has the latest news."],
        action: "To the home page",
    },
    needs_passkey: ErrorPage {
        title: "This service asks for a passkey",
        lead: "This service lets you in only with a passkey: your device's fingerprint, face or PIN.",
        advice: [
            "Add a passkey on your account page, then open the service again.",
            "You have one already? Log out, then log in with it.",
        ],
        action: "To the home page",
    },
    sent: "The address that was sent:",
    client: "Service:",
    about: "About this service",
    start: "Begin again at the service",
    add_passkey: "Add a passkey",
};

pub const CONFIRM: Confirm = Confirm {
    title: |service| format!("Sign in to {service}"),
    lead: |service| format!("{service} asks you to sign in with ASN Digital."),
    signed_in_as: "You are logged in as",
    learns: "The service will know:",
    scopes: ScopeWords {
        openid: "that it is you, each time you sign in",
        profile: "your name, number and agency",
        email: "your e-mail address",
        phone: "your phone number, where it is on record",
        address: "your address, where it is on record",
        roles: "your roles in ASN Digital",
    },
    third_party: "This service is not the central government's own. Your password and codes are never given to it.",
    later: "You can take this back at any time on your account page.",
    allow: "Allow and sign in",
    go_on: "Go on",
    deny: "Do not sign in",
    somebody_else: "Not you? Log out and log in as somebody else",
};

pub const LEAVING: Leaving = Leaving {
    title: "Log out of ASN Digital?",
    lead: "A service asked to log you out. If you log out, every service that you signed in to with ASN Digital is told.",
    stay: "Stay logged in",
    done: "You are logged out",
    done_lead: "Your session at ASN Digital is over.",
    told: "Services that are told that you left:",
    reached: "knows",
    due: "is being told",
    failed: "does not answer",
    failed_hint: "A service that does not answer may still take you for signed in. On a shared computer, close the browser.",
    log_in_again: "Log in again",
    back: |service| format!("Back to {service}"),
};

pub const USED_SERVICES: UsedServices = UsedServices {
    title: "Services",
    hint: "Services that you are signed in to with ASN Digital. When you log out, all of them are told.",
    nothing: "You are not signed in to any service yet.",
    since: "Signed in since",
    not_signed_in: "Not signed in now",
    knows: "May know:",
    withdraw: "Take back",
    withdrawn: "Taken back. The service is told.",
};
