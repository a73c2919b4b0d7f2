//! Words that every room uses: ids, money, time, display text, refusals. No I/O.

mod amount;
mod caught;
mod id;
mod refused;
mod say;
mod text;
mod time;

pub use amount::{AmountError, Credits, Currency, Money, Points};
pub use caught::{caught, is_catching};
pub use id::*;
pub use refused::{Kind, Refused};
pub use say::{Arg, Say};
pub use text::{Prose, Text, plain_digits};
pub use time::{ClockTime, Day, Instant, Weeks, Zone, parse_day, within};
