use super::RecordWords;

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
