//! What is planned, taken in turn; and a mix of everything, by seeded chance.

use super::{Delivery, Fault, Upgrade};
use crate::ids::Ids;
use serde::{Deserialize, Serialize};

/// Faults by chance, for as long as it lasts. What is planned by name comes first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mix {
    /// Of so many calls in a hundred…
    pub calls_percent: usize,
    /// …one of these becomes.
    pub calls: Vec<Fault>,
    /// Of so many envelopes in a hundred…
    pub envelopes_percent: usize,
    /// …one of these becomes.
    pub envelopes: Vec<Delivery>,
    /// Of so many sockets in a hundred, when they open…
    pub upgrades_percent: usize,
    /// …one of these becomes.
    pub upgrades: Vec<Upgrade>,
}

/// What is planned and has not happened yet.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Planned {
    /// Every call takes up to so many milliseconds.
    pub latency_ms: usize,
    /// By method, in turn.
    pub calls: Vec<(String, Fault)>,
    /// By kind or payload, in turn.
    pub envelopes: Vec<(String, Delivery)>,
    /// In turn.
    pub upgrades: Vec<Upgrade>,
    /// By chance.
    pub mix: Mix,
}

/// The plan and its chance.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) planned: Planned,
    chance: Ids,
}

impl Plan {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            planned: Planned::default(),
            chance: Ids::new(seed),
        }
    }

    /// How many milliseconds pass before this call has its effect, and how many until its answer leaves.
    pub(crate) fn latency(&mut self) -> (u64, u64) {
        let whole = self.chance.below(self.planned.latency_ms + 1);
        let before = self.chance.below(whole + 1);
        (before as u64, (whole - before) as u64)
    }

    /// The fault of this call.
    pub(crate) fn call(&mut self, method: &str) -> Option<Fault> {
        let calls = &mut self.planned.calls;
        if let Some(at) = calls.iter().position(|(name, _)| name == method) {
            return Some(calls.remove(at).1);
        }
        let mix = &self.planned.mix;
        draw(&mut self.chance, mix.calls_percent, &mix.calls)
    }

    /// What becomes of this envelope.
    pub(crate) fn delivery(&mut self, kind: &str, label: &str) -> Option<Delivery> {
        let envelopes = &mut self.planned.envelopes;
        let wanted = |(of, _): &(String, Delivery)| of == kind || of == label;
        if let Some(at) = envelopes.iter().position(wanted) {
            return Some(envelopes.remove(at).1);
        }
        let mix = &self.planned.mix;
        draw(&mut self.chance, mix.envelopes_percent, &mix.envelopes)
    }

    /// What becomes of a socket that is about to open.
    pub(crate) fn upgrade(&mut self) -> Option<Upgrade> {
        if !self.planned.upgrades.is_empty() {
            return Some(self.planned.upgrades.remove(0));
        }
        let mix = &self.planned.mix;
        draw(&mut self.chance, mix.upgrades_percent, &mix.upgrades)
    }

    /// One out of so many.
    pub(crate) fn pick(&mut self, count: usize) -> usize {
        self.chance.below(count)
    }
}

fn draw<T: Clone>(chance: &mut Ids, percent: usize, from: &[T]) -> Option<T> {
    if percent == 0 || chance.below(100) >= percent {
        return None;
    }
    from.get(chance.below(from.len())).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_planned_comes_in_turn_and_before_chance() {
        let mut plan = Plan::new(7);
        plan.planned.calls = vec![
            ("a".to_owned(), Fault::Status(500)),
            ("b".to_owned(), Fault::Hang),
            ("a".to_owned(), Fault::Reset),
        ];
        plan.planned.mix = Mix {
            calls_percent: 100,
            calls: vec![Fault::Slow(1)],
            ..Mix::default()
        };
        let seen: Vec<_> = ["a", "a", "a", "b"].map(|m| plan.call(m)).into();
        let expected = [
            Fault::Status(500),
            Fault::Reset,
            Fault::Slow(1),
            Fault::Hang,
        ];
        assert_eq!(seen, expected.map(Some));
    }

    #[test]
    fn a_mix_is_as_frequent_as_asked_for_and_repeats_with_its_seed() {
        let draws = |seed| {
            let mut plan = Plan::new(seed);
            plan.planned.mix = Mix {
                envelopes_percent: 20,
                envelopes: vec![Delivery::Lost, Delivery::Doubled],
                ..Mix::default()
            };
            (0..1_000)
                .map(|_| plan.delivery("interactive", "shortcut"))
                .collect::<Vec<_>>()
        };
        let first = draws(3);
        let faults = first.iter().flatten().count();
        assert!((150..250).contains(&faults), "{faults} of 1000");
        assert_eq!(first, draws(3));
        assert_ne!(first, draws(4));
    }
}
