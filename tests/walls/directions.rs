//! Who takes from whom: folder by folder as the table in docs/ARCHITECTURE.md says, and file by file without a
//! circle (docs/adr/0037-folders-by-subject.md).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use syn::{Attribute, Item, ItemMod, ItemUse, UseTree, Visibility, visit::Visit};

/// `["domain", "session", "live"]`; a folder's `mod.rs` has the path of its folder.
type Module = Vec<String>;

struct Source {
    path: PathBuf,
    /// What it names of ours, from the top, with what is in the module at the end.
    names: BTreeSet<Vec<String>>,
    /// What it shows of its own files as if it were its own: name, and where it is.
    shows: Vec<(String, Vec<String>)>,
}

/// Everything of ours that a file names, outside its tests.
struct Names<'a> {
    module: &'a [String],
    found: BTreeSet<Vec<String>>,
    shows: Vec<(String, Vec<String>)>,
}

impl Names<'_> {
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let above = path.iter().take_while(|segment| *segment == "super").count();
        match path.first()?.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "self" => Some([self.module, &path[1..]].concat()),
            "super" => {
                let rest = self.module.len().checked_sub(above)?;
                Some([&self.module[..rest], &path[above..]].concat())
            }
            _ => None,
        }
    }

    fn tree(&mut self, tree: &UseTree, before: &[String], is_shown: bool) {
        let with = |name: String| [before, &[name]].concat();
        match tree {
            UseTree::Path(path) => self.tree(&path.tree, &with(path.ident.to_string()), is_shown),
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.tree(tree, before, is_shown));
            }
            UseTree::Name(name) => self.leaf(with(name.ident.to_string()), None, is_shown),
            UseTree::Rename(to) => {
                self.leaf(with(to.ident.to_string()), Some(to.rename.to_string()), is_shown);
            }
            UseTree::Glob(_) => self.leaf(with("*".to_owned()), None, is_shown),
        }
    }

    fn leaf(&mut self, mut path: Vec<String>, rename: Option<String>, is_shown: bool) {
        if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
            path.pop();
        }
        // `pub use live::LiveSession` in the folder that has `live.rs`.
        let absolute =
            self.absolute(&path).or_else(|| is_shown.then(|| [self.module, &path].concat()));
        let Some(absolute) = absolute else { return };
        if let Some(name) = rename.or_else(|| path.last().cloned()).filter(|_| is_shown) {
            self.shows.push((name, absolute.clone()));
        }
        self.found.insert(absolute);
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    let is_test = |one: &Attribute| {
        one.path().is_ident("cfg")
            && one.parse_args::<syn::Ident>().is_ok_and(|what| what == "test")
    };
    attributes.iter().any(is_test)
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if !is_for_tests(&module.attrs) {
            syn::visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let is_shown = !matches!(item.vis, Visibility::Inherited);
        if !is_for_tests(&item.attrs) {
            self.tree(&item.tree, &[], is_shown);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<_> = path.segments.iter().map(|one| one.ident.to_string()).collect();
        // `live::LiveSession` beside `mod live;` is of ours, too.
        self.found.extend(
            self.absolute(&segments)
                .or_else(|| (segments.len() > 1).then(|| [self.module, &segments].concat())),
        );
        syn::visit::visit_path(self, path);
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn module_of(path: &Path) -> Module {
    let inside = path.strip_prefix(root()).unwrap().with_extension("");
    let mut module: Module = inside.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
        module.pop();
    }
    module
}

fn read(text: &str, module: &[String]) -> Names<'static> {
    let file = syn::parse_file(text).unwrap();
    let module: &'static [String] = Vec::leak(module.to_vec());
    let mut names = Names { module, found: BTreeSet::new(), shows: Vec::new() };
    let items = file.items.iter();
    let real = items.filter(|item| !matches!(item, Item::Mod(one) if is_for_tests(&one.attrs)));
    real.for_each(|item| names.visit_item(item));
    names
}

fn sources() -> BTreeMap<Module, Source> {
    let all = crate::sources("").into_iter().map(|(path, _)| path);
    all.map(|path| {
        let module = module_of(&path);
        let Names { found, shows, .. } = read(&fs::read_to_string(&path).unwrap(), &module);
        (module, Source { path, names: found, shows })
    })
    .collect()
}

/// The file in which what `path` names is; `None` where it is not ours.
fn file_of(sources: &BTreeMap<Module, Source>, path: &[String]) -> Option<Module> {
    let known = (0..=path.len()).rev().map(|end| &path[..end]);
    let module = known.into_iter().find(|module| sources.contains_key(*module))?;
    let shown = path.get(module.len()).and_then(|name| {
        sources[module].shows.iter().find(|(shown, to)| shown == name && to.as_slice() != path)
    });
    match shown {
        Some((_, to)) => file_of(sources, to),
        None => Some(module.to_vec()),
    }
}

