//! Posts 岗位 by their names: as they are shown, and as they are typed.

use crate::base::Say;
use crate::desk::register::Role;
use crate::desk::roles;
use crate::say;
use crate::tui::app::Look;

/// Posts by their names, a comma between.
pub fn named(posts: &[Role], look: &Look) -> String {
    let names: Vec<_> = posts.iter().map(|post| look.text(roles::key(*post))).collect();
    names.join(&look.text("setup-comma"))
}

/// Reads posts by their names, commas or blanks between.
///
/// # Errors
/// What names no post.
pub fn read(typed: &str, look: &Look) -> Result<Vec<Role>, Say> {
    let separates = |c: char| c.is_whitespace() || [',', '，', '、', ';', '；'].contains(&c);
    let all: Vec<(Role, String)> =
        Role::ALL.iter().map(|post| (*post, look.text(roles::key(*post)).to_lowercase())).collect();
    let typed = typed.to_lowercase();
    let mut rest = typed.trim_matches(separates);
    let mut posts = Vec::new();
    while !rest.is_empty() {
        let known = all.iter().find_map(|(post, name)| Some((*post, rest.strip_prefix(name.as_str())?)));
        let Some((post, after)) = known else {
            return Err(say!("setup-bad-role", text = rest, roles = named(&Role::ALL, look)));
        };
        if !posts.contains(&post) {
            posts.push(post);
        }
        rest = after.trim_start_matches(separates);
    }
    Ok(posts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Tongue;
    use crate::tui::driver::test_look;

    #[test]
    fn what_is_shown_is_read_and_blanks_part_posts_too() {
        for tongue in Tongue::ALL {
            let look = test_look(tongue);
            assert_eq!(read(&named(&Role::ALL, &look), &look), Ok(Role::ALL.to_vec()));
        }
        let look = test_look(Tongue::En);
        let two = Ok(vec![Role::Agent, Role::Manager]);
        assert_eq!(read(" Service agent manager, service agent ", &look), two);
        assert_eq!(read("manager, cook", &look).unwrap_err().key, "setup-bad-role");
    }
}
