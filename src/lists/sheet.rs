//! Reads pasted lines and CSV files: commas, semicolons or tabs, quoted or not, with a heading line or without one.
//! Pure: text in, rows out.

use csv::{ReaderBuilder, Trim};

/// Headings of columns that say who a line is about.
const PERSON: [&str; 21] = [
    "name",
    "full name",
    "real name",
    "display name",
    "employee",
    "employee name",
    "person",
    "people",
    "member",
    "user",
    "user id",
    "userid",
    "username",
    "handle",
    "rep",
    "report",
    "slack",
    "id",
    "email",
    "e-mail",
    "email address",
];
/// Words in the heading of the column of managers.
const MANAGER: [&str; 4] = ["manager", "reports to", "supervisor", "team lead"];
const FIRST_NAME: [&str; 3] = ["first name", "firstname", "given name"];
const LAST_NAME: [&str; 4] = ["last name", "lastname", "surname", "family name"];

/// One line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: u64,
    /// All that says who it is about, addresses first.
    pub(super) person: Vec<String>,
    /// Who they report to, empty for nobody; `None` if the line has no such cell.
    pub(super) manager: Option<Vec<String>>,
}

/// All lines that hold something.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) rows: Vec<Row>,
    /// The heading line, if it names people and no managers.
    pub(super) heading_without_manager: Option<u64>,
}

/// Which cells are what.
struct Columns {
    person: Vec<usize>,
    manager: Vec<usize>,
    first_and_last: Option<(usize, usize)>,
}

pub(super) fn read(text: &str, with_managers: bool) -> Sheet {
    let text = text
        .trim_start_matches('\u{FEFF}')
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    let mut columns = None;
    let mut is_first = true;
    let (mut line, mut counted) = (1, 0);
    // From a text in memory nothing can fail: it is UTF-8, and lines may be of any length.
    for record in reader.records().filter_map(Result::ok) {
        // A record begins behind the one before, with the empty lines in between.
        let begin = record.position().map_or(0, csv::Position::byte);
        let begin = usize::try_from(begin).unwrap_or_default();
        let empty = text[begin..]
            .bytes()
            .take_while(|byte| *byte == b'\n')
            .count();
        let begins_at = begin + empty;
        line += count_lines(&text[counted..begins_at]);
        counted = begins_at;
        let cells: Vec<&str> = record.iter().collect();
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        if std::mem::take(&mut is_first)
            && let Some(found) = heading(&cells)
        {
            if with_managers && found.manager.is_empty() {
                sheet.heading_without_manager = Some(line);
            }
            columns = Some(found);
            continue;
        }
        sheet.rows.push(match &columns {
            Some(columns) => headed(line, &cells, columns),
            None if with_managers => Row {
                line,
                person: texts(&cells[..1]),
                manager: cells.get(1).map(|cell| texts(&[cell])),
            },
            None => Row {
                line,
                person: plain(&cells),
                manager: None,
            },
        });
    }
    sheet
}

fn count_lines(text: &str) -> u64 {
    text.bytes().map(|byte| u64::from(byte == b'\n')).sum()
}

fn headed(line: u64, cells: &[&str], columns: &Columns) -> Row {
    let of = |columns: &[usize]| {
        let cells = columns.iter().filter_map(|at| cells.get(*at).copied());
        texts(&cells.collect::<Vec<_>>())
    };
    let mut person = of(&columns.person);
    if let Some((first, last)) = columns.first_and_last
        && let (Some(first), Some(last)) = (cells.get(first), cells.get(last))
    {
        person.extend(texts(&[&format!("{first} {last}")]));
    }
    let has_manager = columns.manager.iter().any(|at| cells.get(*at).is_some());
    Row {
        line,
        person,
        manager: has_manager.then(|| of(&columns.manager)),
    }
}

/// The cells of a line without a heading: any of them may be the address, and `Okafor, Bea` is Bea Okafor.
fn plain(cells: &[&str]) -> Vec<String> {
    let mut person = texts(cells);
    if let [last, first] = cells {
        person.extend(texts(&[&format!("{first} {last}")]));
    }
    person
}

