//! English.

use super::ProvisioningWords;

pub const PROVISIONING: ProvisioningWords = ProvisioningWords {
    title: "Staffing systems",
    lead: "Systems of agencies (SIMPEG) that register and disable their own people here, by SCIM 2.0. Each \
           uses a token, which is for the people of that agency and of the units below it only, and gives \
           no privilege.",
    address: "Address:",
    tokens: "Tokens",
    none: "There are no tokens yet.",
    good: "Good",
    over: "Over",
    made: "Made",
    until: "good until",
    ended: "ended",
    used: "Last used",
    never_used: "Never used",
    end: "End",
    end_hint: "The system that uses it cannot come in any more, at once. This token cannot be brought back; another one is \
               made in its place.",
    end_now: "End it now",
    more: "More tokens",
    from_start: "From the start",
    was_ended: "The token has ended. The system that used it cannot come in any more.",
    add: "A new token",
    agency: "Agency",
    agency_hint: "Its code or its full name, such as Pemerintah Kota Ambon.",
    name: "Name of the system",
    name_hint: "So that this token is recognised in the record, such as SIMPEG Ambon. At most 60 letters.",
    days: "Good for how many days",
    days_hint: "1 to 1,095 days.",
    make: "Make the token",
    new_token: "The token that was just made",
    the_token: "the token",
    new_token_once: "It is shown only once. Copy it now into the settings of the agency's system; do not send it by \
                     e-mail or chat.",
    no_agency: "There is no such agency. Write its code or its name as in the list of agencies.",
    wrong_name: "Write a name of 1 to 60 Latin letters, digits or signs.",
    wrong_days: "Write a number of days from 1 to 1,095.",
    held: "Disabling that is held",
    held_lead: "The systems of these agencies have disabled as many people as they may within an hour. More is \
                refused for now, and nothing was changed, since the system might be broken. Ask the agency. If \
                it is right, propose that it may go on: another administrator decides.",
    of_agency: "Agency that is held",
    reason_hint: "Who at the agency confirmed it, and how. It is kept in the record.",
    propose: "Propose",
    asked: "Proposed; another administrator decides.",
    not_held: "Nothing of this agency is held any more.",
    waits: "It is proposed already. Another administrator decides under Approvals.",
    disabled: |people| match people {
        1 => "1 person within the last hour.".to_owned(),
        _ => format!("{people} people within the last hour."),
    },
};
