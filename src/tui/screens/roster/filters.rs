//! What the roster is narrowed by besides a text: class, stage, money, credits, label.

use std::cell::RefCell;
use std::rc::Rc;

use crate::base::{ClassId, Text};
use crate::desk::register::{RosterList, RosterTags, Stage};
use crate::say;
use crate::tui::app::{Cx, Effect, Look, refused};
use crate::tui::input::Action;
use crate::tui::shared::student;
use crate::tui::symbol::CHOSEN;
use crate::tui::widgets::{Item, Picker};

/// What narrows the roster; all of it has to fit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    class: Option<(ClassId, Text)>,
    stage: Option<Stage>,
    owing: bool,
    low: bool,
    tag: Option<Text>,
    left: bool,
}

/// One filter, to be put on; or taken off, where it is on already.
#[derive(Clone, Debug, PartialEq)]
pub enum One {
    Class(ClassId, Text),
    Stage(Stage),
    Owing,
    Low,
    Tag(Text),
    Left,
    Nothing,
}

/// Where the picker leaves what was taken, for the screen to find.
#[derive(Clone, Default)]
pub struct Picked(Rc<RefCell<Option<One>>>);

impl Picked {
    pub fn take(&self) -> Option<One> {
        self.0.borrow_mut().take()
    }
}

impl Filters {
    pub fn any(&self) -> bool {
        *self != Filters::default()
    }

    /// The question, without text and order.
    pub fn list(&self) -> RosterList {
        RosterList {
            class: self.class.as_ref().map(|(id, _)| *id),
            stage: self.stage,
            owing: self.owing,
            low_credits: self.low,
            tag: self.tag.clone(),
            left: self.left,
            ..RosterList::default()
        }
    }

    /// Puts a filter on, or takes it off when it is on.
    pub fn apply(&mut self, one: One) {
        let on = self.has(&one);
        match one {
            One::Class(id, name) => self.class = (!on).then_some((id, name)),
            One::Stage(stage) => self.stage = (!on).then_some(stage),
            One::Owing => self.owing = !on,
            One::Low => self.low = !on,
            One::Tag(tag) => self.tag = (!on).then_some(tag),
            One::Left => self.left = !on,
            One::Nothing => *self = Filters::default(),
        }
    }

    fn has(&self, one: &One) -> bool {
        match one {
            One::Class(id, _) => self.class.as_ref().is_some_and(|(own, _)| own == id),
            One::Stage(stage) => self.stage == Some(*stage),
            One::Owing => self.owing,
            One::Low => self.low,
            One::Tag(tag) => self.tag.as_ref() == Some(tag),
            One::Left => self.left,
            One::Nothing => false,
        }
    }

    /// What is on, as the headline says it.
    pub fn names(&self, look: &Look) -> Vec<String> {
        let mut names = Vec::new();
        names.extend(self.class.as_ref().map(|(_, name)| name.to_string()));
        names.extend(self.stage.map(|stage| stage_name(stage, look)));
        names.extend(self.owing.then(|| look.text("roster-filter-owing").into_owned()));
        names.extend(self.low.then(|| look.text("roster-filter-low").into_owned()));
        names.extend(self.tag.as_ref().map(|tag| look.say(&say!("roster-filter-tag", tag = tag))));
        names.extend(self.left.then(|| look.text("roster-filter-left").into_owned()));
        names
    }
}

/// What a stage is called.
pub fn stage_name(stage: Stage, look: &Look) -> String {
    look.lang.text(&format!("stage-{}", stage.name())).into_owned()
}

/// Opens the picker of filters. What is taken is left in `picked`, and the screen's own action finds it there.
pub fn pick(now: &Filters, picked: Picked, cx: &mut Cx) -> Effect {
    let (classes, class_items) = match student::classes(cx) {
        Ok(found) => found,
        Err(no) => return refused(no),
    };
    let tags = cx.ask(&RosterTags {}).unwrap_or_default();
    let look = cx.look;
    let named = |key: &'static str| Item::new(look.text(key).into_owned());
    let mut all = vec![
        (One::Owing, named("roster-filter-owing")),
        (One::Low, named("roster-filter-low")),
        (One::Left, named("roster-filter-left")),
    ];
    all.extend(Stage::ALL.into_iter().map(|stage| {
        let name = stage_name(stage, look);
        let detail = look.text("roster-stage").into_owned();
        (One::Stage(stage), Item::new(name).detail(detail))
    }));
    all.extend(classes.into_iter().zip(class_items).map(|(c, item)| (One::Class(c.id, c.value.name), item)));
    all.extend(tags.into_iter().map(|(tag, count)| {
        let detail = look.say(&say!("roster-tag-count", count = count));
        let label = look.say(&say!("roster-filter-tag", tag = &tag));
        (One::Tag(tag), Item::new(label).detail(detail))
    }));
    if now.any() {
        all.insert(0, (One::Nothing, named("roster-filter-none")));
    }
    let (ones, items): (Vec<One>, Vec<Item>) = all.into_iter().unzip();
    let ticked = |(one, item): (&One, Item)| match now.has(one) {
        true => Item { label: format!("{CHOSEN} {}", item.label), ..item },
        false => item,
    };
    let items = ones.iter().zip(items).map(ticked).collect();
    let take = move |index: usize, _: &mut Cx| {
        *picked.0.borrow_mut() = ones.get(index).cloned();
        Effect::Do(Action::RosterFilters)
    };
    let title = look.text("roster-filters").into_owned();
    Effect::Open(Box::new(Picker::of(title, items, take, cx)))
}
