//! What a submitted form changes. Pure: texts in, a decision out.

use crate::{
    records::Terms,
    settings::{
        KEEP_COMMITMENTS, KEEP_FEEDBACK, KEEP_VOTES, SHARE_WINS, Shape, Spec, Unfit, WINS_CHANNEL,
        WORK_BEGINS, WORK_ENDS,
    },
};

/// One setting on a submitted form, all as text.
pub(super) struct Asked {
    pub(super) spec: &'static Spec,
    /// What the form showed when it was opened.
    pub(super) shown: String,
    /// What holds now.
    pub(super) now: String,
    /// What was filled in.
    pub(super) typed: String,
}

/// Why a setting cannot be changed so.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) field: &'static str,
    pub(super) unfit: Unfit,
}

/// What holds for each setting once the form is taken, in the form's order. What somebody else has changed since the
/// form was opened stays, unless both changed the same.
pub(super) fn wanted(asked: &[Asked]) -> Result<Vec<String>, Fault> {
    let mut wanted = Vec::new();
    for Asked {
        spec,
        shown,
        now,
        typed,
    } in asked
    {
        let fault = |unfit| Fault {
            field: spec.name,
            unfit,
        };
        let tidy = spec.shape.tidy(typed).map_err(fault)?;
        if tidy == *shown {
            wanted.push(now.clone());
        } else if now == shown || *now == tidy {
            wanted.push(tidy);
        } else {
            return Err(fault(Unfit::ChangedMeanwhile));
        }
    }
    let of = |spec: &Spec| of(asked, &wanted, spec);
    if let (Some(begins), Some(ends)) = (of(&WORK_BEGINS.spec), of(&WORK_ENDS.spec))
        // Hours and minutes of two digits each sort as text.
        && begins >= ends
    {
        return Err(Fault {
            field: WORK_ENDS.spec.name,
            unfit: Unfit::EndsBeforeItBegins,
        });
    }
    if let (Some("Yes"), Some("")) = (of(&SHARE_WINS.spec), of(&WINS_CHANNEL.spec)) {
        return Err(Fault {
            field: WINS_CHANNEL.spec.name,
            unfit: Unfit::NoChannel,
        });
    }
    Ok(wanted)
}

/// How long things would be kept, if any of it would be shorter than now.
pub(super) fn shortened(asked: &[Asked], wanted: &[String], now: &Terms) -> Option<Terms> {
    let days = |spec: &Spec, otherwise| {
        of(asked, wanted, spec)
            .and_then(|text| text.parse().ok())
            .unwrap_or(otherwise)
    };
    let terms = Terms {
        feedback: days(&KEEP_FEEDBACK.spec, now.feedback),
        votes: days(&KEEP_VOTES.spec, now.votes),
        commitments: days(&KEEP_COMMITMENTS.spec, now.commitments),
    };
    let is_shorter = terms.feedback < now.feedback
        || terms.votes < now.votes
        || terms.commitments < now.commitments;
    is_shorter.then_some(terms)
}

fn of<'w>(asked: &[Asked], wanted: &'w [String], spec: &Spec) -> Option<&'w str> {
    asked
        .iter()
        .zip(wanted)
        .find(|(asked, _)| asked.spec.name == spec.name)
        .map(|(_, text)| text.as_str())
}

/// What a form remembers: up to which change its values were read, and for which terms its owner has been told what
/// goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opened {
    pub(super) version: i64,
    pub(super) told: Option<Terms>,
}

impl Opened {
    /// The name of a setting's field: another one after each change, for Slack keeps what stands in a field while its
    /// name stays the same, and then a form would show, and save again, what somebody else has just changed.
    pub(super) fn field(self, name: &str) -> String {
        format!("{name}-{}", self.version)
    }

    /// For the form's item.
    pub(super) fn to_item(self) -> String {
        let Some(Terms {
            feedback,
            votes,
            commitments,
        }) = self.told
        else {
            return self.version.to_string();
        };
        format!("{} {feedback} {votes} {commitments}", self.version)
    }

    /// From a form's item; `None` for a form of another version.
    pub(super) fn from_item(item: &str) -> Option<Self> {
        let mut numbers = item.split(' ');
        let version = numbers.next()?.parse().ok()?;
        let terms: Vec<u32> = numbers
            .map(|number| number.parse().ok())
            .collect::<Option<_>>()?;
        let told = match terms[..] {
            [] => None,
            [feedback, votes, commitments] => Some(Terms {
                feedback,
                votes,
                commitments,
            }),
            _ => return None,
        };
        Some(Self { version, told })
    }
}

