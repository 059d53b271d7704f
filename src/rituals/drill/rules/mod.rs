//! What a drill is, how far it has come, and who may do what with it when. Pure: values in, a decision out.

mod answer;
mod chance;
mod drill;
mod duel;
mod likeness;
mod result;
mod starters;
mod text;
mod why;

pub(super) use answer::{Answer, Timing, check_answer, check_begin};
pub(super) use chance::{seed, shuffled};
pub(super) use drill::{Change, Drill, LONGEST_STEP, Pace, Phase, may_open, may_run};
pub(super) use duel::{Candidate, Duel, MOST_DUELS, next_pair};
pub(super) use likeness::{Alike, compare, likeness};
pub(super) use result::{FEWEST_DUELS, Judged, Pick, Tally, Top, ranking, top};
pub(super) use starters::{HEARD_WITHIN, STARTERS, usual_skill};
pub(super) use text::{
    LONGEST_ANSWER, LONGEST_CONTEXT, LONGEST_OBJECTION, LONGEST_TWEAK, check_text, unquoted,
};
pub(super) use why::Why;

/// With fewer answers than this the others can guess whose is whose.
pub(super) const FEWEST_TO_HIDE: u32 = 3;

#[cfg(test)]
mod tests;
