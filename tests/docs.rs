//! What the docs say is what the program does. Pages and pictures that are made from the program are compared here;
//! `UPDATE_DOCS=1 cargo test --test docs` writes them anew.

#[path = "docs/picture.rs"]
mod picture;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rollbook::base::StaffId;
use rollbook::cli::demo;
use rollbook::cli::docs::commands_page;
use rollbook::desk::{Desk, FixedClock};
use rollbook::lang::{Lang, Tongue};
use rollbook::store::{Direction, Engine, Memory};
use rollbook::tui::driver::{Driver, test_look, test_now};
use rollbook::tui::input::keymap_docs::keymap_page;
use rollbook::tui::screens::program;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a page with what the program makes of it now, or writes it.
fn held(path: &str, made: &str) {
    let file = root().join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, made).unwrap();
        return;
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == made, "{path} is out of date: UPDATE_DOCS=1 cargo test --test docs");
}

#[test]
fn the_page_of_keys_is_that_of_the_keymap() {
    held("docs/keymap.md", &keymap_page());
}

#[test]
fn the_page_of_commands_is_that_of_their_types() {
    held("docs/commands.md", &commands_page());
}

/// Screens in the pictures: the file's name, and the keys that lead there from Today.
const SCREENS: &[(&str, &str)] = &[
    ("today", ""),
    // A lesson half marked: someone late, someone absent, one excused, points to two.
    ("class", "3 down l down down a down e down p 1 down p 2 home"),
    ("roster", "2"),
    ("card", "2 down down enter"),
    ("board", "4"),
    ("projector", "4 p"),
    ("tickets", "5"),
    ("fees", "6 enter"),
    // The classes.
    ("setup", "7 right right right right right right"),
    ("palette", ": down"),
];

/// A demo school on the day of the pictures, at the desk of its manager.
fn school(tongue: Tongue) -> Memory {
    let today = test_look(tongue).shown.today;
    demo::make(demo::Size { students: 60, weeks: 6 }, 7, today, &Lang::new(Tongue::ZhCn)).unwrap()
}

#[test]
fn pictures_show_the_program_as_it_is() {
    for tongue in Tongue::ALL {
        let school = school(tongue);
        for (name, keys) in SCREENS {
            // Some minutes into the afternoon's lesson.
            let clock = Arc::new(FixedClock::at(test_now() + Duration::from_secs(75 * 60)));
            let desk = Desk::over(Arc::new(copy(&school)), clock);
            let mut driver =
                Driver::new(program(desk.session(StaffId(1), "docs"), test_look(tongue)), 100, 30);
            driver.keys(keys).unwrap();
            let svg = picture::svg(&driver.frame().0);
            held(&format!("docs/images/{name}.{}.svg", tongue.name()), &svg);
        }
    }
}

/// The same books once more: what one picture does is not seen in the next.
fn copy(books: &Memory) -> Memory {
    let (copy, snapshot) = (Memory::new(), books.snapshot().unwrap());
    let rows = |table| snapshot.scan(table, &[], &[], Direction::Up, usize::MAX).unwrap();
    let batch = (0..=u8::MAX)
        .flat_map(|table| rows(table).into_iter().map(move |(key, value)| ((table, key), Some(value))));
    copy.commit(&batch.collect()).unwrap();
    copy
}

/// The markdown pages of a folder, by name.
fn pages(folder: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".md"))
        .collect();
    names.sort();
    names
}

#[test]
fn the_guide_has_every_page_in_both_languages_and_its_index_names_it() {
    let names = pages("docs/guide/en");
    assert_eq!(names, pages("docs/guide/zh-CN"));
    for language in ["en", "zh-CN"] {
        let index = fs::read_to_string(root().join(format!("docs/guide/{language}/README.md"))).unwrap();
        for name in names.iter().filter(|name| *name != "README.md") {
            assert!(
                index.contains(&format!("({name})")),
                "docs/guide/{language}/README.md leaves {name} out"
            );
        }
    }
}

#[test]
fn every_table_of_the_store_is_told_of() {
    let page = fs::read_to_string(root().join("docs/data.md")).unwrap();
    for table in rollbook::books::tables() {
        let row = format!("| {} | {} |", table.id, table.name);
        let kept = page.lines().find(|line| line.starts_with(&row));
        let kept = kept.unwrap_or_else(|| panic!("docs/data.md has no row {row}"));
        assert!(kept.ends_with(&format!("| {:?} |", table.keeping)), "{kept}");
    }
}

#[test]
fn every_dependency_says_why_it_is_there() {
    let page = fs::read_to_string(root().join("docs/dependencies.md")).unwrap();
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let unix = &manifest["target"]["cfg(unix)"]["dependencies"];
    for list in [&manifest["dependencies"], &manifest["dev-dependencies"], unix] {
        for name in list.as_table().unwrap().keys() {
            assert!(page.contains(&format!("`{name}`")), "docs/dependencies.md leaves {name} out");
        }
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut folders: Vec<PathBuf> = ["docs", "docs/guide", "docs/guide/en", "docs/guide/zh-CN"]
        .into_iter()
        .map(|folder| root().join(folder))
        .collect();
    folders.push(root().to_owned());
    let mut broken = Vec::new();
    for folder in folders {
        let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        for file in files.filter(|file| file.extension().is_some_and(|ext| ext == "md")) {
            let text = fs::read_to_string(&file).unwrap();
            for (at, _) in text.match_indices("](") {
                let link = text[at + 2..].split(')').next().unwrap_or_default();
                let target = link.split('#').next().unwrap_or_default();
                if !target.is_empty() && !target.contains("://") && !folder.join(target).exists() {
                    broken.push(format!("{}: {link}", file.display()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
