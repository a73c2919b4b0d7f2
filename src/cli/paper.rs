//! Where receipts are printed: a text and a page for the browser in the data folder's `receipts`, and, where
//! `ROLLBOOK_PRINTER` names a device or file, to that as ESC/POS.

use std::path::PathBuf;

use crate::base::{Kind, Refused, Say};
use crate::desk::ledger::fees::ReceiptAnswer;
use crate::exchange::receipt;
use crate::say;
use crate::tui::app::Look;
use crate::tui::screens::fees::Printer;

/// Columns of an 80 mm roll.
const COLUMNS: usize = 42;

/// Prints into a folder, and to a receipt printer if there is one.
pub struct Paper {
    /// The data folder.
    pub folder: PathBuf,
    /// The printer's device, or a file that stands for it.
    pub device: Option<PathBuf>,
}

impl Paper {
    /// The paper of a data folder, with the printer that the environment names.
    pub fn of(folder: PathBuf) -> Paper {
        let device = std::env::var_os("ROLLBOOK_PRINTER").filter(|name| !name.is_empty()).map(PathBuf::from);
        Paper { folder, device }
    }
}

impl Printer for Paper {
    fn print(&self, answer: &ReceiptAnswer, look: &Look) -> Result<Say, Refused> {
        if let Some(device) = &self.device {
            receipt::send(device, &receipt::escpos(answer, &look.lang, &look.shown, COLUMNS))?;
            return Ok(say!("cli-printed", place = device.display().to_string()));
        }
        let folder = self.folder.join("receipts");
        let path = folder.join(format!("{}.txt", answer.number));
        let write = || {
            std::fs::create_dir_all(&folder)?;
            std::fs::write(
                folder.join(format!("{}.html", answer.number)),
                receipt::html(answer, &look.lang, &look.shown),
            )?;
            std::fs::write(&path, receipt::text(answer, &look.lang, &look.shown, COLUMNS))
        };
        match write() {
            Ok(()) => Ok(say!("cli-printed", place = path.display().to_string())),
            Err(error) => {
                let why =
                    say!("cli-not-printed", place = path.display().to_string(), why = error.to_string());
                Err(Refused::new(Kind::Storage, why).hint(say!("cli-not-printed-hint")))
            }
        }
    }

    fn spring(&self) -> Result<(), Refused> {
        self.device.as_deref().map_or(Ok(()), |device| receipt::send(device, receipt::SPRING))
    }
}
