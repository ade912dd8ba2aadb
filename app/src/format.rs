//! Amounts, days, times and numbers as people read them, in their language and the operator's time zone.

use crm::{Date, Timestamp, language::Language, money::Money, usage::UsageKind};
use jiff::tz::{Offset, offset};

/// The operator's time zone, Asia/Shanghai, which has known no summer time since 1991: an offset says all of it, and
/// the browser needs no time-zone database.
pub const OPERATOR_OFFSET: Offset = offset(8);

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
}

/// `¥1,234.56`; less than nothing as `−¥5.00`, with a real minus sign.
pub fn money(amount: Money) -> String {
    let sign = if amount.is_negative() { "−" } else { "" };
    format!("{sign}¥{}", amount.abs())
}

/// A difference: `+¥12.00`, `−¥3.00`, `¥0.00`.
pub fn money_difference(amount: Money) -> String {
    if amount > Money::ZERO { format!("+{}", money(amount)) } else { money(amount) }
}

/// The day a moment falls on at the operator.
pub fn day_of(at: Timestamp) -> Date {
    OPERATOR_OFFSET.to_datetime(at).date()
}

/// `2026年11月1日`, `1 Nov 2026`.
pub fn date(language: Language, day: Date) -> String {
    match language {
        Language::ZhCn => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Language::En => format!("{} {} {}", day.day(), month_name(day.month()), day.year()),
    }
}

/// `11月1日`, `1 Nov`, where the year is plain.
pub fn day_and_month(language: Language, day: Date) -> String {
    match language {
        Language::ZhCn => format!("{}月{}日", day.month(), day.day()),
        Language::En => format!("{} {}", day.day(), month_name(day.month())),
    }
}

/// `2026年11月`, `Nov 2026`.
pub fn month(language: Language, day: Date) -> String {
    match language {
        Language::ZhCn => format!("{}年{}月", day.year(), day.month()),
        Language::En => format!("{} {}", month_name(day.month()), day.year()),
    }
}

/// `11月`, `Nov`, for the axis of a chart.
pub fn month_short(language: Language, day: Date) -> String {
    match language {
        Language::ZhCn => format!("{}月", day.month()),
        Language::En => month_name(day.month()).to_owned(),
    }
}

/// A stretch of days without saying anything twice: `2026年11月1日至30日`, `1–30 Nov 2026`.
pub fn period(language: Language, first: Date, last: Date) -> String {
    let same_month = first.year() == last.year() && first.month() == last.month();
    match (language, same_month, first.year() == last.year()) {
        (_, true, _) if first == last => date(language, first),
        (Language::ZhCn, true, _) => format!("{}至{}日", date(language, first), last.day()),
        (Language::ZhCn, false, true) => {
            format!("{}至{}", date(language, first), day_and_month(language, last))
        }
        (Language::ZhCn, false, false) => format!("{}至{}", date(language, first), date(language, last)),
        (Language::En, true, _) => format!("{}–{}", first.day(), date(language, last)),
        (Language::En, false, true) => {
            format!("{} – {}", day_and_month(language, first), date(language, last))
        }
        (Language::En, false, false) => format!("{} – {}", date(language, first), date(language, last)),
    }
}

