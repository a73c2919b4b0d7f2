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

/// The most steps of a procedure.
const MOST_STEPS: usize = 40;
/// The most fields that it asks for in all, and the most categories.
const MOST_FIELDS: usize = 100;

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
        let stands = |problem: &Problem| !problem.mild || !books.cx.replayed;
        if let Some(wrong) = problems(&books.draft, &self.sop)?.into_iter().find(stands) {
            return Err(Refused::input(wrong.reason).hint(wrong.hint));
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
const NOT_FOR_DECISIONS: &[&str] =
    &["ticket", "sop", "trigger", "queue", "school", "staff", "undo", "refund", "check", "rubric", "words"];

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

/// Something that would make an SOP unusable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// What is wrong.
    pub reason: Say,
    /// What to do about it.
    pub hint: Say,
    /// Procedures with it could once be saved, and journals hold such: replayed, they pass.
    pub mild: bool,
}

/// What is wrong with an SOP, as it is found.
#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, reason: Say, hint: &'static str) {
        self.0.push(Problem { reason, hint: Say::new(hint), mild: false });
    }

    fn add_mild(&mut self, reason: Say, hint: &'static str) {
        self.0.push(Problem { reason, hint: Say::new(hint), mild: true });
    }
}

/// What is wrong with an SOP; empty when nothing is.
fn problems(read: &dyn Read, sop: &Sop) -> Result<Vec<Problem>, Refused> {
    let mut found = Problems::default();
    let origin = shipped().sops.iter().find(|other| other.kind == sop.kind);
    keys(sop, &mut found);
    if sop.name.is_empty() && origin.is_none() {
        found.add(Say::new("sop-needs-name"), "sop-needs-name-hint");
    }
    steps(sop, &mut found);
    let too_long = |minutes: u32| minutes > LONGEST;
    if [sop.first, sop.solve, sop.back].into_iter().chain(sop.steps.iter().map(|s| s.minutes)).any(too_long) {
        found.add(Say::new("sop-too-long").with("most", LONGEST), "sop-too-long-hint");
    }
    unnamed(sop, origin, &mut found);
    decisions(sop, &mut found);
    unheld(read, sop, &mut found)?;
    Ok(found.0)
}

/// Keys are plain, and none stands twice where one is meant.
fn keys(sop: &Sop, found: &mut Problems) {
    let of_steps: Vec<&String> = sop.steps.iter().map(|step| &step.key).collect();
    let of_categories: Vec<&String> = sop.categories.iter().map(|category| &category.key).collect();
    let of_fields = sop.all_fields().map(|field| &field.key);
    let all = std::iter::once(&sop.kind).chain(of_steps.iter().copied()).chain(of_categories.iter().copied());
    if all.chain(of_fields).any(|key| !is_key(key)) {
        found.add(Say::new("sop-bad-key"), "sop-bad-key-hint");
    }
    let mut of_one: Vec<Vec<&String>> = vec![of_steps, of_categories];
    let lists = std::iter::once(&sop.fields).chain(sop.steps.iter().map(|step| &step.fields));
    of_one.extend(lists.map(|fields| fields.iter().map(|field| &field.key).collect()));
    for (place, mut keys) in of_one.into_iter().enumerate() {
        keys.sort_unstable();
        if let Some(twice) = keys.windows(2).find(|two| two[0] == two[1]) {
            let reason = Say::new("sop-key-twice").with("key", twice[0].as_str());
            match place {
                0 => found.add(reason, "sop-key-twice-hint"),
                _ => found.add_mild(reason, "sop-key-twice-hint"),
            }
        }
    }
}

fn steps(sop: &Sop, found: &mut Problems) {
    match (sop.steps.first(), sop.steps.last()) {
        (Some(_), Some(last)) if last.work == Work::Receive => {
            found.add(Say::new("sop-ends-receiving"), "sop-ends-receiving-hint");
        }
        (Some(_), Some(_)) => {}
        _ => found.add(Say::new("sop-no-steps"), "sop-no-steps-hint"),
    }
    let fields = sop.all_fields().count();
    if sop.steps.len() > MOST_STEPS || fields > MOST_FIELDS || sop.categories.len() > MOST_FIELDS {
        found.add_mild(
            Say::new("sop-too-many").with("steps", MOST_STEPS).with("fields", MOST_FIELDS),
            "sop-too-many-hint",
        );
    }
    let begins = sop.steps.iter().take_while(|step| step.work == Work::Receive).count();
    if let Some(late) = sop.steps.iter().skip(begins).find(|step| step.work == Work::Receive)
        && sop.steps.last().is_some_and(|last| last.work != Work::Receive)
    {
        found.add_mild(
            Say::new("sop-receives-late").with("step", sop.step_title(late)),
            "sop-receives-late-hint",
        );
    }
    let classifies = sop.steps.iter().find(|step| step.work == Work::Classify);
    if let Some(step) = classifies.filter(|_| sop.categories.is_empty()) {
        found.add_mild(
            Say::new("sop-no-categories").with("step", sop.step_title(step)),
            "sop-no-categories-hint",
        );
    }
    if let Some(early) = sop.steps.iter().position(|step| step.work.closes())
        && let Some(late) = sop.steps.iter().skip(early).find(|step| step.work == Work::Decide)
    {
        found.add_mild(
            Say::new("sop-decides-late").with("step", sop.step_title(late)),
            "sop-decides-late-hint",
        );
    }
}

