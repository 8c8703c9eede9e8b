//! Moments in words, in Western Indonesian Time with its name beside it: one country, three zones.

use crate::i18n::Language;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// Western Indonesian Time (WIB), UTC+7. It has no summer time.
const WIB: UtcOffset = match UtcOffset::from_hms(7, 0, 0) {
    Ok(offset) => offset,
    Err(_) => UtcOffset::UTC,
};

/// As in "22 November 2026 18.00 WIB".
#[must_use]
pub fn moment_in_words(moment: OffsetDateTime, language: Language) -> String {
    format!("{} {}", date(moment, language), time_in_words(moment, language))
}

/// As in "Minggu, 22 November 2026": the day in WIB, under which times stand as
/// [`time_in_words`] has them.
#[must_use]
pub fn day_in_words(moment: OffsetDateTime, language: Language) -> String {
    let weekday = moment.to_offset(WIB).weekday().number_days_from_monday();
    let weekday = language.messages().common.weekdays.get(usize::from(weekday)).unwrap_or(&"");
    format!("{weekday}, {}", date(moment, language))
}

/// As in "18.00 WIB".
#[must_use]
pub fn time_in_words(moment: OffsetDateTime, language: Language) -> String {
    let local = moment.to_offset(WIB);
    let dot = language.messages().common.hour_separator;
    format!("{:02}{dot}{:02} WIB", local.hour(), local.minute())
}

fn date(moment: OffsetDateTime, language: Language) -> String {
    let local = moment.to_offset(WIB);
    let months = &language.messages().common.months;
    let month = months.get(usize::from(u8::from(local.month())) - 1).unwrap_or(&"");
    format!("{} {month} {}", local.day(), local.year())
}

/// What `<input type="datetime-local">` sends and shows, `2026-11-22T18:00`, in WIB.
#[must_use]
pub fn read_local(text: &str) -> Option<OffsetDateTime> {
    let (date, time) = text.trim().split_once('T')?;
    let mut date = date.splitn(3, '-');
    let (year, month, day) = (date.next()?, date.next()?, date.next()?);
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    let mut time = time.splitn(3, ':');
    let (hour, minute) = (time.next()?.parse().ok()?, time.next()?.parse().ok()?);
    let time = Time::from_hms(hour, minute, 0).ok()?;
    let sane = (2000..=9000).contains(&date.year());
    sane.then(|| PrimitiveDateTime::new(date, time).assume_offset(WIB).to_offset(UtcOffset::UTC))
}

/// The other way round.
#[must_use]
pub fn to_local(moment: OffsetDateTime) -> String {
    let local = moment.to_offset(WIB);
    let (year, month, day) = (local.year(), u8::from(local.month()), local.day());
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", local.hour(), local.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_moment_is_read_in_wib_and_written_back() {
        let moment = read_local("2026-11-22T18:00").unwrap();
        assert_eq!(moment.unix_timestamp(), 1_795_345_200);
        assert_eq!(to_local(moment), "2026-11-22T18:00");
        assert_eq!(moment_in_words(moment, Language::Indonesian), "22 November 2026 18.00 WIB");
        assert_eq!(moment_in_words(moment, Language::English), "22 November 2026 18:00 WIB");
    }

    #[test]
    fn a_day_begins_when_it_does_in_wib_and_is_called_by_its_name() {
        let late = read_local("2026-11-22T23:59").unwrap();
        let day = |moment, language| day_in_words(moment, language);
        assert_eq!(day(late, Language::Indonesian), "Minggu, 22 November 2026");
        assert_eq!(time_in_words(late, Language::Indonesian), "23.59 WIB");
        let next = late + time::Duration::MINUTE;
        assert_eq!(day(next, Language::English), "Monday, 23 November 2026");
        assert_eq!(time_in_words(next, Language::English), "00:00 WIB");
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
            assert_eq!(read_local(text), None, "{text}");
        }
    }
}
