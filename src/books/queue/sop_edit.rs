//! Editing SOPs: every version is kept, and tickets under way keep the one that they began with.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sop::{self, Field, SOPS, Sop, Work, shipped};
use super::ticket::{open_tickets, ticket};
use super::{template, working_time};
use crate::base::{Refused, Say, TicketId};
use crate::books::register::{Listed, Role, Staff};
use crate::books::{Act, Ask, Books, Done, View};
use crate::store::Read;

/// The longest deadline, in working minutes.
const LONGEST: u32 = 200_000;

/// Keeps a new version of a kind's SOP, or a new kind. Tickets under way keep the version that they
/// began with.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SaveSop {
    /// The version that the change was made on; 0 is the shipped one.
    #[serde(default)]
    pub expect: Option<u32>,
    /// The SOP.
    pub sop: Sop,
}

impl Act for SaveSop {
    const NAME: &'static str = "sop.save";

    fn run(&self, books: &mut Books<'_>) -> Result<Done, Refused> {
        let known = shipped().sops.iter().any(|sop| sop.kind == self.sop.kind);
        let now = match sop::current(&books.draft, &self.sop.kind) {
            Ok((version, _)) => version,
            Err(_) if !known => 0,
            Err(refused) => return Err(refused),
        };
        sop::changed_since(self.expect, now)?;
        if let Some(wrong) = problems(&books.draft, &self.sop)?.into_iter().next() {
            return Err(Refused::input(wrong));
        }
        for decision in self.sop.steps.iter().filter_map(|step| step.decision.as_ref()) {
            check_command(books, &decision.act)?;
        }
        SOPS.put(&mut books.draft, &(self.sop.kind.clone(), now + 1), &self.sop);
        let say = Say::new("sop-saved").with("kind", self.sop.title()).with("version", now + 1);
        Ok(Done::said(say).made(now + 1))
    }

    fn example() -> Self {
        let mut sop = shipped().sops.first().cloned().unwrap_or_default();
        sop.solve = 450;
        SaveSop { expect: Some(0), sop }
    }
}

/// A decision may not work on tickets or procedures, open the books or take something back: that would
/// go round who may do so.
const NOT_FOR_DECISIONS: &[&str] = &["ticket", "sop", "trigger", "queue", "school", "staff", "undo"];

fn check_command(books: &Books<'_>, act: &str) -> Result<(), Refused> {
    let noun = act.split('.').next().unwrap_or(act);
    let known = (books.decode)(act, serde_json::Value::Null);
    let missing = matches!(known, Err(ref refused) if refused.kind == crate::base::Kind::Missing);
    if missing || NOT_FOR_DECISIONS.contains(&noun) {
        return Err(Refused::input(Say::new("sop-bad-command").with("name", act)));
    }
    Ok(())
}

