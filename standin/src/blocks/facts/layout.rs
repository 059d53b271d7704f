//! Blocks that have been there for years.

use super::{
    BLOCK_ID,
    Holds::{Flag, OneOf, Part, Plain, Text, Texts, Typed, TypedList, Whole, Words},
    ID, Kind, URL, may, must,
};

/// Everywhere.
const ALL: &[&str] = &[
    "message.blocks",
    "modal.blocks",
    "home.blocks",
    "container.child_blocks",
];

#[rustfmt::skip]
pub(super) const KINDS: &[Kind] = &[
    Kind { name: "section", source: "blocks/section-block", within: ALL, value: None, fields: &[
        BLOCK_ID, may("text", Text(3_000)), may("fields", Texts(10, 2_000)), may("accessory", Typed), may("expand", Flag),
    ] },
    Kind { name: "header", source: "blocks/header-block", within: ALL, value: None, fields: &[
        BLOCK_ID, must("text", Plain(150)), may("level", Whole(1, 4)),
    ] },
    Kind { name: "context", source: "blocks/context-block", within: ALL, value: None, fields: &[
        BLOCK_ID, must("elements", TypedList(1, 10)),
    ] },
    Kind { name: "divider", source: "blocks/divider-block", within: ALL, value: None, fields: &[BLOCK_ID] },
    Kind { name: "actions", source: "blocks/actions-block", within: ALL, value: None, fields: &[
        BLOCK_ID, must("elements", TypedList(1, 25)),
    ] },
    Kind { name: "input", source: "blocks/input-block", within: ALL, value: None, fields: &[
        BLOCK_ID, must("label", Plain(2_000)), must("element", Typed), may("hint", Plain(2_000)),
        may("optional", Flag), may("dispatch_action", Flag),
    ] },
    Kind { name: "image", source: "blocks/image-block", within: ALL, value: None, fields: &[
        BLOCK_ID, must("alt_text", Words(1, 2_000)), may("image_url", Words(1, URL)), may("slack_file", Part("slack_file")),
        may("title", Plain(2_000)),
    ] },
    Kind { name: "image", source: "block-elements/image-element", value: None,
        within: &["section.accessory", "context.elements", "card.hero_image", "card.icon", "container.icon"],
        fields: &[must("alt_text", Words(1, 2_000)), may("image_url", Words(1, URL)), may("slack_file", Part("slack_file"))] },
    Kind { name: "rich_text", source: "blocks/rich-text-block", value: None,
        within: &["message.blocks", "modal.blocks", "home.blocks", "container.child_blocks", "rich_text_input.initial_value",
            "table.rows", "data_table.rows", "task_card.details", "task_card.output", "container.rich_text_title"],
        fields: &[BLOCK_ID, must("elements", TypedList(1, super::ANY))] },
    Kind { name: "video", source: "blocks/video-block", within: ALL, value: None, fields: &[
        BLOCK_ID, must("alt_text", Words(1, 2_000)), must("title", Plain(199)), must("thumbnail_url", Words(1, URL)),
        must("video_url", Words(1, URL)), may("title_url", Words(1, URL)), may("author_name", Words(1, 49)),
        may("provider_name", Words(1, super::ANY)), may("provider_icon_url", Words(1, URL)), may("description", Plain(199)),
    ] },
    Kind { name: "file", source: "blocks/file-block", within: &["message.blocks"], value: None, fields: &[
        BLOCK_ID, must("external_id", Words(1, ID)), must("source", OneOf(&["remote"])),
    ] },
];
