//! The leaderboard 积分榜: who earned how much in a span, how that moved them, and how it has been going.
//!
//! Only who has a place on the day is ranked, so that a board costs two short scans a student and does not
//! grow with those who left; the trend, the balance and the name are read for the rows that are given.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::{ClassId, CourseId, Day, Points, Refused, Say, StudentId, TeamId, TermId, Text, Weeks};
use crate::books::ledger::{Account, Span, daily, total, turnovers};
use crate::books::register::{
    Class, Course, Listed, PLACES, Standing, Team, Term, item, name_of, roll, student,
};
use crate::books::{Ask, View};
use crate::store::Read;

/// Whom a leaderboard ranks, and which points count: of a class, a course or a team only those earned there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BoardScope {
    /// Everyone who has a place in any class.
    #[default]
    School,
    /// A class.
    Class(ClassId),
    /// The classes of a course.
    Course(CourseId),
    /// A team within its class.
    Team(TeamId),
    /// The teams of a class against each other.
    Teams(ClassId),
}

/// Over which days points count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BoardSpan {
    /// Monday to Sunday.
    #[default]
    Week,
    /// The calendar month.
    Month,
    /// The term that holds the day, else the last one before it.
    Term,
    /// Ever.
    All,
}

/// Asks for a leaderboard.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PointsBoard {
    /// Whom it ranks.
    pub scope: BoardScope,
    /// Over which days.
    pub span: BoardSpan,
    /// A day of the span; today when not given.
    pub day: Option<Day>,
    /// At most so many rows, best first; 0 for all.
    pub limit: usize,
    /// As the public may see it: names as the school shows them, no balances, the school's count of ranks.
    pub public: bool,
}

/// Who stands on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ranked {
    /// A student.
    Student(StudentId),
    /// A team.
    Team(TeamId),
}

/// A leaderboard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoardAnswer {
    /// The class, course or team; empty for the school.
    pub of: Text,
    /// The first and the last day that count; none for ever.
    pub days: Option<(Day, Day)>,
    /// The term, where it is one.
    pub term: Text,
    /// How many are ranked, also where fewer rows are given.
    pub people: usize,
    /// Points that all of them earned in the span.
    pub earned: Points,
    /// Best first; who earned the same shares a rank.
    pub rows: Vec<BoardRow>,
    /// How many tiers the school has.
    pub tiers: usize,
}

/// A row of a leaderboard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoardRow {
    /// From 1; who earned the same shares it.
    pub rank: u32,
    /// The rank in the span before; none when nobody earned anything then.
    pub before: Option<u32>,
    /// Who.
    pub who: Ranked,
    /// Name.
    pub name: Text,
    /// Earned in the span, deductions taken off, redemptions not.
    pub earned: Points,
    /// Points to spend now.
    pub balance: Points,
    /// What was earned in each of the last eight weeks, this one last.
    pub trend: [Points; WEEKS],
    /// The tier held by points earned in all, and its place from 1.
    pub tier: Option<(usize, Text)>,
    /// How many a team has; 1 for a student.
    pub members: usize,
}

/// Weeks of a trend.
const WEEKS: usize = 8;

/// Which tags of a student's account count.
enum Tags {
    All,
    Of(Vec<u64>),
}

impl Tags {
    fn hold(&self, tag: u64) -> bool {
        match self {
            Tags::All => true,
            Tags::Of(tags) => tags.contains(&tag),
        }
    }
}

/// Who competes, with whose accounts.
struct Field {
    of: Text,
    tags: Tags,
    sides: Vec<(Ranked, Vec<StudentId>)>,
}

impl Ask for PointsBoard {
    const NAME: &'static str = "points.board";
    type Answer = BoardAnswer;

