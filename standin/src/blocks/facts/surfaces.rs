//! Whole payloads: a message's blocks, a form, a Home tab, options for an external select.

use super::{
    Field,
    Holds::{Flag, Parts, Plain, TypedList, Words},
    ID, Kind, may, must,
};

const METADATA: Field = may("private_metadata", Words(0, 3_000));
const CALLBACK: Field = may("callback_id", Words(0, ID));
const EXTERNAL: Field = may("external_id", Words(0, ID));

#[rustfmt::skip]
pub(super) const KINDS: &[Kind] = &[
    Kind { name: "message", source: "blocks", within: &[], value: None, fields: &[must("blocks", TypedList(0, 50))] },
    Kind { name: "modal", source: "../views/modal-views", within: &[], value: None, fields: &[
        must("title", Plain(24)), may("submit", Plain(24)), may("close", Plain(24)), must("blocks", TypedList(0, 100)),
        METADATA, CALLBACK, EXTERNAL, may("clear_on_close", Flag), may("notify_on_close", Flag), may("submit_disabled", Flag),
    ] },
    Kind { name: "home", source: "../views/home-tab-views", within: &[], value: None, fields: &[
        must("blocks", TypedList(0, 100)), METADATA, CALLBACK, EXTERNAL,
    ] },
    // What an app offers for an external select, in the ack of a `block_suggestion`.
    Kind { name: "suggestions", source: "../interaction-payloads/block_suggestion-payload", within: &[], value: None, fields: &[
        may("options", Parts("option", 0, 100)), may("option_groups", Parts("option_group", 0, 100)),
    ] },
];
