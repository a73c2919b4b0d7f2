//! The register: who and what. Students and their places; and the catalogues (staff, courses, rooms,
//! classes, point rules, rewards, teams, terms), which all work alike.

mod catalogue;
mod class;
mod course;
pub mod directory;
mod discount;
mod export;
mod import;
mod index;
pub mod pinyin;
mod place;
mod price;
mod reward;
mod rule;
mod school;
mod staff;
mod student;
mod term;

pub use catalogue::{List, Listed, Listing, Save, name_of};
pub use class::{Class, WeeklyTime};
pub use course::{Course, Room};
pub use discount::{Cut, Discount, DiscountKind};
pub use export::{ExportRoster, PlaceLine, RosterLine};
pub use import::{
    Change, CompareRoster, ComparedRow, Comparison, ImportClass, ImportRoster, ImportRow, RefusedImport,
    RowState,
};
pub use index::{FindStudents, FoundStudent, StudentIndex};
pub use place::{Enrol, Leave, Pause, Place, Roll, Seat, Spell, Standing, Transfer, classes_of, place, roll};
pub use price::{Price, PriceKind};
pub use reward::{Reward, Team};
pub use rule::{Cap, CapPer, Rule, RuleAuto, RuleGroup, RuleValue};
pub use school::{EditSchool, FeePolicy, GetSchool, InitSchool, OpenHours, School, Tier, WhichFirst, school};
pub use staff::{Role, Staff, roles_of, staff};
pub use student::{
    AddStudent, EditStudent, Guardian, NUMBERS, STUDENTS, Sex, Stage, Student, StudentFields, put_student,
    student,
};
pub use term::Term;