    fn answer(&self, view: &View<'_>) -> Result<BoardAnswer, Refused> {
        let day = self.day.unwrap_or_else(|| view.today());
        let period = Period::of(view.read, self.span, day)?;
        // Of a past period everyone who was there at its end, of the present one everyone who is here.
        let day = period.days.map_or(day, |(first, last)| last.min(view.today()).max(first));
        let field = field(view.read, self.scope, day)?;
        let mut ranked = Vec::with_capacity(field.sides.len());
        for (index, (_, students)) in field.sides.iter().enumerate() {
            let (mut now, mut before) = (0, 0);
            for student in students {
                let (of_now, of_before) = period.earned(view.read, *student, &field.tags)?;
                (now, before) = (now + of_now, before + of_before);
            }
            ranked.push((index, now, before));
        }
        let mut befores: Vec<Points> = ranked.iter().map(|(_, _, before)| *before).collect();
        befores.sort_unstable_by(|a, b| b.cmp(a));
        let moved = befores.first().is_some_and(|most| *most != 0) || befores.last().is_some_and(|l| *l != 0);
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let place = |sorted: &[Points], points: Points| sorted.partition_point(|p| *p > points) as u32 + 1;
        let nows: Vec<Points> = ranked.iter().map(|(_, now, _)| *now).collect();
        let limit = match (self.limit, usize::from(view.school.board_top)) {
            (limit, top) if self.public && top > 0 && (limit == 0 || top < limit) => top,
            (0, _) => usize::MAX,
            (limit, _) => limit,
        };
        let mut rows = Vec::new();
        for (index, earned, before) in ranked.iter().copied().take(limit) {
            let before = moved.then(|| place(&befores, before));
            let found = (place(&nows, earned), before, earned);
            rows.push(self.row(view, &field, index, found, day)?);
        }
        Ok(BoardAnswer {
            people: ranked.len(),
            earned: nows.iter().sum(),
            of: field.of,
            days: period.days,
            term: period.term,
            rows,
            tiers: view.school.tiers.len(),
        })
    }

    fn example() -> Self {
        PointsBoard { scope: BoardScope::Class(ClassId(1)), limit: 10, ..PointsBoard::default() }
    }
}

impl PointsBoard {
    fn row(
        &self,
        view: &View<'_>,
        field: &Field,
        index: usize,
        (rank, before, earned): (u32, Option<u32>, Points),
        day: Day,
    ) -> Result<BoardRow, Refused> {
        let (who, students) = &field.sides[index];
        let (mut held, mut ever, mut trend) = (0, 0, [0; WEEKS]);
        for student in students {
            let account = Account::points(*student);
            let total = total(view.read, account)?;
            held += total.balance();
            ever += total.into;
            add_weeks(view.read, account, &field.tags, day, &mut trend)?;
        }
        let (name, tier) = match who {
            Ranked::Team(team) => (name_of::<Team>(view.read, *team)?, None),
            Ranked::Student(id) => {
                let name = student(view.read, *id)?.name;
                let name = if self.public { view.school.public_name(&name) } else { name };
                (name, view.school.tier(ever).map(|(place, tier)| (place, tier.name.clone())))
            }
        };
        let balance = if self.public { 0 } else { held };
        Ok(BoardRow { rank, before, who: *who, name, earned, balance, trend, tier, members: students.len() })
    }
}

/// Adds what was earned in each of the eight weeks that end with the day's.
fn add_weeks(
    read: &dyn Read,
    account: Account,
    tags: &Tags,
    day: Day,
    trend: &mut [Points; WEEKS],
) -> Result<(), Refused> {
    let last = day.week(chrono::Weekday::Mon).last_day();
    let weeks = Weeks::<WEEKS>::until(last);
    for (at, tag, turnover) in daily(read, account, weeks.first, last)? {
        if let Some(week) = weeks.of(at).filter(|_| tags.hold(tag)) {
            trend[week] += turnover.into;
        }
    }
    Ok(())
}

fn field(read: &dyn Read, scope: BoardScope, day: Day) -> Result<Field, Refused> {
    let alone = |students: BTreeSet<StudentId>| {
        students.into_iter().map(|student| (Ranked::Student(student), vec![student])).collect()
    };
    Ok(match scope {
        BoardScope::School => {
            let here = |(_, place): &(_, crate::books::register::Place)| is_here(place.standing(day));
            let places = PLACES.all(read, &())?.into_iter().filter(here);
            let sides = alone(places.map(|((_, student), _)| student).collect());
            Field { of: Text::default(), tags: Tags::All, sides }
        }
        BoardScope::Class(class) => {
            let of = item::<Class>(read, class)?.name;
            Field { of, tags: Tags::Of(vec![class.0]), sides: alone(in_class(read, class, day, None)?) }
        }
        BoardScope::Course(course) => {
            let of = item::<Course>(read, course)?.name;
            let classes = Class::TABLE.all(read, &())?.into_iter();
            let classes: Vec<ClassId> =
                classes.filter(|(_, class)| class.course == Some(course)).map(|(id, _)| id).collect();
            let mut students = BTreeSet::new();
            for class in &classes {
                students.extend(in_class(read, *class, day, None)?);
            }
            Field {
                of,
                tags: Tags::Of(classes.iter().map(|class| class.0).collect()),
                sides: alone(students),
            }
        }
        BoardScope::Team(id) => {
            let team = item::<Team>(read, id)?;
            let students = in_class(read, team.class, day, Some(id))?;
            Field { of: team.name, tags: Tags::Of(vec![team.class.0]), sides: alone(students) }
        }
        BoardScope::Teams(class) => {
            let of = item::<Class>(read, class)?.name;
            let mut sides = Vec::new();
            for (id, team) in Team::TABLE.all(read, &())? {
                if team.class == class && !team.retired {
                    let students = in_class(read, class, day, Some(id))?;
                    sides.push((Ranked::Team(id), students.into_iter().collect()));
                }
            }
            Field { of, tags: Tags::Of(vec![class.0]), sides }
        }
    })
}