fn is_key(key: &str) -> bool {
    !key.is_empty()
        && key.len() <= 40
        && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// What is wrong with an SOP; empty when nothing is.
fn problems(read: &dyn Read, sop: &Sop) -> Result<Vec<Say>, Refused> {
    let mut found = Vec::new();
    let origin = shipped().sops.iter().find(|other| other.kind == sop.kind);
    let keys = [&sop.kind].into_iter().chain(sop.steps.iter().map(|step| &step.key));
    let keys = keys.chain(sop.all_fields().map(|field| &field.key));
    let keys = keys.chain(sop.categories.iter().map(|category| &category.key));
    if keys.into_iter().any(|key| !is_key(key)) {
        found.push(Say::new("sop-bad-key"));
    }
    if sop.name.is_empty() && origin.is_none() {
        found.push(Say::new("sop-needs-name"));
    }
    let mut seen = std::collections::BTreeSet::new();
    if sop.steps.iter().any(|step| !seen.insert(&step.key)) || sop.steps.is_empty() {
        found.push(Say::new("sop-bad-steps"));
    }
    if sop.steps.last().is_some_and(|step| step.work == Work::Receive) {
        found.push(Say::new("sop-bad-steps"));
    }
    let too_long = |minutes: u32| minutes > LONGEST;
    if [sop.first, sop.solve, sop.back].into_iter().chain(sop.steps.iter().map(|s| s.minutes)).any(too_long) {
        found.push(Say::new("sop-too-long").with("most", LONGEST));
    }
    unnamed(sop, origin, &mut found);
    decisions(sop, &mut found);
    unheld(read, sop, &mut found)?;
    Ok(found)
}

/// What the school adds needs a name of its own: only what is shipped has one in the message files.
fn unnamed(sop: &Sop, origin: Option<&Sop>, found: &mut Vec<Say>) {
    let step_known = |key: &str| origin.is_some_and(|origin| origin.steps.iter().any(|s| s.key == key));
    let field_known =
        |field: &Field| shipped().sops.iter().flat_map(Sop::all_fields).any(|f| f.key == field.key);
    let category_known = |key: &str| origin.is_some_and(|origin| origin.category(key).is_some());
    let nameless = sop.steps.iter().any(|step| step.name.is_empty() && !step_known(&step.key))
        || sop.all_fields().any(|field| field.name.is_empty() && !field_known(field))
        || sop.categories.iter().any(|c| c.name.is_empty() && !category_known(&c.key));
    if nameless {
        found.push(Say::new("sop-needs-names"));
    }
}

fn decisions(sop: &Sop, found: &mut Vec<Say>) {
    for step in &sop.steps {
        if step.by_category && !sop.steps.iter().any(|other| other.work == Work::Classify) {
            found.push(Say::new("sop-no-classify").with("step", sop.step_title(step)));
        }
        if !step.fields.is_empty() && !matches!(step.work, Work::Task | Work::Decide | Work::Review) {
            found.push(Say::new("sop-asks-nowhere").with("step", sop.step_title(step)));
        }
        let Some(decision) = &step.decision else { continue };
        if step.work != Work::Decide {
            found.push(Say::new("sop-decides-nothing").with("step", sop.step_title(step)));
        }
        let known = |name: &String| {
            template::ALWAYS.contains(&name.as_str()) || sop.all_fields().any(|field| field.key == *name)
        };
        if let Some(name) = template::names(&decision.body).into_iter().find(|name| !known(name)) {
            let name = crate::base::Text::new(name);
            found.push(Say::new("sop-unknown-field").with("field", &name));
        }
    }
}

/// A step whose posts nobody holds would wait for ever.
fn unheld(read: &dyn Read, sop: &Sop, found: &mut Vec<Say>) -> Result<(), Refused> {
    let mut held: Vec<Role> = Vec::new();
    for (_, who) in Staff::TABLE.all(read, &())?.into_iter().filter(|(_, who)| !who.retired) {
        held.extend(who.roles);
    }
    let none = |roles: &[Role]| !roles.iter().any(|role| held.contains(role));
    for step in sop.steps.iter().filter(|step| step.work != Work::Receive && !step.by_category) {
        if none(&step.roles) {
            found.push(Say::new("sop-nobody-holds").with("step", sop.step_title(step)));
        }
    }
    for category in sop.categories.iter().filter(|category| none(&category.roles)) {
        found.push(Say::new("sop-nobody-holds").with("step", category.title()));
    }
    Ok(())
}

/// Asks for every kind's SOP.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct SopList {
    /// Also kinds that are no longer opened.
    #[serde(default)]
    pub retired: bool,
}

/// A kind's SOP that new tickets begin with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SopRow {
    /// What it is called.
    pub title: Say,
    /// Its version; 0 for the shipped one.
    pub version: u32,
    /// The SOP.
    pub sop: Sop,
}

impl Ask for SopList {
    const NAME: &'static str = "sop.list";
    type Answer = Vec<SopRow>;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let all = sop::all(view.read)?.into_iter().filter(|(_, sop)| self.retired || !sop.retired);
        Ok(all.map(|(version, sop)| SopRow { title: sop.title(), version, sop }).collect())
    }

    fn example() -> Self {
        SopList::default()
    }
}

/// Asks what a change of an SOP would touch, and what is wrong with it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SopPreview {
    /// The SOP as it would be.
    pub sop: Sop,
}

/// What a change would touch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SopPreviewAnswer {
    /// What is wrong with it; it can't be saved then.
    pub problems: Vec<Say>,
    /// Open tickets of the kind, which keep the version that they began with.
    pub under_way: Vec<UnderWay>,
    /// Minutes of a working day by the present opening hours, to read deadlines by; 0 around the clock.
    pub day_minutes: u32,
}

/// An open ticket that keeps its version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnderWay {
    /// The ticket.
    pub ticket: TicketId,
    /// The version that it keeps.
    pub version: u32,
    /// The step that it is at.
    pub step: Say,
    /// Whether the new version has that step, too.
    pub step_stays: bool,
}

impl Ask for SopPreview {
    const NAME: &'static str = "sop.preview";
    type Answer = SopPreviewAnswer;

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer, Refused> {
        let mut under_way = Vec::new();
        for id in open_tickets(view.read, usize::MAX)? {
            let found = ticket(view.read, id)?;
            if found.kind != self.sop.kind {
                continue;
            }
            let kept = sop::version(view.read, &found.kind, found.version)?;
            let step = kept.steps.get(usize::from(found.step));
            under_way.push(UnderWay {
                ticket: id,
                version: found.version,
                step: step.map_or_else(|| kept.title(), |step| kept.step_title(step)),
                step_stays: step.is_some_and(|step| self.sop.steps.iter().any(|new| new.key == step.key)),
            });
        }
        let time = working_time::WorkingTime::of(view.school);
        let midnight = |day| view.school.zone.instant(day, crate::base::ClockTime(0));
        let tomorrow = view.today().succ_opt().unwrap_or(view.today());
        let day_minutes = time.between(midnight(view.today()), midnight(tomorrow));
        Ok(SopPreviewAnswer { problems: problems(view.read, &self.sop)?, under_way, day_minutes })
    }

    fn example() -> Self {
        SopPreview { sop: SaveSop::example().sop }
    }
}
