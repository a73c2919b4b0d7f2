//! A form: fields one below another, each with what is wrong with it; long ones scroll. Nothing is sent before all
//! fields can be read, and a refusal from below stands at the field that it is about.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::popup::popup;
use super::scroll::Scroll;
use super::text::{Align, fit, put, width, wrap};
use crate::base::{Refused, Say};
use crate::say;
use crate::tui::app::{Cx, Effect, Layer, Look};
use crate::tui::input::{Action, Context};
use crate::tui::theme::Role;

pub use super::field::{Field, FieldKind, Name, Value, Values};

/// Why a form was not taken, and at which field that is to stand; without one it stands below the form.
#[derive(Clone, Debug, PartialEq)]
pub struct Complaint {
    /// The field's name.
    pub field: Option<Name>,
    /// What is wrong.
    pub reason: Say,
    /// What to do.
    pub hint: Option<Say>,
}

impl From<Refused> for Complaint {
    fn from(refused: Refused) -> Complaint {
        Complaint { field: None, reason: refused.reason, hint: refused.hint }
    }
}

impl Complaint {
    /// A complaint about what stands in a field.
    pub fn wrong(field: impl Into<Name>, reason: Say) -> Complaint {
        Complaint { field: Some(field.into()), reason, hint: None }
    }

    /// The same complaint, about that field.
    pub fn at(self, field: impl Into<Name>) -> Complaint {
        Complaint { field: Some(field.into()), ..self }
    }
}

type Submit = Box<dyn FnMut(&Values, &mut Cx) -> Result<Effect, Complaint>>;
type Remark = Box<dyn FnMut(&Values, &mut Cx) -> Option<Say>>;

/// A form in an overlay.
pub struct Form {
    title: Say,
    fields: Vec<Field>,
    active: usize,
    submit: Submit,
    remark: Option<Remark>,
    /// What the remark last said of what is typed: a duplicate, a sum.
    note: Option<Say>,
    /// What was wrong with the whole at the last try.
    refused: Vec<Say>,
    scroll: Scroll,
}

impl Form {
    /// A form; `submit` is given the values when all of them can be read. When it succeeds the form closes first
    /// and its effect follows.
    pub fn new(
        title: Say,
        fields: Vec<Field>,
        submit: impl FnMut(&Values, &mut Cx) -> Result<Effect, Complaint> + 'static,
    ) -> Form {
        Form {
            title,
            fields,
            active: 0,
            submit: Box::new(submit),
            remark: None,
            note: None,
            refused: Vec::new(),
            scroll: Scroll::default(),
        }
    }

    /// The same form with something to say about what is typed, asked after every key. Fields that can't be
    /// read yet are nothing to it.
    pub fn remark(mut self, remark: impl FnMut(&Values, &mut Cx) -> Option<Say> + 'static) -> Form {
        self.remark = Some(Box::new(remark));
        self
    }

    /// The same form, with its remark on what it begins with.
    pub fn remarked(mut self, cx: &mut Cx) -> Form {
        self.changed(cx);
        self
    }

    fn changed(&mut self, cx: &mut Cx) -> Effect {
        if let Some(field) = self.fields.get_mut(self.active) {
            field.error = None;
        }
        self.refused.clear();
        if let Some(remark) = &mut self.remark {
            let read = |field: &Field| match is_hidden(&self.fields, field) {
                true => Value::Nothing,
                false => field.read().unwrap_or(Value::Nothing),
            };
            let values = self.fields.iter().map(|field| (field.name.clone(), read(field))).collect();
            self.note = remark(&Values(values), cx);
        }
        Effect::Done
    }

    /// Goes on to the field so many further that is there, round the end.
    fn step(&mut self, by: usize) {
        let count = self.fields.len().max(1);
        let mut to = self.active;
        for _ in 0..count {
            to = (to + by) % count;
            if self.fields.get(to).is_some_and(|field| !is_hidden(&self.fields, field)) {
                break;
            }
        }
        if let Some(field) = self.fields.get_mut(self.active) {
            // An empty field is complained about on submit, not on passing by.
            field.error = if field.is_empty() { None } else { field.read().err() };
        }
        self.active = to;
    }

