//! Which arguments there are. Their help stands in the message files: `cli-NAME` for a subcommand
//! (`.doc` tells it at more length), `cli-NAME-ARGUMENT` for an argument.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand, value_parser};

use crate::base::{Day, Say, parse_day};
use crate::lang::{Lang, Tongue};
use crate::say;

/// All arguments.
#[derive(Parser)]
#[command(name = "rollbook", version, disable_help_subcommand = true, disable_help_flag = true)]
#[command(disable_version_flag = true)]
pub struct Cli {
    #[arg(long, env = "ROLLBOOK_DATA", hide_env = true, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    #[arg(long, value_name = "zh-CN|en", value_parser = ["zh-CN", "en"], hide_possible_values = true, global = true)]
    pub lang: Option<String>,
    #[arg(long = "as", value_name = "OPERATOR", global = true)]
    pub operator: Option<String>,
    #[command(subcommand)]
    pub command: Option<Sub>,
}

/// The subcommands.
#[derive(Subcommand)]
pub enum Sub {
    Init(Init),
    Import(Import),
    Export(Export),
    Demo(Demo),
    Verify(Verify),
    Config,
    Do,
    Ask(Ask),
}

#[derive(Args)]
pub struct Init {
    #[arg(long, value_name = "NAME")]
    pub name: String,
    #[arg(long, value_name = "ZONE", default_value = "Asia/Shanghai")]
    pub zone: String,
    #[arg(long, value_name = "CODE", default_value = "CNY")]
    pub currency: String,
    #[arg(long, value_name = "NAME")]
    pub operator: String,
}

#[derive(Args)]
pub struct Import {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub yes: bool,
    #[arg(long)]
    pub json: bool,
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
}

#[derive(Args)]
pub struct Export {
    #[arg(value_name = "WHAT", value_parser = PossibleValuesParser::new([super::export::TABLES, &[super::export::ONEROSTER]].concat()))]
    #[arg(hide_possible_values = true)]
    pub what: String,
    #[arg(long, value_name = "csv|xlsx|json|hledger|beancount", hide_possible_values = true)]
    #[arg(value_parser = super::export::FORMATS)]
    pub format: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub from: Option<Day>,
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub until: Option<Day>,
    #[arg(long, value_name = "CLASS")]
    pub class: Option<String>,
    #[arg(long, value_name = "1.1|1.2", default_value = "1.1", value_parser = ["1.1", "1.2"])]
    #[arg(hide_possible_values = true)]
    pub version: String,
}

fn day(text: &str) -> Result<Day, &'static str> {
    parse_day(text).ok_or("2026-09-03")
}

#[derive(Args)]
pub struct Demo {
    #[arg(long, value_name = "N", default_value_t = 320, value_parser = value_parser!(u32).range(1..=5000))]
    pub students: u32,
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = value_parser!(u32).range(1..=52))]
    pub weeks: u32,
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub seed: u64,
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub today: Option<Day>,
    #[arg(long)]
    pub no_ui: bool,
}

#[derive(Args)]
pub struct Verify {
    #[arg(long)]
    pub json: bool,
    #[arg(long, value_name = "SEQ:HASH")]
    pub anchor: Vec<crate::desk::Anchor>,
}

#[derive(Args)]
pub struct Ask {
    #[arg(value_name = "NAME")]
    pub name: String,
    #[arg(value_name = "JSON")]
    pub fields: Option<String>,
}

/// Why the arguments were not taken: help or the version was asked for, or they are wrong.
pub struct Usage {
    text: String,
    code: u8,
}

impl Usage {
    /// Tells it where it belongs, and gives the exit code.
    pub fn tell(&self) -> ExitCode {
        if self.code == 0 {
            // A closed pipe is no fault: whoever read has seen enough.
            let _ = std::io::Write::write_all(&mut std::io::stdout(), self.text.as_bytes());
        } else {
            eprint!("{}", self.text);
        }
        ExitCode::from(self.code)
    }
}

