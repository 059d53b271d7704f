//! Messages, forms and Home tabs over slack-morphism's block types, with only what Peerloop's views need.
//! Whatever a person wrote goes through [`words`] or [`Part::Text`], where Slack parses nothing, or through a
//! message's summary, which is escaped. Nothing here knows what is said.

mod input;
pub mod limits;
mod text;

pub use input::{Input, hinted, hinted_optional, input};
pub use text::{escape, tidy_name, when};

use crate::ids::ChannelId;
use chrono::{DateTime, Utc};
use serde_json::Value;
use slack_morphism::prelude::*;
use std::{borrow::Cow, fmt::Display};

/// One block of a message, a form or a Home tab.
#[derive(Clone, Debug)]
pub struct Block(SlackBlock);

/// A message in a conversation.
#[derive(Clone, Debug)]
pub struct Message {
    /// What notifications and screen readers say: one sentence, unescaped here. Never a person's words.
    pub summary: String,
    /// What is shown.
    pub blocks: Vec<Block>,
}

/// A form (Slack: a modal view).
#[derive(Clone, Debug)]
pub struct Form {
    /// `<ritual>.<form>`.
    pub callback: &'static str,
    /// What it is about (`feedback:17`); it comes back with the submit. Routing, never authority.
    pub item: String,
    /// At most 24 characters.
    pub title: &'static str,
    /// The label that submits; a form without one only shows something.
    pub submit: Option<&'static str>,
    /// The label that closes.
    pub close: &'static str,
    /// What it shows.
    pub blocks: Vec<Block>,
    /// The click that would open it again, should opening fail: action and value.
    pub again: Option<(&'static str, String)>,
}

/// A piece of a line.
#[derive(Clone, Debug)]
pub enum Part {
    /// As it stands.
    Text(String),
    /// As it stands, bold.
    Bold(String),
    /// A web address, shown as it is.
    Link(String),
    /// A conversation's name, as a link; whoever may not see it reads that it is private.
    Channel(ChannelId),
    /// A date and time, which Slack shows in each reader's own zone.
    When(DateTime<Utc>),
    /// Only the time of it, in each reader's own zone.
    Time(DateTime<Utc>),
}

/// A button: an id, a label, and the id of what it is about.
#[derive(Clone, Debug)]
pub struct Button {
    /// `<ritual>.<what>`.
    pub action: &'static str,
    /// A verb, in at most [`limits::LABEL`] characters.
    pub label: Cow<'static, str>,
    /// An id, nothing more.
    pub value: String,
    /// How it looks and whether it asks first.
    pub weight: Weight,
}

/// How a button looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weight {
    /// One of several.
    Plain,
    /// The one that most people want.
    Main,
    /// It cannot be undone: red. It stands in a question.
    Red,
    /// It cannot be undone: red, and it asks first.
    Final {
        /// The question's title.
        title: &'static str,
        /// What will happen.
        text: String,
        /// The label that does it.
        yes: &'static str,
    },
}

impl Button {
    /// One of several.
    pub fn plain(
        action: &'static str,
        label: impl Into<Cow<'static, str>>,
        value: impl Display,
    ) -> Self {
        Self {
            action,
            label: label.into(),
            value: value.to_string(),
            weight: Weight::Plain,
        }
    }

    /// The one that most people want.
    pub fn main(
        action: &'static str,
        label: impl Into<Cow<'static, str>>,
        value: impl Display,
    ) -> Self {
        Self {
            weight: Weight::Main,
            ..Self::plain(action, label, value)
        }
    }

    fn element(self) -> SlackBlockButtonElement {
        let button = SlackBlockButtonElement::new(plain(&self.label))
            .with_action_id(self.action.into())
            .with_value(self.value);
        match self.weight {
            Weight::Plain => button,
            Weight::Main => button.with_style(SlackBlockButtonStyle::Primary),
            Weight::Red => button.with_style(SlackBlockButtonStyle::Danger),
            Weight::Final { title, text, yes } => button
                .with_style(SlackBlockButtonStyle::Danger)
                .with_confirm(question(title, &text, yes)),
        }
    }
}

