//! The key that secrets in the database are sealed with: from the configuration, or from a file that is made at the first
//! start.
//!
//! A file lies beside a SQLite database, so that the two move together; with PostgreSQL it lies in `folder`. A database in
//! which something was sealed is never opened with another key than its own, nor with a fresh one.

use crate::config::Configuration;
use anyhow::{Context as _, Result, bail};
use operations::{
    Desk,
    vault::{KeyFit, check_key},
};
use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};
use store::Store;

/// What the key is derived for, so that one secret gives no key for anything else.
const PURPOSE: &str = "wangting 2026-11 sealing of secrets in the database";

/// The key that is configured or kept in its file; a fresh one for a database in which nothing was sealed yet.
pub(crate) async fn find_or_make(configuration: &Configuration, store: &Store) -> Result<[u8; 32]> {
    if let Some(secret) = &configuration.encryption.key {
        return Ok(blake3::derive_key(PURPOSE, secret.reveal().as_bytes()));
    }
    let path = file(configuration);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let sealed: Result<_, store::Error> =
                store.read(|mut unit| async move { unit.key_check().await }).await;
            if sealed.context("the database cannot be read")?.is_some() {
                bail!(
                    "encryption.key: secrets in the database are sealed, and neither encryption.key is set nor is there \
                     a file {}; bring back the key from your backup",
                    path.display()
                );
            }
            make(&path).with_context(|| format!("{}: the key cannot be kept", path.display()))?
        }
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    let text = text.trim();
    if text.is_empty() {
        bail!("{}: holds no key", path.display());
    }
    Ok(blake3::derive_key(PURPOSE, text.as_bytes()))
}

/// Refuses a key that is not the one that secrets are sealed with.
pub(crate) async fn check(configuration: &Configuration, desk: &Desk) -> Result<()> {
    if check_key(desk).await.context("the database cannot be read")? == KeyFit::Differs {
        let source = if configuration.encryption.key.is_some() {
            "encryption.key".to_owned()
        } else {
            file(configuration).display().to_string()
        };
        bail!("{source}: is not the key that secrets in this database are sealed with");
    }
    Ok(())
}

/// Where the key is kept that nobody configured.
fn file(configuration: &Configuration) -> PathBuf {
    match configuration.database.strip_prefix("sqlite:") {
        Some(path) => {
            let path = path.split('?').next().unwrap_or(path);
            PathBuf::from(format!("{}.key", path.strip_prefix("//").unwrap_or(path)))
        }
        None => configuration.folder.join("encryption-key"),
    }
}

/// Makes a key in a file that only this user can read.
fn make(path: &Path) -> io::Result<String> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    let text = hex::encode(bytes);
    // Whole before it has its name: another instance that starts at the same moment reads all of it or nothing.
    let begun = path.with_extension(format!("key.{}", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&begun)?;
    let made = file.write_all(text.as_bytes()).and_then(|()| fs::hard_link(&begun, path));
    fs::remove_file(&begun)?;
    match made {
        Ok(()) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => fs::read_to_string(path),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use operations::vault::Vault;
    use rstest::rstest;
    use std::os::unix::fs::PermissionsExt as _;

    #[rstest]
    #[case("sqlite:var/wangting.db", "var/wangting.db.key")]
    #[case("sqlite:///srv/hall.db?mode=rwc", "/srv/hall.db.key")]
    #[case("postgres://hall@db/hall", "etc/encryption-key")]
    fn the_key_lies_beside_the_database(#[case] database: &str, #[case] path: &str) {
        let configuration =
            Configuration { database: database.to_owned(), folder: "etc".into(), ..Configuration::default() };
        assert_eq!(file(&configuration), Path::new(path));
    }

    /// Opens a hall and seals something in it.
    async fn sealed(configuration: &Configuration) {
        let desk = crate::desk(configuration).await.unwrap();
        desk.store().write(async |mut unit| unit.add_key_check(&[0; 60]).await).await.unwrap();
        desk.store().close().await;
    }

    #[tokio::test]
    async fn a_key_is_made_once_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("deep/hall.db");
        fs::create_dir(folder.path().join("deep")).unwrap();
        let configuration =
            Configuration { database: format!("sqlite:{}", database.display()), ..Configuration::default() };
        let store = Store::open(&configuration.database).await.unwrap();
        let first = find_or_make(&configuration, &store).await.unwrap();
        let path = file(&configuration);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(find_or_make(&configuration, &store).await.unwrap(), first);
        assert_eq!(
            fs::read_dir(folder.path().join("deep"))
                .unwrap()
                .filter(|entry| {
                    entry.as_ref().is_ok_and(|entry| entry.file_name().to_string_lossy().contains("key"))
                })
                .count(),
            1
        );
        store.close().await;

        sealed(&configuration).await;
        // The check was sealed with no key at all: every key is the wrong one.
        let wrong = crate::desk(&configuration).await.map(drop).unwrap_err().to_string();
        assert!(wrong.contains("hall.db.key: is not the key"), "{wrong}");
        fs::remove_file(&path).unwrap();
        let missing = crate::desk(&configuration).await.map(drop).unwrap_err().to_string();
        assert!(missing.contains("encryption.key: ") && missing.contains("hall.db.key"), "{missing}");
        assert!(!path.exists(), "no key is made where one is missing");
    }

    #[test]
    fn another_secret_is_another_key() {
        assert_ne!(blake3::derive_key(PURPOSE, b"a"), blake3::derive_key(PURPOSE, b"b"));
        assert!(format!("{:?}", Vault::new([1; 32])).contains("Vault"));
    }
}