/// `14:05` at the operator.
pub fn time(at: Timestamp) -> String {
    let at = OPERATOR_OFFSET.to_datetime(at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `2026年11月1日 14:05`, `1 Nov 2026, 14:05`.
pub fn date_time(language: Language, at: Timestamp) -> String {
    let between = match language {
        Language::ZhCn => " ",
        Language::En => ", ",
    };
    format!("{}{between}{}", date(language, day_of(at)), time(at))
}

/// What stands in the `datetime` attribute of a `<time>`: `2026-11-01T14:05:09+08:00`.
pub fn machine_time(at: Timestamp) -> String {
    let at = OPERATOR_OFFSET.to_datetime(at);
    format!("{}T{:02}:{:02}:{:02}+08:00", at.date(), at.hour(), at.minute(), at.second())
}

/// `138 0013 8000`; anything but eleven digits stays as it is.
pub fn mobile(number: &str) -> String {
    match split_mobile(number) {
        Some((head, middle, tail)) => format!("{head} {middle} {tail}"),
        None => number.to_owned(),
    }
}

/// `138****8000`, for places where the number only helps to recognise it.
pub fn masked_mobile(number: &str) -> String {
    match split_mobile(number) {
        Some((head, _, tail)) => format!("{head}****{tail}"),
        None => number.chars().map(|_| '*').collect(),
    }
}

fn split_mobile(number: &str) -> Option<(&str, &str, &str)> {
    let plain = number.len() == 11 && number.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| (&number[..3], &number[3..7], &number[7..]))
}

/// `7,043`.
pub fn count(number: i64) -> String {
    let whole = Money::from_yuan(number).to_string();
    whole.strip_suffix(".00").unwrap_or(&whole).to_owned()
}

/// Megabytes in the unit people think in: `800 MB`, `1.5 GB`, `20 GB`.
pub fn data(megabytes: i64) -> String {
    if megabytes.abs() < 1024 {
        return format!("{megabytes} MB");
    }
    // One decimal, rounded half away from zero, in whole numbers.
    let tenths = (megabytes * 10 + 512 * megabytes.signum()) / 1024;
    match tenths % 10 {
        0 => format!("{} GB", count(tenths / 10)),
        tenth => format!("{}.{} GB", count(tenths / 10), tenth.abs()),
    }
}

/// How much was used of something: `120 分钟`, `1.5 GB`, `30 messages`.
pub fn quantity(language: Language, kind: UsageKind, amount: i64) -> String {
    let number = count(amount);
    match (kind, language) {
        (UsageKind::Data, _) => data(amount),
        (UsageKind::Voice, Language::ZhCn) => format!("{number} 分钟"),
        (UsageKind::Voice, Language::En) => format!("{number} min"),
        (UsageKind::Message, Language::ZhCn) => format!("{number} 条"),
        (UsageKind::Message, Language::En) if amount == 1 => format!("{number} message"),
        (UsageKind::Message, Language::En) => format!("{number} messages"),
    }
}

/// `part` of `whole` in percent, rounded down so that only all of it is 100; 100 when `whole` is nothing.
pub fn percent(part: i64, whole: i64) -> i64 {
    if whole <= 0 { 100 } else { part.max(0).saturating_mul(100) / whole }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;
    use rstest::rstest;

    #[rstest]
    #[case(123_456, "¥1,234.56", "+¥1,234.56")]
    #[case(-500, "−¥5.00", "−¥5.00")]
    #[case(0, "¥0.00", "¥0.00")]
    fn amounts(#[case] fen: i64, #[case] plain: &str, #[case] difference: &str) {
        assert_eq!(money(Money::from_fen(fen)), plain);
        assert_eq!(money_difference(Money::from_fen(fen)), difference);
    }

    #[rstest]
    #[case(Language::ZhCn, ["2026年11月1日", "11月1日", "2026年11月", "11月"])]
    #[case(Language::En, ["1 Nov 2026", "1 Nov", "Nov 2026", "Nov"])]
    fn days(#[case] language: Language, #[case] said: [&str; 4]) {
        let on = day(2026, 11, 1);
        let heard =
            [date(language, on), day_and_month(language, on), month(language, on), month_short(language, on)];
        assert_eq!(heard, said);
    }

    #[rstest]
    #[case::within_month(day(2026, 11, 1), day(2026, 11, 30), "2026年11月1日至30日", "1–30 Nov 2026")]
    #[case::within_year(day(2026, 11, 5), day(2026, 12, 4), "2026年11月5日至12月4日", "5 Nov – 4 Dec 2026")]
    #[case::over_years(
        day(2026, 12, 5),
        day(2027, 1, 4),
        "2026年12月5日至2027年1月4日",
        "5 Dec 2026 – 4 Jan 2027"
    )]
    #[case::one_day(day(2026, 12, 5), day(2026, 12, 5), "2026年12月5日", "5 Dec 2026")]
    fn stretches(#[case] first: Date, #[case] last: Date, #[case] zh: &str, #[case] en: &str) {
        assert_eq!(period(Language::ZhCn, first, last), zh);
        assert_eq!(period(Language::En, first, last), en);
    }

    #[test]
    fn moments_are_told_at_the_operator() {
        let at: Timestamp = "2026-10-31T16:05:09Z".parse().expect("a timestamp");
        assert_eq!(date_time(Language::ZhCn, at), "2026年11月1日 00:05");
        assert_eq!(date_time(Language::En, at), "1 Nov 2026, 00:05");
        assert_eq!(machine_time(at), "2026-11-01T00:05:09+08:00");
        assert_eq!(day_of(at), day(2026, 11, 1));
    }

    #[rstest]
    #[case("13800138000", "138 0013 8000", "138****8000")]
    #[case("010-1", "010-1", "*****")]
    fn numbers_of_lines(#[case] number: &str, #[case] plain: &str, #[case] masked: &str) {
        assert_eq!(mobile(number), plain);
        assert_eq!(masked_mobile(number), masked);
    }

    #[rstest]
    #[case(0, "0 MB")]
    #[case(800, "800 MB")]
    #[case(1024, "1 GB")]
    #[case(1536, "1.5 GB")]
    #[case(20_479, "20 GB")]
    #[case(2_097_152, "2,048 GB")]
    fn amounts_of_data(#[case] megabytes: i64, #[case] text: &str) {
        assert_eq!(data(megabytes), text);
    }

    #[rstest]
    #[case(UsageKind::Voice, 1200, "1,200 分钟", "1,200 min")]
    #[case(UsageKind::Message, 1, "1 条", "1 message")]
    #[case(UsageKind::Message, 30, "30 条", "30 messages")]
    #[case(UsageKind::Data, 512, "512 MB", "512 MB")]
    fn quantities(#[case] kind: UsageKind, #[case] amount: i64, #[case] zh: &str, #[case] en: &str) {
        assert_eq!(quantity(Language::ZhCn, kind, amount), zh);
        assert_eq!(quantity(Language::En, kind, amount), en);
    }

    #[rstest]
    #[case(0, 10, 0)]
    #[case(999, 1000, 99)]
    #[case(15, 10, 150)]
    #[case(0, 0, 100)]
    fn percentages(#[case] part: i64, #[case] whole: i64, #[case] result: i64) {
        assert_eq!(percent(part, whole), result);
    }
}
