//! The looks of all drawings and tables.

/// The stylesheet of all drawings, tables and figures: classes that begin with `wd-`, colours as
/// custom properties that a page may set otherwise, for light and dark (the reader's preference,
/// or `data-theme` on the root element).
///
/// Text and lines take the page's `currentColor`. On the papers of both themes texts have a
/// contrast of 4.5 to 1 at least, patterns one of 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).
pub const STYLESHEET: &str = include_str!("style.css");

#[cfg(test)]
mod tests {
    use super::*;

    /// The colours of a theme: the first block is the light one, the second the dark one.
    fn theme(block: usize) -> Vec<(String, [f64; 3])> {
        let text = STYLESHEET.split("--wd-paper:").nth(block + 1).expect("a theme");
        let body = format!("--wd-paper:{}", text.split('}').next().expect("an end"));
        let lines = body.split(';').filter_map(|line| line.trim().split_once(": "));
        lines.map(|(name, colour)| (name.to_owned(), rgb(colour))).collect()
    }

    fn rgb(colour: &str) -> [f64; 3] {
        [1, 3, 5].map(|at| {
            let byte = u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour");
            f64::from(byte) / 255.0
        })
    }

    /// Relative luminance of WCAG 2.2.
    fn luminance(colour: [f64; 3]) -> f64 {
        let linear =
            |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        let [r, g, b] = colour.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn colour(theme: &[(String, [f64; 3])], name: &str) -> [f64; 3] {
        theme.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no {name}")).1
    }

    #[test]
    fn the_dark_theme_is_the_same_by_preference_and_by_choice() {
        assert!(theme(1).len() > 15);
        assert_eq!(theme(1), theme(2));
    }

    #[test]
    fn patterns_stand_out_from_paper_in_both_themes() {
        for theme in [theme(0), theme(1)] {
            let paper = colour(&theme, "--wd-paper");
            let names = ["q1", "q2", "q3", "q4", "country", "point", "disputed", "line"];
            for name in names {
                let found = contrast(colour(&theme, &format!("--wd-{name}")), paper);
                assert!(found >= 3.0, "{name}: {found}");
            }
        }
    }

    #[test]
    fn marks_on_the_map_stand_out_from_land_and_sea() {
        for theme in [theme(0), theme(1)] {
            for ground in ["--wd-land", "--wd-sea"] {
                for name in ["--wd-country", "--wd-point", "--wd-disputed"] {
                    let found = contrast(colour(&theme, name), colour(&theme, ground));
                    assert!(found >= 3.0, "{name} on {ground}: {found}");
                }
            }
        }
    }

    #[test]
    fn numbers_in_the_matrix_can_be_read_on_every_shade() {
        for theme in [theme(0), theme(1)] {
            for step in 1..=5 {
                let text = if step <= 2 { "--wd-ink-low" } else { "--wd-ink-high" };
                let shade = colour(&theme, &format!("--wd-h{step}"));
                let found = contrast(colour(&theme, text), shade);
                assert!(found >= 4.5, "shade {step}: {found}");
            }
        }
    }
}