/// Texts that say something, addresses first: no two people share one.
fn texts(cells: &[&str]) -> Vec<String> {
    let said = || {
        cells
            .iter()
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
    };
    let is_address = |cell: &&str| cell.find('@').is_some_and(|at| at > 0);
    said()
        .filter(is_address)
        .chain(said().filter(|cell| !is_address(cell)))
        .map(str::to_owned)
        .collect()
}

fn heading(cells: &[&str]) -> Option<Columns> {
    let names: Vec<String> = cells.iter().map(|cell| cell.to_lowercase()).collect();
    let at = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..names.len()).filter(|at| is(&names[*at])).collect()
    };
    let manager = at(&|name| MANAGER.iter().any(|word| name.contains(word)));
    let is_person = |name: &str| {
        let plain = name.trim_start_matches("work ").replace('_', " ");
        PERSON.contains(&plain.as_str())
    };
    let mut person = at(&is_person);
    let first = at(&|name| FIRST_NAME.contains(&name));
    let last = at(&|name| LAST_NAME.contains(&name));
    let first_and_last = first.first().copied().zip(last.first().copied());
    if manager.is_empty() && person.is_empty() && first_and_last.is_none() {
        return None;
    }
    if person.is_empty() && first_and_last.is_none() {
        person.extend((0..names.len()).find(|at| !manager.contains(at)));
    }
    Some(Columns {
        person,
        manager,
        first_and_last,
    })
}

/// Whichever of comma, semicolon and tab stands most often outside quotes.
fn delimiter(text: &str) -> u8 {
    let count = |wanted: char| {
        let mut is_quoted = false;
        text.chars()
            .filter(|c| {
                is_quoted ^= *c == '"';
                !is_quoted && *c == wanted
            })
            .count()
    };
    let (commas, semicolons, tabs) = (count(','), count(';'), count('\t'));
    if tabs > commas && tabs >= semicolons {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(line: u64, person: &[&str], manager: Option<&[&str]>) -> Row {
        let owned = |cells: &[&str]| cells.iter().map(|&cell| cell.to_owned()).collect();
        Row {
            line,
            person: owned(person),
            manager: manager.map(owned),
        }
    }

    #[test]
    fn every_common_form_gives_the_same_rows() {
        let expected = [
            row(1, &["Bea Okafor"], Some(&["dana@acme.example"])),
            row(2, &["chidi"], Some(&[])),
        ];
        for text in [
            "Bea Okafor,dana@acme.example\nchidi,\n",
            "\u{FEFF}Bea Okafor;dana@acme.example\r\nchidi;\r\n",
            "\"Bea Okafor\"\t dana@acme.example \nchidi\t",
        ] {
            assert_eq!(read(text, true).rows, expected, "{text:?}");
        }
    }

    #[test]
    fn a_heading_says_which_column_is_which() {
        let text = "Manager's email;Team;Name;E-Mail\n\nd@a.b;North;\"Okafor; Bea\";bea@a.b\n";
        assert_eq!(
            read(text, true).rows,
            [row(3, &["bea@a.b", "Okafor; Bea"], Some(&["d@a.b"]))]
        );
        let text = "First name,Last name,Reports to\nBea,Okafor,Dana";
        assert_eq!(
            read(text, true).rows,
            [row(2, &["Bea Okafor"], Some(&["Dana"]))]
        );
        let no_manager = read("Name,Team\nBea,North", true);
        assert_eq!(no_manager.heading_without_manager, Some(1));
    }

    #[test]
    fn a_list_without_a_heading_takes_any_cell() {
        assert_eq!(
            read("Okafor, Bea\n@chidi", false).rows,
            [
                row(1, &["Okafor", "Bea", "Bea Okafor"], None),
                row(2, &["@chidi"], None)
            ]
        );
    }

    proptest! {
        #[test]
        fn no_text_breaks_it_and_lines_only_grow(text in "(?s).{0,200}", with_managers: bool) {
            let rows = read(&text, with_managers).rows;
            prop_assert!(rows.windows(2).all(|two| two[0].line < two[1].line));
        }
    }
}
