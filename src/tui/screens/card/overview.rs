//! The first section: whom to call, who they are, where they are taught, and what is to be done for them now.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::register::{CardClass, Sex, Stage, Standing, StudentCard};
use crate::say;
use crate::tui::app::Look;
use crate::tui::shared::pane;
use crate::tui::symbol::{CHOSEN, DOT, MARKER, UNMARKED};
use crate::tui::theme::Role;
use crate::tui::widgets::Line;
use crate::tui::widgets::text::{Align, fit, grouped, width, wrap};

/// What a stage is called.
pub fn stage_name(stage: Stage, look: &Look) -> String {
    look.lang.text(&format!("stage-{}", stage.name())).into_owned()
}

/// Draws it, scrolled so that the selected core action is seen; says which row follows.
pub fn draw(card: &StudentCard, check: Option<usize>, area: Rect, buf: &mut Buffer, look: &Look) -> u16 {
    let mut page = Page::new(look, usize::from(area.width));
    page.contacts(card);
    page.classes(card);
    page.person(card);
    let first_check = page.lines.len() + page.stage(card, check);
    let seen = check.map_or(0, |check| (first_check + check + 1).saturating_sub(usize::from(area.height)));
    pane::lines(&page.lines[seen.min(page.lines.len())..], area, buf, look)
}

/// Lines with a label in front.
struct Page<'a> {
    look: &'a Look,
    lines: Vec<Line>,
    label_cells: usize,
    cells: usize,
}

