//! Which module of `src` names which, read from the files. A module is the names of its path; the root has none.

use crate::{code, files};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) type Module = Vec<String>;

/// Every file's module with those that it names.
pub(crate) fn all() -> BTreeMap<Module, BTreeSet<Module>> {
    let files: Vec<(Module, String)> = files("src", "rs")
        .into_iter()
        .map(|path| (module(&path), path))
        .collect();
    let modules: BTreeSet<&Module> = files.iter().map(|(module, _)| module).collect();
    let named = |module: &Module, path: &str| {
        let paths = paths(&code(path), module).into_iter();
        let named = paths.map(|path| file_of(path, &modules));
        named.filter(|named| named != module).collect()
    };
    files
        .iter()
        .map(|(module, path)| (module.clone(), named(module, path)))
        .collect()
}

/// `src/a/b.rs` and `src/a/b/mod.rs` are `a::b`.
fn module(path: &str) -> Module {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let names = path
        .split('/')
        .filter(|name| !["mod", "lib"].contains(name));
    names.map(str::to_owned).collect()
}

/// The longest beginning of a path that is a file's.
fn file_of(mut path: Module, modules: &BTreeSet<&Module>) -> Module {
    while !modules.contains(&path) {
        path.pop();
    }
    path
}

/// All paths in a module's code that begin with `crate`, `super` or `self`, as names from the root.
fn paths(code: &str, module: &[String]) -> Vec<Module> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(begins) = next(rest) {
        rest = tree(&rest[begins..], module, &mut found);
    }
    found
}

fn next(code: &str) -> Option<usize> {
    let begins = ["crate::", "super::", "self::"].into_iter();
    let is_word = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let first = begins.filter_map(|word| {
        let mut all = code.match_indices(word).map(|(at, _)| at);
        all.find(|at| is_word(*at))
    });
    first.min()
}

/// Takes the path at the beginning of `text`, or all of a `use` with braces, as seen from `from`; what follows it.
fn tree<'t>(text: &'t str, from: &[String], found: &mut Vec<Module>) -> &'t str {
    let mut path = from.to_vec();
    let mut rest = text;
    loop {
        if let Some(inner) = rest.strip_prefix('{') {
            return branches(inner, &path, found);
        }
        let ends = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
        let (name, after) = rest.split_at(ends.unwrap_or(rest.len()));
        match name {
            "crate" => path.clear(),
            "super" => drop(path.pop()),
            "self" | "" => {}
            name => path.push(name.to_owned()),
        }
        let Some(more) = after.strip_prefix("::") else {
            found.push(path);
            return after;
        };
        rest = more;
    }
}

/// Takes what stands in braces, the closing one as well.
fn branches<'t>(text: &'t str, from: &[String], found: &mut Vec<Module>) -> &'t str {
    let mut rest = text.trim_start();
    while !rest.is_empty() && !rest.starts_with('}') {
        let after = tree(rest, from, found);
        // `as another_name` is passed over.
        let ends = after.find([',', '}']).unwrap_or(after.len());
        rest = after[ends..].trim_start_matches(',').trim_start();
    }
    rest.strip_prefix('}').unwrap_or(rest)
}

#[test]
fn every_way_to_name_a_module_is_read() {
    let code = "
        use crate::{store::{Read, self}, rituals::house::House as All, views};
        pub(super) use super::{super::rules, *};
        fn a() { self::inner::go(crate::MANIFEST); my_crate::no(); super::home(|x| x) }";
    let module = ["rituals", "drill", "card"].map(str::to_owned);
    let paths: Vec<String> = paths(code, &module)
        .iter()
        .map(|path| path.join("::"))
        .collect();
    assert_eq!(
        paths,
        [
            "store::Read",
            "store",
            "rituals::house::House",
            "views",
            "rituals::rules",
            "rituals::drill",
            "rituals::drill::card::inner::go",
            "MANIFEST",
            "rituals::drill::home",
        ]
    );
}
