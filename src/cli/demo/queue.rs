//! The tickets of the demo school: what families come with, what the triggers open, and who deals with it.
//! On the last days some are left as a newcomer should find them: overdue, waiting, in the middle of their
//! steps, up for a decision.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::maker::{ADVISOR, AGENT, CASHIER, Maker, RECEPTION, SUPERVISOR, TECHNICAL};
use super::till::Till;
use crate::base::{Arg, LotId, Prose, Refused, StaffId, StudentId, Text, TicketId};
use crate::books::calendar::{LessonSheet, LessonsOn};
use crate::books::ledger::fees::FeeAccount;
use crate::books::queue::sop::Work;
use crate::books::queue::{
    AdvanceTicket, AnswerTicket, Card, ClaimTicket, ClassifyTicket, DecideTicket, ListRow, NoteTicket,
    OpenTicket, QueueDue, QueueView, ResolveTicket, RevisitTicket, State, Sweep, TicketCard, TicketList,
    WaitTicket,
};
use crate::books::register::{Role, Standing};

/// Something that families come with.
#[derive(Clone, Deserialize)]
pub struct Topic {
    kind: String,
    #[serde(default)]
    category: String,
    title: Text,
    #[serde(default)]
    text: Prose,
    answer: Prose,
    #[serde(default)]
    improve: Text,
}

/// The queue as it goes on from day to day.
pub struct Queue {
    topics: Vec<Topic>,
    /// Tickets that are left as they are.
    held: BTreeSet<TicketId>,
    /// Of which lot a refund is asked for.
    lots: BTreeMap<TicketId, LotId>,
}

/// What comes due by itself.
pub fn sweep(maker: &mut Maker) -> Result<(), Refused> {
    let due = maker.ask(&QueueDue { most: usize::MAX, ..QueueDue::default() })?;
    maker.submit(AGENT, Sweep { found: Some(due.found), ..Sweep::default() }).map(drop)
}

impl Queue {
    pub fn new(maker: &mut Maker) -> Queue {
        Queue {
            topics: std::mem::take(&mut maker.parts.topics),
            held: BTreeSet::new(),
            lots: BTreeMap::new(),
        }
    }

    /// What comes in on a day, the `no`th.
    pub fn intake(&mut self, maker: &mut Maker, no: u32, till: &Till) -> Result<(), Refused> {
        for _ in 0..=maker.size.students / 250 {
            if maker.percent(45)
                && let Some(topic) = maker.one_of(&self.topics.clone())
            {
                self.bring(maker, &topic)?;
            }
        }
        if maker.percent(35) {
            self.leave(maker, 2)?;
        }
        if no % 6 == 2 {
            self.appeal(maker)?;
        }
        if no == maker.size.weeks * 7 / 2 {
            self.refund(maker, till)?;
        }
        self.last_days(maker, no, till)
    }

    /// What is left for whoever opens the school.
    fn last_days(&mut self, maker: &mut Maker, no: u32, till: &Till) -> Result<(), Refused> {
        let topic = |queue: &Queue, kind: &str| queue.topics.iter().find(|t| t.kind == kind).cloned();
        let kept = match maker.size.weeks * 7 - no {
            5 => topic(self, "enquiry").map(|topic| self.bring(maker, &topic)).transpose()?,
            3 => match topic(self, "complaint") {
                Some(topic) => {
                    let id = self.bring(maker, &topic)?;
                    // Named, and taken up by its department: the answer is still to come.
                    self.step(maker, id)?;
                    self.step(maker, id)?;
                    let text = "家长傍晚六点以后方便接电话".into();
                    maker.submit(ADVISOR, NoteTicket { ticket: id, text })?;
                    Some(id)
                }
                None => None,
            },
            2 => {
                if let Some(topic) = topic(self, "enquiry") {
                    let id = self.bring(maker, &topic)?;
                    let by = maker.ask(&TicketCard { ticket: id })?.row.owner.unwrap_or(AGENT);
                    let text = "等家长回电".into();
                    maker.submit(by, WaitTicket { ticket: id, text, resume: false })?;
                    self.held.insert(id);
                }
                let refund = self.refund(maker, till)?;
                if let Some(id) = refund {
                    self.step(maker, id)?;
                }
                refund
            }
            1 => {
                if let Some(id) = self.leave(maker, 7)? {
                    self.step(maker, id)?;
                }
                let ids = [self.appeal(maker)?, self.leave(maker, 3)?];
                self.held.extend(ids.into_iter().flatten());
                None
            }
            _ => None,
        };
        self.held.extend(kept);
        Ok(())
    }

