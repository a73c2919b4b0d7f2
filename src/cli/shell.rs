//! What every subcommand works with: its language, where the data is, and the two ways out.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::base::{Currency, Kind, Refused, Say, Zone};
use crate::lang::{Lang, Shown, Tongue, environment_locale};
use crate::say;

/// What every subcommand works with.
pub struct Shell {
    /// The language that is spoken.
    pub lang: Lang,
    /// The data folder, where one was given.
    pub data: Option<PathBuf>,
    /// The operator, where one was given.
    pub operator: Option<String>,
}

/// The language: by flag, else by the environment, else by the system.
pub fn language(args: &[OsString]) -> Lang {
    let locale = environment_locale(|name| std::env::var(name).ok()).or_else(sys_locale::get_locale);
    Lang::new(Tongue::detect(super::args::asked_language(args), None, locale.as_deref()))
}

/// How amounts and times read where no school says it.
pub fn plain() -> Shown {
    let zone = Zone::default();
    Shown { currency: Currency::default(), zone, today: zone.day(chrono::Utc::now()) }
}

impl Shell {
    /// The data folder: the one given, or that of the platform.
    ///
    /// # Errors
    /// When none is given and the platform has none; when a file stands where the folder should be.
    pub fn data(&self) -> Result<PathBuf, Refused> {
        match &self.data {
            Some(folder) => match folder.ancestors().find(|place| place.exists()) {
                Some(place) if !place.is_dir() => {
                    let say = say!("cli-data-no-folder", place = place.display().to_string());
                    Err(Refused::new(Kind::Config, say).hint(say!("cli-no-home-hint")))
                }
                _ => Ok(folder.clone()),
            },
            None => directories::ProjectDirs::from("", "", "rollbook")
                .map(|dirs| dirs.data_dir().to_owned())
                .ok_or_else(no_home),
        }
    }

    /// An answer, to stdout.
    ///
    /// # Errors
    /// When it can't be written, but for a reader that has gone away.
    pub fn answer(&self, text: &str) -> Result<(), Refused> {
        let mut out = std::io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(Refused::new(Kind::Storage, say!("cli-no-output", why = error.to_string())))
            }
            _ => Ok(()),
        }
    }

    /// A message, to stderr.
    pub fn tell(&self, say: &Say, shown: &Shown) {
        eprintln!("{}", self.lang.say(say, shown));
    }

    /// A refusal with its advice, to stderr.
    pub fn refuse(&self, refused: &Refused) {
        let shown = plain();
        self.tell(&refused.reason, &shown);
        if let Some(hint) = &refused.hint {
            self.tell(hint, &shown);
        }
    }

    /// A refusal as a script reads it: words in the language that is spoken, and keys that never change.
    pub fn refusal(&self, refused: &Refused, shown: &Shown) -> Value {
        json!({
            "kind": refused.kind,
            "reason": self.lang.say(&refused.reason, shown),
            "hint": refused.hint.as_ref().map(|hint| self.lang.say(hint, shown)),
            "reason_key": refused.reason.key,
            "hint_key": refused.hint.as_ref().map(|hint| &hint.key),
        })
    }
}

/// That the system knows no home folder.
pub fn no_home() -> Refused {
    Refused::new(Kind::Config, say!("cli-no-home")).hint(say!("cli-no-home-hint"))
}
