//! What several screens ask, offer and say alike, wherever a student, a ticket or a class is met. It stands between
//! the widgets, which know no school, and the screens, none of which knows another.

pub mod ahead;
pub mod award_keys;
pub mod crossed;
pub mod due;
pub mod pane;
pub mod posts;
pub mod refund;
pub mod student;
