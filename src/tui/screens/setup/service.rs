//! What spot checks look at, and the way to procedures and triggers, which have screens of their own.

use super::fields::{whole, whole_of, yes_text};
use super::section::{Entry, Head, Section};
use crate::base::{Refused, Text};
use crate::desk::queue::{Criterion, GetRubric, RubricAnswer, SaveRubric, SopList, SopRow, TriggerRules};
use crate::say;
use crate::tui::app::{Cx, Effect, Place, done};
use crate::tui::shared::due;
use crate::tui::shared::posts;
use crate::tui::widgets::form::Complaint;
use crate::tui::widgets::{Field, Form};

/// What spot checks look at.
pub struct Rubric;

impl Section for Rubric {
    fn title(&self) -> &'static str {
        "setup-rubric"
    }

    fn columns(&self) -> &'static [Head] {
        const { &[Head::rest("setup-name"), Head::number("setup-points", 8)] }
    }

    fn read(&self, cx: &mut Cx) -> Result<Vec<Entry>, Refused> {
        let found = cx.ask(&GetRubric {})?;
        let rows = found.criteria.iter().enumerate().map(|(index, one)| Entry {
            id: index.to_string(),
            cells: vec![cx.look.say(&one.title), one.criterion.points.to_string()],
            retired: false,
        });
        Ok(rows.collect())
    }

    fn form(&self, id: Option<&str>, cx: &mut Cx) -> Result<Form, Refused> {
        let found = cx.ask(&GetRubric {})?;
        let index: Option<usize> = id.and_then(|id| id.parse().ok());
        let now = index.and_then(|index| found.criteria.get(index));
        let shown = now.map(|one| cx.look.say(&one.title)).unwrap_or_default();
        let points = now.map_or(0, |one| one.criterion.points);
        let fields = vec![
            Field::text("name", say!("setup-name")).required().value(&shown),
            whole("points", say!("setup-points"), 100, points.into()).required(),
        ];
        Ok(Form::new(say!("setup-rubric"), fields, move |values, cx| {
            let mut criteria = criteria(&found);
            let name = values.text("name").unwrap_or_default();
            let points = whole_of(values, "points");
            if points == 0 {
                return Err(Complaint::wrong("points", say!("queue-rubric-points", most = 100)));
            }
            match index.and_then(|index| criteria.get_mut(index)) {
                Some(one) => {
                    one.points = points;
                    // The shipped name stays shipped, so that it reads in either language.
                    if name.as_str() != shown {
                        (one.key, one.name) = (Text::default(), name);
                    }
                }
                None => criteria.push(Criterion { key: Text::default(), name, points }),
            }
            let save = SaveRubric { expect: Some(found.version), criteria };
            Ok(done(cx.session.submit(save)?))
        }))
    }

    fn retire(&self, id: &str, cx: &mut Cx) -> Result<Effect, Refused> {
        let found = cx.ask(&GetRubric {})?;
        let mut criteria = criteria(&found);
        if let Some(index) = id.parse::<usize>().ok().filter(|index| *index < criteria.len()) {
            criteria.remove(index);
        }
        Ok(cx.submit(SaveRubric { expect: Some(found.version), criteria }))
    }
}

fn criteria(found: &RubricAnswer) -> Vec<Criterion> {
    found.criteria.iter().map(|one| one.criterion.clone()).collect()
}

/// Procedures: what each kind of ticket promises, and whose it is. They are changed on their own screen.
pub struct Procedures;

impl Section for Procedures {
    fn title(&self) -> &'static str {
        "setup-sops"
    }

    fn columns(&self) -> &'static [Head] {
        const {
            &[
                Head::rest("setup-name"),
                Head::words("setup-owner", 18),
                Head::number("setup-first-answer", 9),
                Head::number("setup-solution", 9),
            ]
        }
    }

    fn read(&self, cx: &mut Cx) -> Result<Vec<Entry>, Refused> {
        let span = |minutes: u32| match minutes {
            0 => String::new(),
            minutes => due::span(i64::from(minutes), cx.look),
        };
        let entry = |row: SopRow| {
            let of_steps = row.sop.steps.iter().flat_map(|step| row.sop.roles(step, ""));
            let of_categories = row.sop.categories.iter().flat_map(|category| category.roles.clone());
            let mut posts = Vec::new();
            for post in of_steps.chain(of_categories) {
                if !posts.contains(&post) {
                    posts.push(post);
                }
            }
            Entry {
                id: row.sop.kind.clone(),
                cells: vec![
                    cx.look.say(&row.title),
                    posts::named(&posts, cx.look),
                    span(row.sop.first),
                    span(row.sop.solve),
                ],
                retired: row.sop.retired,
            }
        };
        Ok(cx.ask(&SopList { retired: true })?.into_iter().map(entry).collect())
    }

    fn goes(&self) -> Option<Place> {
        Some(Place::Sops)
    }
}

/// Triggers. They are changed on their own screen.
pub struct Triggers;

impl Section for Triggers {
    fn title(&self) -> &'static str {
        "setup-triggers"
    }

    fn columns(&self) -> &'static [Head] {
        const { &[Head::rest("setup-name"), Head::words("setup-opens", 14), Head::words("setup-active", 6)] }
    }

    fn read(&self, cx: &mut Cx) -> Result<Vec<Entry>, Refused> {
        let rules = cx.ask(&TriggerRules { within: 1, limit: 1 })?;
        let rows = rules.into_iter().enumerate().map(|(index, row)| Entry {
            id: index.to_string(),
            cells: vec![cx.look.say(&row.title), cx.look.say(&row.kind_name), yes_text(row.on, cx.look)],
            retired: false,
        });
        Ok(rows.collect())
    }

    fn goes(&self) -> Option<Place> {
        Some(Place::Rules)
    }
}
