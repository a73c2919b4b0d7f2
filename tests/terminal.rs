//! The terminal is given back as it was: after leaving, a panic, signals, a hang-up, and a suspension.
//! The test program starts itself again on a pseudo-terminal, where `child` runs the real loop.
#![cfg(target_os = "linux")]

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rollbook::lang::Tongue;
use rollbook::tui::app::{self, App, Cx, Effect, Layer, Look, Place, Screen};
use rollbook::tui::driver::{test_look, test_session};
use rollbook::tui::event::End;
use rollbook::tui::input::{Action, Context};
use rollbook::tui::terminal::Options;
use rollbook::tui::widgets::Line;
use rustix::process::{Pid, Signal, kill_process};

/// Says in the environment that the program is to be the child.
const CHILD: &str = "ROLLBOOK_TEST_CHILD";
/// Nothing here takes longer unless it hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// A screen that fails in three ways.
struct Fails;

impl Layer for Fails {
    fn contexts(&self) -> &'static [Context] {
        &[Context::List]
    }
    fn on_action(&mut self, action: Action, _: &mut Cx) -> Effect {
        match action {
            Action::ListOpen => panic!("the screen broke"),
            Action::ListFilter => {
                let worker = std::thread::spawn(|| panic!("the worker broke"));
                assert!(worker.join().is_err());
                Effect::Done
            }
            _ => Effect::Pass,
        }
    }
    fn draw(&mut self, _: Rect, _: &mut Buffer, _: &Look) -> Option<Position> {
        None
    }
}

impl Screen for Fails {
    fn place(&self) -> Place {
        Place::Today
    }
    fn headline(&self, _: &Look) -> (Line, Line) {
        (Line::from("here we are"), Line::new())
    }
}

#[test]
fn child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let opener = Box::new(|_: &Place, _: &mut Cx| Box::new(Fails) as Box<dyn Screen>);
    let mut app = App::new(test_session().unwrap(), test_look(Tongue::En), opener, Place::Today);
    let end = app::run(&mut app, Options { mouse: true }, &app::channel()).unwrap();
    std::process::exit(match end {
        End::Quit => 10,
        End::Terminated => 11,
        End::HungUp => 12,
    });
}

/// The program on a terminal of its own.
struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    /// What it wrote and no one waited for yet.
    seen: String,
    keys: Box<dyn Write + Send>,
    before: String,
    /// The reader, which holds the terminal open too, lets go after what it reads next.
    let_go: Arc<AtomicBool>,
}

impl Terminal {
    /// Starts the child, through a shell where it is not to lead its session, and waits for its first frame.
    fn start(through_shell: bool) -> Terminal {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let me = std::env::current_exe().unwrap();
        let args = ["--exact", "child", "--nocapture"];
        let mut command = if through_shell {
            let mut shell = CommandBuilder::new("sh");
            shell.args(["-c", "\"$@\"; exit $?", "sh"]);
            shell.arg(me);
            shell
        } else {
            CommandBuilder::new(me)
        };
        command.args(args);
        command.env(CHILD, "1");
        command.env("TERM", "xterm-256color");
        let before = termios(&*pty.master);
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let (to, output) = channel();
        let mut reader = pty.master.try_clone_reader().unwrap();
        let let_go = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&let_go);
        std::thread::spawn(move || {
            let mut room = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut room) {
                if to.send(room[..n].to_vec()).is_err() || asked.load(Ordering::SeqCst) {
                    return;
                }
            }
        });
        let keys = pty.master.take_writer().unwrap();
        let mut terminal =
            Terminal { master: Some(pty.master), child, output, seen: String::new(), keys, before, let_go };
        terminal.wait_for("here we are");
        terminal
    }

    fn wait_for(&mut self, text: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = self.seen.find(text) {
                self.seen.drain(..at + text.len());
                return;
            }
            let left = until.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(_) => panic!("waited for {text:?}, saw {:?}", self.seen),
            }
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    fn given_back(&mut self) {
        for undone in ["\x1b[?1000l", "\x1b[?2004l", "\x1b[?25h", "\x1b[?1049l"] {
            self.wait_for(undone);
        }
    }

    fn exit_code(&mut self) -> u32 {
        self.child.wait().unwrap().exit_code()
    }

    fn is_as_before(&self) -> bool {
        self.master.as_ref().is_some_and(|master| termios(&**master) == self.before)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed must leave nothing running.
        let _ = self.child.kill();
    }
}

