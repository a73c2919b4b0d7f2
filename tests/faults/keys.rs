//! Any keys at any size: the program goes on, and the books hold.

use std::sync::Arc;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rollbook::lang::Tongue;
use rollbook::store::Memory;
use rollbook::tui::driver::{Driver, test_look};
use rollbook::tui::event::Event;
use rollbook::tui::input::{Code, Key};
use rollbook::tui::screens::program;

use super::{payloads::PAYLOADS, school, seeds};

const KEYS: usize = 1_500;
const NAMED: &[&str] = &[
    "enter",
    "esc",
    "tab",
    "shift-tab",
    "backspace",
    "delete",
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "page-up",
    "page-down",
    "space",
    "ctrl-p",
    "ctrl-u",
    "ctrl-w",
    "ctrl-a",
    "ctrl-e",
    "ctrl-l",
    "alt-x",
    "f1",
    "f5",
    "ctrl-s",
    "ctrl-r",
];
const SIZES: &[(u16, u16)] =
    &[(0, 0), (1, 1), (10, 5), (79, 23), (80, 24), (120, 40), (200, 60), (500, 200), (2, 200), (500, 1)];

fn key(dice: &mut impl Rng) -> Key {
    match dice.random_range(0..10) {
        0..6 => Key::plain(Code::Char(char::from(dice.random_range(b' '..=b'~')))),
        6 => Key::plain(Code::Char(
            ['李', 'ñ', '\u{301}', '👩', '㐀', '？', '\u{202e}'][dice.random_range(0..7)],
        )),
        _ => NAMED[dice.random_range(0..NAMED.len())].parse().unwrap(),
    }
}

fn event(driver: &mut Driver, dice: &mut impl Rng) {
    match dice.random_range(0..60) {
        0 => {
            let (width, height) = SIZES[dice.random_range(0..SIZES.len())];
            driver.resize(width, height);
        }
        1 => driver.resize(dice.random_range(0..=500), dice.random_range(0..=200)),
        2 => {
            let text = PAYLOADS[dice.random_range(0..PAYLOADS.len())].repeat(dice.random_range(1..4));
            driver.app.on_event(Event::Paste(text));
        }
        3 => driver.app.on_event(Event::Wheel(dice.random_bool(0.5))),
        4 => driver.app.tick(),
        5 => drop(driver.keys(["1", "2", "3", "4", "5", "6", "7"][dice.random_range(0..7)])),
        _ => driver.press(key(dice)),
    }
}

#[test]
fn any_keys_at_any_size_leave_a_program_that_draws_and_books_that_hold() {
    for seed in seeds(4) {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let desk = school::desk(Arc::new(Memory::new()));
        let session = school::open(&desk, 12);
        let tongue = Tongue::ALL[seed as usize % Tongue::ALL.len()];
        let new = || Driver::new(program(session.clone(), test_look(tongue)), 80, 24);
        let mut driver = new();
        let mut ends = 0;
        for step in 0..KEYS {
            event(&mut driver, &mut dice);
            if driver.app.ended().is_some() {
                driver = new();
                ends += 1;
            }
            if step % 3 == 0 {
                driver.frame();
            }
        }
        assert!(ends < KEYS / 2, "seed {seed}: hardly a key was pressed in it");
        school::sound(&desk, seed);
    }
}
