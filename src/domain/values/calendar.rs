//! Moments in words, with the name of their zone beside them: one country, three zones. Where nobody chose
//! one it is Western Indonesian Time (WIB).

use crate::{i18n::Language, wire::zone::Zone};
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

fn offset(zone: Zone) -> UtcOffset {
    UtcOffset::from_hms(zone.hours(), 0, 0).unwrap_or(UtcOffset::UTC)
}

/// As in "22 November 2026 18.00 WIB".
#[must_use]
pub fn moment_in_words(moment: OffsetDateTime, language: Language) -> String {
    moment_in(Zone::Wib, moment, language)
}

/// The same in a zone that was chosen.
#[must_use]
pub fn moment_in(zone: Zone, moment: OffsetDateTime, language: Language) -> String {
    let local = moment.to_offset(offset(zone));
    format!("{} {} {}", date(local, language), time(local, language), zone.name())
}

/// As in "Minggu, 22 November 2026": the day in WIB, under which times stand as
/// [`time_in_words`] has them.
#[must_use]
pub fn day_in_words(moment: OffsetDateTime, language: Language) -> String {
    let local = moment.to_offset(offset(Zone::Wib));
    let weekday = local.weekday().number_days_from_monday();
    let weekday = language.messages().common.weekdays.get(usize::from(weekday)).unwrap_or(&"");
    format!("{weekday}, {}", date(local, language))
}

/// As in "18.00 WIB".
#[must_use]
pub fn time_in_words(moment: OffsetDateTime, language: Language) -> String {
    let local = moment.to_offset(offset(Zone::Wib));
    format!("{} {}", time(local, language), Zone::Wib.name())
}

fn time(local: OffsetDateTime, language: Language) -> String {
    let dot = language.messages().common.hour_separator;
    format!("{:02}{dot}{:02}", local.hour(), local.minute())
}

fn date(local: OffsetDateTime, language: Language) -> String {
    let months = &language.messages().common.months;
    let month = months.get(usize::from(u8::from(local.month())) - 1).unwrap_or(&"");
    format!("{} {month} {}", local.day(), local.year())
}

/// What `<input type="datetime-local">` sends and shows, `2026-11-22T18:00`, in this zone. Where the
/// browser has no such field, a space between day and time will do.
#[must_use]
pub fn read_local(text: &str, zone: Zone) -> Option<OffsetDateTime> {
    let (date, time) = text.trim().split_once(['T', ' '])?;
    let mut date = date.splitn(3, '-');
    let year = date.next()?;
    let month = date.next()?;
    let day = date.next()?;
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    let mut time = time.splitn(3, ':');
    let hour = time.next()?.parse().ok()?;
    let minute = time.next()?.parse().ok()?;
    let time = Time::from_hms(hour, minute, 0).ok()?;
    let sane = (2000..=9000).contains(&date.year());
    let local = PrimitiveDateTime::new(date, time).assume_offset(offset(zone));
    sane.then(|| local.to_offset(UtcOffset::UTC))
}

/// The beginning, in WIB, of a day as `<input type="date">` sends it: `2026-11-22`.
#[must_use]
pub fn read_day(text: &str) -> Option<OffsetDateTime> {
    read_local(&format!("{}T00:00", text.trim()), Zone::Wib)
}

/// The other way round.
#[must_use]
pub fn to_local(moment: OffsetDateTime, zone: Zone) -> String {
    let local = moment.to_offset(offset(zone));
    let year = local.year();
    let month = u8::from(local.month());
    let day = local.day();
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", local.hour(), local.minute())
}

/// The last minute of the day that is `days` after `moment`, as the day is counted in this zone.
#[must_use]
pub fn end_of_day(moment: OffsetDateTime, days: i64, zone: Zone) -> OffsetDateTime {
    let local = moment.to_offset(offset(zone)) + time::Duration::days(days);
    let last = Time::from_hms(23, 59, 0).unwrap_or(Time::MIDNIGHT);
    local.replace_time(last).to_offset(UtcOffset::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_moment_is_read_in_its_zone_and_written_back() {
        let moment = read_local("2026-11-22T18:00", Zone::Wib).unwrap();
        assert_eq!(moment.unix_timestamp(), 1_795_345_200);
        assert_eq!(to_local(moment, Zone::Wib), "2026-11-22T18:00");
        assert_eq!(moment_in_words(moment, Language::Indonesian), "22 November 2026 18.00 WIB");
        assert_eq!(moment_in_words(moment, Language::English), "22 November 2026 18:00 WIB");
        for (zone, there) in [(Zone::Wita, "2026-11-22T19:00"), (Zone::Wit, "2026-11-22 20:00")] {
            assert_eq!(read_local(there, zone), Some(moment));
        }
        let there = moment_in(Zone::Wit, moment, Language::Indonesian);
        assert_eq!(there, "22 November 2026 20.00 WIT");
    }

    #[test]
    fn a_day_ends_where_it_is_counted() {
        // Already the 23rd in Papua, still the 22nd in Java.
        let moment = read_local("2026-11-22T23:30", Zone::Wib).unwrap();
        let end = |zone| to_local(end_of_day(moment, 7, zone), zone);
        assert_eq!(end(Zone::Wib), "2026-11-29T23:59");
        assert_eq!(end(Zone::Wit), "2026-11-30T23:59");
    }

    #[test]
    fn a_day_begins_when_it_does_in_wib_and_is_called_by_its_name() {
        let late = read_local("2026-11-22T23:59", Zone::Wib).unwrap();
        let day = |moment, language| day_in_words(moment, language);
        assert_eq!(day(late, Language::Indonesian), "Minggu, 22 November 2026");
        assert_eq!(time_in_words(late, Language::Indonesian), "23.59 WIB");
        let next = late + time::Duration::MINUTE;
        assert_eq!(day(next, Language::English), "Monday, 23 November 2026");
        assert_eq!(time_in_words(next, Language::English), "00:00 WIB");
    }

    #[test]
    fn a_day_that_is_typed_begins_at_midnight_in_wib() {
        assert_eq!(read_day(" 2026-11-22 "), read_local("2026-11-22T00:00", Zone::Wib));
        for text in ["", "2026-11-22T10:00", "22-11-2026", "2026-02-30", "2026-11-22 x", "\0"] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }

    #[test]
    fn nonsense_is_no_moment() {
        for text in [
            "",
            "2026-11-22",
            "2026-02-30T10:00",
            "2026-11-22T25:00",
            "x-y-zTa:b",
            "99999-01-01T00:00",
            "0001-01-01T00:00",
        ] {
            assert_eq!(read_local(text, Zone::Wib), None, "{text}");
        }
    }
}
