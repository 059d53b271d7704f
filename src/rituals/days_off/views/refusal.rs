//! The sentences for what cannot be done.

use crate::{
    calendar::holidays::Fault,
    error::Refusal,
    rituals::days_off::rules::{LONGEST_DAYS, MOST_AT_ONCE, Unfit},
    schedule::{LONGEST_REGION, views as words},
};

/// Why something was not saved, under its input.
pub(in crate::rituals::days_off) fn unfit(unfit: Unfit, field: String) -> Refusal {
    let message = match unfit {
        Unfit::NoFirstDay => "Pick the first day, too.".to_owned(),
        Unfit::EndsBeforeItBegins => "This is before the first day.".to_owned(),
        Unfit::IsOver => "These days are over.".to_owned(),
        Unfit::TooLong => format!("At most {LONGEST_DAYS} days in one go."),
        Unfit::TooLongTogether => format!(
            "With the days beside it that are entered already this is longer than {LONGEST_DAYS} days."
        ),
        Unfit::TooMany => format!("{MOST_AT_ONCE} are entered already. Remove one first."),
        Unfit::NoRegion => "This region is not known any more. Pick another one.".to_owned(),
        Unfit::IsDefault => "Whoever has picked no region has this one's holidays. Pick another one for them above, or none, and save that too.".to_owned(),
        Unfit::IsImported => "A file for this region is in the same form. Do one after the other.".to_owned(),
        Unfit::NoLabel => format!("Name the region, in at most {LONGEST_REGION} characters."),
        Unfit::NoFile => "Paste the holidays of this region.".to_owned(),
        Unfit::NoDays => "Pick the first day.".to_owned(),
        Unfit::NoReason => "Say in a few words what for. Owners read it.".to_owned(),
    };
    Refusal {
        message,
        field: Some(field),
    }
}

/// Why holidays were not taken.
pub(in crate::rituals::days_off) fn not_read(fault: Fault, field: String) -> Refusal {
    Refusal {
        message: words::not_read(fault),
        field: Some(field),
    }
}