fn termios(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

fn pid(id: u32) -> Pid {
    Pid::from_raw(id as i32).unwrap()
}

#[test]
fn leaving_gives_the_terminal_back() {
    let mut terminal = Terminal::start(false);
    assert!(!terminal.is_as_before(), "it was taken");
    terminal.press("\x11");
    terminal.given_back();
    assert_eq!(terminal.exit_code(), 10);
    assert!(terminal.is_as_before());
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_speaks() {
    let mut terminal = Terminal::start(false);
    terminal.press("\r");
    terminal.given_back();
    terminal.wait_for("the screen broke");
    terminal.exit_code();
    assert!(terminal.is_as_before());
}

#[test]
fn a_workers_panic_is_told_on_the_screen_and_garbles_nothing() {
    let mut terminal = Terminal::start(false);
    terminal.press("/");
    terminal.wait_for("Something failed inside the program");
    assert!(!terminal.seen.contains("\x1b[?1049l"), "the screen is still ours");
    terminal.press("\x11");
    terminal.given_back();
    assert_eq!(terminal.exit_code(), 10);
}

#[test]
fn a_signal_to_end_gives_the_terminal_back() {
    for (signal, code) in [(Signal::TERM, 11), (Signal::HUP, 12)] {
        let mut terminal = Terminal::start(false);
        kill_process(pid(terminal.child.process_id().unwrap()), signal).unwrap();
        terminal.given_back();
        assert_eq!(terminal.exit_code(), code);
        assert!(terminal.is_as_before());
    }
}

#[test]
fn the_program_ends_when_the_line_is_gone() {
    let mut terminal = Terminal::start(false);
    terminal.let_go.store(true, Ordering::SeqCst);
    terminal.press("x");
    terminal.keys = Box::new(std::io::sink());
    terminal.master = None;
    let until = Instant::now() + PATIENCE;
    let code = loop {
        if let Some(status) = terminal.child.try_wait().unwrap() {
            break status.exit_code();
        }
        assert!(Instant::now() < until, "it goes on without a terminal");
        std::thread::yield_now();
    };
    assert_eq!(code, 12);
}

#[test]
fn where_no_shell_waits_ctrl_z_says_so() {
    let mut terminal = Terminal::start(false);
    terminal.press("\x1a");
    terminal.wait_for("There is no shell to go back to");
    terminal.press("\x11");
    assert_eq!(terminal.exit_code(), 10);
}

#[test]
fn a_suspended_program_leaves_a_sane_terminal_and_comes_back_whole() {
    let mut terminal = Terminal::start(true);
    let shell = terminal.child.process_id().unwrap();
    let children = std::fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).unwrap();
    let program: u32 = children.trim().parse().unwrap();
    for stop in ["key", "signal"] {
        match stop {
            "key" => terminal.press("\x1a"),
            _ => kill_process(pid(program), Signal::TSTP).unwrap(),
        }
        terminal.given_back();
        let until = Instant::now() + PATIENCE;
        while !std::fs::read_to_string(format!("/proc/{program}/stat")).unwrap().contains(") T ") {
            assert!(Instant::now() < until, "it did not stop");
            std::thread::yield_now();
        }
        assert!(terminal.is_as_before(), "stopped by a {stop}");
        kill_process(pid(program), Signal::CONT).unwrap();
        terminal.wait_for("\x1b[?1049h");
        terminal.wait_for("here we are");
    }
    terminal.press("\x11");
    terminal.given_back();
    assert_eq!(terminal.exit_code(), 10);
    assert!(terminal.is_as_before());
}
