//! The student file 档案: the form for a new student and for changing one, stage and checklist, labels.

use std::rc::Rc;

use super::charge::{self, Charge};
use super::meant;
use crate::base::{Day, Refused, Say, StudentId, Text};
use crate::desk::register::{
    AskCard, CheckDuplicates, EditStudent, Enrollee, Guardian, Likeness, List, Listing, Sex, Staff, Stage,
    Student, TagStudents, TakeIn,
};
use crate::say;
use crate::tui::app::{Cx, Effect, Place, Tone, done, refused};
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, FieldKind, Form, Item, Picker, Values};

/// A form for a new student: the file, the first guardian, a class and what is charged for it in one go. It goes
/// to the card.
pub fn new_student(cx: &mut Cx) -> Effect {
    let known = |cx: &Cx| -> Result<_, Refused> {
        Ok((
            super::classes(cx)?.0,
            cx.ask(&List::<Staff>::live())?,
            Rc::new(Charge::with_enrolment(None, None, cx)?),
        ))
    };
    let (classes, staff, charge) = match known(cx) {
        Ok(found) => found,
        Err(no) => return refused(no),
    };
    let named = classes.iter().map(|class| (class.id, say!("card-plain", text = &class.value.name)));
    let blank = Student::default();
    let mut fields = name_fields(&blank);
    fields.extend([
        Field::text("guardian", say!("card-guardian-name")),
        Field::text("relation", say!("card-guardian-relation")).hint(say!("card-guardian-relation-hint")),
        Field::text("guardian-phone", say!("card-guardian-phone")).hint(say!("card-guardian-phone-hint")),
        Field::one_of("class", say!("roster-class"), named).or_none(say!("roster-class-later")),
        Field::new("from", say!("roster-first-day"), FieldKind::Day)
            .hint(say!("roster-day-hint"))
            .value(&cx.look.shown.today.to_string())
            .only_with("class"),
    ]);
    fields.extend(charge.fields(cx));
    fields.extend(more_fields(&blank, &staff));
    let asked = Rc::clone(&charge);
    let form = Form::new(say!("roster-new-title"), fields, move |values, cx| {
        let text = |name| values.text(name).unwrap_or_default();
        let mut student = read(values, Student::default(), cx)?;
        let phone = text("guardian-phone");
        let guardian = Guardian { name: text("guardian"), relation: text("relation"), phone };
        if !guardian.name.is_empty() || !guardian.phone.is_empty() {
            student.guardians.push(guardian);
        }
        let classes = values.id("class").into_iter().collect();
        let sale = charge.offer(values, cx)?;
        let expect = sale.as_ref().map(|_| charge.seen());
        let who = Enrollee::New(Box::new(student));
        let act = TakeIn { who, classes, from: values.day("from"), sale, expect };
        let receipt = cx.session.submit(act).map_err(|no| at_field(no, values))?;
        let card = receipt.made.first().and_then(|id| id.parse().ok()).map(Place::Card);
        let go = card.map_or(Effect::Done, Effect::Go);
        Ok(Effect::Many(vec![go, done(receipt)]))
    });
    Effect::Open(Box::new(form.remark(move |values, cx| {
        let known = duplicates(values, None, cx);
        let said: Vec<Say> = known.into_iter().chain(asked.explain(values, cx)).collect();
        (!said.is_empty()).then(|| charge::below(said.into_iter()))
    })))
}

