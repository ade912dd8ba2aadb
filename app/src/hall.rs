//! What every handler works with.

use crate::{cookies::Cookies, render::Site};
use operations::{Desk, passkeys::RelyingParty, payments::Provider};
use std::sync::Arc;
use tokio::sync::{Notify, watch};

/// The hall, opened. Cheap to clone.
#[derive(Clone)]
pub struct Hall(Arc<HallParts>);

/// What a hall is made of.
pub struct HallParts {
    /// What operations work with.
    pub desk: Desk,
    /// Where the browser finds styles and scripts.
    pub site: Site,
    /// How cookies are named and guarded.
    pub cookies: Cookies,
    /// Says on every page that nothing here is real.
    pub demo: bool,
    /// The hall's address, without a slash at its end.
    pub public_url: String,
    /// Speaks Web Authentication.
    pub relying_party: Arc<dyn RelyingParty>,
    /// Where customers pay.
    pub provider: Arc<dyn Provider>,
    /// Told after a command, so that its jobs run at once.
    pub work: Arc<Notify>,
    /// Turns true when the server stops: event streams end.
    pub closing: watch::Receiver<bool>,
}

impl Hall {
    /// Opens a hall.
    pub fn new(parts: HallParts) -> Self {
        Self(Arc::new(parts))
    }
}

impl std::ops::Deref for Hall {
    type Target = HallParts;
    fn deref(&self) -> &HallParts {
        &self.0
    }
}
