//! The one place where a ritual is added.

use super::{
    attention::Attention, check_in::CheckIn, commitment::Commitment, days_off::DaysOff,
    digest::Digest, drill::Drill, feedback::Feedback, house::House, playbook::Playbook,
    programme::Programme, records::Records, schedule::Schedule, settings::Settings, setup::Setup,
};

/// Every ritual, in the order in which Home and help show them. Those that look at all others are given the house.
pub static HOUSE: House = House::of(&[
    &Feedback,
    &Drill,
    &Playbook,
    &Commitment,
    &CheckIn,
    &Digest { house: &HOUSE },
    &Programme,
    &Setup { house: &HOUSE },
    &Settings { house: &HOUSE },
    &Attention,
    &DaysOff,
    &Schedule,
    &Records { house: &HOUSE },
]);
