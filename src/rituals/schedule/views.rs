//! What people see of what recurs. Pure: values in, messages out; all of the ritual's words stand here.

use crate::{
    attention::{Asked, views as asking},
    audience::ONLY_YOU,
    blocks::{Block, Message, Part, line, note, sentence},
    names::Names,
    rituals::Entry,
    schedule::{Entry as Ran, Item, Region, Row, views as words},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::json;

/// Days or messages that one entry of somebody's data lists.
const IN_ONE_ENTRY: usize = 50;

/// `/peerloop schedule`.
pub(super) fn overview(items: &[Item], zone: Tz) -> Message {
    let mut blocks = vec![line(vec![Part::Bold("What recurs".to_owned())])];
    if !items.iter().any(|item| item.is_own) {
        blocks.push(sentence("Nothing recurs for you alone."));
    }
    blocks.extend(items.iter().map(|item| shown(item, zone)));
    blocks.push(note(&format!(
        "Times are yours ({zone}). What was missed: a message to you comes up to four hours late or not at all, everything else runs once, late."
    )));
    blocks.push(note(ONLY_YOU));
    Message {
        summary: "What recurs, and when next".to_owned(),
        blocks,
    }
}

fn shown(item: &Item, zone: Tz) -> Block {
    let next = match item.next_at {
        Some(at) => format!(": next {}.", words::moment(at, zone)),
        None => ": never again.".to_owned(),
    };
    let left_out = item.skipped.map_or_else(String::new, |(date, why)| {
        let date = date.format("%a %-d %b");
        format!(" Left out on {date}: {}.", words::skipped(why))
    });
    let text = Part::Text(next + &left_out);
    line(vec![Part::Bold(words::title(&item.name)), text])
}

/// The ritual's lines in the help.
pub(super) fn help(names: &Names) -> Vec<Block> {
    vec![line(vec![
        Part::Bold(names.command("peerloop schedule")),
        Part::Text(
            " shows what recurs, when next in your time, and why it was last left out.".to_owned(),
        ),
    ])]
}

/// What recurs, for the one who asks for their data.
pub(super) fn row_entry(row: &Row) -> Entry {
    let zone = row.zone.map_or("your own", Tz::name);
    Entry {
        title: format!("It recurs for you: {}", words::title(&row.name)),
        at: row.since_at,
        texts: vec![("", format!("{} · time zone: {zone}", row.cron))],
        json: json!({
            "kind": "schedule", "name": row.name, "cron": row.cron, "zone": row.zone.map(Tz::name),
            "since_at": iso(row.since_at),
        }),
    }
}

/// Where they live, as holidays go.
pub(super) fn region_entry(region: &Region) -> Entry {
    Entry {
        title: match region.name.as_str() {
            "" => "You have no public holidays".to_owned(),
            name => format!("Your public holidays are those of {name}"),
        },
        at: region.set_at,
        texts: Vec::new(),
        json: json!({ "kind": "region", "region": region.name, "set_at": iso(region.set_at) }),
    }
}

/// What has run for them or was left out, some to an entry.
pub(super) fn ran_entries(ran: &[Ran]) -> Vec<Entry> {
    let one = |ran: &Ran| {
        let how = ran.skipped.map_or_else(String::new, |why| {
            format!(" · left out: {}", words::skipped(why))
        });
        format!("{} · {}{how}", ran.date, words::title(&ran.name))
    };
    let entry = |some: &[Ran]| {
        Some(Entry {
            title: "What recurred for you".to_owned(),
            at: some.last()?.at,
            texts: vec![("", some.iter().map(one).collect::<Vec<_>>().join("\n"))],
            json: json!({
                "kind": "recurred",
                "runs": some.iter().map(|ran| json!({
                    "name": ran.name, "date": ran.date.to_string(), "at": iso(ran.at),
                    "left_out": ran.skipped.map(words::skipped),
                })).collect::<Vec<_>>(),
            }),
        })
    };
    ran.chunks(IN_ONE_ENTRY).filter_map(entry).collect()
}

/// What they were asked unasked, some to an entry.
pub(super) fn asked_entries(asked: &[Asked]) -> Vec<Entry> {
    let one = |asked: &Asked| {
        format!(
            "{} · {}",
            asked.at.format("%-d %b %Y, %H:%M UTC"),
            asking::title(asked.kind)
        )
    };
    let entry = |some: &[Asked]| {
        Some(Entry {
            title: "What you were asked without asking for it".to_owned(),
            at: some.last()?.at,
            texts: vec![("", some.iter().map(one).collect::<Vec<_>>().join("\n"))],
            json: json!({
                "kind": "asked",
                "prompts": some.iter().map(|asked| json!({
                    "what": asking::title(asked.kind), "subject": asked.subject, "at": iso(asked.at),
                })).collect::<Vec<_>>(),
            }),
        })
    };
    asked.chunks(IN_ONE_ENTRY).filter_map(entry).collect()
}

fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339()
}
