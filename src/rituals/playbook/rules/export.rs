//! The playbook as a file: Markdown to read, CSV for a spreadsheet. Only what everybody may read stands in it.

use super::{Evidence, Words};
use std::fmt::Write;

/// Characters on a page of the form that shows the Markdown.
const PAGE: usize = 2_500;

/// One entry, as it goes out.
#[derive(Clone, Debug)]
pub(in crate::rituals::playbook) struct Exported {
    pub(in crate::rituals::playbook) words: Words,
    pub(in crate::rituals::playbook) evidence: Evidence,
    pub(in crate::rituals::playbook) version: i64,
    pub(in crate::rituals::playbook) is_stale: bool,
    /// The day of its last review, ISO.
    pub(in crate::rituals::playbook) reviewed: String,
}

/// One entry as Markdown; what people wrote stands in it as quotations, without markup of its own.
pub(in crate::rituals::playbook) fn markdown(entry: &Exported) -> String {
    let Exported {
        words,
        evidence,
        version,
        is_stale,
        reviewed,
    } = entry;
    let mut text = format!(
        "## {}\n\n",
        plain(&words.objection.replace(['\n', '\r'], " "))
    );
    if let Some(context) = &words.context {
        let _ = writeln!(text, "{}\n", plain(context));
    }
    text.push_str(&quoted(&words.answer));
    for variant in &words.variants {
        let _ = write!(text, "\nOr:\n\n{}", quoted(variant));
    }
    let stale = if *is_stale { ", stale" } else { "" };
    let share = evidence
        .share
        .map_or_else(|| "undecided".to_owned(), |share| format!("{share} %"));
    let _ = writeln!(
        text,
        "\n{} drills, {} duels, share {share}; used {} times, {} worked, {} partly. Version {version}, reviewed {reviewed}{stale}.\n",
        evidence.drills, evidence.duels, evidence.uses, evidence.worked, evidence.partly
    );
    text
}

fn quoted(text: &str) -> String {
    text.lines().fold(String::new(), |mut quoted, line| {
        let _ = writeln!(quoted, "> {}", plain(line));
        quoted
    })
}

/// Every character that Markdown could take for markup stands behind a backslash (spec.commonmark.org, 2.4).
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_{}[]<>#+-!|~&".contains(c) {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

/// Entries as pages: as many on each as fit, never half of one.
pub(in crate::rituals::playbook) fn pages(entries: &[Exported]) -> Vec<String> {
    let mut pages = Vec::new();
    for text in entries.iter().map(markdown) {
        match pages.last_mut() {
            Some(page) if String::len(page) + text.len() <= PAGE => page.push_str(&text),
            Some(_) | None => pages.push(text),
        }
    }
    pages
}

/// All entries as CSV with a head. A cell that a spreadsheet would take for a formula begins with a quotation mark
/// (owasp.org/www-community/attacks/CSV_Injection).
pub(in crate::rituals::playbook) fn csv(entries: &[Exported]) -> anyhow::Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "objection",
        "context",
        "answer",
        "variants",
        "drills",
        "duels",
        "share",
        "uses",
        "people",
        "worked",
        "partly",
        "version",
        "reviewed",
        "state",
    ])?;
    for entry in entries {
        let (words, evidence) = (&entry.words, &entry.evidence);
        let share = evidence
            .share
            .map_or_else(String::new, |share| share.to_string());
        table.write_record([
            cell(&words.objection),
            cell(words.context.as_deref().unwrap_or_default()),
            cell(&words.answer),
            cell(&words.variants_text()),
            evidence.drills.to_string(),
            evidence.duels.to_string(),
            share,
            evidence.uses.to_string(),
            evidence.people.to_string(),
            evidence.worked.to_string(),
            evidence.partly.to_string(),
            entry.version.to_string(),
            entry.reviewed.clone(),
            if entry.is_stale { "stale" } else { "live" }.to_owned(),
        ])?;
    }
    Ok(table.into_inner()?)
}

fn cell(text: &str) -> String {
    if text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exported(objection: &str, answer: &str) -> Exported {
        Exported {
            words: Words {
                objection: objection.to_owned(),
                answer: answer.to_owned(),
                ..Words::default()
            },
            evidence: Evidence::default(),
            version: 1,
            is_stale: false,
            reviewed: "2026-08-17".to_owned(),
        }
    }

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let mut table = csv::Reader::from_reader(bytes);
        let rows = table
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect());
        rows.collect()
    }

    #[test]
    fn a_formula_is_text_and_everything_else_is_as_it_was() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1"] {
            let rows = cells(&csv(&[exported(formula, "x")]).unwrap());
            assert_eq!(rows[0][0], format!("'{formula}"));
        }
        let rows = cells(&csv(&[exported("a \"b\", c", "two\nlines")]).unwrap());
        assert_eq!(
            (rows[0][0].as_str(), rows[0][2].as_str()),
            ("a \"b\", c", "two\nlines")
        );
    }

    #[test]
    fn what_people_wrote_is_no_markup_in_the_markdown() {
        let text = markdown(&exported("# [x](http://a) <b>", "> ~~no~~\n## no"));
        assert!(
            text.starts_with("## \\# \\[x\\](http://a) \\<b\\>\n"),
            "{text}"
        );
        assert!(
            text.contains("> \\> \\~\\~no\\~\\~\n> \\#\\# no\n"),
            "{text}"
        );
    }

    proptest! {
        #[test]
        fn no_cell_is_a_formula_and_none_is_lost(objection in ".{0,40}", answer in "[=+@\t-]{0,2}.{0,40}") {
            let rows = cells(&csv(&[exported(&objection, &answer)]).unwrap());
            for (cell, text) in [(&rows[0][0], &objection), (&rows[0][2], &answer)] {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
                let guarded = format!("'{text}");
                prop_assert!(cell == text || *cell == guarded);
            }
        }

        #[test]
        fn pages_hold_every_entry_once(count in 0_usize..40, length in 1_usize..1200) {
            let entries: Vec<_> = (0..count).map(|n| exported(&format!("n{n}n"), &"x".repeat(length))).collect();
            let pages = pages(&entries);
            let all = pages.concat();
            for n in 0..count {
                prop_assert_eq!(all.matches(&format!("## n{n}n\n")).count(), 1);
            }
            prop_assert!(pages.iter().all(|page| page.len() <= PAGE || page.matches("## ").count() == 1));
        }
    }
}