/// A line of text in pieces; nothing in it is parsed.
pub fn line(parts: Vec<Part>) -> Block {
    let elements = parts.into_iter().map(Part::element).collect();
    rich(SlackRichTextSection::new(elements).into())
}

/// Lines of text with a dot in front of each; nothing in them is parsed. One block, however many lines.
pub fn bullets(lines: Vec<Vec<Part>>) -> Block {
    let items = lines
        .into_iter()
        .map(|parts| {
            let elements = parts.into_iter().map(Part::element).collect();
            SlackRichTextListElement::Section(SlackRichTextSection::new(elements))
        })
        .collect();
    rich(SlackRichTextList::new(SlackRichTextListStyle::Bullet, items).into())
}

/// What a person wrote, as a quotation, whole: nothing in it is parsed, nobody is pinged.
pub fn words(text: &str) -> Block {
    rich(SlackRichTextQuote::new(vec![Part::Text(text.to_owned()).element()]).into())
}

/// A heading.
pub fn heading(text: &str) -> Block {
    Block(SlackHeaderBlock::new(plain(text)).into())
}

/// A sentence of ours in normal size.
pub fn sentence(text: &str) -> Block {
    Block(
        SlackSectionBlock::new()
            .with_text(unparsed(text).into())
            .into(),
    )
}

/// A line with a button at its end.
pub fn row(text: &str, button: Button) -> Block {
    Block(
        SlackSectionBlock::new()
            .with_text(unparsed(text).into())
            .with_accessory(SlackSectionBlockElement::Button(button.element()))
            .into(),
    )
}

/// Small print.
pub fn note(text: &str) -> Block {
    Block(SlackContextBlock::new(vec![unparsed(text).into()]).into())
}

/// Small print made of our own words, escaped names and [`when`]: Slack shows the dates in the reader's zone.
pub fn dated_note(markup: &str) -> Block {
    let text = SlackBlockMarkDownText::new(markup.to_owned()).with_verbatim(true);
    Block(SlackContextBlock::new(vec![text.into()]).into())
}

/// A row of buttons.
pub fn buttons(buttons: Vec<Button>) -> Block {
    Block(
        SlackActionsBlock::new(
            buttons
                .into_iter()
                .map(|button| button.element().into())
                .collect(),
        )
        .into(),
    )
}

/// A row of buttons with a menu (⋯) of rarer ones at its end; the menu's choices carry their own value.
pub fn buttons_and_menu(
    buttons: Vec<Button>,
    action: &'static str,
    choices: &[(impl AsRef<str>, String)],
) -> Block {
    let options = choices
        .iter()
        .map(|(label, value)| SlackBlockChoiceItem::new(plain(label.as_ref()), value.clone()))
        .collect();
    let menu = SlackBlockOverflowElement::new(options).with_action_id(action.into());
    let mut elements: Vec<SlackActionBlockElement> = buttons
        .into_iter()
        .map(|button| button.element().into())
        .collect();
    elements.push(menu.into());
    Block(SlackActionsBlock::new(elements).into())
}

/// Bars with their labels, which stand as text beside them; a label is cut to what a chart holds
/// (docs.slack.dev/reference/block-kit/blocks/data-visualization-block). In messages only. Whether Slack parses a label
/// is not said there, so none has the signs that its markup begins with.
pub fn bars(title: &str, what: &str, bars: &[(String, u64)]) -> Block {
    let labels: Vec<String> = bars
        .iter()
        .map(|(label, _)| {
            cut(
                &label.replace('<', "‹").replace('>', "›"),
                limits::CHART_LABEL,
            )
        })
        .collect();
    let points = labels.iter().zip(bars).map(|(label, (_, value))| {
        SlackChartDataPoint::new(label.clone(), serde_json::Number::from(*value))
    });
    let series = SlackChartDataSeries::new(cut(what, limits::CHART_LABEL), points.collect());
    let chart = SlackSeriesChart::new(vec![series], SlackChartAxisConfig::new(labels));
    let title = cut(title, limits::CHART_TITLE);
    Block(SlackDataVisualizationBlock::new(title, SlackChart::Bar(chart)).into())
}

