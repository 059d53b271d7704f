//! Select menus, for one item or many.

use super::{
    ACTION_ID, ANY, CONFIRM, FOCUS, Field,
    Holds::{Flag, Part, Parts, Whole, WordList, Words},
    ID, Kind, PLACEHOLDER, may,
};

/// One item.
const ONE: &[&str] = &["section.accessory", "actions.elements", "input.element"];
/// Many items.
const MANY: &[&str] = &["section.accessory", "input.element"];
const SELECT: &str = "block-elements/select-menu-element";
const MULTI: &str = "block-elements/multi-select-menu-element";
const OPTIONS: Field = may("options", Parts("option", 1, 100));
const GROUPS: Field = may("option_groups", Parts("option_group", 1, 100));
/// One hundred options are all there are, wherever they come from.
const MOST: Field = may("max_selected_items", Whole(1, 100));
const INITIAL: Field = may("initial_option", Part("option"));
const INITIALS: Field = may("initial_options", Parts("option", 1, 100));
const QUERY: Field = may("min_query_length", Whole(0, 3_000));
const HERE: Field = may("default_to_current_conversation", Flag);
const RESPOND: Field = may("response_url_enabled", Flag);
const FILTER: Field = may("filter", Part("filter"));

#[rustfmt::skip]
pub(super) const KINDS: &[Kind] = &[
    Kind { name: "static_select", source: SELECT, within: ONE, value: Some("selected_option"), fields: &[
        ACTION_ID, PLACEHOLDER, OPTIONS, GROUPS, INITIAL, CONFIRM, FOCUS,
    ] },
    Kind { name: "external_select", source: SELECT, within: ONE, value: Some("selected_option"), fields: &[
        ACTION_ID, PLACEHOLDER, INITIAL, QUERY, CONFIRM, FOCUS,
    ] },
    Kind { name: "users_select", source: SELECT, within: ONE, value: Some("selected_user"), fields: &[
        ACTION_ID, PLACEHOLDER, may("initial_user", Words(1, ID)), CONFIRM, FOCUS,
    ] },
    Kind { name: "conversations_select", source: SELECT, within: ONE, value: Some("selected_conversation"), fields: &[
        ACTION_ID, PLACEHOLDER, may("initial_conversation", Words(1, ID)), HERE, RESPOND, FILTER, CONFIRM, FOCUS,
    ] },
    Kind { name: "channels_select", source: SELECT, within: ONE, value: Some("selected_channel"), fields: &[
        ACTION_ID, PLACEHOLDER, may("initial_channel", Words(1, ID)), RESPOND, CONFIRM, FOCUS,
    ] },
    Kind { name: "multi_static_select", source: MULTI, within: MANY, value: Some("selected_options"), fields: &[
        ACTION_ID, PLACEHOLDER, OPTIONS, GROUPS, INITIALS, MOST, CONFIRM, FOCUS,
    ] },
    Kind { name: "multi_external_select", source: MULTI, within: MANY, value: Some("selected_options"), fields: &[
        ACTION_ID, PLACEHOLDER, INITIALS, QUERY, MOST, CONFIRM, FOCUS,
    ] },
    Kind { name: "multi_users_select", source: MULTI, within: MANY, value: Some("selected_users"), fields: &[
        ACTION_ID, PLACEHOLDER, may("initial_users", WordList(1, ANY, ID)), MOST, CONFIRM, FOCUS,
    ] },
    Kind { name: "multi_conversations_select", source: MULTI, within: MANY, value: Some("selected_conversations"), fields: &[
        ACTION_ID, PLACEHOLDER, may("initial_conversations", WordList(1, ANY, ID)), HERE, FILTER, MOST, CONFIRM, FOCUS,
    ] },
    Kind { name: "multi_channels_select", source: MULTI, within: MANY, value: Some("selected_channels"), fields: &[
        ACTION_ID, PLACEHOLDER, may("initial_channels", WordList(1, ANY, ID)), MOST, CONFIRM, FOCUS,
    ] },
];
