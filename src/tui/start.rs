//! From a session and the user's own files to the running program.

use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::app::{Look, Tone, channel, run};
use super::config::Reader;
use super::event::End;
use super::input::Keymap;
use super::screens::{Outside, program_with};
use super::terminal::Options;
use super::theme::{Depth, Theme};
use super::widgets::{Item, Picker};
use crate::base::{Currency, Say, Zone};
use crate::desk::Session;
use crate::lang::{Lang, Shown, Tongue, is_utf8};
use crate::say;

/// What `settings.toml` in the configuration folder may say.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The theme: one of the shipped ones by name.
    pub theme: Option<String>,
    /// The language, `zh-CN` or `en`, where no flag gives one.
    pub language: Option<String>,
    /// Whether the mouse wheel scrolls; it takes the terminal's own selection away.
    pub mouse: bool,
    /// Whether to draw with signs that any console has.
    pub ascii: bool,
}

/// What the user's own files in the configuration folder are called.
pub const OWN_FILES: [&str; 3] = ["settings.toml", "keymap.toml", "theme.toml"];

/// The user's own files, and everything that is wrong with them, by file and line.
pub struct Own {
    /// What `settings.toml` says.
    pub settings: Settings,
    keymap: Keymap,
    theme_file: Option<(String, String)>,
    /// What is wrong, each with file and line; the defaults serve there.
    pub problems: Vec<Say>,
}

impl Own {
    /// Reads the configuration folder; a file that is missing is no problem.
    pub fn read(folder: Option<&Path>) -> Own {
        let mut problems = Vec::new();
        let mut file = |name: &str| -> Option<(String, String)> {
            let path = folder?.join(name);
            match std::fs::read_to_string(&path) {
                Ok(text) => Some((path.display().to_string(), text)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => {
                    let path = path.display().to_string();
                    problems.push(say!("app-config-unreadable", file = path, detail = error.to_string()));
                    None
                }
            }
        };
        let [settings_file, keymap_file, theme_file] = OWN_FILES.map(&mut file);
        let settings = match settings_file {
            Some((name, text)) => toml::from_str(&text).unwrap_or_else(|error: toml::de::Error| {
                let mut reader = Reader::new(&name, &text);
                let reason = say!("app-config-syntax", detail = error.message());
                reader.problem(error.span().unwrap_or(0..0), reason);
                problems.append(&mut reader.problems);
                Settings::default()
            }),
            None => Settings::default(),
        };
        let mut keymap = Keymap::default_keys();
        if let Some((name, text)) = keymap_file {
            let (laid_over, mut wrong) = keymap.overlay(&name, &text);
            keymap = laid_over;
            problems.append(&mut wrong);
        }
        Own { settings, keymap, theme_file, problems }
    }

    /// The theme for this terminal: by the environment, else by the settings, else one that suits. What is
    /// wrong with the user's own joins the problems.
    pub fn theme(&mut self) -> Theme {
        let env = |name: &str| std::env::var(name).ok();
        let depth = Depth::detect(env);
        let wanted = env("ROLLBOOK_THEME").or(self.settings.theme.clone());
        let name = wanted.unwrap_or_else(|| Theme::suited(depth, env).to_owned());
        let own = self.theme_file.as_ref().map(|(file, text)| (file.as_str(), text.as_str()));
        let (theme, mut wrong) = Theme::load(&name, own, depth);
        self.problems.append(&mut wrong);
        theme
    }
}

/// Where the user's own files are: `ROLLBOOK_CONFIG`, or the platform's configuration folder.
pub fn config_folder() -> Option<PathBuf> {
    let given = std::env::var_os("ROLLBOOK_CONFIG").filter(|given| !given.is_empty()).map(PathBuf::from);
    given.or_else(|| {
        directories::ProjectDirs::from("", "", "rollbook").map(|dirs| dirs.config_dir().to_owned())
    })
}

/// Opens the program on this terminal; says why it ended.
///
/// # Errors
/// When the terminal can't be taken or written to.
pub fn start(session: Session, tongue: Tongue, mut own: Own, outside: Outside) -> io::Result<End> {
    let env = |name: &str| std::env::var(name).ok();
    let theme = own.theme();
    let problems = own.problems;
    let zone = Zone::default();
    let shown = Shown { currency: Currency::default(), zone, today: zone.day(session.desk.now()) };
    let plain = own.settings.ascii || !is_utf8(env);
    let look = Look { lang: Lang::new(tongue), shown, theme, keymap: own.keymap, plain };
    let mut app = program_with(session, look, outside);
    if !problems.is_empty() {
        app.tell(say!("app-config-problems", count = problems.len()), Tone::Warn);
        app.show(|cx| {
            let items = problems.iter().map(|problem| Item::new(cx.look.say(problem))).collect();
            let title = cx.look.text("app-config-title").into_owned();
            Box::new(Picker::of(title, items, |_, _| super::app::Effect::Close, cx))
        });
    }
    run(&mut app, Options { mouse: own.settings.mouse }, &channel())
}
