//! Composition objects: what blocks and elements are made of.

use super::{
    Holds::{Flag, OneOf, Parts, Plain, SomeOf, Text, Words},
    ID, Kind, URL, may, must,
};

const OPTION: &str = "composition-objects/option-object";

#[rustfmt::skip]
pub(super) const KINDS: &[Kind] = &[
    Kind { name: "plain_text", source: "composition-objects/text-object", within: &["context.elements"], value: None, fields: &[
        must("text", Words(1, 3_000)), may("emoji", Flag),
    ] },
    Kind { name: "mrkdwn", source: "composition-objects/text-object", within: &["context.elements"], value: None, fields: &[
        must("text", Words(1, 3_000)), may("verbatim", Flag),
    ] },
    // An option of a select.
    Kind { name: "option", source: OPTION, within: &[], value: None, fields: &[
        must("text", Plain(75)), must("value", Words(1, 150)), may("description", Plain(75)),
    ] },
    // An option of radio buttons and checkboxes.
    Kind { name: "choice", source: OPTION, within: &[], value: None, fields: &[
        must("text", Text(75)), must("value", Words(1, 150)), may("description", Text(75)),
    ] },
    // An option of an overflow menu.
    Kind { name: "menu_option", source: OPTION, within: &[], value: None, fields: &[
        must("text", Plain(75)), must("value", Words(1, 150)), may("description", Plain(75)), may("url", Words(1, URL)),
    ] },
    Kind { name: "option_group", source: "composition-objects/option-group-object", within: &[], value: None, fields: &[
        must("label", Plain(75)), must("options", Parts("option", 1, 100)),
    ] },
    Kind { name: "confirm", source: "composition-objects/confirmation-dialog-object", within: &[], value: None, fields: &[
        must("title", Plain(100)), must("text", Text(300)), must("confirm", Plain(30)), must("deny", Plain(30)),
        may("style", OneOf(&["primary", "danger"])),
    ] },
    Kind { name: "filter", source: "composition-objects/conversation-filter-object", within: &[], value: None, fields: &[
        may("include", SomeOf(&["im", "mpim", "private", "public"])), may("exclude_external_shared_channels", Flag), may("exclude_bot_users", Flag),
    ] },
    Kind { name: "slack_file", source: "composition-objects/slack-file-object", within: &[], value: None, fields: &[
        may("id", Words(1, ID)), may("url", Words(1, URL)),
    ] },
];
