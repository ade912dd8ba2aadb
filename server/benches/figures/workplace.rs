//! Where the measurements work: a folder that goes away afterwards, the built site, and the halls in it.

use crate::hall::{Hall, Size};
use anyhow::{Context as _, Result};
use std::{
    cell::OnceCell,
    env,
    path::{Path, PathBuf},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The place of a run.
pub(crate) struct Workplace {
    folder: TempDir,
    site: PathBuf,
    runtime: Runtime,
    halls: [OnceCell<Hall>; 3],
}

impl Workplace {
    /// An empty one, on the disk that builds are on: a file system in memory would flatter databases.
    pub(crate) fn open() -> Result<Self> {
        let folder =
            tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).context("there is no folder to work in")?;
        let site = match env::var_os("WANGTING_SITE_ROOT") {
            Some(site) => PathBuf::from(site),
            None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site"),
        };
        let runtime = Runtime::new().context("there is no runtime to work on")?;
        Ok(Self { folder, site, runtime, halls: [const { OnceCell::new() }; 3] })
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What was built for browsers.
    pub(crate) fn site(&self) -> &Path {
        &self.site
    }

    /// A runtime as the program has it: one worker for each core.
    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// The hall of that size; filled when it is first asked for.
    pub(crate) fn hall(&self, size: Size) -> Result<&Hall> {
        let cell = &self.halls[size as usize];
        if let Some(hall) = cell.get() {
            return Ok(hall);
        }
        let folder = self.folder.path().join(format!("{size:?}").to_lowercase());
        let hall = self.runtime.block_on(Hall::fill(&folder, size))?;
        Ok(cell.get_or_init(|| hall))
    }
}
