//! What is said of a line that is left out: once here, for the form and for the command line.

use super::{Fault, What};
use crate::people::Standing;

/// One sentence.
pub(crate) fn sentence(fault: &Fault) -> String {
    let why = match &fault.what {
        What::Empty => "it names nobody".to_owned(),
        What::Nobody(cell) if cell.contains('@') => {
            format!("nobody here has “{cell}”")
        }
        What::Nobody(cell) => format!("nobody here is called “{cell}”"),
        What::Several(cell, who) => format!(
            "several people are called “{cell}”: write {}",
            who.join(" or ")
        ),
        What::CannotTakePart(name, standing) => cannot(name, *standing),
        What::Twice(name, line) => format!("{name} stands on line {line} already"),
        What::LeftByThemselves(name) => {
            format!("{name} left the programme; only they can come back, from Home")
        }
        What::NotIn(name) => format!("{name} is not on the list"),
        What::OwnManager(name) => format!("{name} can't report to themselves"),
        What::Circle(name, manager) => format!(
            "if {name} reported to {manager}, the line of managers would go round in a circle"
        ),
        What::Facilitates(name) => format!(
            "{name} is a facilitator, and facilitators have no reports. Remove that role first"
        ),
        What::NoManagerColumn => {
            "none of the columns is called “manager”. Name one so, or leave out the heading line"
                .to_owned()
        }
        What::NoManagerCell(name) => format!(
            "there is no manager behind {name}. Write “{name}, name of the manager”, or “{name},” for none"
        ),
    };
    format!("Line {}: {why}.", fault.line)
}

fn cannot(name: &str, standing: Standing) -> String {
    match standing {
        Standing::Guest => format!("{name} is a guest, and guests don't take part"),
        Standing::Outsider => format!("{name} works for another company"),
        Standing::Bot => format!("{name} is an app"),
        Standing::Deactivated => format!("{name}'s Slack account is switched off"),
        Standing::Member => format!("{name} can't take part right now"),
    }
}
