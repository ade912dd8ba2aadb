//! Short messages as files: `ID.txt` with the number, the time and the words.

use super::write_whole;
use async_trait::async_trait;
use crm::messages::Message;
use operations::messages::Gateway;
use std::path::PathBuf;

/// Writes short messages into a folder.
#[derive(Clone, Debug)]
pub struct SmsFile {
    folder: PathBuf,
}

impl SmsFile {
    /// Into this folder, made when the first message comes.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

#[async_trait]
impl Gateway for SmsFile {
    /// The same message again replaces its file.
    async fn deliver(&self, message: &Message) -> Result<(), String> {
        let Message { id, recipient, language, created_at, body, .. } = message;
        let text = format!("To: {recipient}\nDate: {created_at}\nLanguage: {language}\n\n{body}\n");
        write_whole(self.folder.clone(), format!("{}.txt", id.0), text.into_bytes()).await
    }
}
