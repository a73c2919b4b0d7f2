//! Guardians 家长: whom to call, one form each.

use crate::base::Refused;
use crate::base::StudentId;
use crate::desk::register::{AskCard, EditStudent, Guardian, Student, StudentCard};
use crate::say;
use crate::tui::app::{Cx, Effect, done, refused};
use crate::tui::symbol::DOT;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, Form, Item, Picker};

/// Picks one of a student's guardians to change, or a new one to add.
pub fn guardians(id: StudentId, cx: &mut Cx) -> Effect {
    match read(id, cx) {
        Ok(card) if card.student.guardians.is_empty() => form(card, None),
        Ok(card) => pick(card, cx),
        Err(no) => refused(no),
    }
}

fn read(id: StudentId, cx: &Cx) -> Result<StudentCard, Refused> {
    cx.ask(&AskCard { id })
}

fn pick(card: StudentCard, cx: &mut Cx) -> Effect {
    let item = |guardian: &Guardian| {
        let parts = [guardian.relation.as_str(), guardian.phone.as_str()];
        let detail = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(DOT);
        Item::new(guardian.name.as_str()).detail(detail)
    };
    let mut items: Vec<Item> = card.student.guardians.iter().map(item).collect();
    items.push(Item::new(cx.look.text("card-guardian-add")));
    let title = cx.look.text("card-guardians").into_owned();
    let take = move |index: usize, _: &mut Cx| {
        let known = (index < card.student.guardians.len()).then_some(index);
        form(card.clone(), known)
    };
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

fn form(card: StudentCard, index: Option<usize>) -> Effect {
    let now = index.and_then(|index| card.student.guardians.get(index)).cloned().unwrap_or_default();
    let mut fields = vec![
        Field::text("name", say!("card-guardian-name")).value(&now.name),
        Field::text("relation", say!("card-guardian-relation"))
            .hint(say!("card-guardian-relation-hint"))
            .value(&now.relation),
        Field::text("phone", say!("roster-phone")).value(&now.phone),
    ];
    if index.is_some() {
        let choices = vec![
            ("keep".to_owned(), say!("card-guardian-keep")),
            ("first".to_owned(), say!("card-guardian-first")),
            ("remove".to_owned(), say!("card-guardian-remove")),
        ];
        fields.push(Field::choice("then", say!("card-guardian-then"), choices));
    }
    let title = say!("card-guardian-title", name = &card.student.name);
    Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
        let text = |name| values.text(name).unwrap_or_default();
        let given = Guardian { name: text("name"), relation: text("relation"), phone: text("phone") };
        let then = values.choice("then");
        let removes = then.as_deref() == Some("remove");
        if given.name.is_empty() && given.phone.is_empty() && !removes {
            return Err(Complaint::wrong("name", say!("card-guardian-nothing")));
        }
        let mut all = card.student.guardians.clone();
        match (index, then.as_deref()) {
            (Some(index), Some("remove")) => drop(all.remove(index)),
            (Some(index), Some("first")) => {
                all.remove(index);
                all.insert(0, given);
            }
            (Some(index), _) => all[index] = given,
            (None, _) => all.push(given),
        }
        let student = Student { guardians: all, ..card.student.clone() };
        Ok(done(cx.session.submit(EditStudent { id: card.id, expect: Some(card.expect), student })?))
    })))
}