/// What the school adds needs a name of its own: only what is shipped has one in the message files.
fn unnamed(sop: &Sop, origin: Option<&Sop>, found: &mut Problems) {
    let step_known = |key: &str| origin.is_some_and(|origin| origin.steps.iter().any(|s| s.key == key));
    let deeds = shipped().deeds.iter().flat_map(|deed| &deed.fields);
    let known: Vec<&Field> = shipped().sops.iter().flat_map(Sop::all_fields).chain(deeds).collect();
    let field_known = |field: &Field| known.iter().any(|f| f.key == field.key);
    let category_known = |key: &str| origin.is_some_and(|origin| origin.category(key).is_some());
    let nameless = sop.steps.iter().any(|step| step.name.is_empty() && !step_known(&step.key))
        || sop.all_fields().any(|field| field.name.is_empty() && !field_known(field))
        || sop.categories.iter().any(|c| c.name.is_empty() && !category_known(&c.key));
    if nameless {
        found.add(Say::new("sop-needs-names"), "sop-needs-name-hint");
    }
}

/// Whether a template holds nothing that can't be shown.
fn is_plain(template: &serde_json::Value) -> bool {
    use serde_json::Value;
    match template {
        Value::String(text) => crate::base::Text::new(text).as_str() == text,
        Value::Array(items) => items.iter().all(is_plain),
        Value::Object(fields) => fields.values().all(is_plain),
        _ => true,
    }
}

fn decisions(sop: &Sop, found: &mut Problems) {
    for step in &sop.steps {
        let titled = |key| Say::new(key).with("step", sop.step_title(step));
        if step.by_category && !sop.steps.iter().any(|other| other.work == Work::Classify) {
            found.add(titled("sop-no-classify"), "sop-no-classify-hint");
        }
        if !step.fields.is_empty() && !matches!(step.work, Work::Task | Work::Decide | Work::Review) {
            found.add(titled("sop-asks-nowhere"), "sop-asks-nowhere-hint");
        }
        let Some(decision) = &step.decision else { continue };
        if step.work != Work::Decide {
            found.add(titled("sop-decides-nothing"), "sop-decides-nothing-hint");
        }
        if !is_plain(&decision.body) {
            let name = crate::base::Text::new(&decision.act);
            found.add(Say::new("sop-bad-command").with("name", &name), "sop-bad-command-hint");
        }
        let known = |name: &String| {
            template::ALWAYS.contains(&name.as_str()) || sop.all_fields().any(|field| field.key == *name)
        };
        if let Some(name) = template::names(&decision.body).into_iter().find(|name| !known(name)) {
            let name = crate::base::Text::new(name);
            found.add(Say::new("sop-unknown-field").with("field", &name), "sop-unknown-field-hint");
        }
    }
}

/// A step whose posts nobody holds would wait for ever.
fn unheld(read: &dyn Read, sop: &Sop, found: &mut Problems) -> Result<(), Refused> {
    let mut held: Vec<Role> = Vec::new();
    for (_, who) in Staff::TABLE.all(read, &())?.into_iter().filter(|(_, who)| !who.retired) {
        held.extend(who.roles);
    }
    let none = |roles: &[Role]| !roles.iter().any(|role| held.contains(role));
    for step in sop.steps.iter().filter(|step| step.work != Work::Receive && !step.by_category) {
        if none(&step.roles) {
            found.add(
                Say::new("sop-nobody-holds").with("step", sop.step_title(step)),
                "sop-nobody-holds-hint",
            );
        }
    }
    for category in sop.categories.iter().filter(|category| none(&category.roles)) {
        found.add(Say::new("sop-nobody-holds").with("step", category.title()), "sop-nobody-holds-hint");
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
    pub problems: Vec<Problem>,
    /// Triggers that open this kind: a kind that is no longer opened leaves them with nothing to do.
    pub rules: Vec<Say>,
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
        let rules = super::rules::TriggerRules { within: 1, limit: 1 }.answer(view)?;
        let opens = rules.into_iter().filter(|rule| rule.on && rule.kind == self.sop.kind);
        Ok(SopPreviewAnswer {
            problems: problems(view.read, &self.sop)?,
            rules: opens.map(|rule| rule.title).collect(),
            under_way,
            day_minutes,
        })
    }

    fn example() -> Self {
        SopPreview { sop: SaveSop::example().sop }
    }
}
