//! The colours of the page, each a ground with the letters on it, for light and dark.

/// A ground and its letters, as `#rrggbb`, light then dark.
pub(super) struct Shade {
    pub(super) name: &'static str,
    pub(super) light: [&'static str; 2],
    pub(super) dark: [&'static str; 2],
}

const fn shade(name: &'static str, light: [&'static str; 2], dark: [&'static str; 2]) -> Shade {
    Shade { name, light, dark }
}

/// Blue for agreement, orange for confusion, in four steps; the numbers say the same.
pub(super) const SHADES: [Shade; 13] = [
    shade("page", ["#ffffff", "#1b1f24"], ["#0f1419", "#e6edf3"]),
    shade("quiet", ["#ffffff", "#57606a"], ["#0f1419", "#9da7b3"]),
    shade("link", ["#ffffff", "#0550ae"], ["#0f1419", "#79c0ff"]),
    shade("head", ["#f1f4f7", "#1b1f24"], ["#1b2129", "#e6edf3"]),
    shade("mark", ["#fff1a8", "#1b1f24"], ["#5a4a00", "#fff8dc"]),
    shade("same1", ["#e3f0fb", "#1b1f24"], ["#14283a", "#e6edf3"]),
    shade("same2", ["#b6d7f2", "#1b1f24"], ["#1b3f5e", "#e6edf3"]),
    shade("same3", ["#7db8e8", "#1b1f24"], ["#24598a", "#ffffff"]),
    shade("same4", ["#1f6fb2", "#ffffff"], ["#9fd0ff", "#0f1419"]),
    shade("other1", ["#fdeee0", "#1b1f24"], ["#33231a", "#e6edf3"]),
    shade("other2", ["#fbd3ac", "#1b1f24"], ["#553015", "#e6edf3"]),
    shade("other3", ["#f4a864", "#1b1f24"], ["#7d4312", "#ffffff"]),
    shade("other4", ["#a84a00", "#ffffff"], ["#ffb877", "#0f1419"]),
];

/// Returns the step of a share of a row, from 1 to 4.
pub(super) fn step(n: usize, of: usize) -> usize {
    match n as f64 / of.max(1) as f64 {
        share if share > 0.6 => 4,
        share if share > 0.3 => 3,
        share if share > 0.1 => 2,
        _ => 1,
    }
}

/// Returns the variables of all shades, `--NAME` for the ground and `--NAME-ink` for the letters.
pub(super) fn variables(of: impl Fn(&Shade) -> [&'static str; 2]) -> String {
    let both = |shade: &Shade| {
        let [ground, ink] = of(shade);
        format!("--{0}:{ground};--{0}-ink:{ink};", shade.name)
    };
    SHADES.iter().map(both).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of WCAG 2.
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast([ground, ink]: [&str; 2]) -> f64 {
        let (a, b) = (luminance(ground), luminance(ink));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn letters_stand_out_from_their_ground_as_wcag_aa_asks() {
        for shade in &SHADES {
            for pair in [shade.light, shade.dark] {
                assert!(contrast(pair) >= 4.5, "{} {pair:?} {:.2}", shade.name, contrast(pair));
            }
        }
        assert!((contrast(["#ffffff", "#000000"]) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn shares_of_a_row_have_four_steps() {
        assert_eq!(
            [(1, 10), (2, 10), (4, 10), (7, 10), (0, 0)].map(|(n, of)| step(n, of)),
            [1, 2, 3, 4, 1]
        );
    }
}