/// Reads the arguments.
///
/// # Errors
/// When help or the version was asked for, or they are wrong.
pub fn parse(args: &[OsString], lang: &Lang) -> Result<Cli, Usage> {
    let usage = |error: clap::Error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Usage { text: error.to_string(), code: 0 },
        _ => Usage { text: explain(&error, lang), code: 2 },
    };
    let matches = command(lang).try_get_matches_from(args).map_err(usage)?;
    Cli::from_arg_matches(&matches).map_err(usage)
}

/// The program's arguments with their help in that language.
pub fn command(lang: &Lang) -> Command {
    let mut command = speak(Cli::command(), ("cli-rollbook", "cli"), lang);
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |sub| {
            let key = format!("cli-{name}");
            speak(sub, (&key, &key), lang)
        });
    }
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let options = lang.text("cli-heading-options").into_owned();
    command
        .subcommand_help_heading(lang.text("cli-heading-commands").into_owned())
        .arg(help.help(lang.text("cli-help").into_owned()).help_heading(options.clone()))
        .arg(version.help(lang.text("cli-version").into_owned()).help_heading(options))
}

/// Gives a command its words: `about` is the key of its own, those of its arguments begin with `key`.
fn speak(command: Command, (about, key): (&str, &str), lang: &Lang) -> Command {
    let text = |key: &str| lang.text(key).into_owned();
    let template = format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}\n", text("cli-heading-usage"));
    let about = (text(about), lang.doc(about).into_owned());
    command.about(about.0).long_about(about.1).help_template(template).mut_args(|arg| {
        let heading = if arg.is_positional() { "cli-heading-arguments" } else { "cli-heading-options" };
        let help = text(&format!("{key}-{}", arg.get_id().as_str().replace('_', "-")));
        arg.help(help).help_heading(text(heading))
    })
}

/// What is wrong with the arguments, in that language.
fn explain(error: &clap::Error, lang: &Lang) -> String {
    let part = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    };
    let argument = part(ContextKind::InvalidArg);
    let wrong: Say = match error.kind() {
        ErrorKind::UnknownArgument => say!("cli-wrong-argument", argument = argument),
        ErrorKind::InvalidSubcommand => {
            say!("cli-wrong-command", command = part(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            say!("cli-wrong-value", argument = argument, value = part(ContextKind::InvalidValue))
        }
        ErrorKind::MissingRequiredArgument => say!("cli-wrong-missing", argument = argument),
        ErrorKind::ArgumentConflict => say!("cli-wrong-twice", argument = argument),
        _ => say!("cli-wrong-other", detail = error.kind().to_string()),
    };
    let shown = super::shell::plain();
    format!("{}\n{}\n", lang.say(&wrong, &shown), lang.text("cli-wrong-hint"))
}

/// The language that the arguments ask for: needed before they are read.
pub fn asked_language(args: &[OsString]) -> Option<Tongue> {
    let mut rest = args.iter().skip(1).filter_map(|arg| arg.to_str());
    while let Some(arg) = rest.next() {
        match arg.strip_prefix("--lang") {
            Some("") => return rest.next().and_then(Tongue::named),
            Some(value) => return value.strip_prefix('=').and_then(Tongue::named),
            None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Help is put together from names, so the search for keys in the sources can't see it.
    #[test]
    fn every_argument_is_explained_in_both_languages() {
        for tongue in Tongue::ALL {
            let mut command = command(&Lang::new(tongue));
            command.build();
            let subs = command.get_subcommands().filter(|sub| !sub.is_hide_set());
            for sub in subs.chain([&command]) {
                let about = sub.get_about().unwrap().to_string();
                assert!(!about.starts_with("cli-"), "{about}");
                for arg in sub.get_arguments().filter(|arg| !arg.is_hide_set()) {
                    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                    assert!(
                        !help.is_empty() && !help.starts_with("cli-"),
                        "{} {}",
                        sub.get_name(),
                        arg.get_id()
                    );
                }
            }
        }
    }

    #[test]
    fn the_language_is_known_before_the_arguments_are_read() {
        let asked = |args: &[&str]| asked_language(&args.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(asked(&["rollbook", "--lang", "zh-CN", "--nonsense"]), Some(Tongue::ZhCn));
        assert_eq!(asked(&["rollbook", "init", "--lang=en"]), Some(Tongue::En));
        assert_eq!(asked(&["rollbook", "--lang"]), None);
    }
}
