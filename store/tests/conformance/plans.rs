//! How SQLite finds what pages ask for: by an index, never by walking through a table, in a number of queries that does
//! not grow with what there is.

use crate::{
    engines::Place,
    given::{self, at},
    orders,
};
use crm::orders::{Order, OrderState};
use jiff::civil::date;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Row as _, SqliteConnection};
use std::{
    collections::BTreeSet,
    future::Future,
    str::FromStr as _,
    sync::{Mutex, Once},
};
use store::{Error, Store, Unit, audit::EventSearch, imports::CustomerFile, orders::Before};
use tracing::{Instrument as _, field::Visit};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt as _, registry::LookupSpan};

/// The statements that sqlx logs inside of a span of this name.
const SPAN: &str = "watched statements";

static STATEMENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Watch;

impl<S: tracing::Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Watch {
    fn on_event(&self, event: &tracing::Event<'_>, context: Context<'_, S>) {
        struct Statement;
        impl Visit for Statement {
            fn record_debug(&mut self, _: &tracing::field::Field, _: &dyn std::fmt::Debug) {}

            fn record_str(&mut self, field: &tracing::field::Field, value: &str) {
                // Short statements are only in the summary: those that begin and end transactions. A connection
                // that is opened on the way sets its pragmas.
                let statement = value.trim();
                if field.name() == "db.statement" && !statement.is_empty() && !statement.starts_with("PRAGMA")
                {
                    STATEMENTS.lock().unwrap().push(statement.to_owned());
                }
            }
        }
        let watched =
            context.event_scope(event).is_some_and(|mut spans| spans.any(|span| span.name() == SPAN));
        if watched && event.metadata().target() == "sqlx::query" {
            event.record(&mut Statement);
        }
    }
}

/// What `question` asks the database.
async fn statements<F, Fut>(store: &Store, question: F) -> Vec<String>
where
    F: FnOnce(Unit) -> Fut,
    Fut: Future<Output = Result<(), Error>>,
{
    static WATCH: Once = Once::new();
    static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _alone = ONE_AT_A_TIME.lock().await;
    WATCH.call_once(|| {
        let subscriber = tracing_subscriber::registry().with(Watch);
        tracing::subscriber::set_global_default(subscriber).expect("nobody else listens in this program");
    });
    STATEMENTS.lock().unwrap().clear();
    let span = tracing::info_span!(SPAN);
    store.read(question).instrument(span).await.expect("a question is answered");
    std::mem::take(&mut STATEMENTS.lock().unwrap())
}

/// Every question that a page of a customer or of staff asks, with the statements it becomes.
async fn questions(store: &Store, file: &CustomerFile) -> Vec<(&'static str, Vec<String>)> {
    let (customer, account, line) = (file.customer.id, file.account.id, file.lines[0].id);
    let bill = &file.bills[2].0;
    let payment = &file.payments[0];
    let holder = crm::sign_in::Holder::Customer(customer);
    let before = Some(Before { at: at(10_000), id: customer.0 });
    let day = date(2026, 11, 1);
    let code = given::code(given::PLAN);
    let order = orders::order(file, 1);
    let request = given::id("request", 1);
    let key = given::id("key", 1);
    macro_rules! ask {
        ($($question:ident($($argument:expr),*)),+ $(,)?) => {
            vec![$((
                stringify!($question),
                statements(store, async |mut work| work.$question($($argument),*).await.map(|_| ())).await,
            )),+]
        };
    }
    ask![
        account(account),
        accounts_of(customer),
        agreement_on(line, day),
        find_events(&trail(None, None), before, 50),
        find_events(&trail(Some("staff:wren"), None), before, 50),
        find_events(&trail(None, Some("line:1")), before, 50),
        find_events(&trail(Some("staff:wren"), Some("line:1")), before, 50),
        bill_before(account, bill.period_first),
        bill_lines(bill.id),
        bill_of(customer, &bill.number),
        billing_history(account),
        bills_of(customer, None, 12),
        bills_of_payment(payment.id),
        credential(holder),
        customer(customer),
        customer_by_code(&file.customer.code),
        customer_by_mobile(&file.customer.mobile),
        customer_changes(customer),
        customers_after("", 50),
        daily_usage(line, at(0), at(10_000), 8 * 3600),
        latest_code(&file.customer.mobile),
        latest_work_order(order.id),
        line(line),
        line_of(customer, &file.lines[0].code),
        line_with_number(customer, &file.customer.mobile),
        lines_of(customer),
        messages_of(customer, 10),
        offering(&code, day),
        open_bills(account),
        open_bills_of(customer),
        open_order_on(line),
        open_orders_of(customer, 20),
        open_requests(None, before, 50),
        open_requests(Some(crm::requests::Route::Billing), before, 50),
        order(order.id),
        order_by_number(&order.number),
        order_events(order.id),
        order_of(customer, &order.number),
        orders_of(customer, before, 20),
        payment_by_number(&payment.number),
        payment_of(customer, &payment.number),
        payments_of(customer, before, 20),
        products_of(customer),
        products_on(line),
        receivable(account),
        recommendations_of(customer),
        remembered("one", "pay", key),
        request_by_number("R00001"),
        request_events(request),
        request_of(customer, "R00001"),
        requests_of(customer, before, 20),
        segment_plans("phone", crm::lines::LineKind::Phone),
        segment_size("phone"),
        session(&[0; 32]),
        sessions_of(holder),
        usage_events(line, at(10_000), 50),
        waiting_charges(account),
    ]
}

fn trail(actor: Option<&str>, object: Option<&str>) -> EventSearch {
    let of = |text: &str| text.to_owned();
    EventSearch {
        actor: actor.map(of),
        object: object.map(of),
        operation: Some(of("signIn")),
        ..EventSearch::default()
    }
}

#[tokio::test]
async fn pages_ask_by_index() {
    let place = Place::sqlite().await;
    let file = given::hall(&place.store).await;
    let options = sqlx::sqlite::SqliteConnectOptions::from_str(&place.address).unwrap();
    let mut connection = options.connect().await.unwrap();
    for (question, statements) in questions(&place.store, &file).await {
        let [statement] = &statements[..] else { panic!("{question} takes {statements:#?}") };
        let plan = plan_of(&mut connection, statement).await;
        let walks = walks(&plan);
        assert!(walks.is_empty(), "{question} walks through {walks:?}:\n{statement}\n{plan:#?}");
    }
    place.leave().await;
}

async fn plan_of(connection: &mut SqliteConnection, statement: &str) -> Vec<String> {
    let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
    let steps = sqlx::query(explain).fetch_all(connection).await.unwrap();
    steps.iter().map(|step| step.get("detail")).collect()
}

/// The tables or indices that a plan reads from end to end. What a subquery has found is no table.
fn walks(plan: &[String]) -> Vec<&str> {
    let named = |step: &'static str| plan.iter().filter_map(move |line| line.strip_prefix(step));
    let found: BTreeSet<_> = named("CO-ROUTINE ").chain(named("MATERIALIZE ")).collect();
    named("SCAN ").filter(|scanned| !found.contains(scanned)).collect()
}

#[tokio::test]
async fn more_rows_take_no_more_queries() {
    let place = Place::sqlite().await;
    let file = given::hall(&place.store).await;
    let few = questions(&place.store, &file).await;
    let write = place.store.write(async |mut work| {
        for number in 1..=15 {
            work.add_order(&Order { state: OrderState::Completed, ..orders::order(&file, number) }).await?;
            work.add_payment(&given::open_payment(&file, number)).await?;
        }
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    assert_eq!(questions(&place.store, &file).await, few);
    place.leave().await;
}
