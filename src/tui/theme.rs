//! Colours by what they mean. A theme is a TOML file of roles; five ship, a user's own is laid over one of them.

use ratatui::style::{Color, Modifier, Style};
use toml::de::{DeTable, DeValue};

use super::config::Reader;
use crate::base::Say;
use crate::say;

macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a colour means; the same everywhere, and a symbol always goes with it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Role { $($(#[$doc])* $variant,)* }

        impl Role {
            /// Every role.
            pub const ALL: &[Role] = &[$(Role::$variant,)*];

            /// Its name in a theme file.
            pub fn name(self) -> &'static str {
                match self { $(Role::$variant => $name,)* }
            }
        }
    };
}

roles! {
    /// Plain text, and the ground of the whole screen.
    Text = "text",
    /// What this is: the second line, a popup's title, a table's focus.
    Title = "title",
    /// Settled, secondary, not to be looked at first.
    Muted = "muted",
    /// Dividing lines and borders.
    Rule = "rule",
    /// Where one is, what can be followed.
    Accent = "accent",
    /// Present, paid, answered in time.
    Ok = "ok",
    /// Wants attention soon: credits running out.
    Warn = "warn",
    /// Late.
    Late = "late",
    /// Absent, overdue, owing, refused.
    Bad = "bad",
    /// Excused, on leave.
    Excused = "excused",
    /// The selected row.
    Selection = "selection",
    /// The open tab.
    Tab = "tab",
    /// A key in the footer.
    Key = "key",
    /// What that key does; a column's head; a field's label.
    Label = "label",
    /// A field of a form.
    Field = "field",
    /// The field that is typed into.
    FieldActive = "field-active",
    /// The ground of a popup.
    Popup = "popup",
    /// Heat map: nothing.
    Heat0 = "heat-0",
    /// Heat map: little.
    Heat1 = "heat-1",
    /// Heat map: some.
    Heat2 = "heat-2",
    /// Heat map: much.
    Heat3 = "heat-3",
}

/// The themes that ship, by name.
pub const THEMES: &[(&str, &str)] = &[
    ("dark", include_str!("../../themes/dark.toml")),
    ("light", include_str!("../../themes/light.toml")),
    ("high-contrast", include_str!("../../themes/high-contrast.toml")),
    ("colour-blind", include_str!("../../themes/colour-blind.toml")),
    ("sixteen", include_str!("../../themes/sixteen.toml")),
];

/// How many colours a terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// None: `NO_COLOR` is set, or the terminal is dumb. Bold, underline and reverse remain.
    None,
    /// The sixteen.
    Sixteen,
    /// The 256.
    Indexed,
    /// All of them.
    True,
}

impl Depth {
    /// What an environment says by `NO_COLOR`, `COLORTERM` and `TERM`.
    pub fn detect(get: impl Fn(&str) -> Option<String>) -> Depth {
        let term = get("TERM").unwrap_or_default();
        if get("NO_COLOR").is_some_and(|value| !value.is_empty()) || term == "dumb" {
            return Depth::None;
        }
        match get("COLORTERM").as_deref() {
            Some("truecolor" | "24bit") => Depth::True,
            _ if term.ends_with("-direct") => Depth::True,
            _ if term.contains("256color") => Depth::Indexed,
            _ => Depth::Sixteen,
        }
    }
}

/// A style for each role, in colours that the terminal has.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    styles: Vec<Style>,
}

impl Theme {
    /// The theme of that name with a user's file laid over it, and everything that is wrong, by line.
    /// Where no theme has that name, that is a problem and the dark one serves.
    pub fn load(name: &str, own: Option<(&str, &str)>, depth: Depth) -> (Theme, Vec<Say>) {
        let mut problems = Vec::new();
        let shipped = |name: &str| THEMES.iter().find(|(n, _)| *n == name).map(|(_, text)| *text);
        let text = shipped(name).unwrap_or_else(|| {
            problems.push(say!("app-config-theme", name = name));
            THEMES[0].1
        });
        let mut styles = vec![Style::new(); Role::ALL.len()];
        lay_over(&mut styles, &mut Reader::new(name, text));
        if let Some((file, text)) = own {
            let mut reader = Reader::new(file, text);
            lay_over(&mut styles, &mut reader);
            problems.append(&mut reader.problems);
        }
        let styles = styles.into_iter().map(|style| reduce(style, depth)).collect();
        (Theme { styles }, problems)
    }

    /// The theme that suits a terminal when nobody chose one: `COLORFGBG` tells a light ground.
    pub fn suited(depth: Depth, get: impl Fn(&str) -> Option<String>) -> &'static str {
        let ground = get("COLORFGBG").and_then(|v| v.rsplit(';').next()?.parse::<u8>().ok());
        match (depth, ground) {
            (Depth::Sixteen, _) => "sixteen",
            (_, Some(7 | 9..=15)) => "light",
            _ => "dark",
        }
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }
}

impl Default for Theme {
    fn default() -> Theme {
        Theme::load("dark", None, Depth::True).0
    }
}

