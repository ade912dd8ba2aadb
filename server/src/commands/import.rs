//! `wangting import telco`: brings in customers from a file. R-CUS-1
//!
//! Rows become customers on a thread of their own while the database writes those before them.

use crate::{
    config::Configuration,
    import::{Generator, Report, Row, RowError, catalogue::Catalogue, id_number, parse},
};
use anyhow::{Context as _, Result, bail};
use clap::Args;
use crm::{Date, customers::Origin};
use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use jiff::tz::Offset;
use operations::id_numbers::IndexKey;
use std::path::PathBuf;
use std::{
    collections::BTreeSet,
    fs::File,
    io::{BufReader, BufWriter},
    path::Path,
    time::{Duration, Instant},
};
use store::{
    Error, Store,
    imports::{CustomerFile, Imported},
};
use tokio::sync::mpsc;

/// Options of `import telco`.
#[derive(Args, Debug)]
pub struct Telco {
    /// The file
    pub file: PathBuf,
    /// The day on which the file is right: the month before it is the last one billed
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Date,
    /// Write a CSV file with every line that was refused or could not be made to agree
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// Customers written in one transaction.
const AT_ONCE: usize = 50;
/// Batches that wait for the database.
const AHEAD: usize = 4;

/// Imports a file and says what was done.
pub async fn run(configuration: &Configuration, wishes: &Telco) -> Result<()> {
    let catalogue = Catalogue::demo();
    let rows = read(&wishes.file, &catalogue)?;
    let store = Store::open(&configuration.database).await.context("the database cannot be opened")?;
    put_catalogue(&store, &catalogue).await.context("the catalogue cannot be written")?;
    let key = configuration.index_key();
    let done = bring_in(&store, catalogue, rows, wishes.as_of, configuration.offset.get(), key).await;
    store.close().await;
    let Done { report, imported, took } = done?;
    if let Some(path) = &wishes.report {
        let named = || format!("the report {} cannot be written", path.display());
        let file = BufWriter::new(File::create(path).with_context(named)?);
        report.write(file).with_context(named)?;
    }
    print!("{report}");
    println!("{}", summary(imported, report.customers(), took));
    if report.customers() == 0 && !report.refused.is_empty() {
        bail!("every line was refused");
    }
    Ok(())
}

/// What an import did.
pub(super) struct Done {
    pub(super) report: Report,
    pub(super) imported: Imported,
    pub(super) took: Duration,
}

/// One line about an import.
pub(super) fn summary(imported: Imported, read: u64, took: Duration) -> String {
    let known = read.saturating_sub(imported.customers);
    let rows = u32::try_from(imported.rows).map_or(f64::INFINITY, f64::from);
    let seconds = took.as_secs_f64().max(0.001);
    format!(
        "{} new customers, {} known already; {} rows in {seconds:.1} s ({:.0} rows/s)",
        HumanCount(imported.customers),
        HumanCount(known),
        HumanCount(imported.rows),
        rows / seconds,
    )
}

fn read(path: &Path, catalogue: &Catalogue) -> Result<Vec<Result<Row, RowError>>> {
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let rows = parse(BufReader::new(file), catalogue).with_context(|| path.display().to_string())?;
    Ok(rows.collect())
}

/// Makes sure of every offering; what is known already stays as it is.
pub(super) async fn put_catalogue(store: &Store, catalogue: &Catalogue) -> Result<(), Error> {
    store
        .write(|mut unit| async move {
            let known: BTreeSet<_> =
                unit.offerings(Date::MAX).await?.into_iter().map(|known| known.code).collect();
            for offering in catalogue.offerings().filter(|offering| !known.contains(&offering.code)) {
                unit.put_offering(offering).await?;
            }
            Ok(())
        })
        .await
}

/// Writes customers while the next ones are being made. Shows how far it is.
pub(super) async fn bring_in(
    store: &Store,
    catalogue: Catalogue,
    rows: Vec<Result<Row, RowError>>,
    as_of: Date,
    offset: Offset,
    key: Option<IndexKey>,
) -> Result<Done> {
    let begin = Instant::now();
    let progress = progress(rows.len());
    let (ready, mut batches) = mpsc::channel::<Vec<CustomerFile>>(AHEAD);
    let making = tokio::task::spawn_blocking(move || make(&catalogue, rows, as_of, offset, &ready));
    let mut imported = Imported::default();
    let mut failure = None;
    while let Some(batch) = batches.recv().await {
        let (batch, key) = (&batch, key.as_ref());
        let write = store.write(|mut unit| async move {
            let imported = unit.import_customers(batch).await?;
            for file in batch {
                let Some(key) = key else { break };
                let customer = &file.customer;
                let hash = key.hash(&id_number(&customer.code, customer.senior));
                unit.add_id_number(customer.party_id, &hash, Origin::Generated).await?;
            }
            Ok::<_, Error>(imported)
        });
        match write.await {
            Ok(more) => {
                imported.customers += more.customers;
                imported.rows += more.rows;
                progress.inc(u64::try_from(batch.len()).unwrap_or(0));
            }
            Err(error) => {
                failure = Some(error);
                // The maker stops when nobody takes what it makes.
                batches.close();
            }
        }
    }
    let report = making.await.context("customers could not be made")?;
    progress.finish_and_clear();
    match failure {
        Some(error) => Err(anyhow::Error::new(error).context("customers could not be written")),
        None => Ok(Done { report, imported, took: begin.elapsed() }),
    }
}

fn make(
    catalogue: &Catalogue,
    rows: Vec<Result<Row, RowError>>,
    as_of: Date,
    offset: Offset,
    ready: &mpsc::Sender<Vec<CustomerFile>>,
) -> Report {
    let mut report = Report::new(as_of);
    let mut generator = Generator::new(as_of, offset, catalogue);
    let mut batch = Vec::with_capacity(AT_ONCE);
    for row in rows {
        match row {
            Ok(row) => {
                let generated = generator.generate(&row);
                report.count(&row, &generated);
                batch.push(generated.file);
            }
            Err(error) => report.refuse(error),
        }
        if batch.len() == AT_ONCE && ready.blocking_send(std::mem::take(&mut batch)).is_err() {
            return report;
        }
    }
    if !batch.is_empty() {
        // Nobody listens any more when writing failed, which is reported there.
        let _ = ready.blocking_send(batch);
    }
    report
}

fn progress(customers: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} customers, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(u64::try_from(customers).unwrap_or(u64::MAX)).with_style(style)
}