#[test]
fn what_a_file_takes_is_read_off_however_it_is_written() {
    let code = "pub use own::Thing;\nuse super::{beside, super::far::X};\nuse crate::{a::{self, b::C as D}, \
                e};\nfn f(x: crate::g::H) -> i::J { super::k::l() }\n#[cfg(test)]\nmod tests { use crate::no; }";
    let module: Module = ["m", "n"].map(str::to_owned).into();
    let names = read(code, &module);
    let found: Vec<_> = names.found.iter().map(|path| path.join("::")).collect();
    let ours = [
        "a",
        "a::b::C",
        "e",
        "far::X",
        "g::H",
        "m::beside",
        "m::k::l",
        "m::n::i::J",
        "m::n::own::Thing",
    ];
    assert_eq!(found, ours);
    assert_eq!(names.shows.len(), 1);
}

/// Who may take from whom, as the table in docs/ARCHITECTURE.md says; within itself each folder may.
const TAKES_FROM: [(&str, &[&str]); 16] = [
    ("i18n", &[]),
    ("wire", &["i18n"]),
    ("paths.rs", &["wire"]),
    ("ui", &["api", "i18n", "paths", "wire"]),
    ("pages", &["api", "i18n", "paths", "ui", "wire"]),
    ("app.rs", &["i18n", "pages", "paths", "ui", "wire"]),
    ("api", &["config", "domain", "i18n", "paths", "web", "wire"]),
    ("web", &["config", "domain", "i18n", "wire"]),
    ("domain", &["i18n", "loopback", "memory", "metrics", "paths", "scheduling", "store", "wire"]),
    // Of the rules only what a column of text means.
    ("store", &["domain", "loopback", "metrics", "wire"]),
    ("outgoing", &["domain", "loopback"]),
    ("config.rs", &["loopback", "outgoing"]),
    ("jobs", &["config", "domain", "loopback", "metrics", "outgoing", "store"]),
    (
        "http",
        &[
            "api", "app", "config", "domain", "i18n", "metrics", "outgoing", "pages", "paths",
            "store", "ui", "web", "wire",
        ],
    ),
    ("fixtures", &["domain", "store", "wire"]),
    ("cli", &["config", "domain", "fixtures", "http", "jobs", "store", "wire"]),
];

#[test]
fn each_folder_takes_only_from_those_that_it_may_know() {
    for (module, Source { path, names, .. }) in sources() {
        let Some(own) = module.first() else { continue };
        let may = TAKES_FROM.iter().find(|(one, _)| one.trim_end_matches(".rs") == own);
        let may = may.map_or(&[][..], |(_, may)| may);
        let taken = names.iter().filter_map(|name| name.first()).filter(|one| *one != own);
        let ours = taken
            .filter(|one| root().join(one).is_dir() || root().join(format!("{one}.rs")).is_file());
        let beyond: BTreeSet<_> = ours.filter(|one| !may.contains(&one.as_str())).collect();
        assert!(own == "main" || beyond.is_empty(), "{}: {beyond:?}", path.display());
    }
}

/// What a column of text means is all that the store knows of the rules.
#[test]
fn the_store_knows_no_rule() {
    for (module, Source { path, names, .. }) in sources() {
        let rules = names.iter().filter(|_| module[..].first().is_some_and(|own| own == "store"));
        let rules = rules.map(|name| name.join("::")).filter(|name| {
            name.starts_with("domain::")
                && !name.starts_with("domain::values::")
                && !name.starts_with("domain::people::role::")
        });
        assert_eq!(rules.collect::<Vec<_>>(), [""; 0], "{}", path.display());
    }
}

#[test]
fn the_table_in_the_docs_says_who_takes_from_whom() {
    let docs =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ARCHITECTURE.md"))
            .unwrap();
    for (folder, may) in TAKES_FROM {
        let row = format!(
            "| `{folder}` | {} |",
            if may.is_empty() { "–".into() } else { may.join(", ") }
        );
        assert!(docs.contains(&row), "{row}");
    }
}

/// A folder's `mod.rs` is its head: what its files take from it is no circle.
#[test]
fn no_two_files_need_each_other() {
    let sources = sources();
    let needs: BTreeMap<&Module, BTreeSet<Module>> = sources
        .iter()
        .map(|(module, source)| {
            let others = source.names.iter().filter_map(|name| file_of(&sources, name));
            (module, others.filter(|other| !module.starts_with(other)).collect())
        })
        .collect();
    assert!(needs.values().map(BTreeSet::len).sum::<usize>() > 1000, "hardly anything is read");
    // Whoever needs nobody who is left, or is needed by nobody, is no part of a circle.
    let mut left: BTreeSet<&Module> = sources.keys().collect();
    loop {
        let needed: BTreeSet<&Module> = left.iter().flat_map(|one| &needs[*one]).collect();
        let before = left.len();
        let now = left.clone();
        left.retain(|one| {
            needed.contains(one) && needs[*one].iter().any(|other| now.contains(other))
        });
        if left.len() == before {
            break;
        }
    }
    let circles = left.iter().map(|one| {
        let others = needs[*one].iter().filter(|other| left.contains(other));
        format!(
            "{} → {}",
            one.join("/"),
            others.map(|other| other.join("/")).collect::<Vec<_>>().join(", ")
        )
    });
    assert!(
        left.is_empty(),
        "these need each other, or what does:\n{}",
        circles.collect::<Vec<_>>().join("\n")
    );
}