    /// A complaint that came in when everyone was about to go home.
    pub fn evening(&mut self, maker: &mut Maker, no: u32) -> Result<(), Refused> {
        if no + 1 == maker.size.weeks * 7
            && let Some(topic) = self.topics.iter().rfind(|topic| topic.kind == "complaint").cloned()
        {
            self.bring(maker, &topic)?;
        }
        Ok(())
    }

    /// Everyone deals with most of what they have.
    pub fn work(&mut self, maker: &mut Maker) -> Result<(), Refused> {
        let list = TicketList { view: QueueView::All, limit: usize::MAX, ..TicketList::default() };
        for row in maker.ask(&list)?.rows {
            // Who takes a ticket up mostly goes on until it waits for another.
            let mut steps = 3;
            while steps > 0 && row.state == State::Open && !self.held.contains(&row.id) && maker.percent(70) {
                self.step(maker, row.id)?;
                steps = if maker.ask(&TicketCard { ticket: row.id })?.row.state == State::Open {
                    steps - 1
                } else {
                    0
                };
            }
        }
        Ok(())
    }

    fn bring(&mut self, maker: &mut Maker, topic: &Topic) -> Result<TicketId, Refused> {
        let student = maker.student();
        let by = if maker.percent(50) { AGENT } else { RECEPTION };
        let open = OpenTicket {
            kind: topic.kind.clone(),
            title: topic.title.clone(),
            student: Some(student),
            text: topic.text.clone(),
            ..OpenTicket::default()
        };
        opened(maker, by, open)
    }

    /// Someone can't come to a lesson within so many days.
    fn leave(&mut self, maker: &mut Maker, within: i64) -> Result<Option<TicketId>, Refused> {
        let tomorrow = maker.day + chrono::Duration::days(1);
        let until = Some(maker.day + chrono::Duration::days(within));
        let lessons = maker.ask(&LessonsOn { from: Some(tomorrow), until })?;
        let Some(lesson) = maker.one_of(&lessons) else { return Ok(None) };
        let rows = maker.ask(&LessonSheet { lesson: lesson.id })?.rows;
        let coming: Vec<StudentId> = rows
            .into_iter()
            .filter(|row| row.standing == Standing::Active && row.mark.is_none())
            .map(|row| row.student)
            .collect();
        let Some(student) = maker.one_of(&coming) else { return Ok(None) };
        let reason = maker.one_of(&["发烧", "回老家", "学校考试", "家里有事"]).unwrap_or("发烧");
        let fields = fields(&[("lesson", &lesson.id.to_string()), ("reason", reason)]);
        let kind = "leave".into();
        let open = OpenTicket { kind, student: Some(student), fields, ..OpenTicket::default() };
        opened(maker, RECEPTION, open).map(Some)
    }

    fn appeal(&mut self, maker: &mut Maker) -> Result<Option<TicketId>, Refused> {
        let open = OpenTicket {
            kind: "appeal".into(),
            title: "课堂回答漏记积分".into(),
            student: Some(maker.student()),
            fields: fields(&[("points", "3")]),
            ..OpenTicket::default()
        };
        opened(maker, AGENT, open).map(Some)
    }

    /// Two lessons of a package that was paid in full.
    fn refund(&mut self, maker: &mut Maker, till: &Till) -> Result<Option<TicketId>, Refused> {
        for (student, lot) in till.paid.iter().rev() {
            let account = maker.ask(&FeeAccount { student: *student, used_up: false })?;
            if !account.lots.iter().any(|row| row.id == *lot && row.left.0 > 200) {
                continue;
            }
            let open = OpenTicket {
                kind: "refund".into(),
                title: "退两节课".into(),
                student: Some(*student),
                text: "和学校的兴趣班冲突，想退掉两节课。".into(),
                fields: fields(&[("reason", "时间冲突，退两节")]),
                ..OpenTicket::default()
            };
            let id = opened(maker, AGENT, open)?;
            self.lots.insert(id, *lot);
            return Ok(Some(id));
        }
        Ok(None)
    }

