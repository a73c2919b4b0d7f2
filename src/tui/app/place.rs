//! Places: where one can be. A screen names a place to go to, never another screen.

use crate::base::{ClassId, LessonId, StudentId, TicketId};
use crate::tui::input::Action;

/// Where one can be, and about whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Today 今日.
    Today,
    /// Roster 名册.
    Roster,
    /// A student's card 档案.
    Card(StudentId),
    /// Class 上课: the lesson that is on now, or that one.
    Class(Option<LessonId>),
    /// Leaderboard 积分榜.
    Board,
    /// Full-screen leaderboard, of a class or of the school, with nothing private.
    Projector(Option<ClassId>),
    /// Whose points are low or fall 关注, in a class or in the school.
    Support(Option<ClassId>),
    /// Tickets 工单.
    Tickets,
    /// One ticket.
    Ticket(TicketId),
    /// SOPs 流程.
    Sops,
    /// Triggers 触发规则.
    Rules,
    /// Figures of the queue 统计.
    Figures,
    /// Fee desk 收费: nobody's yet, or that student's account.
    Fees(Option<StudentId>),
    /// Set-up 设置.
    Setup,
    /// Import 导入.
    Import,
    /// First run: no school yet.
    Start,
}

/// A tab of the first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Tab {
    Today,
    Roster,
    Class,
    Board,
    Tickets,
    Fees,
    Setup,
}

impl Tab {
    /// Every tab, from left to right.
    pub const ALL: [Tab; 7] =
        [Tab::Today, Tab::Roster, Tab::Class, Tab::Board, Tab::Tickets, Tab::Fees, Tab::Setup];

    /// The tab that a place stands under.
    pub fn of(place: &Place) -> Option<Tab> {
        Some(match place {
            Place::Start => return None,
            Place::Today => Tab::Today,
            Place::Roster | Place::Card(_) => Tab::Roster,
            Place::Class(_) => Tab::Class,
            Place::Board | Place::Projector(_) | Place::Support(_) => Tab::Board,
            Place::Tickets | Place::Ticket(_) | Place::Sops | Place::Rules | Place::Figures => Tab::Tickets,
            Place::Fees(_) => Tab::Fees,
            Place::Setup | Place::Import => Tab::Setup,
        })
    }

    /// The place that the tab opens.
    pub fn place(self) -> Place {
        match self {
            Tab::Today => Place::Today,
            Tab::Roster => Place::Roster,
            Tab::Class => Place::Class(None),
            Tab::Board => Place::Board,
            Tab::Tickets => Place::Tickets,
            Tab::Fees => Place::Fees(None),
            Tab::Setup => Place::Setup,
        }
    }

    /// The action that opens it.
    pub fn action(self) -> Action {
        match self {
            Tab::Today => Action::GoToday,
            Tab::Roster => Action::GoRoster,
            Tab::Class => Action::GoClass,
            Tab::Board => Action::GoBoard,
            Tab::Tickets => Action::GoTickets,
            Tab::Fees => Action::GoFees,
            Tab::Setup => Action::GoSetup,
        }
    }

    /// The key of its name in the message files.
    pub fn key(self) -> &'static str {
        match self {
            Tab::Today => "app-tab-today",
            Tab::Roster => "app-tab-roster",
            Tab::Class => "app-tab-class",
            Tab::Board => "app-tab-board",
            Tab::Tickets => "app-tab-tickets",
            Tab::Fees => "app-tab-fees",
            Tab::Setup => "app-tab-setup",
        }
    }
}
