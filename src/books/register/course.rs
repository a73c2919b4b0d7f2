//! Courses and rooms.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::catalogue::catalogue;
use crate::base::{CourseId, Prose, RoomId, Text};

/// A course 课程: what is taught.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Course {
    /// What it is called.
    pub name: Text,
    /// Its code, for exports.
    #[serde(default)]
    pub code: Text,
    /// Goal, content, method.
    #[serde(default)]
    pub about: Prose,
    /// No longer offered.
    #[serde(default)]
    pub retired: bool,
}

catalogue!(Course: CourseId, COURSES "courses", Course, "course.save", "course.list", "noun-course";
    example Course { name: "绘画".into(), ..Course::default() });

/// A room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Room {
    /// What it is called.
    pub name: Text,
    /// How many it seats; 0 when not known.
    #[serde(default)]
    pub seats: u16,
    /// No longer used.
    #[serde(default)]
    pub retired: bool,
}

catalogue!(Room: RoomId, ROOMS "rooms", Room, "room.save", "room.list", "noun-room";
    example Room { name: "3室".into(), seats: 24, retired: false });
