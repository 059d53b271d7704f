//! The form of who reports to whom: first to fill in, then with what would change.

use super::{MOST_LINES, field, report, several, short, shown, some, submit};
use crate::{
    blocks::{Button, Form, Input, buttons, heading, input, note, sentence},
    lists::{ManagersPlan, Named, NewManager},
    rituals::setup::views::action,
};

/// Managers that the form lists.
const MOST_MANAGERS: usize = 20;

/// Who reports to whom: first to fill in, then with what would change. `now` are managers with their reports.
pub(in crate::rituals::setup) fn managers(
    text: Option<String>,
    now: &[(String, Vec<String>)],
    preview: Option<(&str, &ManagersPlan)>,
    who_sees: &str,
) -> Form {
    let mut blocks = vec![sentence(
        "Managers get figures, never words. They can't give feedback to their own reports here, and can't be facilitators.",
    )];
    if let Some((_, plan)) = preview {
        blocks.push(heading(if plan.is_empty() {
            "Nothing to save"
        } else {
            "What Save would change"
        }));
        let line = |change: &NewManager| {
            let name = |named: &Option<Named>| {
                named
                    .as_ref()
                    .map_or("nobody".to_owned(), |named| named.name.clone())
            };
            format!(
                "{} reports to {} (before: {})",
                change.person.name,
                name(&change.to),
                name(&change.from)
            )
        };
        let lines: Vec<String> = plan.changes.iter().map(line).collect();
        blocks.extend(several(&lines, MOST_LINES));
        if plan.same > 0 {
            blocks.push(sentence(&format!(
                "{} so already.",
                some(plan.same, "line is", "lines are")
            )));
        }
        blocks.extend(report("Left out", &plan.faults));
    } else if now.is_empty() {
        blocks.push(sentence("Nobody reports to anybody yet."));
    } else {
        let lines: Vec<String> = now
            .iter()
            .map(|(manager, reports)| format!("{manager}: {}", short(reports)))
            .collect();
        blocks.extend(several(&lines, MOST_MANAGERS));
    }
    blocks.push(input(
        field::LINES,
        "Who reports to whom",
        false,
        Input::Text {
            example: "bea@example.com, dana@example.com",
            value: text,
        },
    ));
    blocks.push(note(
        "One person a line: name or email, then the manager; nothing behind the comma means nobody. A heading line may name the columns in any order. Lines that are not here stay as they are. Longer lists in several goes, or by whoever runs the server: peerloop import managers.",
    ));
    blocks.push(buttons(vec![Button::plain(action::BEGIN, "Back", "")]));
    blocks.push(note(who_sees));
    Form {
        callback: action::SAVE_MANAGERS,
        item: preview.map(|(mark, _)| mark.to_owned()).unwrap_or_default(),
        submit: Some(submit(preview.is_some_and(|(_, plan)| !plan.is_empty()))),
        ..shown("Managers", blocks)
    }
}