/// A form for changing what is known of a student.
pub fn edit(id: StudentId, cx: &mut Cx) -> Effect {
    let asked = cx.ask(&AskCard { id }).and_then(|card| Ok((card, cx.ask(&List::<Staff>::live())?)));
    let (card, staff) = match asked {
        Ok(found) => found,
        Err(no) => return refused(no),
    };
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut fields = name_fields(&card.student);
    fields.extend(more_fields(&card.student, &staff));
    let referrer = card.student.referrer.map(|id| id.to_string()).unwrap_or_default();
    fields.extend([
        Field::text("referrer", say!("card-referrer")).hint(say!("card-referrer-hint")).value(&referrer),
        Field::new("joined", say!("card-joined"), FieldKind::Day).value(&day(card.student.joined)),
        Field::new("left", say!("card-left"), FieldKind::Day)
            .hint(say!("card-left-hint"))
            .value(&day(card.student.left)),
    ]);
    let title = say!("roster-edit-title", name = &card.student.name);
    let form = Form::new(title, fields, move |values, cx| {
        let student = read(values, card.student.clone(), cx)?;
        let act = EditStudent { id, expect: Some(card.expect), student };
        cx.session.submit(act).map(done).map_err(|no| at_field(no, values))
    });
    Effect::Open(Box::new(form.remark(move |values, cx| duplicates(values, Some(id), cx))))
}

fn name_fields(student: &Student) -> Vec<Field> {
    let born = student.born.map(|day| day.to_string()).unwrap_or_default();
    vec![
        Field::text("name", say!("roster-name")).required().value(&student.name),
        Field::text("phone", say!("roster-phone")).value(&student.phone),
        Field::new("born", say!("card-born"), FieldKind::Day).hint(say!("roster-day-hint")).value(&born),
    ]
}

const SEXES: [(Option<Sex>, &str); 3] =
    [(None, "card-sex-unknown"), (Some(Sex::Female), "card-sex-female"), (Some(Sex::Male), "card-sex-male")];

fn more_fields(student: &Student, staff: &[Listing<Staff>]) -> Vec<Field> {
    let named = staff.iter().map(|one| (one.id, say!("card-plain", text = &one.value.name)));
    let tags = student.tags.iter().map(|tag| tag.as_str()).collect::<Vec<_>>().join(" ");
    vec![
        Field::text("number", say!("roster-number")).hint(say!("roster-number-hint")).value(&student.number),
        Field::among("sex", say!("card-sex"), &SEXES, student.sex),
        Field::text("school", say!("card-school")).value(&student.school),
        Field::text("grade", say!("card-grade")).value(&student.grade),
        Field::text("channel", say!("card-channel")).hint(say!("card-channel-hint")).value(&student.channel),
        Field::one_of("advisor", say!("card-advisor"), named)
            .or_none(say!("card-advisor-none"))
            .chosen(student.advisor),
        Field::text("tags", say!("roster-tags")).hint(say!("roster-tags-hint")).value(&tags),
        Field::new("note", say!("card-note"), FieldKind::Text { most: 500 }).value(&student.note),
    ]
}

/// What the form says of a student, over what was known.
fn read(values: &Values, before: Student, cx: &mut Cx) -> Result<Student, Complaint> {
    let text = |name| values.text(name).unwrap_or_default();
    let known = before.referrer.map(|id| id.to_string()).unwrap_or_default();
    let referrer = match text("referrer") {
        typed if typed.is_empty() => None,
        typed if *typed == *known => before.referrer,
        typed => Some(meant(cx, &typed).map_err(|no| Complaint::from(no).at("referrer"))?),
    };
    Ok(Student {
        name: text("name"),
        phone: text("phone"),
        born: values.day("born"),
        number: text("number"),
        sex: values.among("sex", &SEXES).flatten(),
        school: text("school"),
        grade: text("grade"),
        channel: text("channel"),
        advisor: values.id("advisor"),
        tags: split_tags(&text("tags")),
        // A note of several lines is shown on one; untouched, it stays as it was.
        note: match text("note") {
            typed if typed == Text::new(before.note.as_str()) => before.note.clone(),
            typed => typed.as_str().into(),
        },
        referrer,
        joined: values.day("joined").or(before.joined),
        left: values.day("left"),
        ..before
    })
}

