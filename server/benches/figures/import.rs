//! The import of the operator's whole file into SQLite: rows per second, and against the plainest way to write the same
//! rows, which stands in `bulk_insert`.
//!
//! The import is the program, from its start to its end: reading, checking, generating six months of use, writing in
//! transactions of fifty customers with every constraint on.

use crate::{
    bulk_insert::{self, Written},
    program,
    report::{Figure, grouped, number},
    workplace::Workplace,
};
use anyhow::{Context as _, Result, ensure};
use std::{path::Path, time::Instant};

/// The last month billed is complete, whenever this runs.
const AS_OF: &str = "2026-11-01";
const SECONDS: f64 = 90.0;

/// The figures of the import.
pub(crate) fn measure(workplace: &Workplace) -> Result<Vec<Figure>> {
    let imported = workplace.folder().join("imported.db");
    let inserted = workplace.folder().join("inserted.db");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/telco-customer-churn.csv");
    let mut import = program::command();
    import.args(["import", "telco"]).arg(file).args(["--as-of", AS_OF]);
    import
        .arg("--database")
        .arg(format!("sqlite:{}", imported.display()))
        .arg("--folder")
        .arg(workplace.folder());
    let begin = Instant::now();
    let output = import.output().context("cannot start wangting")?;
    let seconds = begin.elapsed().as_secs_f64();
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "the import failed: {}", String::from_utf8_lossy(&output.stderr));
    let Written { rows, took } = workplace.runtime().block_on(bulk_insert::again(&imported, &inserted))?;
    for database in [imported, inserted] {
        std::fs::remove_file(database).context("a database that was measured cannot be removed")?;
    }
    let rows = number(rows);
    let rate = rows / seconds;
    let plain = rows / took.as_secs_f64();
    let note = said.lines().last().unwrap_or_default().to_owned();
    Ok(vec![
        Figure::new("import of the operator's file into SQLite", seconds, 1, "s").at_most(SECONDS).note(note),
        Figure::new("import", rate, 0, "rows/s").note(format!("{} rows in all tables", grouped(rows))),
        Figure::new("import ÷ plain bulk insert of the same rows", rate / plain, 2, "ratio").note(format!(
            "plain: {:.1} s, {} rows/s, one transaction, one statement of many rows for each table, nothing checked",
            took.as_secs_f64(),
            grouped(plain),
        )),
    ])
}
