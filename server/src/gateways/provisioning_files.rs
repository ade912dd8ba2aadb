//! The network as two folders: work orders go out as files, reports come in as files. R-ORD-5
//!
//! `out/ID.json` is a work order. The network takes it away, does it, and puts a report into `in/`: written elsewhere
//! or under a name that begins with a dot, and renamed to end in `.json` once whole. What is no report is moved to
//! `rejected/`. In a demo the program plays the network, too: it answers work orders after some seconds.

use super::write_whole;
use async_trait::async_trait;
use crm::ids::WorkOrderId;
use operations::provisioning::{Network, Report, WorkOrderDocument};
use std::{
    collections::{BTreeSet, HashMap},
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// A network that is reached through folders.
#[derive(Debug)]
pub struct ProvisioningFiles {
    folder: PathBuf,
    player: Option<Player>,
    /// In which files the reports stood that were handed out and are not yet taken.
    handed_out: Mutex<HashMap<WorkOrderId, Vec<PathBuf>>>,
}

/// Plays the network in a demo.
#[derive(Clone, Debug)]
pub struct Player {
    /// How long a work order takes.
    pub answers_after: Duration,
    /// Offerings that fail at the first try and work at the second.
    pub fails_for: BTreeSet<String>,
}

impl ProvisioningFiles {
    /// A network behind the folders in `folder`.
    pub fn new(folder: PathBuf, player: Option<Player>) -> Self {
        Self { folder, player, handed_out: Mutex::default() }
    }

    fn out(&self) -> PathBuf {
        self.folder.join("out")
    }

    fn incoming(&self) -> PathBuf {
        self.folder.join("in")
    }
}

#[async_trait]
impl Network for ProvisioningFiles {
    async fn submit(&self, document: &WorkOrderDocument) -> Result<(), String> {
        let json = serde_json::to_vec_pretty(document).map_err(|error| error.to_string())?;
        write_whole(self.out(), format!("{}.json", document.id.0), json).await
    }

    async fn reports(&self) -> Result<Vec<Report>, String> {
        if let Some(player) = &self.player {
            player.play(self.out(), self.incoming()).await?;
        }
        let (incoming, rejected) = (self.incoming(), self.folder.join("rejected"));
        let read = tokio::task::spawn_blocking(move || read_reports(&incoming, &rejected));
        let found = read.await.map_err(io::Error::other).flatten().map_err(|error| error.to_string())?;
        let mut handed_out = self.handed_out.lock().unwrap_or_else(PoisonError::into_inner);
        handed_out.clear();
        for (path, report) in &found {
            handed_out.entry(report.id).or_default().push(path.clone());
        }
        Ok(found.into_iter().map(|(_, report)| report).collect())
    }

    async fn taken(&self, report: &Report) -> Result<(), String> {
        let paths = self.handed_out.lock().unwrap_or_else(PoisonError::into_inner).remove(&report.id);
        for path in paths.unwrap_or_default() {
            let removed = tokio::fs::remove_file(&path).await;
            removed.or_else(absent_is_fine).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        Ok(())
    }
}

/// The names of whole JSON files in a folder, in order; none when there is no such folder.
fn json_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let hidden = path.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
        if !hidden && path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Largest report that is read; no network says more.
const LARGEST_REPORT: u64 = 64 * 1024;

fn read_reports(incoming: &Path, rejected: &Path) -> io::Result<Vec<(PathBuf, Report)>> {
    let mut found = Vec::new();
    for path in json_files(incoming)? {
        match read_report(&path) {
            Ok(report) => found.push((path, report)),
            Err(reason) => {
                tracing::warn!(file = %path.display(), reason, "a file among the network's reports is none; moved away");
                fs::create_dir_all(rejected)?;
                if let Some(name) = path.file_name() {
                    fs::rename(&path, rejected.join(name)).or_else(absent_is_fine)?;
                }
            }
        }
    }
    Ok(found)
}

fn read_report(path: &Path) -> Result<Report, String> {
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > LARGEST_REPORT {
        return Err(format!("{size} bytes are too many"));
    }
    let text = fs::read(path).map_err(|error| error.to_string())?;
    serde_json::from_slice(&text).map_err(|error| error.to_string())
}

fn absent_is_fine(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

impl Player {
    /// Answers the work orders that have waited long enough.
    async fn play(&self, out: PathBuf, incoming: PathBuf) -> Result<(), String> {
        let answers_after = self.answers_after;
        let waited = move || -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
            let mut waited = Vec::new();
            for path in json_files(&out)? {
                // By the clock of the folder's machine, which stamped the file. A stamp from the future has not waited.
                let age = fs::metadata(&path)?.modified()?.elapsed().unwrap_or_default();
                if age >= answers_after {
                    let text = fs::read(&path)?;
                    waited.push((path, text));
                }
            }
            Ok(waited)
        };
        let waited = tokio::task::spawn_blocking(waited).await.map_err(io::Error::other).flatten();
        for (path, text) in waited.map_err(|error| error.to_string())? {
            match serde_json::from_slice::<WorkOrderDocument>(&text) {
                Ok(document) => {
                    let report =
                        serde_json::to_vec(&self.answer(&document)).map_err(|error| error.to_string())?;
                    write_whole(incoming.clone(), format!("{}.json", document.id.0), report).await?;
                }
                Err(error) => {
                    tracing::warn!(file = %path.display(), %error, "a file among the work orders is none");
                }
            }
            let removed = tokio::fs::remove_file(&path).await;
            removed.or_else(absent_is_fine).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    fn answer(&self, document: &WorkOrderDocument) -> Report {
        let failing = document.items.iter().find(|item| self.fails_for.contains(&item.offering.0));
        match failing.filter(|_| document.attempt <= 1) {
            Some(item) => {
                let reason = format!("no free capacity for {} at this access node", item.offering.0);
                Report { id: document.id, done: false, reason }
            }
            None => Report { id: document.id, done: true, reason: String::new() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm::{catalogue::OfferingCode, orders::ItemAction};
    use operations::provisioning::WorkItem;
    use rstest::rstest;
    use uuid::Uuid;

    fn document(offering: &str, attempt: i64) -> WorkOrderDocument {
        WorkOrderDocument {
            id: Uuid::from_u128(7).into(),
            order: "D7KQ2MXR4Z".to_owned(),
            attempt,
            line: "L7KQ2MXR4Z".to_owned(),
            msisdn: None,
            items: vec![WorkItem { action: ItemAction::Add, offering: OfferingCode(offering.to_owned()) }],
        }
    }

    fn player() -> Player {
        Player { answers_after: Duration::ZERO, fails_for: BTreeSet::from(["FIBRE-50".to_owned()]) }
    }

    #[rstest]
    #[case::works("DATA-21", 1, true)]
    #[case::fails("FIBRE-50", 1, false)]
    #[case::works_at_the_second_try("FIBRE-50", 2, true)]
    #[tokio::test]
    async fn a_demo_answers_its_own_work_orders_once(
        #[case] offering: &str,
        #[case] attempt: i64,
        #[case] done: bool,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let network = ProvisioningFiles::new(folder.path().to_owned(), Some(player()));
        let document = document(offering, attempt);
        network.submit(&document).await.unwrap();
        let reports = network.reports().await.unwrap();
        assert_eq!(reports.iter().map(|r| (r.id, r.done)).collect::<Vec<_>>(), [(document.id, done)]);
        // Not taken yet: it is handed out again.
        assert_eq!(network.reports().await.unwrap(), reports);
        network.taken(&reports[0]).await.unwrap();
        assert_eq!(network.reports().await.unwrap(), []);
    }

    #[tokio::test]
    async fn without_a_player_nobody_answers() {
        let folder = tempfile::tempdir().unwrap();
        let network = ProvisioningFiles::new(folder.path().to_owned(), None);
        network.submit(&document("DATA-21", 1)).await.unwrap();
        network.submit(&document("DATA-21", 1)).await.unwrap();
        assert_eq!(network.reports().await.unwrap(), []);
        assert_eq!(json_files(&network.out()).unwrap().len(), 1);
    }

    #[rstest]
    #[case::not_json("done")]
    #[case::unknown_field(r#"{"id":"00000000-0000-0000-0000-000000000007","done":true,"by":"me"}"#)]
    #[case::no_id(r#"{"done":true}"#)]
    #[case::empty("")]
    #[tokio::test]
    async fn what_is_no_report_is_moved_aside(#[case] text: &str) {
        let folder = tempfile::tempdir().unwrap();
        let network = ProvisioningFiles::new(folder.path().to_owned(), None);
        fs::create_dir_all(network.incoming()).unwrap();
        fs::write(network.incoming().join("a.json"), text).unwrap();
        fs::write(network.incoming().join(".b.json"), "half").unwrap();
        let good = r#"{"id":"00000000-0000-0000-0000-000000000007","done":false,"reason":"no port"}"#;
        fs::write(network.incoming().join("c.json"), good).unwrap();
        let reports = network.reports().await.unwrap();
        assert_eq!(reports.iter().map(|r| r.reason.as_str()).collect::<Vec<_>>(), ["no port"]);
        assert!(folder.path().join("rejected/a.json").exists());
        assert!(network.incoming().join(".b.json").exists(), "it is not whole yet");
    }
}
