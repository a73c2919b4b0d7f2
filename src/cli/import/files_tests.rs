use super::*;

fn folder() -> (tempfile::TempDir, LocalFiles) {
    let folder = tempfile::tempdir().unwrap();
    for name in ["Roster.csv", "roster old.csv", ".hidden.csv", "photo.png"] {
        std::fs::write(folder.path().join(name), "姓名\n王小明\n").unwrap();
    }
    std::fs::create_dir(folder.path().join("rolls")).unwrap();
    let files = LocalFiles::of(folder.path());
    (folder, files)
}

#[test]
fn a_path_is_completed_by_what_lies_there() {
    let (folder, files) = folder();
    let at = |rest: &str| format!("{}/{rest}", folder.path().display());
    let offered = |typed: &str| -> Vec<String> {
        files.complete(&at(typed)).unwrap().into_iter().map(|offer| offer.name.to_string()).collect()
    };
    assert_eq!(offered("r"), ["Roster.csv", "rolls", "roster old.csv"], "small letters stand for capitals");
    assert_eq!(offered("R"), ["Roster.csv"]);
    assert_eq!(offered("").len(), 4, "what is hidden stays hidden");
    assert_eq!(offered(".h"), [".hidden.csv"]);
    assert_eq!(files.complete(&at("rolls")).unwrap()[0].path, at("rolls/"));
    let no = files.complete(&at("nowhere/x")).unwrap_err();
    assert_eq!((no.kind, &*no.reason.key), (Kind::Missing, "import-no-folder"));
    let no = files.complete(&at("photo.png/x")).unwrap_err();
    assert!(no.hint.is_some());
}

#[test]
fn home_stays_as_it_was_typed() {
    let (_folder, files) = folder();
    if directories::BaseDirs::new().is_some_and(|dirs| dirs.home_dir().is_dir()) {
        for offer in files.complete("~").unwrap() {
            assert!(offer.path.starts_with("~/"), "{}", offer.path);
        }
        assert!(at_home("~").is_absolute() && at_home("~/x").is_absolute());
    }
    assert_eq!(at_home("~x/y"), PathBuf::from("~x/y"));
}

#[test]
fn a_path_that_was_dropped_on_the_terminal_is_understood() {
    let (folder, files) = folder();
    let plain = folder.path().join("roster old.csv");
    let path = plain.display().to_string();
    for typed in [path.clone(), format!("'{path}' "), format!("\"{path}\""), path.replace(' ', "\\ ")] {
        assert_eq!(files.open(&typed).unwrap().path, plain, "{typed}");
    }
    let no = files.open(&folder.path().join("rolls").display().to_string()).unwrap_err();
    assert_eq!(no.reason.key, "import-folder");
    assert_eq!(files.open("/no/such.csv").unwrap_err().kind, Kind::Missing);
}
