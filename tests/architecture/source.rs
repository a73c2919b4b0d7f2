//! Rust sources as text: which paths they name, and which literals they hold.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// One source file.
pub struct Source {
    /// Its path from the root of the repository, with `/`.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// Every source of the program, by path.
pub fn sources() -> Vec<Source> {
    let all = under("src");
    assert!(all.len() > 50, "the sources were not found");
    all
}

/// Every Rust file under a folder of the repository, by path.
pub fn under(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.push(Source { path, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

impl Source {
    /// Which room it stands in; none for `lib.rs` and `main.rs`.
    pub fn room(&self) -> Option<&str> {
        self.path.strip_prefix("src/")?.split_once('/').map(|(room, _)| room)
    }

    /// Which screen it belongs to.
    pub fn screen(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/tui/screens/")?;
        let name = inside.split_once('/').map_or_else(|| inside.trim_end_matches(".rs"), |(name, _)| name);
        (!matches!(name, "mod" | "tests")).then_some(name)
    }

    /// Whether all of it is tests: by its name, or because its parent takes it in for tests only.
    pub fn is_test(&self) -> bool {
        let (folder, name) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        let by_name = name == "tests.rs"
            || name.ends_with("_tests.rs")
            || ["/tests/", "_tests/"].iter().any(|folder| self.path.contains(folder));
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let parent = fs::read_to_string(root.join(folder).join("mod.rs")).unwrap_or_default();
        by_name || parent.contains(&format!("#[cfg(test)]\nmod {};", name.trim_end_matches(".rs")))
    }

    /// Its module, from the crate: `["tui", "screens", "class"]`.
    fn module(&self) -> Vec<String> {
        let inside = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let mut parts: Vec<String> = inside.split('/').map(str::to_owned).collect();
        if matches!(parts.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            parts.pop();
        }
        parts
    }

    /// Every word of the code, comments and literals left out.
    pub fn words(&self) -> BTreeSet<String> {
        let code = split(&self.text).code;
        code.split(|c: char| !(c.is_alphanumeric() || c == '_')).map(str::to_owned).collect()
    }

    /// Every path that begins with `crate`, `self` or `super`, written out from `crate`; a `use` with braces gives
    /// one for each of its ends.
    pub fn paths(&self) -> BTreeSet<String> {
        let code = split(&self.text).code;
        let mut found = BTreeSet::new();
        for first in ["crate::", "super::", "self::"] {
            for (at, _) in code.match_indices(first) {
                let before = code[..at].chars().next_back();
                if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | ':')) {
                    continue;
                }
                let mut ends = Vec::new();
                tree(&code[at..], "", &mut ends);
                found.extend(ends.iter().filter_map(|path| self.written_out(path)));
            }
        }
        found
    }

    /// `super::hint::of` as `crate::tui::screens::class::hint::of`.
    fn written_out(&self, path: &str) -> Option<String> {
        if path.starts_with("crate::") {
            return Some(path.to_owned());
        }
        let mut module = self.module();
        let mut rest = path.trim_start_matches("self::");
        while let Some(further) = rest.strip_prefix("super::") {
            module.pop()?;
            rest = further;
        }
        Some(format!("crate::{}::{rest}", module.join("::")))
    }

    /// The literals of its strings; those of attributes and of what is said as the program breaks left out.
    pub fn literals(&self) -> Vec<String> {
        split(&self.text).literals
    }

    /// The same file without `fn example()` and without the modules of its tests.
    pub fn without_examples_and_tests(&self) -> Source {
        let mut text = self.text.clone();
        for opening in [
            "fn example()",
            "\nexample ",
            "\n    example ",
            "#[cfg(test)]\nmod tests {",
            "#[cfg(test)]\npub mod tests {",
        ] {
            while let Some(at) = text.find(opening) {
                let end = block_end(&text, at);
                text.replace_range(at..end, "");
            }
        }
        Source { path: self.path.clone(), text }
    }
}

/// Where the block ends that opens after `at`. Braces in literals pair up in formats, which is all there is.
fn block_end(text: &str, at: usize) -> usize {
    let mut depth = 0usize;
    for (offset, c) in text[at..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + offset + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// The ends of the path or tree of paths that `code` begins with; gives how much of it was read.
fn tree(code: &str, prefix: &str, ends: &mut Vec<String>) -> usize {
    let mut path = prefix.to_owned();
    let mut at = 0;
    loop {
        at += code[at..].len() - code[at..].trim_start().len();
        if code[at..].starts_with('{') {
            at += 1;
            loop {
                at += tree(&code[at..], &path, ends);
                at += code[at..].len()
                    - code[at..].trim_start_matches(|c: char| c.is_whitespace() || c == ',').len();
                match code[at..].chars().next() {
                    Some('}') => return at + 1,
                    None => return at,
                    Some(c) if !(c.is_alphanumeric() || matches!(c, '_' | '*' | '{')) => return at,
                    Some(_) => {}
                }
            }
        }
        let name =
            code[at..].len() - code[at..].trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len();
        let star = usize::from(name == 0 && code[at..].starts_with('*'));
        path.push_str(&code[at..at + name + star]);
        at += name + star;
        match code[at..].strip_prefix("::") {
            Some(_) if name > 0 => {
                path.push_str("::");
                at += 2;
            }
            _ => break,
        }
    }
    ends.push(path);
    // `as other` belongs to the end just read.
    if let Some(rest) = code[at..].trim_start().strip_prefix("as ") {
        let alias = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
        at = code.len() - alias.len();
    }
    at
}

struct Split {
    /// The text without comments and with empty literals.
    code: String,
    literals: Vec<String>,
}

/// What goes before a literal that nobody reads on a screen: an attribute, or words for a programmer.
const UNREAD: &[&str] = &["#[error(", "#[serde(", "#[doc", "unreachable!(", "panic!(", "expect(", "assert!("];

/// Parts code from comments and literals.
fn split(text: &str) -> Split {
    let mut out = Split { code: String::new(), literals: Vec::new() };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with('"') {
            let end = closing(rest);
            let line = out.code.rsplit('\n').next().unwrap_or_default();
            if !UNREAD.iter().any(|opening| line.contains(opening)) {
                out.literals.push(rest[1..end].to_owned());
            }
            out.code.push_str("\"\"");
            at += end + 1;
        } else if let Some(hashes) = raw(rest, at.checked_sub(1).map(|before| bytes[before])) {
            let close = format!("\"{}", "#".repeat(hashes));
            let start = hashes + 2;
            let end = rest[start..].find(&close).map_or(rest.len(), |end| start + end);
            out.literals.push(rest[start..end].to_owned());
            out.code.push_str("\"\"");
            at += (end + close.len()).min(rest.len());
        } else if let Some(len) = character(rest) {
            out.literals.push(rest[1..len - 1].to_owned());
            out.code.push_str("' '");
            at += len;
        } else {
            let c = rest.chars().next().unwrap_or_default();
            out.code.push(c);
            at += c.len_utf8();
        }
    }
    out
}

/// Where the string that `text` begins with ends.
fn closing(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    text.len() - 1
}

/// The hashes of a raw string that begins here.
fn raw(text: &str, before: Option<u8>) -> Option<usize> {
    if before.is_some_and(|b| b.is_ascii_alphanumeric() && b != b'b' || b == b'_') {
        return None;
    }
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// The length of a character literal that begins here; a lifetime is none.
fn character(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    let len = match inside.strip_prefix('\\') {
        Some(escaped) => 1 + escaped.char_indices().skip(1).find(|(_, c)| *c == '\'')?.0,
        None => inside.chars().next()?.len_utf8(),
    };
    inside[len..].starts_with('\'').then_some(len + 2)
}
