//! What a manager's month is, and who is given whose. Pure: numbers in, numbers out; nothing here can hold a text.

mod period;

pub(super) use period::Kept;

use crate::{
    calendar,
    figures::{Figure, Label, Measure, Member, Month, Tree},
};
use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use std::{cmp::Reverse, collections::BTreeSet};

/// The calendar whose months are counted: one for the whole programme, whoever is where.
pub(super) const ZONE: Tz = Tz::UTC;

/// A manager's month. There is no text in it: skills are numbers in the list that owners have set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digest {
    /// Names it.
    pub(super) id: i64,
    /// Which month.
    pub(super) month: Month,
    /// How many people hide one.
    pub(super) k: u32,
    /// Whose people it is about; `None` if there is no level with enough.
    pub(super) level: Option<Level>,
    /// The figures that are shown; every other one is hidden.
    pub(super) shown: Vec<(Measure, u64)>,
    /// Those of the month before, about the same level; `None` if none were issued.
    pub(super) before: Option<Vec<(Measure, u64)>>,
    /// Something counts for what feedback is asked.
    pub(super) has_asks: bool,
    /// Slack does not take the chart.
    pub(super) is_plain: bool,
}

/// Whose people a digest is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Level {
    /// The manager's number in that month.
    pub(super) manager: Member,
    /// How far above the reader: 0 for their own people.
    pub(super) up: u32,
    /// How many of them take part.
    pub(super) people: u32,
}

/// Skills by how often, the most frequent first.
pub(super) type Ranked = Vec<(Label, u64)>;

impl Digest {
    /// A figure.
    pub(super) fn figure(&self, measure: Measure) -> Figure {
        figure(&self.shown, measure)
    }

    /// The same of the month before, if that was issued.
    pub(super) fn figure_before(&self, measure: Measure) -> Option<Figure> {
        let before = self.before.as_ref()?;
        Some(figure(before, measure))
    }

    /// The skills of a measure that are shown, the most frequent first.
    pub(super) fn ranked(&self, of: fn(Label) -> Measure) -> Ranked {
        let mut ranked: Ranked = self
            .shown
            .iter()
            .filter_map(|(measure, count)| {
                label_of(*measure)
                    .filter(|label| of(*label) == *measure)
                    .map(|label| (label, *count))
            })
            .collect();
        ranked.sort_by_key(|(label, count)| (Reverse(*count), *label));
        ranked
    }

    /// (kept + ½ partly) / (kept + partly + not yet) in whole per cent, halves up; only if all three are shown, for it
    /// says no more than they do.
    pub(super) fn follow_through(&self) -> Option<u64> {
        let [
            Figure::Shown(kept),
            Figure::Shown(partly),
            Figure::Shown(not),
        ] = [Measure::Kept, Measure::PartlyKept, Measure::NotKept].map(|of| self.figure(of))
        else {
            return None;
        };
        let (of, twice) = (kept + partly + not, 2 * kept + partly);
        (of > 0).then(|| (100 * twice + of) / (2 * of))
    }

    /// True if every figure is hidden.
    pub(super) fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}

fn figure(shown: &[(Measure, u64)], measure: Measure) -> Figure {
    let found = shown.iter().find(|(of, _)| *of == measure);
    found.map_or(Figure::Hidden, |(_, count)| Figure::Shown(*count))
}

/// The skill of a measure that is by skill.
pub(super) fn label_of(measure: Measure) -> Option<Label> {
    match measure {
        Measure::Practised(label) | Measure::AskedFor(label) | Measure::Drilled(label) => {
            Some(label)
        }
        Measure::Kept
        | Measure::PartlyKept
        | Measure::NotKept
        | Measure::Dropped
        | Measure::DrilledAtLarge
        | Measure::Added => None,
    }
}

/// The words that the table keeps, in an order that kept months rely on.
const WORDS: [&str; 9] = [
    "practised",
    "asked_for",
    "kept",
    "partly_kept",
    "not_kept",
    "dropped",
    "drilled",
    "drilled_at_large",
    "added",
];

/// Where a measure's word stands.
fn place_of(measure: Measure) -> usize {
    match measure {
        Measure::Practised(_) => 0,
        Measure::AskedFor(_) => 1,
        Measure::Kept => 2,
        Measure::PartlyKept => 3,
        Measure::NotKept => 4,
        Measure::Dropped => 5,
        Measure::Drilled(_) => 6,
        Measure::DrilledAtLarge => 7,
        Measure::Added => 8,
    }
}

fn measure_at(place: usize, label: Label) -> Option<Measure> {
    Some(match place {
        0 => Measure::Practised(label),
        1 => Measure::AskedFor(label),
        2 => Measure::Kept,
        3 => Measure::PartlyKept,
        4 => Measure::NotKept,
        5 => Measure::Dropped,
        6 => Measure::Drilled(label),
        7 => Measure::DrilledAtLarge,
        8 => Measure::Added,
        _ => return None,
    })
}

/// The word for a measure.
pub(super) fn word(measure: Measure) -> &'static str {
    WORDS[place_of(measure)]
}

/// The measure of a word and a skill's number.
pub(super) fn measure(word: &str, label: Label) -> Option<Measure> {
    let place = WORDS.iter().position(|known| *known == word)?;
    measure_at(place, label)
}

