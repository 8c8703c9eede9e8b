use super::{HealthWords, RecordWords};

pub const RECORD: RecordWords = RecordWords {
    title: "Record",
    lead: "What happened to accounts, by whom, and when. The latest first.",
    number: "NIP",
    number_hint: "The whole NIP, 18 digits. What an operator did stands in the record of their own NIP. Whoever \
                  is searched for can see that you did so.",
    filters: "Narrow the search",
    event: "Event",
    any_event: "All events",
    agency: "Agency",
    agency_hint: "The whole name of the agency. Leave it empty for all.",
    any_agency: "All agencies",
    from: "First day",
    until: "Last day",
    day_hint: "As days are counted in WIB",
    find: "Search",
    reset_search: "Clear the search",
    wrong_number: "A NIP has 18 digits. Check it again",
    nobody: "Nobody with that NIP was found in the agencies that you look after",
    wrong_day: "Write the day as 2026-11-22",
    wrong_order: "The last day is before the first one",
    none: "Nothing in the record fits.",
    none_here: "Nothing fits in this part so far.",
    shown: |rows, is_more| match (rows, is_more) {
        (1, false) => "1 row.".to_owned(),
        (rows, true) => format!("{rows} rows, and there are more."),
        (rows, false) => format!("{rows} rows."),
    },
    searched_until: |moment| {
        format!("Searched as far back as {moment}. What is older was not searched yet.")
    },
    go_on: "Go on searching",
    older: "Older ones",
    first_page: "Back to the latest",
    unproved: "Not proved",
    unproved_hint: "Of a row with “Not proved” it cannot be shown that the portal wrote it: somebody may have \
                    changed or added it. Tell whoever runs the portal.",
    archived: |day| format!("Older rows are in archives, the last of which was sealed on {day}."),
    file: "Take it along as a file",
    file_hint: "What was searched for above, as CSV, 10,000 rows at the most; its last line says so if there is \
                more. That you download it is recorded.",
    download: "Download CSV",
    file_ends: |moment| {
        format!("This file ends here, at {moment}. Narrow the search for what is older.")
    },
};

pub const HEALTH: HealthWords = HealthWords {
    title: "Health",
    lead: "What waits, what failed, and whether the portal’s record is whole.",
    many: "1,000 or more",
    look_after: "Needs a look",
    record: "Record",
    never_verified: "The record was never verified. The portal does so by itself once a day.",
    verified: "Last verified",
    overdue: "Overdue",
    outcome: "Outcome",
    whole: "Whole",
    findings: |findings| {
        if findings == 1 { "1 finding".to_owned() } else { format!("{findings} findings") }
    },
    rows: "Rows",
    rows_and_archived: |rows, archived| {
        if archived == 0 { rows.to_string() } else { format!("{rows}, and {archived} in archives") }
    },
    found: "What was found",
    found_hint: "As audit verify says it on the server’s command line. Take it that somebody changed the database \
                 past the portal.",
    waiting: "What waits",
    letters: "Letters in the queue",
    letters_since: |letters, oldest| format!("{letters}, the oldest since {oldest}"),
    refused_mailboxes: "Mailboxes that refused a letter, last 7 days",
    logouts_waiting: "Services that have yet to be told that somebody left",
    logouts_failed: "Services that could not be told",
    approvals: "Waiting for a second person",
    resets: "Open resets",
    jobs: "Shared tasks",
    jobs_hint: "Each is done by one node for all of them.",
    node: "Node",
    this_node: "the one that shows this page",
    held_until: |until| format!("Another node takes over if it says nothing until {until}."),
    nobody: "No node does it",
    clean_up: "Removing what is over",
    end_sessions: "Ending sessions that are over",
    complete_resets: "Completing resets",
    prepare_names: "Making names ready to be searched",
    verify_record: "Verifying the record",
    bulk_acts: "Acts on many people",
    versions: "Versions",
    program: "Program",
    schema: "Schema of the database",
    newer_schema: "Newer than this program",
};