/// Labels as one writes them: with blanks or any comma between.
fn split_tags(text: &str) -> Vec<Text> {
    let mut tags: Vec<Text> = Vec::new();
    for tag in text.split([' ', ',', '，', '、', ';', '；']).map(Text::new).filter(|tag| !tag.is_empty()) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn at_field(no: Refused, values: &Values) -> Complaint {
    match no.reason.key.as_ref() {
        "register-number-taken" => Complaint::from(no).at("number"),
        "register-needs-name" => Complaint::from(no).at("name"),
        "place-full" | "place-class-retired" => Complaint::from(no).at("class"),
        _ => charge::at_field(no, values),
    }
}

/// Who may be meant already, in a sentence.
fn duplicates(values: &Values, except: Option<StudentId>, cx: &mut Cx) -> Option<Say> {
    let text = |name| values.text(name).unwrap_or_default();
    let phone = [text("phone"), text("guardian-phone")].into_iter().find(|phone| !phone.is_empty());
    let ask = CheckDuplicates {
        name: text("name"),
        phone: phone.unwrap_or_default(),
        born: values.day("born"),
        except,
    };
    let found = cx.ask(&ask).ok()?;
    let first = found.first()?;
    let number = if first.number.is_empty() { first.id.to_string() } else { first.number.to_string() };
    let say = match first.likeness {
        Likeness::Name => say!("roster-like-name", name = &first.name, number = number, phone = &first.phone),
        Likeness::Phone => say!("roster-like-phone", name = &first.name, number = number),
        Likeness::SoundAndBirthday => say!("roster-like-sound", name = &first.name, number = number),
    };
    let more = found.len() - 1;
    Some(if more > 0 { say!("roster-like-more", first = say, count = more) } else { say })
}

/// Picks the stage that a student goes on to.
pub fn set_stage(id: StudentId, cx: &mut Cx) -> Effect {
    let card = match cx.ask(&AskCard { id }) {
        Ok(card) => card,
        Err(no) => return refused(no),
    };
    let item = |stage: Stage| {
        let goal = cx.look.lang.text(&format!("stage-goal-{}", stage.name())).into_owned();
        let name = cx.look.lang.text(&format!("stage-{}", stage.name())).into_owned();
        Item::new(name.clone()).detail(goal).words(stage.name())
    };
    let items = Stage::ALL.into_iter().map(item).collect();
    let title = cx.look.text("card-stage-title").into_owned();
    let take = move |index: usize, cx: &mut Cx| {
        let stage = Stage::ALL.get(index).copied().unwrap_or_default();
        let student = Student { stage, ..card.student.clone() };
        cx.submit(EditStudent { id, expect: Some(card.expect), student })
    };
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}

/// Ticks a core action of the stage, or takes the tick off.
pub fn toggle_done(id: StudentId, action: &str, cx: &mut Cx) -> Effect {
    let card = match cx.ask(&AskCard { id }) {
        Ok(card) => card,
        Err(no) => return refused(no),
    };
    let mut student = card.student;
    let before = student.done.len();
    student.done.retain(|done| done.as_str() != action);
    if student.done.len() == before {
        student.done.push(Text::new(action));
    }
    cx.submit(EditStudent { id, expect: Some(card.expect), student })
}

/// Labels for several students: put on, or taken off.
pub fn tag(students: Vec<StudentId>) -> Effect {
    if students.is_empty() {
        return Effect::Tell(say!("roster-nobody"), Tone::Quiet);
    }
    let choices =
        vec![("add".to_owned(), say!("roster-tag-add")), ("remove".to_owned(), say!("roster-tag-remove"))];
    let fields = vec![
        Field::text("tags", say!("roster-tags")).required().hint(say!("roster-tags-hint")),
        Field::choice("then", say!("roster-tag-then"), choices),
    ];
    let title = say!("roster-tag-title", count = students.len());
    Effect::Open(Box::new(Form::new(title, fields, move |values, cx| {
        let tags = split_tags(&values.text("tags").unwrap_or_default());
        let removes = values.choice("then").as_deref() == Some("remove");
        let (add, remove) = if removes { (Vec::new(), tags) } else { (tags, Vec::new()) };
        Ok(done(cx.session.submit(TagStudents { students: students.clone(), add, remove })?))
    })))
}
