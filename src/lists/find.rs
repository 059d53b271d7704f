//! Finds the one person that a cell means: by member ID, address, handle, name or full name.

use super::What;
use crate::{
    blocks::tidy_name,
    people::{Listed, Standing},
};
use std::collections::HashMap;

/// So many of one name are told apart in a sentence.
const MOST_NAMESAKES: usize = 5;

/// Everybody, by all that a list may call them.
pub(super) struct Directory {
    people: Vec<Listed>,
    by_key: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Directory {
    pub(super) fn new(people: Vec<Listed>) -> Self {
        let (mut by_key, mut by_name) = (HashMap::new(), HashMap::<_, Vec<usize>>::new());
        for (at, person) in people.iter().enumerate() {
            by_key.insert(person.id.as_str().to_lowercase(), at);
            by_key.extend(person.email.iter().map(|email| (email.to_lowercase(), at)));
            let mut names = vec![folded(&person.name), person.handle.to_lowercase()];
            names.extend(person.full_name.as_deref().map(folded));
            names.sort();
            names.dedup();
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                by_name.entry(name).or_default().push(at);
            }
        }
        Self {
            people,
            by_key,
            by_name,
        }
    }

    /// The member whom these cells of one line mean; the first that finds somebody decides.
    pub(super) fn find(&self, cells: &[String]) -> Result<&Listed, What> {
        let mut fault = What::Empty;
        for cell in cells {
            match self.find_one(cell) {
                Ok(person) if person.standing == Standing::Member => return Ok(person),
                Ok(person) => {
                    return Err(What::CannotTakePart(person.name.clone(), person.standing));
                }
                Err(what) if matches!(fault, What::Empty | What::Nobody(_)) => {
                    // Of several that find nobody the first one is told: it is the address if there is one.
                    if fault == What::Empty || matches!(what, What::Several(..)) {
                        fault = what;
                    }
                }
                Err(_) => {}
            }
        }
        Err(fault)
    }

    fn find_one(&self, cell: &str) -> Result<&Listed, What> {
        // `<@U123|bea>`, `@bea`
        let plain = cell
            .trim_start_matches("<@")
            .trim_end_matches('>')
            .trim_start_matches('@');
        let plain = if cell.starts_with("<@") {
            plain.split('|').next().unwrap_or_default()
        } else {
            plain
        };
        if let Some(at) = self.by_key.get(&plain.to_lowercase()) {
            return Ok(&self.people[*at]);
        }
        let empty = Vec::new();
        let found = self.by_name.get(&folded(plain)).unwrap_or(&empty);
        // Somebody who has left does not make a name unclear.
        let members: Vec<usize> = found
            .iter()
            .copied()
            .filter(|at| self.people[*at].standing == Standing::Member)
            .collect();
        let found = if members.is_empty() { found } else { &members };
        match found[..] {
            [] => Err(What::Nobody(tidy_name(cell))),
            [at] => Ok(&self.people[at]),
            _ => Err(What::Several(
                tidy_name(cell),
                found
                    .iter()
                    .take(MOST_NAMESAKES)
                    .map(|at| apart(&self.people[*at]))
                    .collect(),
            )),
        }
    }
}

/// How somebody is told apart from others of the same name.
fn apart(person: &Listed) -> String {
    person
        .email
        .clone()
        .unwrap_or_else(|| format!("@{}", person.handle))
}

/// Without upper case and extra spaces.
fn folded(name: &str) -> String {
    name.to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserId;

    fn listed(id: &str, name: &str, full_name: &str, standing: Standing) -> Listed {
        Listed {
            id: UserId::new(id),
            name: name.to_owned(),
            full_name: Some(full_name.to_owned()),
            handle: id.to_lowercase(),
            email: (id != "U4").then(|| format!("{}@acme.example", id.to_lowercase())),
            standing,
        }
    }

    #[test]
    fn one_person_is_found_by_whatever_they_are_called() {
        let directory = Directory::new(vec![
            listed("U1", "Bea", "Bea Okafor", Standing::Member),
            listed("U2", "Sam", "Sam Smith", Standing::Member),
            listed("U4", "sam", "Sam Jones", Standing::Member),
            listed("U5", "Gus", "Gus Guest", Standing::Guest),
            listed("U6", "Bea", "Bea Left", Standing::Deactivated),
        ]);
        let find = |cells: &[&str]| {
            let cells: Vec<String> = cells.iter().map(|&cell| cell.to_owned()).collect();
            directory.find(&cells).map(|person| person.id.to_string())
        };
        for cell in [
            "U1",
            "u1",
            "<@U1>",
            "<@U1|bea>",
            "@u1",
            "U1@Acme.example",
            "bea",
            "BEA  okafor",
        ] {
            assert_eq!(find(&[cell]), Ok("U1".to_owned()), "{cell}");
        }
        assert_eq!(find(&["gone@acme.example", "Bea"]), Ok("U1".to_owned()));
        assert_eq!(
            find(&["Sam"]),
            Err(What::Several(
                "Sam".to_owned(),
                vec!["u2@acme.example".to_owned(), "@u4".to_owned()]
            ))
        );
        assert_eq!(find(&["Sam", "Sam Jones"]), Ok("U4".to_owned()));
        assert_eq!(
            find(&["x@acme.example", "Nobody"]),
            Err(What::Nobody("x@acme.example".to_owned()))
        );
        assert_eq!(
            find(&["Gus"]),
            Err(What::CannotTakePart("Gus".to_owned(), Standing::Guest))
        );
        assert_eq!(find(&[]), Err(What::Empty));
    }
}
