//! `rich_text`: formatted words that need no escaping.

use super::{
    ANY, Field,
    Holds::{Flag, OneOf, Part, TypedList, Whole, Words},
    ID, Kind, URL, may, must,
};

const SOURCE: &str = "blocks/rich-text-block";
const PIECES: Field = must("elements", TypedList(0, ANY));
const BORDER: Field = may("border", Whole(0, 1));
const STYLE: Field = may("style", Part("style"));
const WITHIN: &[&str] = &["rich_text_section.elements", "rich_text_quote.elements"];
/// Code holds words and links only.
const EVEN_CODE: &[&str] = &[
    "rich_text_section.elements",
    "rich_text_quote.elements",
    "rich_text_preformatted.elements",
];

#[rustfmt::skip]
pub(super) const KINDS: &[Kind] = &[
    Kind { name: "rich_text_section", source: SOURCE, within: &["rich_text.elements", "rich_text_list.elements"], value: None, fields: &[PIECES] },
    Kind { name: "rich_text_quote", source: SOURCE, within: &["rich_text.elements"], value: None, fields: &[PIECES, BORDER] },
    Kind { name: "rich_text_preformatted", source: SOURCE, within: &["rich_text.elements"], value: None, fields: &[
        PIECES, BORDER, may("language", Words(1, ANY)),
    ] },
    Kind { name: "rich_text_list", source: SOURCE, within: &["rich_text.elements"], value: None, fields: &[
        must("style", OneOf(&["bullet", "ordered"])), must("elements", TypedList(1, ANY)), may("indent", Whole(0, 8)),
        may("offset", Whole(0, 999_999)), BORDER,
    ] },
    Kind { name: "text", source: SOURCE, within: EVEN_CODE, value: None, fields: &[must("text", Words(1, ANY)), STYLE] },
    Kind { name: "link", source: SOURCE, within: EVEN_CODE, value: None, fields: &[
        must("url", Words(1, URL)), may("text", Words(0, ANY)), may("unsafe", Flag), STYLE,
    ] },
    Kind { name: "emoji", source: SOURCE, within: WITHIN, value: None, fields: &[
        must("name", Words(1, ID)), may("unicode", Words(1, ANY)), may("skin_tone", Whole(1, 6)), STYLE,
    ] },
    Kind { name: "user", source: SOURCE, within: WITHIN, value: None, fields: &[must("user_id", Words(1, ID)), STYLE] },
    Kind { name: "usergroup", source: SOURCE, within: WITHIN, value: None, fields: &[must("usergroup_id", Words(1, ID)), STYLE] },
    Kind { name: "channel", source: SOURCE, within: WITHIN, value: None, fields: &[must("channel_id", Words(1, ID)), STYLE] },
    Kind { name: "broadcast", source: SOURCE, within: WITHIN, value: None, fields: &[must("range", OneOf(&["here", "channel", "everyone"])), STYLE] },
    Kind { name: "color", source: SOURCE, within: WITHIN, value: None, fields: &[must("value", Words(1, ID)), STYLE] },
    Kind { name: "date", source: SOURCE, within: WITHIN, value: None, fields: &[
        must("timestamp", Whole(0, 9_999_999_999)), must("format", Words(1, ANY)), may("url", Words(1, URL)), may("fallback", Words(0, ANY)), STYLE,
    ] },
    Kind { name: "style", source: SOURCE, within: &[], value: None, fields: &[
        may("bold", Flag), may("italic", Flag), may("strike", Flag), may("code", Flag), may("underline", Flag),
        may("highlight", Flag), may("client_highlight", Flag), may("unlink", Flag),
    ] },
];
