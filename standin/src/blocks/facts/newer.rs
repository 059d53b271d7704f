//! Blocks of the last years: Markdown, tables, charts, cards, and what agents show of their work. Slack's own
//! sources disagree on some limits; the lower one stands here (see `KNOWN_DIFFERENCES.md`).

use super::{
    ANY, BLOCK_ID, Field,
    Holds::{
        Flag, Number, OneOf, Part, Parts, Plain, Rows, Text, Typed, TypedList, Whole, WordList,
        Words,
    },
    ID, Kind, URL, may, must,
};

const MESSAGE: &[&str] = &["message.blocks"];
const MESSAGE_AND_HOME: &[&str] = &["message.blocks", "home.blocks"];
const CELLS: &[&str] = &["table.rows", "data_table.rows"];
const CHART: &[&str] = &["data_visualization.chart"];
const AXES: &[Field] = &[
    must("series", Parts("series", 1, 12)),
    must("axis_config", Part("axis_config")),
];

#[rustfmt::skip]
pub(super) const KINDS: &[Kind] = &[
    Kind { name: "markdown", source: "blocks/markdown-block", within: MESSAGE, value: None, fields: &[
        BLOCK_ID, must("text", Words(1, 12_000)),
    ] },
    Kind { name: "alert", source: "blocks/alert-block", within: &["modal.blocks"], value: None, fields: &[
        BLOCK_ID, must("text", Text(3_000)), may("level", OneOf(&["default", "info", "warning", "error", "success"])),
    ] },
    Kind { name: "card", source: "blocks/card-block", value: None,
        within: &["message.blocks", "modal.blocks", "home.blocks", "carousel.elements"],
        fields: &[
            BLOCK_ID, may("hero_image", Typed), may("icon", Typed), may("title", Text(150)), may("subtitle", Text(150)),
            may("body", Text(200)), may("actions", TypedList(1, 25)),
        ] },
    Kind { name: "carousel", source: "blocks/carousel-block", within: MESSAGE, value: None, fields: &[
        BLOCK_ID, must("elements", TypedList(1, 10)),
    ] },
    Kind { name: "container", source: "blocks/container-block", within: MESSAGE_AND_HOME, value: None, fields: &[
        BLOCK_ID, may("title", Plain(150)), may("rich_text_title", Typed), may("subtitle", Text(150)), may("icon", Typed),
        must("child_blocks", TypedList(1, 10)), may("width", OneOf(&["narrow", "standard", "wide", "full"])),
        may("is_collapsible", Flag), may("default_collapsed", Flag), may("has_header_divider", Flag),
    ] },
    Kind { name: "context_actions", source: "blocks/context-actions-block", within: MESSAGE, value: None, fields: &[
        BLOCK_ID, must("elements", TypedList(1, 5)),
    ] },
    Kind { name: "table", source: "blocks/table-block", within: MESSAGE_AND_HOME, value: None, fields: &[
        BLOCK_ID, must("rows", Rows(1, 100, 20)), may("column_settings", Parts("column", 1, 20)),
    ] },
    Kind { name: "data_table", source: "blocks/data-table-block", within: MESSAGE_AND_HOME, value: None, fields: &[
        BLOCK_ID, must("caption", Words(1, ANY)), must("rows", Rows(2, 101, 20)), may("page_size", Whole(1, 100)),
        may("row_header_column_index", Whole(0, 19)),
    ] },
    Kind { name: "raw_text", source: "blocks/table-block", within: CELLS, value: None, fields: &[must("text", Words(1, ANY))] },
    Kind { name: "raw_number", source: "blocks/data-table-block", within: &["data_table.rows"], value: None, fields: &[
        must("value", Number), must("text", Words(1, ANY)),
    ] },
    Kind { name: "column", source: "blocks/table-block", within: &[], value: None, fields: &[
        may("align", OneOf(&["left", "center", "right"])), may("is_wrapped", Flag),
    ] },
    Kind { name: "data_visualization", source: "blocks/data-visualization-block", within: MESSAGE_AND_HOME, value: None, fields: &[
        BLOCK_ID, must("title", Words(1, 50)), must("chart", Typed),
    ] },
    Kind { name: "pie", source: "blocks/data-visualization-block", within: CHART, value: None, fields: &[
        must("segments", Parts("point", 1, 12)),
    ] },
    Kind { name: "bar", source: "blocks/data-visualization-block", within: CHART, value: None, fields: AXES },
    Kind { name: "area", source: "blocks/data-visualization-block", within: CHART, value: None, fields: AXES },
    Kind { name: "line", source: "blocks/data-visualization-block", within: CHART, value: None, fields: AXES },
    Kind { name: "series", source: "blocks/data-visualization-block", within: &[], value: None, fields: &[
        must("name", Words(1, 20)), must("data", Parts("point", 1, 20)),
    ] },
    Kind { name: "point", source: "blocks/data-visualization-block", within: &[], value: None, fields: &[
        must("label", Words(1, 20)), must("value", Number),
    ] },
    Kind { name: "axis_config", source: "blocks/data-visualization-block", within: &[], value: None, fields: &[
        must("categories", WordList(1, 20, 20)), may("x_label", Words(1, 20)), may("y_label", Words(1, 20)),
    ] },
    Kind { name: "task_card", source: "blocks/task-card-block", within: &["message.blocks", "plan.tasks"], value: None, fields: &[
        BLOCK_ID, must("task_id", Words(1, ID)), must("title", Words(1, ANY)), may("details", Typed), may("output", Typed),
        may("sources", TypedList(1, ANY)), may("status", OneOf(&["pending", "in_progress", "complete", "error"])), may("hide_title", Flag),
    ] },
    Kind { name: "plan", source: "blocks/plan-block", within: MESSAGE, value: None, fields: &[
        BLOCK_ID, must("title", Words(1, ANY)), may("tasks", TypedList(1, 50)),
    ] },
    Kind { name: "url", source: "block-elements/url-source-element", within: &["task_card.sources"], value: None, fields: &[
        must("url", Words(1, URL)), must("text", Words(1, ANY)),
    ] },
];
