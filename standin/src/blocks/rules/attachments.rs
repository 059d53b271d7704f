//! Rules of attachments.

use super::{
    super::check::{Check, Object},
    Rule, has, list,
};
use std::collections::BTreeSet;

const PAGE: &str = "../../messaging/formatting-message-text";
/// What may stand beside blocks.
const WITH_BLOCKS: &[&str] = &["blocks", "color", "fallback"];
/// What there is to see of an attachment.
const SHOWN: &[&str] = &[
    "blocks",
    "fallback",
    "pretext",
    "author_name",
    "title",
    "text",
    "fields",
    "image_url",
    "thumb_url",
    "footer",
];

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    Rule { of: &["attachment"], says: "beside blocks stand color and fallback only", source: PAGE, check: |check, o, at| {
        if has(o, "blocks") && o.keys().any(|key| !WITH_BLOCKS.contains(&key.as_str())) { check.wrong(at, "invalid_keys"); }
    } },
    Rule { of: &["attachment"], says: "there is something to show", source: PAGE, check: |check, o, at| {
        if !SHOWN.iter().any(|key| has(o, key)) { check.wrong(at, "missing required field: text or blocks"); }
    } },
    Rule { of: &["attachments"], says: "a block_id stands once, over all attachments", source: PAGE, check: block_ids },
];

fn block_ids(check: &mut Check, object: &Object, at: &str) {
    let mut seen = BTreeSet::new();
    for (n, attachment) in list(object, "attachments").iter().enumerate() {
        for (m, block) in attachment["blocks"]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
        {
            if let Some(id) = block["block_id"].as_str()
                && !seen.insert(id)
            {
                let at = format!("{at}/attachments/{n}/blocks/{m}/block_id");
                check.wrong(&at, format!("block_id already exists: {id}"));
            }
        }
    }
}
