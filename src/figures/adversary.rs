//! Somebody with every digest of two months in a row, who knows who reported to whom in each, adds and subtracts shown
//! figures in every way, and takes for granted that who stayed did the same again. It knows nothing of blocks or rules.
//!
//! Every figure is taken with the weight −1, 0 or 1. That is all there is: the figures of one month are nested, so those
//! of two months are the rows of a network matrix, and a combination of them that is about as few people as possible
//! needs no other weights (it is a cut of that network).

use super::{Figure, Measure, Member, Period, Table};
use std::collections::{BTreeMap, BTreeSet};

/// One shown figure: whose sum it is.
struct Row {
    /// 0 the month before, 1 this month.
    month: usize,
    people: BTreeSet<Member>,
    sum: i64,
}

/// What was worked out: a sum over few people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    /// Whom it is about, with the weight of each.
    pub(super) weights: BTreeMap<Member, i64>,
    /// Which of them the figures used of each month are about.
    pub(super) used: [BTreeSet<Member>; 2],
    /// The weighted sum.
    pub(super) sum: i64,
}

/// Everything that adding and subtracting the shown figures of a measure gives.
pub(super) fn claims(months: [Option<(&Period, &Table)>; 2], measure: Measure) -> Vec<Claim> {
    let mut rows = Vec::new();
    for (month, known) in months.into_iter().enumerate() {
        let Some((period, table)) = known else {
            continue;
        };
        for (manager, of, figure) in table.figures() {
            if let (Figure::Shown(sum), true) = (figure, of == measure) {
                rows.push(Row {
                    month,
                    people: period.tree.people_of(manager).cloned().unwrap_or_default(),
                    sum: i64::try_from(sum).unwrap(),
                });
            }
        }
    }
    let mut found = Vec::new();
    combine(&rows, &mut Vec::new(), &mut found);
    found
}

fn combine(rows: &[Row], weights: &mut Vec<i64>, found: &mut Vec<Claim>) {
    if weights.len() < rows.len() {
        // The same sum with all signs turned says nothing new.
        let may_be_less = weights.iter().any(|weight| *weight != 0);
        for weight in [0, 1, -1].into_iter().take(if may_be_less { 3 } else { 2 }) {
            weights.push(weight);
            combine(rows, weights, found);
            weights.pop();
        }
        return;
    }
    let mut claim = Claim {
        weights: BTreeMap::new(),
        used: Default::default(),
        sum: 0,
    };
    for (row, weight) in rows.iter().zip(weights).filter(|(_, weight)| **weight != 0) {
        claim.sum += *weight * row.sum;
        for person in &row.people {
            *claim.weights.entry(*person).or_default() += *weight;
        }
        claim.used[row.month].extend(&row.people);
    }
    claim.weights.retain(|_, weight| *weight != 0);
    for used in &mut claim.used {
        used.retain(|person| claim.weights.contains_key(person));
    }
    if !claim.weights.is_empty() {
        found.push(claim);
    }
}