    fn submit(&mut self, cx: &mut Cx) -> Effect {
        let mut values = Vec::with_capacity(self.fields.len());
        let mut wrong = None;
        let hidden: Vec<bool> = self.fields.iter().map(|field| is_hidden(&self.fields, field)).collect();
        for (index, field) in self.fields.iter_mut().enumerate() {
            let read = if hidden[index] { Ok(Value::Nothing) } else { field.read() };
            match read {
                Ok(value) => {
                    field.error = None;
                    values.push((field.name.clone(), value));
                }
                Err(error) => {
                    field.error = Some(error);
                    wrong = wrong.or(Some(index));
                }
            }
        }
        if let Some(index) = wrong {
            self.active = index;
            return Effect::Done;
        }
        match (self.submit)(&Values(values), cx) {
            Ok(effect) => Effect::Many(vec![Effect::Close, effect]),
            Err(complaint) => {
                self.complain(complaint);
                Effect::Done
            }
        }
    }

    fn complain(&mut self, complaint: Complaint) {
        self.refused = complaint.hint.into_iter().collect();
        let meant =
            |field: &Field| Some(&field.name) == complaint.field.as_ref() && !is_hidden(&self.fields, field);
        let index = self.fields.iter().position(meant);
        match index.and_then(|index| Some((index, self.fields.get_mut(index)?))) {
            Some((index, field)) => {
                field.error = Some(complaint.reason);
                self.active = index;
            }
            None => self.refused.insert(0, complaint.reason),
        }
    }

    fn typed(&self) -> bool {
        self.fields.get(self.active).is_some_and(|field| field.choices().is_none())
    }

    /// What is remarked, and what was refused, below the fields. A line with a tab belongs to a sum, also where it has no
    /// amount; any other is a word of warning.
    fn foot(&self, look: &Look, room: usize) -> Vec<(String, Role)> {
        let remarked = self.note.iter().map(|say| (say, Role::Warn));
        let refused = self.refused.iter().map(|say| (say, Role::Bad));
        let mut foot = Vec::new();
        for (say, role) in remarked.chain(refused) {
            for line in look.say(say).split('\n') {
                let role = if line.contains('\t') { Role::Text } else { role };
                foot.extend(wrap(line, room).into_iter().map(|line| (line, role)));
            }
        }
        foot
    }

    /// Lines of the form and the field that each belongs to; the active field's own line is marked.
    fn lines(&self, look: &Look, room: usize) -> Vec<FormLine> {
        let mut lines = Vec::new();
        let there = |(_, field): &(usize, &Field)| !is_hidden(&self.fields, field);
        for (index, field) in self.fields.iter().enumerate().filter(there) {
            lines.push(FormLine::Field(index));
            let active = index == self.active;
            let below = match (&field.error, &field.hint) {
                (Some(error), _) => Some((look.say(error), Role::Bad)),
                (None, Some(hint)) if active => Some((look.say(hint), Role::Muted)),
                _ => None,
            };
            if let Some((text, role)) = below {
                lines.extend(wrap(&text, room).into_iter().map(|line| FormLine::Below(index, line, role)));
            }
        }
        lines
    }
}

/// Whether a field is left out: what it goes with is not filled in, or is something else.
fn is_hidden(fields: &[Field], field: &Field) -> bool {
    let Some(need) = &field.needs else { return false };
    let needed = fields.iter().find(|other| other.name == need.field);
    needed.is_some_and(|needed| !need.met_by(needed) || is_hidden(fields, needed))
}

enum FormLine {
    Field(usize),
    Below(usize, String, Role),
}

