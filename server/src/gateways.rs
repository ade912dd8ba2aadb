//! The ways to the world: SMS, mail, the network, the payment provider.
//!
//! Each speaks to its counterpart through a trait of `operations`. What is here writes to files, for a laptop and for
//! tests; a gateway to a real system is another implementation of the same trait.

pub mod mail_file;
pub mod payment_provider;
pub mod provisioning_files;
pub mod sms_file;
pub mod webauthn;

use async_trait::async_trait;
use crm::messages::{Message, MessageChannel};
use mail_file::MailFile;
use operations::messages::Gateway;
use sms_file::SmsFile;
use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// Sends each message by its channel.
#[derive(Clone, Debug)]
pub struct Messengers {
    sms: SmsFile,
    mail: MailFile,
}

impl Messengers {
    /// Messengers that write to files under `folder`.
    pub fn to_files(folder: &Path) -> Self {
        Self { sms: SmsFile::new(folder.join("sms")), mail: MailFile::new(folder.join("mail")) }
    }
}

#[async_trait]
impl Gateway for Messengers {
    async fn deliver(&self, message: &Message) -> Result<(), String> {
        match message.channel {
            MessageChannel::Sms => self.sms.deliver(message).await,
            MessageChannel::Email => self.mail.deliver(message).await,
        }
    }
}

/// Writes a file that is either whole or not there, and survives a crash once this returns.
async fn write_whole(folder: PathBuf, name: String, bytes: Vec<u8>) -> Result<(), String> {
    let place = folder.join(&name).display().to_string();
    let write = move || -> io::Result<()> {
        fs::create_dir_all(&folder)?;
        // A name of its own, so that two writers of the same file do not mix.
        let unfinished = folder.join(format!(".{name}.{:016x}", getrandom::u64()?));
        let mut file = File::create(&unfinished)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, folder.join(&name))?;
        File::open(&folder)?.sync_all()
    };
    tokio::task::spawn_blocking(write)
        .await
        .map_err(io::Error::other)
        .flatten()
        .map_err(|error| format!("{place} cannot be written: {error}"))
}