fn lay_over(styles: &mut [Style], reader: &mut Reader) {
    let tables = reader.tables();
    let Some(roles) = tables.get("roles").and_then(|value| reader.table(value)) else { return };
    for (name, value) in roles {
        let Some(role) = Role::ALL.iter().find(|role| role.name() == name.get_ref().as_ref()) else {
            reader.problem(name.span(), say!("app-config-role", name = name.get_ref().as_ref()));
            continue;
        };
        let read = match value.get_ref() {
            DeValue::String(colour) => colour_of(colour).map(|fg| Style::new().fg(fg)),
            DeValue::Table(table) => style_of(table),
            _ => Err(say!("app-config-style")),
        };
        match read {
            Ok(style) => styles[*role as usize] = style,
            Err(reason) => reader.problem(value.span(), reason),
        }
    }
}

fn colour_of(name: &str) -> Result<Color, Say> {
    name.parse().map_err(|_| say!("app-config-colour", name = name))
}

fn style_of(table: &DeTable) -> Result<Style, Say> {
    let mut style = Style::new();
    for (name, value) in table {
        let value = value.get_ref();
        let modifier = match name.get_ref().as_ref() {
            "fg" | "bg" => {
                let colour = colour_of(value.as_str().ok_or_else(|| say!("app-config-style"))?)?;
                style = if name.get_ref() == "fg" { style.fg(colour) } else { style.bg(colour) };
                continue;
            }
            "bold" => Modifier::BOLD,
            "dim" => Modifier::DIM,
            "italic" => Modifier::ITALIC,
            "underline" => Modifier::UNDERLINED,
            "reverse" => Modifier::REVERSED,
            _ => return Err(say!("app-config-style")),
        };
        if value.as_bool().ok_or_else(|| say!("app-config-style"))? {
            style = style.add_modifier(modifier);
        }
    }
    Ok(style)
}

/// The nearest style that a terminal of that depth shows.
fn reduce(style: Style, depth: Depth) -> Style {
    if depth == Depth::None {
        // A ground is how some roles are seen at all; without colours they are underlined.
        let ground = style.bg.is_some_and(|bg| bg != Color::Reset) && style.fg.is_none();
        let plain = Style { fg: None, bg: None, ..style };
        return if ground { plain.add_modifier(Modifier::UNDERLINED) } else { plain };
    }
    Style { fg: style.fg.map(|c| nearest(c, depth)), bg: style.bg.map(|c| nearest(c, depth)), ..style }
}

fn nearest(colour: Color, depth: Depth) -> Color {
    match (colour, depth) {
        (Color::Rgb(r, g, b), Depth::Indexed) => Color::Indexed(nearest_indexed([r, g, b])),
        (Color::Rgb(r, g, b), Depth::Sixteen) => nearest_of_sixteen([r, g, b]),
        (Color::Indexed(n @ 16..), Depth::Sixteen) => nearest_of_sixteen(indexed(n)),
        (colour, _) => colour,
    }
}

/// Levels of the 6×6×6 cube of the 256 colours.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn indexed(n: u8) -> [u8; 3] {
    match n {
        232.. => [8 + (n - 232) * 10; 3],
        _ => {
            let n = n.saturating_sub(16);
            [CUBE[usize::from(n / 36)], CUBE[usize::from(n / 6 % 6)], CUBE[usize::from(n % 6)]]
        }
    }
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    // Eyes weigh green most and blue least.
    [3, 6, 1].iter().zip(a.iter().zip(b)).map(|(w, (a, b))| w * u32::from(a.abs_diff(b)).pow(2)).sum()
}

fn nearest_indexed(rgb: [u8; 3]) -> u8 {
    (16..=255).min_by_key(|n| distance(indexed(*n), rgb)).unwrap_or(7)
}

fn nearest_of_sixteen(rgb: [u8; 3]) -> Color {
    const SIXTEEN: [(Color, [u8; 3]); 16] = [
        (Color::Black, [0, 0, 0]),
        (Color::Red, [205, 0, 0]),
        (Color::Green, [0, 205, 0]),
        (Color::Yellow, [205, 205, 0]),
        (Color::Blue, [0, 0, 238]),
        (Color::Magenta, [205, 0, 205]),
        (Color::Cyan, [0, 205, 205]),
        (Color::Gray, [229, 229, 229]),
        (Color::DarkGray, [127, 127, 127]),
        (Color::LightRed, [255, 0, 0]),
        (Color::LightGreen, [0, 255, 0]),
        (Color::LightYellow, [255, 255, 0]),
        (Color::LightBlue, [92, 92, 255]),
        (Color::LightMagenta, [255, 0, 255]),
        (Color::LightCyan, [0, 255, 255]),
        (Color::White, [255, 255, 255]),
    ];
    SIXTEEN.iter().min_by_key(|(_, other)| distance(*other, rgb)).map_or(Color::Gray, |(colour, _)| *colour)
}

#[cfg(test)]
#[path = "theme_tests.rs"]
mod tests;