/// Which lines were added to a list, and which are gone; `None` for what is no list.
pub(super) fn list_changes<'t>(
    spec: &Spec,
    from: &'t str,
    to: &'t str,
) -> Option<(Vec<&'t str>, Vec<&'t str>)> {
    let Shape::Lines { .. } = spec.shape else {
        return None;
    };
    let without = |these: &'t str, those: &'t str| {
        these
            .lines()
            .filter(|line| !those.lines().any(|other| other == *line))
            .collect()
    };
    Some((without(to, from), without(from, to)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{FEWEST_PEOPLE, SKILLS};

    fn asked(spec: &'static Spec, shown: &str, now: &str, typed: &str) -> Asked {
        Asked {
            spec,
            shown: shown.to_owned(),
            now: now.to_owned(),
            typed: typed.to_owned(),
        }
    }

    #[test]
    fn what_somebody_else_has_changed_meanwhile_is_not_changed_back() {
        let k = |shown, now, typed| wanted(&[asked(&FEWEST_PEOPLE.spec, shown, now, typed)]);
        assert_eq!(k("5", "5", "7"), Ok(vec!["7".to_owned()]));
        assert_eq!(k("5", "8", "5"), Ok(vec!["8".to_owned()]), "not touched");
        assert_eq!(k("5", "8", " 8 "), Ok(vec!["8".to_owned()]), "sent twice");
        assert_eq!(
            k("5", "8", "7"),
            Err(Fault {
                field: "fewest_people",
                unfit: Unfit::ChangedMeanwhile
            })
        );
        assert_eq!(
            k("5", "5", "4"),
            Err(Fault {
                field: "fewest_people",
                unfit: Unfit::OutOfRange(5, 15)
            })
        );
    }

    #[test]
    fn a_working_day_ends_after_it_begins() {
        let day = |begins: &str, ends: &str| {
            wanted(&[
                asked(&WORK_BEGINS.spec, "09:00", "09:00", begins),
                asked(&WORK_ENDS.spec, "18:00", "18:00", ends),
            ])
        };
        assert!(day("07:30", "07:31").is_ok());
        for ends in ["07:30", "07:00"] {
            let fault = day("07:30", ends).unwrap_err();
            assert_eq!(
                (fault.field, fault.unfit),
                ("work_ends", Unfit::EndsBeforeItBegins)
            );
        }
    }

    #[test]
    fn wins_are_shared_only_where_it_is_said_where() {
        let shared = |yes: &str, channel: &str| {
            wanted(&[
                asked(&SHARE_WINS.spec, "No", "No", yes),
                asked(&WINS_CHANNEL.spec, "", "", channel),
            ])
        };
        assert!(shared("No", "").is_ok() && shared("No", "C1").is_ok());
        assert!(shared("Yes", "C1").is_ok());
        let fault = shared("Yes", "").unwrap_err();
        assert_eq!(
            (fault.field, fault.unfit),
            ("wins_channel", Unfit::NoChannel)
        );
    }

    #[test]
    fn shorter_terms_are_noticed_and_longer_ones_are_not() {
        let to = |days: &str| {
            let asked = [asked(&KEEP_VOTES.spec, "90", "90", days)];
            shortened(&asked, &wanted(&asked).unwrap(), &Terms::DEFAULT)
        };
        assert_eq!(to("90"), None);
        assert_eq!(to("91"), None);
        assert_eq!(
            to("30"),
            Some(Terms {
                votes: 30,
                ..Terms::DEFAULT
            })
        );
    }

    #[test]
    fn a_form_remembers_what_it_was_opened_with() {
        for told in [None, Some(Terms::DEFAULT)] {
            let opened = Opened { version: 17, told };
            assert_eq!(Opened::from_item(&opened.to_item()), Some(opened));
        }
        for item in ["", "x", "1 2", "1 2 3 x"] {
            assert_eq!(Opened::from_item(item), None, "{item}");
        }
    }

    #[test]
    fn of_a_list_the_log_says_what_came_and_went() {
        assert_eq!(
            list_changes(&SKILLS.spec, "demo\nobjections", "story\ndemo"),
            Some((vec!["story"], vec!["objections"]))
        );
        assert_eq!(list_changes(&FEWEST_PEOPLE.spec, "5", "7"), None);
    }
}
