//! The floors of the house, as `lib.rs` lists them.

use crate::{fail_if_any, imports, read};

/// From the ground up: a blank line begins the next floor.
fn floors() -> Vec<Vec<String>> {
    let text = read("src/lib.rs");
    let mut floors = vec![Vec::new()];
    for line in text.lines().map(str::trim) {
        let name = line
            .strip_prefix("pub ")
            .unwrap_or(line)
            .strip_prefix("mod ")
            .and_then(|rest| rest.strip_suffix(';'));
        match name {
            Some(name) => floors.last_mut().unwrap().push(name.to_owned()),
            None if line.is_empty() && !floors.last().unwrap().is_empty() => {
                floors.push(Vec::new());
            }
            None => {}
        }
    }
    floors.retain(|floor| !floor.is_empty());
    floors
}

#[test]
fn every_room_imports_only_from_the_floors_below() {
    let floors = floors();
    let floor_of = |room: &str| {
        let floor = floors
            .iter()
            .position(|floor| floor.iter().any(|name| name == room));
        floor.unwrap_or_else(|| panic!("{room} stands on no floor of lib.rs"))
    };
    let mut faults = Vec::new();
    for (module, named) in imports::all() {
        let Some(room) = module.first().filter(|room| *room != "main") else {
            continue;
        };
        let others = named.iter().filter_map(|named| named.first());
        for used in others.filter(|used| *used != room) {
            if floor_of(used) >= floor_of(room) {
                let module = module.join("::");
                faults.push(format!("{module} uses {used}, which is not below it"));
            }
        }
    }
    fail_if_any(
        &faults,
        "arrows run down, so that a room can be read without those above it",
    );
}
