//! Secondary attachments of messages: a coloured bar beside blocks, or beside the fields of old. The published types
//! of `@slack/types` (`MessageAttachment`) and the models of `slack_sdk` name the fields; reports name what goes
//! together (slackapi/node-slack-sdk#832, slack-go/slack#588). Buttons of old (`actions`, `callback_id`) are left out.

use super::{
    ANY, Field,
    Holds::{Color, Flag, Parts, SomeOf, Stamp, TypedList, Words},
    Kind, URL, may, must,
};

const PAGE: &str = "../../messaging/formatting-message-text";

/// Words of any length.
const fn words(name: &'static str) -> Field {
    may(name, Words(1, ANY))
}

/// An address.
const fn url(name: &'static str) -> Field {
    may(name, Words(1, URL))
}

#[rustfmt::skip]
pub(super) const KINDS: &[Kind] = &[
    Kind { name: "attachments", source: PAGE, within: &[], value: None, fields: &[must("attachments", Parts("attachment", 0, 100))] },
    Kind { name: "attachment", source: PAGE, within: &[], value: None, fields: &[
        may("blocks", TypedList(1, 50)), words("fallback"), may("color", Color), words("pretext"),
        words("author_name"), words("author_subname"), url("author_link"), url("author_icon"),
        words("title"), url("title_link"), words("text"), may("fields", Parts("attachment_field", 1, ANY)),
        url("image_url"), url("thumb_url"), may("footer", Words(1, 300)), url("footer_icon"), may("ts", Stamp),
        may("mrkdwn_in", SomeOf(&["pretext", "text", "fields"])),
    ] },
    Kind { name: "attachment_field", source: PAGE, within: &[], value: None, fields: &[
        may("title", Words(0, ANY)), may("value", Words(0, ANY)), may("short", Flag),
    ] },
];