impl Layer for Form {
    fn contexts(&self) -> &'static [Context] {
        if self.typed() { &[Context::Text, Context::Form] } else { &[Context::Form] }
    }

    fn typing(&self) -> bool {
        self.typed()
    }

    fn on_text(&mut self, c: char, cx: &mut Cx) -> Effect {
        if let Some(field) = self.fields.get_mut(self.active) {
            field.typing().push(c);
        }
        self.changed(cx)
    }

    fn on_paste(&mut self, text: &str, cx: &mut Cx) -> Effect {
        if self.typed()
            && let Some(field) = self.fields.get_mut(self.active)
        {
            field.typing().paste(text);
        }
        self.changed(cx)
    }

    fn on_action(&mut self, action: Action, cx: &mut Cx) -> Effect {
        match action {
            Action::FormNext => self.step(1),
            Action::FormPrevious => self.step(self.fields.len().max(1) - 1),
            Action::FormSubmit => return self.submit(cx),
            Action::FormCancel => return Effect::Close,
            Action::FormNextChoice | Action::FormPreviousChoice => {
                if let Some(field) = self.fields.get_mut(self.active) {
                    field.turn(action == Action::FormNextChoice);
                }
                return self.changed(cx);
            }
            action => {
                let edited = self.fields.get_mut(self.active).is_some_and(|field| field.on_action(action));
                return if edited { self.changed(cx) } else { Effect::Pass };
            }
        }
        Effect::Done
    }

    fn hints(&self, _: &Look) -> Vec<Action> {
        let mut hints = vec![Action::FormSubmit, Action::FormNext, Action::FormCancel];
        if !self.typed() {
            hints.insert(1, Action::FormNextChoice);
        }
        hints
    }

    fn draw(&mut self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let labels: Vec<String> = self.fields.iter().map(|field| look.say(&field.label)).collect();
        let label_cells = labels.iter().map(|label| width(label)).max().unwrap_or(0).min(24);
        let wide = area.width.saturating_sub(4).min(72);
        let indent = label_cells + 2;
        let lines = self.lines(look, usize::from(wide).saturating_sub(4 + indent));
        let foot = self.foot(look, usize::from(wide).saturating_sub(4));
        let high =
            (lines.len() + foot.len() + 2 + usize::from(!foot.is_empty())).min(usize::from(area.height));
        let inside = popup(area, buf, &look.theme, &look.say(&self.title), wide, high as u16);
        if inside.is_empty() {
            return None;
        }
        let fields = (lines.len() as u16).min(inside.height - inside.height / 2);
        let foot_rows = (foot.len() as u16).min(inside.height - fields);
        let body = Rect { height: inside.height - foot_rows, ..inside };
        let at =
            |index: usize| lines.iter().position(|line| matches!(line, FormLine::Field(i) if *i == index));
        let active = at(self.active).unwrap_or(0);
        let last_of_active = lines
            .iter()
            .rposition(
                |line| matches!(line, FormLine::Field(i) | FormLine::Below(i, ..) if *i == self.active),
            )
            .unwrap_or(active);
        let seen = self.scroll.visible_with(active..=last_of_active, usize::from(body.height), lines.len());
        let mut cursor = None;
        for (y, line) in (body.top()..body.bottom()).zip(&lines[seen.clone()]) {
            let row = Rect { y, height: 1, ..body };
            let ground = look.style(Role::Popup);
            match line {
                FormLine::Field(index) => {
                    let label = fit(&labels[*index], label_cells, Align::Left);
                    let style = ground.patch(look.style(Role::Label));
                    put(buf, row.x, y, &label, style, row.width);
                    let x = row.x + (indent as u16).min(row.width);
                    let place = Rect { x, width: row.right() - x, ..row };
                    let active = *index == self.active;
                    let drawn = self.fields[*index].draw(place, buf, look, active);
                    cursor = drawn.filter(|_| active).or(cursor);
                }
                FormLine::Below(_, text, role) => {
                    let x = row.x + (indent as u16).min(row.width);
                    put(buf, x, y, text, ground.patch(look.style(*role)), row.right() - x);
                }
            }
        }
        let hidden = lines.len() - seen.end;
        if hidden > 0 {
            let more = look.say(&say!("app-form-more", count = hidden));
            let x = inside.right().saturating_sub(width(&more) as u16);
            put(buf, x, inside.bottom(), &more, look.style(Role::Muted), width(&more) as u16);
        }
        let shown = shortened(foot, usize::from(foot_rows), look);
        for (y, (text, role)) in (body.bottom()..inside.bottom()).zip(&shown) {
            foot_line(text, *role, Rect { y, height: 1, ..inside }, buf, look);
        }
        cursor
    }
}

/// What is remarked in so many rows: the last sum and what follows on it always stay, lines before it give way.
fn shortened(mut foot: Vec<(String, Role)>, rows: usize, look: &Look) -> Vec<(String, Role)> {
    if foot.len() <= rows {
        return foot;
    }
    let sum = foot.iter().rposition(|(text, _)| text.contains('\t')).unwrap_or(0);
    let kept = rows.saturating_sub(foot.len() - sum + 1);
    let gone = sum.saturating_sub(kept);
    if gone > 1 {
        foot.splice(kept..sum, [(look.say(&say!("app-form-more", count = gone)), Role::Muted)]);
    }
    foot
}

/// A line of what is remarked: behind a tab stands an amount, against the right edge.
fn foot_line(text: &str, role: Role, row: Rect, buf: &mut Buffer, look: &Look) {
    let (text, amount) = text.split_once('\t').unwrap_or((text, ""));
    let style = look.style(Role::Popup).patch(look.style(role));
    put(buf, row.x, row.y, text, style, row.width);
    let cells = (width(amount) as u16).min(row.width);
    put(buf, row.right() - cells, row.y, amount, style, cells);
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
