//! Nothing stands in a circle: in no folder do two parts, files or folders, name each other, straight or by way of
//! others. What opens a folder (`mod.rs`) knows all of it and is known by all of it; tests know what they please.

use crate::{
    fail_if_any,
    imports::{self, Module},
};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn in_no_folder_do_parts_name_each_other_in_a_circle() {
    let faults = circles(&imports::all());
    fail_if_any(
        &faults,
        "of two files that need each other neither can be read first",
    );
}

fn circles(imports: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<String> {
    let folders: BTreeSet<&[String]> = imports
        .keys()
        .flat_map(|module| (0..module.len()).map(|depth| &module[..depth]))
        .collect();
    let mut faults = Vec::new();
    for folder in folders {
        let part = |module: &Module| -> Option<String> {
            let inside = module.strip_prefix(folder)?;
            let is_test = inside.iter().any(|name| name == "tests");
            inside.first().filter(|_| !is_test).cloned()
        };
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (module, named) in imports {
            if let Some(from) = part(module) {
                let others = named.iter().filter_map(part).filter(|to| *to != from);
                names.entry(from.clone()).or_default().extend(others);
            }
        }
        let circles: BTreeSet<BTreeSet<&String>> = names
            .keys()
            .map(|part| circle_of(part, &names))
            .filter(|circle| !circle.is_empty())
            .collect();
        faults.extend(circles.iter().map(|circle| {
            let folder = folder.join("::");
            format!("crate::{folder}: {circle:?} name each other in a circle")
        }));
    }
    faults
}

/// All that a part reaches and that reach it; nothing if it does not reach itself.
fn circle_of<'n>(
    part: &'n String,
    names: &'n BTreeMap<String, BTreeSet<String>>,
) -> BTreeSet<&'n String> {
    let reached = reached(part, names);
    let comes_back = |other: &&String| self::reached(other, names).contains(part);
    reached.into_iter().filter(comes_back).collect()
}

fn reached<'n>(
    part: &'n String,
    names: &'n BTreeMap<String, BTreeSet<String>>,
) -> BTreeSet<&'n String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![part];
    while let Some(at) = open.pop() {
        let next = names.get(at).into_iter().flatten();
        open.extend(next.filter(|next| reached.insert(*next)));
    }
    reached
}

#[test]
fn a_circle_is_found_by_way_of_a_third_and_across_folders() {
    let module = |path: &str| -> Module { path.split("::").map(str::to_owned).collect() };
    let imports = |lines: &[(&str, &str)]| {
        let mut imports: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
        for (from, to) in lines {
            imports.entry(module(from)).or_default().insert(module(to));
        }
        circles(&imports)
    };
    let found = imports(&[
        ("rooms::list", "rooms::digest::issue"),
        ("rooms::digest", "rooms::digest::issue"),
        ("rooms::digest::issue", "rooms::house"),
        ("rooms::house", "rooms::list"),
        ("rooms::digest::issue", "rooms"),
        ("rooms::house::tests", "rooms::digest"),
    ]);
    let circle = r#"crate::rooms: {"digest", "house", "list"} name each other in a circle"#;
    assert_eq!(found, [circle]);
    let found = imports(&[
        ("rooms::list", "rooms::digest::issue"),
        ("rooms::digest::issue", "rooms::house"),
        ("rooms::digest", "rooms::digest::issue"),
        ("rooms::digest::issue", "rooms::digest"),
    ]);
    assert_eq!(found, [""; 0]);
}
