//! Enrolment 报名 in one go (docs/requirements.md A2): the student file, the places, the charge.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::place::enrol_one;
use super::student::{StudentFields, add_one, student};
use super::{Class, name_of};
use crate::base::{ClassId, Day, LotId, Money, PriceId, Refused, Say, StudentId};
use crate::books::ledger::fees::{Offer, sell};
use crate::books::{Act, Books, Done};

/// Who is taken in.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Enrollee {
    /// Someone new: the file is made of this.
    New(Box<StudentFields>),
    /// Someone who has a file.
    Known(StudentId),
}

/// Takes someone in, in one go: makes the file of a new student, gives the places, and charges what is sold with
/// them. All of it is one entry of the journal, and one undo.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakeIn {
    /// Who.
    pub who: Enrollee,
    /// The classes to give a place in.
    #[serde(default)]
    pub classes: Vec<ClassId>,
    /// The first day of the places; the day of joining for a new student, else today, when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// What is sold with it, without `student`: that is who is taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<Offer>,
    /// The total that was agreed to; when the rules now come to another, nothing is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Money>,
}

impl Act for TakeIn {
    const NAME: &'static str = "student.enrol";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let (id, joined) = match &self.who {
            Enrollee::New(file) => add_one(books, file)?,
            Enrollee::Known(_) if self.classes.is_empty() && self.sale.is_none() => {
                return Err(Refused::input(Say::new("place-nothing-given")));
            }
            Enrollee::Known(id) => (*id, books.today()),
        };
        let from = self.from.unwrap_or(joined);
        for class in &self.classes {
            enrol_one(books, *class, id, from)?;
        }
        let mut done = Done::default().made(id);
        let mut said = self.said(books, id, from)?;
        if let Some(offer) = &self.sale {
            let sold = sell(books, &Offer { student: id, ..offer.clone() }, None, self.expect)?;
            let charged = Say::new("place-in-charged").with("in", said);
            said = charged.with("total", sold.total).with("due", sold.due);
            done.made.push(sold.charge.to_string());
            done.made.extend(sold.lots.iter().map(LotId::to_string));
            done.said.extend(sold.warnings);
        }
        done.said.insert(0, said);
        Ok(done)
    }

    fn example() -> Self {
        let student =
            StudentFields { name: "董小雨".into(), phone: "13612310078".into(), ..Default::default() };
        TakeIn {
            who: Enrollee::New(Box::new(student)),
            classes: vec![ClassId(1)],
            from: None,
            sale: Some(Offer { sibling: Some(StudentId(3)), ..Offer::to_newcomer(PriceId(1)) }),
            expect: Some(Money(364_800)),
        }
    }
}

impl TakeIn {
    /// Who was taken in where, in a sentence.
    fn said(&self, books: &Books<'_>, id: StudentId, from: Day) -> Result<Say, Refused> {
        let name = student(&books.draft, id)?.name;
        let is_new = matches!(self.who, Enrollee::New(_));
        let mut classes: Option<Say> = None;
        for class in &self.classes {
            let next = Say::new("place-class").with("class", &name_of::<Class>(&books.draft, *class)?);
            classes = Some(match classes {
                Some(first) => Say::new("place-class-and").with("first", first).with("second", next),
                None => next,
            });
        }
        let key = match (is_new, classes.is_some()) {
            (true, true) => "place-new-in",
            (true, false) => "register-student-added",
            (false, true) => "place-in",
            (false, false) => "place-known",
        };
        let say = Say::new(key).with("name", &name).with("id", id);
        Ok(match classes {
            Some(classes) => say.with("classes", classes).with("from", from),
            None => say,
        })
    }
}
