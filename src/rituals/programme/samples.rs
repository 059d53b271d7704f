//! Sample values for the gallery: every view of this ritual once.

use super::{
    rules::{Door, Why},
    views,
};
use crate::{
    audience::ONLY_YOU,
    blocks::{Form, note, sentence},
    ids::UserId,
    rituals::Sample,
};

const SEES_ELIN: &str = "Who sees this: you and Elin.";

pub(super) fn all() -> Vec<(&'static str, Sample)> {
    let bea = UserId::new("U0BEA");
    let offer = |door| views::offer_to_invite(&bea, "Bea", door, "Elin, Dana");
    let forms = [
        ("offer_to_invite", offer(Door::Open)),
        ("offer_nothing", offer(Door::Back)),
        ("offer_closed", offer(Door::Closed)),
        ("invitation_sent", views::invitation_sent("Bea")),
        ("takes_part_already", views::takes_part_already(&bea, "Bea")),
        ("outside", views::outside_form(Door::Open, "Elin")),
        ("outside_closed", views::outside_form(Door::Closed, "")),
        ("joined_form", views::joined_form()),
        ("leave", views::leave(SEES_ELIN)),
        ("left", views::left(SEES_ELIN)),
        ("refused", refused()),
    ];
    let messages = [
        ("invited", views::invited("Bea", "Amir", 7)),
        ("invitation_joined", views::invitation_joined(Some("Amir"))),
        ("invitation_declined", views::invitation_declined()),
        ("invitation_gone", views::invitation_gone()),
        ("joined_for", views::joined_for("Bea", &bea)),
        ("not_reached", views::not_reached("Bea")),
        ("joined", views::joined_message()),
    ];
    let homes = [
        ("home_open", views::outside(Door::Open, "Elin", false)),
        ("home_back", views::outside(Door::Back, "Elin", false)),
        ("home_closed", views::outside(Door::Closed, "Elin", false)),
        (
            "home_closed_to_an_owner",
            views::outside(Door::Closed, "Elin", true),
        ),
    ];
    let forms = forms
        .into_iter()
        .map(|(name, form)| (name, Sample::Form(form)));
    let messages = messages
        .into_iter()
        .map(|(name, message)| (name, Sample::Message(message)));
    let homes = homes
        .into_iter()
        .map(|(name, blocks)| (name, Sample::Home(blocks)));
    forms.chain(messages).chain(homes).collect()
}

/// A refusal is a sentence, not a view; here each stands in a form, to be read in the gallery.
fn refused() -> Form {
    let whys = [
        Why::OwnersChoose,
        Why::CannotInvite,
        Why::InvitedLately,
        Why::NotAMember,
    ];
    let blocks = whys
        .into_iter()
        .map(|why| sentence(&views::refusal(why, "Elin").message))
        .chain([note(ONLY_YOU)])
        .collect();
    Form {
        blocks,
        ..views::joined_form()
    }
}
