//! Numbers as text: for attributes, for axes, for tables.

/// A number of an attribute: two decimals at most, no exponent, never `NaN` or `-0`.
pub(crate) fn coordinate(value: f64) -> String {
    fixed(value, 2)
}

/// A number with so many decimals at most, without needless zeros.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.decimals$}");
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => &text,
    };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A count with its thousands parted by commas: `12,345`.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How many of something: `1 month`, `2 months`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count as u64), if count == 1 { one } else { many })
}

/// A count in little room: `950`, `1,200`, `12k`, `2.5M`, `3bn`.
pub(crate) fn short(count: u64) -> String {
    const UNITS: [(u64, &str); 4] =
        [(1_000_000_000_000, "tn"), (1_000_000_000, "bn"), (1_000_000, "M"), (1_000, "k")];
    if count < 10_000 {
        return grouped(count);
    }
    let fitting = UNITS.iter().find(|(unit, _)| count >= *unit);
    let (unit, name) = fitting.copied().unwrap_or((1, ""));
    let tenths = count / (unit / 10);
    match (tenths / 10, tenths % 10) {
        (whole, tenth) if tenth == 0 || whole >= 100 => format!("{}{name}", grouped(whole)),
        (whole, tenth) => format!("{whole}.{tenth}{name}"),
    }
}

/// The greatest of 1, 2, 5 times a power of ten that is no greater.
pub(crate) fn round_below(count: u64) -> u64 {
    let mut power = 1;
    while power <= count / 10 {
        power *= 10;
    }
    let mut fits = [5u64, 2, 1].into_iter().filter_map(|digit| digit.checked_mul(power));
    fits.find(|round| *round <= count).unwrap_or(0)
}

/// A count as a length; exact up to 2^53.
pub(crate) fn real(count: u64) -> f64 {
    count as f64
}

/// A mean with its sign and a true minus: `−3.25`.
pub(crate) fn signed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    match text.strip_prefix('-') {
        Some(rest) => format!("\u{2212}{rest}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short_and_finite() {
        let cases = [(1.0, "1"), (1.005, "1"), (-0.001, "0"), (2.346, "2.35"), (f64::NAN, "0")];
        for (value, text) in cases {
            assert_eq!(coordinate(value), text);
        }
        assert_eq!(coordinate(100.0), "100");
        assert_eq!(fixed(100.0, 0), "100");
    }

    #[test]
    fn counts_are_grouped_and_shortened() {
        assert_eq!([grouped(7), grouped(1234), grouped(10_000_000)], ["7", "1,234", "10,000,000"]);
        let cases = [(9_999, "9,999"), (12_000, "12k"), (12_345, "12.3k"), (250_000, "250k")];
        for (count, text) in cases {
            assert_eq!(short(count), text);
        }
        assert_eq!([short(2_500_000), short(u64::MAX)], ["2.5M", "18,446,744tn"]);
    }

    #[test]
    fn means_have_a_true_minus() {
        assert_eq!([signed(-3.25, 2), signed(4.0, 1), signed(-0.01, 1)], ["−3.25", "4", "0"]);
    }

    #[test]
    fn round_counts_are_no_greater() {
        let rounded = [0, 1, 7, 19, 20, 99, 100, u64::MAX].map(round_below);
        assert_eq!(rounded, [0, 1, 5, 10, 20, 50, 100, 10_000_000_000_000_000_000]);
    }
}
