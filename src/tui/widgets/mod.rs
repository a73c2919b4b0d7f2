//! What screens are made of. Each takes plain data and draws it; none asks the desk, none knows a screen.

pub mod compose;
pub mod confirm;
pub mod edit;
pub mod field;
pub mod figures;
pub mod filter;
pub mod form;
pub mod line;
pub mod picker;
pub mod popup;
pub mod ranks;
pub mod scroll;
pub mod table;
pub mod text;

pub use compose::Compose;
pub use confirm::Confirm;
pub use edit::Edit;
pub use filter::Filter;
pub use form::{Field, FieldKind, Form, Values};
pub use line::{Line, rule};
pub use picker::{Item, Picker};
pub use popup::popup;
pub use scroll::Scroll;
pub use table::{Column, ListState, Row, Table};