/// Whose people each manager is given, in the order of their numbers.
pub(super) fn levels(
    tree: &Tree,
    edges: &[(Member, Member)],
    k: usize,
) -> Vec<(Member, Option<Level>)> {
    let above = |at: &Member| {
        edges
            .iter()
            .find(|(person, _)| person == at)
            .map(|(_, up)| *up)
    };
    let managers: BTreeSet<Member> = edges.iter().map(|(_, manager)| *manager).collect();
    let level = |reader: Member| {
        let manager = tree.level_for(reader, k)?;
        let up = std::iter::successors(Some(reader), above)
            .position(|at| at == manager)
            .unwrap_or_default();
        let people = tree.people_of(manager).map_or(0, BTreeSet::len);
        Some(Level {
            manager,
            up: u32::try_from(up).unwrap_or(u32::MAX),
            people: u32::try_from(people).unwrap_or(u32::MAX),
        })
    };
    let of_reader = |reader: Member| (reader, level(reader));
    managers.into_iter().map(of_reader).collect()
}

/// The first instant at which a manager may be sent a month: when it is issued, and not before their own calendar shows
/// the month after.
pub(super) fn due_at(month: Month, zone: Tz, issued_at: DateTime<Utc>) -> DateTime<Utc> {
    let first = month.after().first_day().and_time(NaiveTime::MIN);
    calendar::instant(first, zone).max(issued_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(shown: &[(Measure, u64)]) -> Digest {
        Digest {
            id: 1,
            month: Month::of("2026-08-01".parse().unwrap()),
            k: 5,
            level: None,
            shown: shown.to_vec(),
            before: None,
            has_asks: false,
            is_plain: false,
        }
    }

    #[test]
    fn skills_are_ranked_and_what_is_not_shown_is_hidden() {
        let practised = |label, count| (Measure::Practised(Label(label)), count);
        let digest = digest(&[
            practised(3, 9),
            practised(1, 12),
            (Measure::AskedFor(Label(2)), 40),
            practised(0, 12),
            (Measure::Kept, 7),
        ]);
        let ranked = [(Label(0), 12), (Label(1), 12), (Label(3), 9)];
        assert_eq!(digest.ranked(Measure::Practised), ranked);
        assert_eq!(digest.ranked(Measure::AskedFor), [(Label(2), 40)]);
        assert_eq!(digest.figure(Measure::Kept), Figure::Shown(7));
        assert_eq!(digest.figure(Measure::Added), Figure::Hidden);
        assert_eq!(digest.figure_before(Measure::Kept), None);
        assert_eq!(digest.follow_through(), None, "two of three are hidden");
    }

    #[test]
    fn follow_through_is_the_products() {
        let of = |kept, partly, not| {
            let parts = [
                (Measure::Kept, kept),
                (Measure::PartlyKept, partly),
                (Measure::NotKept, not),
            ];
            digest(&parts).follow_through()
        };
        assert_eq!(of(10, 5, 5), Some(63), "12.5 of 20");
        assert_eq!(of(0, 0, 9), Some(0));
    }

    #[test]
    fn every_measure_has_a_word_of_its_own() {
        for place in 0..WORDS.len() {
            let at = measure_at(place, Label(7)).unwrap();
            assert_eq!(
                (place_of(at), measure(word(at), Label(7))),
                (place, Some(at))
            );
        }
        assert_eq!(measure_at(WORDS.len(), Label(0)), None);
        assert_eq!(measure("gossip", Label(0)), None);
    }

    #[test]
    fn a_small_team_is_given_the_level_above_and_nobody_where_there_is_none() {
        // 1 leads 2 and 3; 2 leads four people, 3 two; 9 leads one.
        let edges: Vec<(Member, Member)> = [
            (2, 1),
            (3, 1),
            (20, 2),
            (21, 2),
            (22, 2),
            (23, 2),
            (30, 3),
            (31, 3),
            (90, 9),
        ]
        .map(|(person, manager)| (Member(person), Member(manager)))
        .to_vec();
        let programme = [20, 21, 22, 23, 30, 31, 90].map(Member).into();
        let tree = Tree::new(edges.iter().copied(), &programme).unwrap();
        let level = |manager, up, people| {
            Some(Level {
                manager: Member(manager),
                up,
                people,
            })
        };
        let of = |k| levels(&tree, &edges, k);
        assert_eq!(
            of(3),
            [
                (Member(1), level(1, 0, 6)),
                (Member(2), level(2, 0, 4)),
                (Member(3), level(1, 1, 6)),
                (Member(9), None)
            ]
        );
        assert!(of(6).iter().all(|(_, level)| level.is_none()));
    }

    #[test]
    fn nobody_is_sent_a_month_before_their_own_calendar_shows_the_next_one() {
        let month = Month::of("2026-08-01".parse().unwrap());
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let issued = at("2026-09-01T00:00:05Z");
        let due = |zone| due_at(month, zone, issued);
        assert_eq!(
            due(Tz::America__Los_Angeles),
            at("2026-09-01T07:00:00Z"),
            "it is still August there"
        );
        assert_eq!(due(Tz::Pacific__Auckland), issued);
        let late = at("2026-09-04T12:00:00Z");
        assert_eq!(due_at(month, Tz::America__Los_Angeles, late), late);
    }

    /// Nothing that can hold a text fits into a digest.
    #[test]
    fn a_digest_is_made_of_numbers() {
        fn of_numbers<T: Copy + 'static>(_: &[T]) {}
        let Digest {
            id,
            month,
            k,
            level,
            shown,
            before,
            has_asks,
            is_plain,
        } = digest(&[]);
        of_numbers(&[id]);
        of_numbers(&[month]);
        of_numbers(&[k]);
        of_numbers(&[level]);
        of_numbers(&shown);
        of_numbers(&before.unwrap_or_default());
        of_numbers(&[has_asks, is_plain]);
    }
}
