//! What strings look like: dates, times, numbers, addresses. Nothing here knows where they stand.

/// `YYYY-MM-DD`, and a day that exists.
pub(super) fn is_date(text: &str) -> bool {
    text.len() == 10 && chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

/// `HH:MM` of a 24-hour day.
pub(super) fn is_time(text: &str) -> bool {
    text.len() == 5 && chrono::NaiveTime::parse_from_str(text, "%H:%M").is_ok()
}

/// A name of the time zone database.
pub(super) fn is_zone(text: &str) -> bool {
    text.parse::<chrono_tz::Tz>().is_ok()
}

/// Digits with at most one sign and one point: no exponent, no infinity.
pub(super) fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = |c: char| c.is_ascii_digit() || c == '.';
    !digits.is_empty() && digits.chars().all(plain) && text.parse::<f64>().is_ok()
}

/// `good`, `warning`, `danger`, or `#` and six hexadecimal digits.
pub(super) fn is_color(text: &str) -> bool {
    let hex = text.strip_prefix('#').unwrap_or_default();
    ["good", "warning", "danger"].contains(&text)
        || (hex.len() == 6 && hex.chars().all(|c| c.is_ascii_hexdigit()))
}

/// Whole seconds, as a number or as digits; the published types of the SDKs differ in that.
pub(super) fn is_stamp(value: &serde_json::Value) -> bool {
    match value.as_str() {
        Some(text) => text.parse::<u64>().is_ok(),
        None => value.as_u64().is_some(),
    }
}

/// A web address, as far as a client looks.
pub(super) fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !text.chars().any(char::is_whitespace))
}

/// An e-mail address, as far as a client looks.
pub(super) fn is_email(text: &str) -> bool {
    let whole = |part: &str| !part.is_empty() && !part.chars().any(char::is_whitespace);
    text.split_once('@')
        .is_some_and(|(name, domain)| whole(name) && whole(domain) && !domain.contains('@'))
}
