//! Customer requests in SQL.

use super::{Columns, Instant, Row, Session, later_than, older_than, query};
use crate::{Result, orders::Before, requests::Requests};
use async_trait::async_trait;
use crm::{
    ids::{CustomerId, RequestId},
    requests::{Request, RequestEvent, Route},
};

macro_rules! select {
    ($rest:literal) => {
        select!("", $rest)
    };
    ($more:literal, $rest:literal) => {
        concat!(
            "SELECT id, number, customer_id, line_id, bill_id, category, state, priority, route, channel, subject, \
             call_back, assigned_to, opened_at, due_at, resolved_at, version",
            $more,
            " FROM requests ",
            $rest
        )
    };
}

#[async_trait]
impl Requests for Session {
    async fn add_request(&mut self, request: &Request) -> Result<()> {
        let insert = query(
            "INSERT INTO requests (id, number, customer_id, line_id, bill_id, category, state, priority, route, \
             channel, subject, call_back, assigned_to, opened_at, due_at, resolved_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        );
        let insert = insert
            .bind(request.id.0)
            .bind(&request.number)
            .bind(request.customer_id.0)
            .bind(request.line_id.map(|line| line.0))
            .bind(request.bill_id.map(|bill| bill.0))
            .bind(request.category.as_ref())
            .bind(request.state.as_ref())
            .bind(request.priority.as_ref())
            .bind(request.route.as_ref())
            .bind(request.channel.as_ref())
            .bind(&request.subject)
            .bind(request.call_back)
            .bind(request.assigned_to.map(|staff| staff.0))
            .bind(Instant(request.opened_at))
            .bind(Instant(request.due_at))
            .bind(request.resolved_at.map(Instant))
            .bind(request.version);
        self.run(insert).await?;
        Ok(())
    }

    async fn save_request(&mut self, request: &Request) -> Result<()> {
        let update = query(
            "UPDATE requests SET state = $3, assigned_to = $4, due_at = $5, resolved_at = $6, version = version + 1 \
             WHERE id = $1 AND version = $2",
        );
        let update = update
            .bind(request.id.0)
            .bind(request.version)
            .bind(request.state.as_ref())
            .bind(request.assigned_to.map(|staff| staff.0))
            .bind(Instant(request.due_at))
            .bind(request.resolved_at.map(Instant));
        self.change(update).await
    }

    async fn add_request_event(&mut self, request: RequestId, event: &RequestEvent) -> Result<()> {
        let insert = query(
            "INSERT INTO request_events (request_id, position, at, kind, staff_id, text) \
             SELECT $1, coalesce(max(position), 0) + 1, $2, $3, $4, $5 FROM request_events WHERE request_id = $1",
        );
        let insert = insert
            .bind(request.0)
            .bind(Instant(event.at))
            .bind(event.kind.as_ref())
            .bind(event.staff_id.map(|staff| staff.0))
            .bind(&event.text);
        self.run(insert).await?;
        Ok(())
    }

    async fn request_of(&mut self, customer: CustomerId, number: &str) -> Result<Option<Request>> {
        let request = query(select!("WHERE number = $2 AND customer_id = $1")).bind(customer.0).bind(number);
        self.first(request, read_request).await
    }

    async fn request(&mut self, id: RequestId) -> Result<Option<Request>> {
        self.first(query(select!("WHERE id = $1")).bind(id.0), read_request).await
    }

    async fn request_by_number(&mut self, number: &str) -> Result<Option<Request>> {
        self.first(query(select!("WHERE number = $1")).bind(number), read_request).await
    }

    async fn requests_of(
        &mut self,
        customer: CustomerId,
        before: Option<Before>,
        limit: i64,
    ) -> Result<Vec<Request>> {
        let (at, id) = older_than(before);
        let requests = query(select!(
            "WHERE customer_id = $1 AND (opened_at, id) < ($2, $3) ORDER BY opened_at DESC, id DESC LIMIT $4"
        ));
        self.all(requests.bind(customer.0).bind(at).bind(id).bind(limit), read_request).await
    }

    async fn open_requests(
        &mut self,
        route: Option<Route>,
        after: Option<Before>,
        limit: i64,
    ) -> Result<Vec<(Request, String)>> {
        let (at, id) = later_than(after);
        // The words of the index requests_open, so that it is used.
        let requests = query(select!(
            ", (SELECT code FROM customers WHERE customers.id = customer_id) AS customer_code",
            "WHERE state IN ('acknowledged', 'pending', 'held', 'inProgress') AND (due_at, id) > ($2, $3) \
             AND ($1 IS NULL OR route = $1) ORDER BY due_at, id LIMIT $4"
        ));
        let route = route.as_ref().map(AsRef::<str>::as_ref);
        self.all(requests.bind(route).bind(at).bind(id).bind(limit), read_with_code).await
    }

    async fn request_events(&mut self, request: RequestId) -> Result<Vec<RequestEvent>> {
        let events = query(
            "SELECT position, at, kind, staff_id, text FROM request_events WHERE request_id = $1 ORDER BY position",
        );
        self.all(events.bind(request.0), read_event).await
    }
}

fn read_with_code(row: &Row) -> Result<(Request, String)> {
    Ok((read_request(row)?, Columns::of("requests", row).value("customer_code")?))
}

fn read_request(row: &Row) -> Result<Request> {
    let columns = Columns::of("requests", row);
    Ok(Request {
        id: columns.id("id")?,
        number: columns.value("number")?,
        customer_id: columns.id("customer_id")?,
        line_id: columns.maybe_id("line_id")?,
        bill_id: columns.maybe_id("bill_id")?,
        category: columns.word("category")?,
        state: columns.word("state")?,
        priority: columns.word("priority")?,
        route: columns.word("route")?,
        channel: columns.word("channel")?,
        subject: columns.value("subject")?,
        call_back: columns.value("call_back")?,
        assigned_to: columns.maybe_id("assigned_to")?,
        opened_at: columns.instant("opened_at")?,
        due_at: columns.instant("due_at")?,
        resolved_at: columns.maybe_instant("resolved_at")?,
        version: columns.value("version")?,
    })
}

fn read_event(row: &Row) -> Result<RequestEvent> {
    let columns = Columns::of("request_events", row);
    Ok(RequestEvent {
        position: columns.value("position")?,
        at: columns.instant("at")?,
        kind: columns.word("kind")?,
        staff_id: columns.maybe_id("staff_id")?,
        text: columns.value("text")?,
    })
}