/// At most so many characters, the last of which says that there were more.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// A line between sections.
pub fn divider() -> Block {
    Block(SlackDividerBlock::new().into())
}

impl Message {
    /// Slack's JSON: `text` and `blocks`.
    pub fn to_json(&self) -> anyhow::Result<Value> {
        Ok(serde_json::json!({ "text": escape(&self.summary), "blocks": to_json(&self.blocks)? }))
    }
}

impl Form {
    /// Slack's JSON of a modal view.
    pub fn to_json(&self) -> anyhow::Result<Value> {
        let mut view = SlackModalView::new(plain(self.title), self.slack_blocks())
            .with_close(plain(self.close))
            .with_callback_id(self.callback.into())
            .with_private_metadata(self.item.clone());
        view.submit = self.submit.map(plain);
        Ok(serde_json::to_value(SlackView::Modal(view))?)
    }

    fn slack_blocks(&self) -> Vec<SlackBlock> {
        self.blocks.iter().map(|block| block.0.clone()).collect()
    }
}

/// Slack's JSON of a Home tab.
pub fn home_to_json(blocks: &[Block]) -> anyhow::Result<Value> {
    let blocks = blocks.iter().map(|block| block.0.clone()).collect();
    Ok(serde_json::to_value(SlackView::Home(SlackHomeView::new(
        blocks,
    )))?)
}

fn to_json(blocks: &[Block]) -> anyhow::Result<Value> {
    Ok(serde_json::to_value(
        blocks.iter().map(|block| &block.0).collect::<Vec<_>>(),
    )?)
}

impl Part {
    fn element(self) -> SlackRichTextInlineElement {
        match self {
            Self::Text(text) => SlackRichTextInlineElement::Text(SlackRichTextText::new(text)),
            Self::Bold(text) => {
                SlackRichTextInlineElement::Text(SlackRichTextText::new(text).bold())
            }
            Self::Link(url) => SlackRichTextInlineElement::Link(SlackRichTextLink::new(url.into())),
            Self::Channel(channel) => SlackRichTextInlineElement::Channel(
                SlackRichTextChannel::new(channel.as_str().to_owned().into()),
            ),
            Self::When(instant) => date(
                instant,
                "{date_short_pretty} at {time}",
                "%-d %b %Y, %H:%M UTC",
            ),
            Self::Time(instant) => date(instant, "{time}", "%H:%M UTC"),
        }
    }
}

/// A date as each reader's Slack writes it; `fallback` for one that cannot (docs.slack.dev, date formatting).
fn date(instant: DateTime<Utc>, format: &str, fallback: &str) -> SlackRichTextInlineElement {
    // The library's own type wants a time of a crate that nothing else here needs.
    SlackRichTextInlineElement::Unknown(serde_json::json!({
        "type": "date",
        "timestamp": instant.timestamp(),
        "format": format,
        "fallback": instant.format(fallback).to_string(),
    }))
}

fn rich(element: SlackRichTextElement) -> Block {
    Block(SlackRichTextBlock::new(vec![element]).into())
}

fn plain(text: &str) -> SlackBlockPlainTextOnly {
    unparsed(text).into()
}

/// Text in which Slack parses nothing, not even `:emoji:`.
fn unparsed(text: &str) -> SlackBlockPlainText {
    SlackBlockPlainText::new(text.to_owned()).with_emoji(false)
}

fn question(title: &str, text: &str, yes: &str) -> SlackBlockConfirmItem {
    SlackBlockConfirmItem::new(
        plain(title),
        unparsed(text).into(),
        plain(yes),
        plain("Keep it"),
    )
}
