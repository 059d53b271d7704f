//! No two modules import each other, directly or around a corner: each can be read, and taken, without those above it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

type Graph = BTreeMap<String, BTreeSet<String>>;

/// Every Rust file below a directory, with what stands before its tests.
fn sources(dir: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("a file");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            all.push((path.to_string_lossy().into_owned(), code.to_owned()));
        }
    }
    all
}

/// Names that follow `prefix`, alone or in braces: `crate::{a, b::C}`.
fn named(code: &str, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for rest in code.split(prefix).skip(1) {
        let name = |text: &str| {
            let end = text
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(text.len());
            text[..end].to_owned()
        };
        if !rest.starts_with('{') {
            names.push(name(rest));
            continue;
        }
        let mut depth = 0;
        for (at, c) in rest.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if depth == 1 && (c == '{' || c == ',') {
                names.push(name(rest[at + 1..].trim_start()));
            }
        }
    }
    names
}

/// The modules right below `root`, and which of their siblings each names.
fn graph(root: &Path, prefixes: &[&str]) -> Graph {
    let mut graph = Graph::new();
    for (path, code) in sources(root) {
        let inside = path
            .strip_prefix(&format!("{}/", root.display()))
            .expect("below the root");
        let module = inside
            .split('/')
            .next()
            .expect("a name")
            .trim_end_matches(".rs");
        let is_parent = ["mod", "lib", "main", "tests"].contains(&module);
        if is_parent {
            continue;
        }
        let direct = !inside.contains('/');
        let uses = prefixes
            .iter()
            .filter(|prefix| direct || **prefix != "super::");
        let names: BTreeSet<String> = uses.flat_map(|prefix| named(&code, prefix)).collect();
        let edges = graph.entry(module.to_owned()).or_default();
        edges.extend(names.into_iter().filter(|name| name != module));
    }
    let known: BTreeSet<String> = graph.keys().cloned().collect();
    for edges in graph.values_mut() {
        edges.retain(|name| known.contains(name));
    }
    graph
}

/// A way from a module back to itself.
fn circle(graph: &Graph) -> Option<Vec<String>> {
    fn walk(graph: &Graph, path: &mut Vec<String>, done: &mut BTreeSet<String>) -> bool {
        let last = path.last().expect("a module").clone();
        for next in &graph[&last] {
            let seen = path.contains(next);
            path.push(next.clone());
            if seen || (!done.contains(next) && walk(graph, path, done)) {
                return true;
            }
            path.pop();
        }
        done.insert(last);
        false
    }
    let mut done = BTreeSet::new();
    graph.keys().find_map(|start| {
        let mut path = vec![start.clone()];
        walk(graph, &mut path, &mut done).then_some(path)
    })
}

#[test]
fn no_module_reaches_itself() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let whole = graph(&src, &["crate::"]);
    assert!(
        whole["hub"].contains("world") && whole["world"].contains("blocks"),
        "{whole:?}"
    );
    assert_eq!(circle(&whole), None);
    for room in ["blocks", "world", "person", "hub", "wire", "slack"] {
        let inner = format!("crate::{room}::");
        let inner = graph(&src.join(room), &[&inner, "super::"]);
        assert!(inner.len() > 1, "{room}");
        assert_eq!(circle(&inner), None, "in {room}");
    }
}

#[test]
fn a_circle_is_found() {
    let graph = |pairs: &[(&str, &[&str])]| -> Graph {
        let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect();
        pairs
            .iter()
            .map(|(name, uses)| ((*name).to_owned(), names(uses)))
            .collect()
    };
    assert_eq!(
        circle(&graph(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])])),
        None
    );
    assert!(circle(&graph(&[("a", &["b"]), ("b", &["c"]), ("c", &["b"])])).is_some());
    assert_eq!(
        named("use crate::{a, b::{C, d}, e};\ncrate::f::g()", "crate::"),
        ["a", "b", "e", "f"]
    );
}
