//! What can be wrong with input that is not plain numbers.

/// Why a text is no input for a chart.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// Not a month from `0000-01` to `9999-12`.
    #[error("`{text}` is no month, expected `YYYY-MM`")]
    Month {
        /// The text as given.
        text: String,
    },
}
