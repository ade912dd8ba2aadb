//! The trail as a table for spreadsheets: names as they stand in it, so that programs can read them too.

use crate::{
    format,
    locales::audit as t,
    spreadsheet::{self, text},
};
use crm::{audit::AuditEvent, language::Language};
use operations::audit::{EXPORT, Found};
use store::audit::FoundEvent;

/// What was found, one row per event, after a row of headings. A last row says when there is more.
pub(crate) fn csv(language: Language, found: &Found) -> Vec<u8> {
    let headings = [
        t::seal(language),
        t::time(language),
        t::who(language),
        t::operation(language),
        t::object(language),
        t::outcome(language),
        t::facts(language),
        t::event(language),
    ];
    let more = found.next.map(|_| {
        let mut row = [const { String::new() }; 8];
        row[0] = t::left_out(language, &format::count(EXPORT));
        row
    });
    let rows = std::iter::once(headings.map(str::to_owned)).chain(found.events.iter().map(row)).chain(more);
    spreadsheet::csv(rows)
}

fn row(found: &FoundEvent) -> [String; 8] {
    let AuditEvent { id, at, actor, operation, object, outcome, facts } = &found.event;
    [
        found.position.map(|position| position.to_string()).unwrap_or_default(),
        format::machine_time(*at),
        text(actor.clone()),
        text(operation.clone()),
        text(object.clone()),
        outcome.to_string(),
        text(facts.clone()),
        id.0.to_string(),
    ]
}