fn is_here(standing: Standing) -> bool {
    matches!(standing, Standing::Active | Standing::Paused)
}

fn in_class(
    read: &dyn Read,
    class: ClassId,
    day: Day,
    team: Option<TeamId>,
) -> Result<BTreeSet<StudentId>, Refused> {
    let rows = roll(read, class, day)?.into_iter();
    let wanted = rows.filter(|row| is_here(row.standing) && (team.is_none() || row.place.team == team));
    Ok(wanted.map(|row| row.student).collect())
}

/// The span that counts, and the one before it.
pub(super) struct Period {
    now: Span,
    before: Before,
    pub(super) days: Option<(Day, Day)>,
    pub(super) term: Text,
}

enum Before {
    None,
    Span(Span),
    /// All that is not in this span: for all time, how it stood a week ago.
    Without(Span),
}

impl Period {
    pub(super) fn of(read: &dyn Read, span: BoardSpan, day: Day) -> Result<Period, Refused> {
        let eve = |span: Span| match span {
            Span::Days(first, _) => first.pred_opt(),
            Span::All => None,
        };
        let plain = |now: Span, before: Option<Span>, term: Text| {
            let days = match now {
                Span::Days(first, last) => Some((first, last)),
                Span::All => None,
            };
            Period { now, before: before.map_or(Before::None, Before::Span), days, term }
        };
        Ok(match span {
            BoardSpan::Week => plain(Span::week(day), eve(Span::week(day)).map(Span::week), Text::default()),
            BoardSpan::Month => {
                plain(Span::month(day), eve(Span::month(day)).map(Span::month), Text::default())
            }
            BoardSpan::Term => {
                let mut terms: Vec<(TermId, Term)> = Term::TABLE.all(read, &())?;
                terms.retain(|(_, term)| !term.retired && term.from <= day);
                terms.sort_by_key(|(_, term)| term.from);
                let Some((_, term)) = terms.pop() else {
                    return Err(
                        Refused::input(Say::new("points-no-term")).hint(Say::new("points-no-term-hint"))
                    );
                };
                let before = terms.pop().map(|(_, term)| Span::Days(term.from, term.until));
                plain(Span::Days(term.from, term.until), before, term.name)
            }
            BoardSpan::All => Period {
                now: Span::All,
                before: Before::Without(Span::week(day)),
                days: None,
                term: Text::default(),
            },
        })
    }

    /// The days before it, where it has such.
    pub(super) fn days_before(&self) -> Option<(Day, Day)> {
        match self.before {
            Before::Span(Span::Days(first, last)) => Some((first, last)),
            _ => None,
        }
    }

    /// What a student earned in it, and in the one before.
    fn earned(&self, read: &dyn Read, student: StudentId, tags: &Tags) -> Result<(Points, Points), Refused> {
        let account = Account::points(student);
        let in_span = |span: Span| -> Result<Points, Refused> {
            if let (Span::All, Tags::All) = (span, tags) {
                return Ok(total(read, account)?.into);
            }
            let found = turnovers(read, account, span)?;
            Ok(found.into_iter().filter(|(tag, _)| tags.hold(*tag)).map(|(_, t)| t.into).sum())
        };
        let now = in_span(self.now)?;
        let before = match self.before {
            Before::None => 0,
            Before::Span(span) => in_span(span)?,
            Before::Without(span) => now - in_span(span)?,
        };
        Ok((now, before))
    }
}
