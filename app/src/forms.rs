//! Forms as they come in: one text per field, nothing decoded that could fail before the page can say so.

use axum::{
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What somebody typed. A field that was not sent reads as empty, so that every form can be shown again as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form(BTreeMap<String, String>);

/// The idempotency key of a form.
pub const KEY: &str = "key";
/// The acting during which a form was shown.
pub const ACTING: &str = "acting";

impl Form {
    /// A form with these fields.
    pub fn new(fields: BTreeMap<String, String>) -> Self {
        Self(fields)
    }

    /// What was typed into a field, without white space around it.
    pub fn get(&self, field: &str) -> &str {
        self.raw(field).trim()
    }

    /// What was typed into a field, to the letter: for passwords and long texts.
    pub fn raw(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// Whether a box was ticked.
    pub fn is_ticked(&self, field: &str) -> bool {
        self.get(field) == "yes"
    }

    /// The key the form was rendered with. A form without one gets a key that nobody else has used: it is done once.
    pub fn key(&self, otherwise: impl FnOnce() -> Uuid) -> Uuid {
        self.get(KEY).parse().unwrap_or_else(|_| otherwise())
    }

    /// Nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All fields.
    pub fn fields(&self) -> &BTreeMap<String, String> {
        &self.0
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Response;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Response> {
        // The gate has read it.
        if let Some(form) = request.extensions_mut().remove::<Self>() {
            return Ok(form);
        }
        let fields = axum::extract::Form::<Vec<(String, String)>>::from_request(request, state).await;
        let axum::extract::Form(fields) = fields.map_err(IntoResponse::into_response)?;
        // Readers of HTML put the same in its place, and PostgreSQL keeps no character 0.
        let readable = |text: String| text.replace('\0', "\u{fffd}");
        Ok(Self(fields.into_iter().map(|(name, value)| (name, readable(value))).collect()))
    }
}
