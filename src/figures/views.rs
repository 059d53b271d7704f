//! The words of figures.

use super::Figure;

/// What stands in the place of every figure that is not shown, whatever the reason.
pub const HIDDEN: &str = "Hidden to protect individuals";

/// A figure as a digest shows it.
pub fn figure(figure: Figure) -> String {
    match figure {
        Figure::Shown(count) => count.to_string(),
        Figure::Hidden => HIDDEN.to_owned(),
    }
}
