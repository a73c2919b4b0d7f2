//! `init`: opens the books of a new school.

use super::Ended;
use super::args::Init;
use super::shell::{Shell, plain};
use crate::base::{Currency, Refused, StaffId, Zone};
use crate::books::register::InitSchool;
use crate::desk::Desk;
use crate::exchange::shipped;
use crate::say;

pub fn run(args: &Init, shell: &Shell) -> Result<Ended, Refused> {
    let zone = Zone::named(&args.zone).ok_or_else(|| {
        Refused::input(say!("cli-bad-zone", zone = args.zone.as_str())).hint(say!("cli-bad-zone-hint"))
    })?;
    let currency = Currency::new(&args.currency).ok_or_else(|| {
        Refused::input(say!("cli-bad-currency", currency = args.currency.as_str()))
            .hint(say!("cli-bad-currency-hint"))
    })?;
    let folder = shell.data()?;
    let desk = Desk::open(&folder)?;
    let init = InitSchool {
        name: args.name.as_str().into(),
        zone,
        currency,
        operator: args.operator.as_str().into(),
        tiers: Vec::new(),
    };
    let receipt = shipped::open(&desk.session(StaffId(1), "cli"), init, &shell.lang)?;
    for said in &receipt.said {
        shell.tell(said, &plain());
    }
    shell.tell(&say!("cli-init-where", folder = folder.display().to_string()), &plain());
    Ok(Ended::Done)
}