    /// Does what the ticket's present step asks for.
    fn step(&mut self, maker: &mut Maker, ticket: TicketId) -> Result<(), Refused> {
        let card = maker.ask(&TicketCard { ticket })?;
        let Some(step) = card.steps.get(usize::from(card.row.step.saturating_sub(1))) else { return Ok(()) };
        let by = card.row.owner.unwrap_or_else(|| holder(step.roles.first().copied()));
        let expect = card.expect;
        let topic = self.topic(&card.row);
        let answer = topic.map(|t| t.answer.clone()).unwrap_or_else(|| "已处理，谢谢您的理解。".into());
        let improve = topic.map(|t| t.improve.clone()).filter(|text| !text.is_empty());
        let improve = improve.unwrap_or_else(|| "已提醒相关同事".into());
        match step.work {
            Work::Receive => Ok(()),
            Work::Classify => {
                let category = topic.map(|topic| topic.category.clone()).unwrap_or_default();
                maker.submit(by, ClassifyTicket { ticket, category, expect: Some(expect) }).map(drop)
            }
            Work::Claim => maker.submit(by, ClaimTicket { ticket }).map(drop),
            Work::Answer => {
                let answered = AnswerTicket { ticket, text: answer, expect, goes_on: false };
                maker.submit(by, answered).map(drop)
            }
            Work::Task => {
                let text = Prose::default();
                maker.submit(by, AdvanceTicket { ticket, fields: self.done(ticket), text, expect }).map(drop)
            }
            Work::Decide => decide(maker, by, &card),
            Work::Revisit if card.solve_minutes.is_none() => {
                let solved = ResolveTicket { ticket, text: answer, withdrawn: false, expect: Some(expect) };
                maker.submit(by, solved).map(drop)
            }
            Work::Revisit => {
                let score = maker.one_of(&[5, 5, 4, 4, 3, 2]).unwrap_or(5);
                maker.submit(AGENT, RevisitTicket { ticket, score, text: Prose::default() }).map(drop)
            }
            Work::Review => {
                let cause = ("cause", "沟通不及时");
                let fields = match card.row.kind.as_str() {
                    "complaint" => fields(&[cause, ("improve", &improve)]),
                    _ => fields(&[("improve", &improve)]),
                };
                let text = Prose::default();
                maker.submit(SUPERVISOR, AdvanceTicket { ticket, fields, text, expect }).map(drop)
            }
        }
    }

    /// What a task came to.
    fn done(&self, ticket: TicketId) -> BTreeMap<String, Text> {
        let Some(lot) = self.lots.get(&ticket) else {
            return fields(&[("result", "已电话沟通，家长知悉")]);
        };
        let lots = format!("[{{\"lot\":\"{lot}\",\"credits\":200}}]");
        fields(&[("lots", &lots), ("method", "wechat"), ("cashier", &CASHIER.to_string())])
    }

    fn topic(&self, row: &ListRow) -> Option<&Topic> {
        let title = row.title.with.iter().find_map(|(_, arg)| match arg {
            Arg::Text(text) => Some(text.as_str()),
            _ => None,
        })?;
        self.topics.iter().find(|topic| topic.kind == row.kind && topic.title.as_str() == title)
    }
}

fn opened(maker: &mut Maker, by: StaffId, open: OpenTicket) -> Result<TicketId, Refused> {
    let made = maker.submit(by, open)?.made;
    Ok(made.first().and_then(|id| id.parse().ok()).unwrap_or_default())
}

fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, Text> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), Text::new(value))).collect()
}

/// Grants it; what can't be granted any more is denied.
fn decide(maker: &mut Maker, by: StaffId, card: &Card) -> Result<(), Refused> {
    let decision = |grant: bool, text: &str| DecideTicket {
        ticket: card.row.id,
        grant,
        text: text.into(),
        fields: BTreeMap::new(),
        expect: card.expect,
    };
    match maker.submit(by, decision(true, "")) {
        Err(_) => maker.submit(by, decision(false, "课已上完，无法办理，请谅解。")).map(drop),
        other => other.map(drop),
    }
}

/// Who has that post.
fn holder(role: Option<Role>) -> StaffId {
    match role {
        Some(Role::Supervisor) => SUPERVISOR,
        Some(Role::Advisor) => ADVISOR,
        Some(Role::Technical) => TECHNICAL,
        Some(Role::Reception) => RECEPTION,
        Some(Role::Cashier) => CASHIER,
        _ => AGENT,
    }
}