impl<'a> Page<'a> {
    fn new(look: &'a Look, cells: usize) -> Page<'a> {
        let keys =
            ["roster-phone", "card-guardians", "roster-class", "card-about", "card-siblings", "roster-stage"];
        let label_cells = keys.iter().map(|key| width(&look.text(key))).max().unwrap_or(0) + 2;
        Page { look, lines: Vec::new(), label_cells, cells }
    }

    fn fact(&mut self, key: &str, what: Line) {
        let label = if key.is_empty() { "".into() } else { self.look.text(key) };
        let mut line = Line::of(fit(&label, self.label_cells, Align::Left), Role::Label);
        line.0.extend(what.0);
        self.lines.push(line);
    }

    fn contacts(&mut self, card: &StudentCard) {
        let student = &card.student;
        if student.phone.is_empty() && student.guardians.is_empty() {
            let none = self.look.text("card-nobody-to-call").into_owned();
            self.fact("roster-phone", Line::of(none, Role::Warn));
        } else if !student.phone.is_empty() {
            self.fact("roster-phone", Line::of(grouped(&student.phone), Role::Title));
        }
        for (index, guardian) in student.guardians.iter().enumerate() {
            let key = if index == 0 { "card-guardians" } else { "" };
            let mut line = Line::of(guardian.name.to_string(), Role::Text);
            if !guardian.relation.is_empty() {
                line = line.and(format!(" {}", guardian.relation), Role::Muted);
            }
            self.fact(key, line.and(format!("  {}", grouped(&guardian.phone)), Role::Title));
        }
        if !card.siblings.is_empty() {
            let names: Vec<&str> = card.siblings.iter().map(|sibling| sibling.name.as_str()).collect();
            self.fact("card-siblings", Line::of(names.join(DOT), Role::Accent));
        }
    }

    fn classes(&mut self, card: &StudentCard) {
        let held: Vec<&CardClass> = card.classes.iter().filter(|c| c.standing != Standing::Gone).collect();
        if held.is_empty() {
            let none = self.look.text("card-no-class-yet").into_owned();
            self.fact("roster-class", Line::of(none, Role::Warn));
        }
        for (index, class) in held.iter().enumerate() {
            let line = self.class(class);
            self.fact(if index == 0 { "roster-class" } else { "" }, line);
        }
        let gone = card.classes.iter().filter(|class| class.standing == Standing::Gone);
        let gone: Vec<&str> = gone.map(|class| class.name.as_str()).collect();
        if !gone.is_empty() {
            let said = self.look.say(&say!("card-classes-before", classes = gone.join(DOT)));
            self.fact("", Line::of(said, Role::Muted));
        }
    }

    fn class(&self, class: &CardClass) -> Line {
        let look = self.look;
        let mut line = Line::of(class.name.to_string(), Role::Text);
        if !class.teacher.is_empty() {
            line = line.and(DOT, Role::Muted).and(class.teacher.to_string(), Role::Muted);
        }
        match (class.standing, class.spell) {
            (Standing::Paused, Some(spell)) => {
                let said = match spell.until {
                    Some(until) => say!("card-paused-until", until = until),
                    None => say!("card-paused-from", from = spell.from),
                };
                return line.and(DOT, Role::Muted).and(look.say(&said), Role::Excused);
            }
            (Standing::NotYet, Some(spell)) => {
                let said = look.say(&say!("card-begins", from = spell.from));
                return line.and(DOT, Role::Muted).and(said, Role::Accent);
            }
            _ => {}
        }
        if let Some((_, lesson)) = class.lesson.as_ref().filter(|(_, l)| l.day >= look.shown.today) {
            let said = look.say(&say!("card-next-lesson", day = lesson.day, from = lesson.from));
            line = line.and(DOT, Role::Muted).and(said, Role::Muted);
        }
        line
    }

    fn person(&mut self, card: &StudentCard) {
        let (look, student) = (self.look, &card.student);
        let mut parts = Vec::new();
        match student.sex {
            Some(Sex::Female) => parts.push(look.text("card-sex-female").into_owned()),
            Some(Sex::Male) => parts.push(look.text("card-sex-male").into_owned()),
            None => {}
        }
        if let Some(born) = student.born {
            let years = look.shown.today.years_since(born).map_or(0, i64::from);
            parts.push(look.say(&say!("card-born-on", date = born.to_string(), years = years)));
        }
        let texts = [&student.school, &student.grade];
        parts.extend(texts.into_iter().filter(|text| !text.is_empty()).map(|text| text.to_string()));
        if let Some(joined) = student.joined {
            parts.push(look.say(&say!("card-since", date = joined.to_string())));
        }
        if !card.advisor.is_empty() {
            parts.push(look.say(&say!("card-advised-by", name = &card.advisor)));
        }
        if !card.referrer.is_empty() {
            parts.push(look.say(&say!("card-brought-by", name = &card.referrer)));
        }
        if !student.channel.is_empty() {
            parts.push(student.channel.to_string());
        }
        let room = self.cells.saturating_sub(self.label_cells);
        for (index, line) in wrap(&parts.join(DOT), room).into_iter().enumerate().take(2) {
            self.fact(if index == 0 { "card-about" } else { "" }, Line::of(line, Role::Muted));
        }
        for line in wrap(&student.note, room).into_iter().take(3) {
            self.fact("", Line::of(line, Role::Warn));
        }
    }

    /// The stage, its goal and its core actions; says how many lines after the ones before the first action stands.
    fn stage(&mut self, card: &StudentCard, check: Option<usize>) -> usize {
        let (look, student) = (self.look, &card.student);
        let list = student.stage.checklist();
        let is_done = |action: &str| student.done.iter().any(|done| done.as_str() == action);
        let count = list.iter().filter(|action| is_done(action)).count();
        let before = self.lines.len();
        self.lines.push(Line::new());
        let name = stage_name(student.stage, look);
        let progress = look.say(&say!("card-stage-done", done = count, all = list.len()));
        let line = Line::of(name, Role::Accent).and(format!("  {progress}"), Role::Muted);
        self.fact("roster-stage", line);
        let goal = look.lang.text(&format!("stage-goal-{}", student.stage.name())).into_owned();
        let room = self.cells.saturating_sub(self.label_cells);
        for line in wrap(&goal, room) {
            self.fact("", Line::of(line, Role::Muted));
        }
        let first = self.lines.len() - before;
        for (index, action) in list.iter().enumerate() {
            let marker = if check == Some(index) { MARKER } else { " " };
            let text = look.lang.text(&format!("stage-do-{action}")).into_owned();
            let (sign, role) = if is_done(action) { (CHOSEN, Role::Muted) } else { (UNMARKED, Role::Text) };
            let sign_role = if is_done(action) { Role::Ok } else { Role::Accent };
            let line = Line::of(marker, Role::Accent).and(format!(" {sign} "), sign_role).and(text, role);
            self.fact("", line);
        }
        first
    }
}
