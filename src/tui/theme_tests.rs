use super::*;

fn rgb(colour: Color) -> Option<[f64; 3]> {
    match colour {
        Color::Rgb(r, g, b) => Some([r, g, b].map(f64::from)),
        _ => None,
    }
}

/// Contrast by WCAG: 1 (none) to 21.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let luminance = |c: [f64; 3]| {
        let [r, g, b] = c.map(|v| {
            let v = v / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_shipped_theme_gives_every_role_without_a_fault() {
    for (name, text) in THEMES {
        let mut reader = Reader::new(name, text);
        let tables = reader.tables();
        let roles = tables.get("roles").and_then(|v| v.get_ref().as_table()).unwrap();
        for role in Role::ALL {
            assert!(roles.contains_key(role.name()), "{name} lacks {}", role.name());
        }
        lay_over(&mut vec![Style::new(); Role::ALL.len()], &mut reader);
        assert_eq!(reader.problems, [], "{name}");
    }
}

#[test]
fn words_are_legible_on_the_ground_and_on_the_selected_row() {
    for (name, text) in THEMES {
        let theme = Theme::load(name, None, Depth::True).0;
        let ground = Reader::new(name, text).tables();
        let ground = rgb(colour_of(ground["ground"].get_ref().as_str().unwrap()).unwrap());
        let grounds = [ground, theme.style(Role::Selection).bg.and_then(rgb)];
        use Role::{Accent, Bad, Excused, Key, Label, Late, Muted, Ok, Tab, Warn};
        for role in [Muted, Accent, Ok, Warn, Late, Bad, Excused, Key, Label, Tab] {
            let style = theme.style(role);
            let Some(fg) = style.fg.and_then(rgb) else { continue };
            for ground in grounds.into_iter().flatten() {
                let ground = style.bg.and_then(rgb).unwrap_or(ground);
                let contrast = contrast(fg, ground);
                assert!(contrast >= 4.5, "{name}: {} has a contrast of {contrast:.1}", role.name());
            }
        }
    }
}

#[test]
fn a_users_theme_is_laid_over_and_its_faults_are_told() {
    let own =
        "[roles]\nok = \"#010203\"\nbad = \"crimsonish\"\nglow = \"red\"\nwarn = 7\nlate = { bg = \"blue\" }";
    let (theme, problems) = Theme::load("light", Some(("my.toml", own)), Depth::True);
    assert_eq!(theme.style(Role::Ok).fg, Some(Color::Rgb(1, 2, 3)));
    assert_eq!(theme.style(Role::Late).bg, Some(Color::Blue));
    assert_eq!(theme.style(Role::Bad), Theme::load("light", None, Depth::True).0.style(Role::Bad));
    assert_eq!(problems.len(), 3);
}

#[test]
fn fewer_colours_keep_the_meaning_and_none_keep_the_emphasis() {
    let sixteen = Theme::load("dark", None, Depth::Sixteen).0;
    assert!(
        Role::ALL.iter().all(|r| !matches!(sixteen.style(*r).fg, Some(Color::Rgb(..) | Color::Indexed(_))))
    );
    let indexed = Theme::load("dark", None, Depth::Indexed).0;
    assert!(Role::ALL.iter().all(|r| !matches!(indexed.style(*r).fg, Some(Color::Rgb(..)))));
    let none = Theme::load("dark", None, Depth::None).0;
    assert!(Role::ALL.iter().all(|r| none.style(*r).fg.is_none() && none.style(*r).bg.is_none()));
    assert!(none.style(Role::Bad).add_modifier.contains(Modifier::BOLD));
    assert_ne!(none.style(Role::Selection), Style::new(), "the selected row is still seen");
}

#[test]
fn the_environment_says_how_many_colours() {
    let env = |pairs: &'static [(&str, &str)]| {
        move |name: &str| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
    };
    assert_eq!(Depth::detect(env(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")])), Depth::True);
    assert_eq!(Depth::detect(env(&[("TERM", "xterm-256color")])), Depth::Indexed);
    assert_eq!(Depth::detect(env(&[("TERM", "linux")])), Depth::Sixteen);
    assert_eq!(Depth::detect(env(&[("COLORTERM", "truecolor"), ("NO_COLOR", "1")])), Depth::None);
    assert_eq!(Theme::suited(Depth::True, env(&[("COLORFGBG", "0;15")])), "light");
    assert_eq!(Theme::suited(Depth::Sixteen, env(&[])), "sixteen");
}
