//! Block Kit as one table: every kind of object, where it may stand, and every field with what it holds. The
//! checker reads it and `BLOCKS.md` is printed from it, so what is checked and what is written are the same.
//! What no single field can say stands in `rules`. Nothing here looks at a payload.

mod attachments;
mod elements;
mod layout;
mod newer;
mod parts;
mod rich;
mod selects;
mod surfaces;

/// A kind of object: a block, an element, a piece of rich text, a part without a `type`, or a whole payload.
#[derive(Debug)]
pub struct Kind {
    /// Slack's `type`, or a name of our own for a part that has none.
    pub name: &'static str,
    /// Its page below `docs.slack.dev/reference/block-kit/`.
    pub source: &'static str,
    /// The fields it may stand in, as `kind.field`. None: a payload, or a part that fields name.
    pub within: &'static [&'static str],
    /// The key of its value in `view.state.values`, if a person fills it in.
    pub value: Option<&'static str>,
    /// Its fields, `type` left out.
    pub fields: &'static [Field],
}

/// A field of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// It must be there.
    pub required: bool,
    /// What it holds.
    pub holds: Holds,
}

/// What a field holds. Lengths count characters, sizes count items.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Whole(i64, i64),
    /// Any number.
    Number,
    /// A string of so many characters.
    Words(usize, usize),
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// A list with at least one of these strings.
    SomeOf(&'static [&'static str]),
    /// A list of strings, of so many items of so many characters at most.
    WordList(usize, usize, usize),
    /// A day that exists, as `YYYY-MM-DD`.
    Date,
    /// A time of day, as `HH:MM`.
    Time,
    /// An IANA time zone.
    Zone,
    /// A decimal number, in a string.
    Decimal,
    /// `good`, `warning`, `danger` or `#RRGGBB`.
    Color,
    /// A time in whole seconds, as a number or in a string.
    Stamp,
    /// A `plain_text` object of so many characters at most.
    Plain(usize),
    /// A text object of either kind, of so many characters at most.
    Text(usize),
    /// A list of text objects: so many items at most, of so many characters at most.
    Texts(usize, usize),
    /// A part of this name.
    Part(&'static str),
    /// A list of so many parts of this name.
    Parts(&'static str, usize, usize),
    /// An object that may stand here, by its `type`.
    Typed,
    /// A list of so many objects that may stand here.
    TypedList(usize, usize),
    /// A list of so many lists, each of so many objects that may stand here.
    Rows(usize, usize, usize),
}

/// Nothing documented bounds it.
pub const ANY: usize = usize::MAX;
/// A length of `block_id`, `action_id`, `callback_id`, `external_id` and other ids.
pub const ID: usize = 255;
/// The longest url.
pub const URL: usize = 3_000;
/// The highest `max_length` of a text input, and the longest text it takes.
pub const INPUT_LENGTH: usize = 3_000;

/// A field that must be there.
const fn must(name: &'static str, holds: Holds) -> Field {
    Field {
        name,
        required: true,
        holds,
    }
}

/// A field that may be there.
const fn may(name: &'static str, holds: Holds) -> Field {
    Field {
        name,
        required: false,
        holds,
    }
}

const BLOCK_ID: Field = may("block_id", Holds::Words(1, ID));
const ACTION_ID: Field = may("action_id", Holds::Words(1, ID));
const CONFIRM: Field = may("confirm", Holds::Part("confirm"));
const FOCUS: Field = may("focus_on_load", Holds::Flag);
const PLACEHOLDER: Field = may("placeholder", Holds::Plain(150));

/// Every kind there is.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    let all = [
        surfaces::KINDS,
        layout::KINDS,
        newer::KINDS,
        elements::KINDS,
        selects::KINDS,
        parts::KINDS,
        rich::KINDS,
        attachments::KINDS,
    ];
    all.into_iter().flatten()
}

/// A kind by its name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    kinds().find(|kind| kind.name == name)
}

impl Kind {
    /// It may stand in this field, such as `actions.elements`.
    pub fn stands_in(&self, place: &str) -> bool {
        // Blocks of an attachment are those of its message.
        let place = match place {
            "attachment.blocks" => "message.blocks",
            other => other,
        };
        self.within.contains(&place)
    }
}
