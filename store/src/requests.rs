//! Customer requests and their history. R-SRV-1

use crate::{Result, orders::Before};
use async_trait::async_trait;
use crm::{
    ids::{CustomerId, RequestId},
    requests::{Request, RequestEvent, Route},
};

/// Keeps requests.
#[async_trait]
pub trait Requests: Send {
    /// Adds a request.
    async fn add_request(&mut self, request: &Request) -> Result<()>;

    /// Keeps a request's state, assignment and resolution; raises the version. Conflict when it is no longer
    /// `request.version`.
    async fn save_request(&mut self, request: &Request) -> Result<()>;

    /// Adds an event at the end of a request's history, whatever `event.position` says.
    async fn add_request_event(&mut self, request: RequestId, event: &RequestEvent) -> Result<()>;

    /// A customer's request by its number. Somebody else's is not found.
    async fn request_of(&mut self, customer: CustomerId, number: &str) -> Result<Option<Request>>;

    /// A request.
    async fn request(&mut self, id: RequestId) -> Result<Option<Request>>;

    /// The request with this number, for staff.
    async fn request_by_number(&mut self, number: &str) -> Result<Option<Request>>;

    /// A customer's requests, newest first.
    async fn requests_of(
        &mut self,
        customer: CustomerId,
        before: Option<Before>,
        limit: i64,
    ) -> Result<Vec<Request>>;

    /// Open requests, of one desk or of all, each with its customer's code, the soonest due first, those due after `after`
    /// (keyset).
    async fn open_requests(
        &mut self,
        route: Option<Route>,
        after: Option<Before>,
        limit: i64,
    ) -> Result<Vec<(Request, String)>>;

    /// A request's history in its order.
    async fn request_events(&mut self, request: RequestId) -> Result<Vec<RequestEvent>>;
}
