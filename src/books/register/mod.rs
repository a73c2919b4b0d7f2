//! The register: who and what. Students and their places; and the catalogues (staff, courses, rooms,
//! classes, point rules, rewards, teams, terms), which all work alike.

mod card;
pub(crate) mod catalogue;
mod class;
mod course;
pub mod directory;
mod discount;
mod duplicates;
mod export;
mod find_class;
mod import;
mod index;
mod lines;
pub mod pinyin;
mod place;
mod price;
mod recent;
mod reward;
mod roster;
mod rule;
mod school;
mod staff;
mod stage;
mod student;
mod tag;
mod take_in;
mod term;
mod timeline;

pub use card::{
    AskCard, CardClass, CardCounts, CardCredits, CardLot, CardMark, CardPoint, CardPoints, CardTier,
    StudentCard,
};
pub use catalogue::{List, Listed, Listing, Save, item, name_of};
pub use class::{Class, SetKeys, WeeklyTime};
pub use course::{Course, Room};
pub use directory::Likeness;
pub use discount::{Cut, Discount, DiscountKind};
pub use duplicates::{CheckDuplicates, Duplicate};
pub use export::{ExportRoster, PlaceLine, RosterLine};
pub use find_class::{FindClasses, FoundClass};
pub use import::{
    Change, CompareRoster, ComparedRow, Comparison, ImportClass, ImportPlace, ImportRoster, ImportRow,
    RefusedImport, RowState,
};
pub use index::{FindStudents, FoundStudent, StudentIndex};
pub use place::{
    Enrol, Leave, PLACES, Pause, Place, Roll, Seat, Spell, Standing, Transfer, classes_of, place, roll,
};
pub use price::{Price, PriceKind};
pub use reward::{Reward, Team};
pub use roster::{
    RosterClass, RosterList, RosterPage, RosterRow, RosterRows, RosterSort, RosterTags, Wanted,
};
pub use rule::{Cap, CapPer, Rule, RuleAuto, RuleGroup, RuleValue};
pub use school::{
    BoardNames, EditSchool, FeePolicy, GetSchool, InitSchool, OpenHours, School, SchoolAnswer, Tier,
    WhichFirst, school,
};
pub use staff::{Role, Staff, roles_of, staff};
pub(super) use staff::{can_close, handles_money, is_operator, need_manager};
pub use student::{
    AddStudent, EditStudent, Guardian, NUMBERS, STUDENTS, Sex, Stage, Student, StudentFields, born_on,
    put_student, student,
};
pub use tag::TagStudents;
pub use take_in::{Enrollee, TakeIn};
pub use term::Term;
pub use timeline::{Event, Goes};
