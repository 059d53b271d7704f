//! Buttons, choices, pickers and inputs.

use super::{
    ACTION_ID, ANY, CONFIRM, FOCUS, Field,
    Holds::{
        Date, Decimal, Flag, OneOf, Part, Parts, Plain, SomeOf, Time, Typed, Whole, WordList,
        Words, Zone,
    },
    INPUT_LENGTH, Kind, PLACEHOLDER, URL, may, must,
};

const EVERYWHERE: &[&str] = &["section.accessory", "actions.elements", "input.element"];
const INPUT: &[&str] = &["input.element"];
const STYLE: Field = may("style", OneOf(&["primary", "danger"]));
const SPOKEN: Field = may("accessibility_label", Words(1, 75));
const DISPATCH: Field = may("dispatch_action_config", Part("dispatch_action_config"));
const INITIAL: Field = may("initial_value", Words(0, INPUT_LENGTH));
/// After this, a date would have more than ten digits: `initial_date_time` is in seconds.
const DATE_TIME: super::Holds = Whole(1_000_000_000, 9_999_999_999);

#[rustfmt::skip]
pub(super) const KINDS: &[Kind] = &[
    Kind { name: "button", source: "block-elements/button-element", within: &["section.accessory", "actions.elements", "card.actions"], value: None, fields: &[
        ACTION_ID, must("text", Plain(75)), may("url", Words(1, URL)), may("value", Words(0, 2_000)), STYLE, CONFIRM, SPOKEN,
    ] },
    Kind { name: "overflow", source: "block-elements/overflow-menu-element", within: &["section.accessory", "actions.elements"], value: None, fields: &[
        ACTION_ID, must("options", Parts("menu_option", 1, 5)), CONFIRM,
    ] },
    Kind { name: "feedback_buttons", source: "block-elements/feedback-buttons-element", within: &["context_actions.elements"], value: None, fields: &[
        ACTION_ID, must("positive_button", Part("feedback_button")), must("negative_button", Part("feedback_button")),
    ] },
    Kind { name: "icon_button", source: "block-elements/icon-button-element", within: &["context_actions.elements"], value: None, fields: &[
        ACTION_ID, must("icon", OneOf(&["trash"])), must("text", Plain(75)), may("value", Words(0, 2_000)), CONFIRM, SPOKEN,
        may("visible_to_user_ids", WordList(1, ANY, 255)),
    ] },
    Kind { name: "radio_buttons", source: "block-elements/radio-button-group-element", within: EVERYWHERE, value: Some("selected_option"), fields: &[
        ACTION_ID, must("options", Parts("choice", 1, 10)), may("initial_option", Part("choice")), CONFIRM, FOCUS,
    ] },
    Kind { name: "checkboxes", source: "block-elements/checkboxes-element", within: EVERYWHERE, value: Some("selected_options"), fields: &[
        ACTION_ID, must("options", Parts("choice", 1, 10)), may("initial_options", Parts("choice", 1, 10)), CONFIRM, FOCUS,
    ] },
    Kind { name: "datepicker", source: "block-elements/date-picker-element", within: EVERYWHERE, value: Some("selected_date"), fields: &[
        ACTION_ID, PLACEHOLDER, may("initial_date", Date), CONFIRM, FOCUS,
    ] },
    Kind { name: "timepicker", source: "block-elements/time-picker-element", within: EVERYWHERE, value: Some("selected_time"), fields: &[
        ACTION_ID, PLACEHOLDER, may("initial_time", Time), may("timezone", Zone), CONFIRM, FOCUS,
    ] },
    Kind { name: "datetimepicker", source: "block-elements/datetime-picker-element", within: &["actions.elements", "input.element"], value: Some("selected_date_time"), fields: &[
        ACTION_ID, may("initial_date_time", DATE_TIME), CONFIRM, FOCUS,
    ] },
    Kind { name: "plain_text_input", source: "block-elements/plain-text-input-element", within: INPUT, value: Some("value"), fields: &[
        ACTION_ID, PLACEHOLDER, INITIAL, may("multiline", Flag), may("min_length", Whole(0, 3_000)), may("max_length", Whole(1, 3_000)), DISPATCH, FOCUS,
    ] },
    Kind { name: "email_text_input", source: "block-elements/email-input-element", within: INPUT, value: Some("value"), fields: &[
        ACTION_ID, PLACEHOLDER, INITIAL, DISPATCH, FOCUS,
    ] },
    Kind { name: "url_text_input", source: "block-elements/url-input-element", within: INPUT, value: Some("value"), fields: &[
        ACTION_ID, PLACEHOLDER, INITIAL, DISPATCH, FOCUS,
    ] },
    Kind { name: "number_input", source: "block-elements/number-input-element", within: INPUT, value: Some("value"), fields: &[
        ACTION_ID, PLACEHOLDER, must("is_decimal_allowed", Flag), may("initial_value", Decimal), may("min_value", Decimal), may("max_value", Decimal),
        DISPATCH, FOCUS,
    ] },
    Kind { name: "rich_text_input", source: "block-elements/rich-text-input-element", within: INPUT, value: Some("rich_text_value"), fields: &[
        ACTION_ID, PLACEHOLDER, may("initial_value", Typed), may("min_lines", Whole(1, 100)), may("max_lines", Whole(1, 100)), DISPATCH, FOCUS,
    ] },
    Kind { name: "file_input", source: "block-elements/file-input-element", within: INPUT, value: Some("files"), fields: &[
        ACTION_ID, may("filetypes", WordList(1, ANY, 255)), may("max_files", Whole(1, 10)),
    ] },
    Kind { name: "dispatch_action_config", source: "composition-objects/dispatch-action-configuration-object", within: &[], value: None, fields: &[
        may("trigger_actions_on", SomeOf(&["on_enter_pressed", "on_character_entered"])),
    ] },
    Kind { name: "feedback_button", source: "block-elements/feedback-buttons-element", within: &[], value: None, fields: &[
        must("text", Plain(75)), must("value", Words(1, 2_000)), SPOKEN,
    ] },
];
