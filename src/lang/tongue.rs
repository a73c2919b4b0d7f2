//! Which language: the flag says, else the setting, else the environment's locale.

use unic_langid::LanguageIdentifier;

/// A language that the program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tongue {
    /// 简体中文
    ZhCn,
    /// English
    En,
}

impl Tongue {
    /// Every language.
    pub const ALL: [Tongue; 2] = [Tongue::ZhCn, Tongue::En];

    /// The name that a flag or a setting gives: `zh-CN` or `en`. Only these two.
    pub fn named(name: &str) -> Option<Tongue> {
        match name.trim() {
            "zh-CN" => Some(Tongue::ZhCn),
            "en" => Some(Tongue::En),
            _ => None,
        }
    }

    /// Its name, as a flag gives it.
    pub fn name(self) -> &'static str {
        match self {
            Tongue::ZhCn => "zh-CN",
            Tongue::En => "en",
        }
    }

    /// The flag decides, else the setting, else a locale such as `zh_CN.UTF-8`; any that is not Chinese is English.
    pub fn detect(flag: Option<Tongue>, setting: Option<Tongue>, locale: Option<&str>) -> Tongue {
        flag.or(setting).unwrap_or_else(|| match locale {
            Some(locale) if locale.to_ascii_lowercase().starts_with("zh") => Tongue::ZhCn,
            _ => Tongue::En,
        })
    }

    pub(super) fn identifier(self) -> LanguageIdentifier {
        // Decides the plural rules; the names above are well formed, and a default would still speak.
        self.name().parse().unwrap_or_default()
    }
}

/// The locale for messages that an environment names: `LC_ALL`, else `LC_MESSAGES`, else `LANG`.
pub fn environment_locale(get: impl Fn(&str) -> Option<String>) -> Option<String> {
    ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| get(name).filter(|value| !value.is_empty()))
}

/// Whether the environment's characters are UTF-8: `LC_ALL`, else `LC_CTYPE`, else `LANG` says. An
/// environment that says nothing is taken at its word only when it names a locale that is not UTF-8.
pub fn is_utf8(get: impl Fn(&str) -> Option<String>) -> bool {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| get(name).filter(|value| !value.is_empty()));
    match named {
        None => true,
        Some(locale) => {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        }
    }
}
