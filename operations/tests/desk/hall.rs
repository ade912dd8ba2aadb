//! A hall for tests: a real SQLite file, a clock that tests move, entropy that repeats.

use async_trait::async_trait;
use crm::{
    Date, Timestamp,
    accounts::{Account, AccountStatus, PaymentMethod},
    agreements::{Agreement, Term},
    bills::{Bill, BillLine, BillState, ChargeKind},
    catalogue::{Allowances, Eligibility, Need, Offering, OfferingCode, OfferingKind, Overage},
    contact_change::ContactPolicy,
    customers::{Customer, CustomerStatus, Msisdn, Origin, PartyKind, Tier},
    cycle::Cycle,
    language::{Language, Text},
    ledger::Transaction,
    lines::{Line, LineKind, LineState},
    messages::Message,
    money::Money,
    numbers::{NumberKind, from_bits},
    orders::Order,
    products::{Product, ProductStatus},
    sign_in::{Proof, SessionPolicy},
    usage::{UsageEvent, UsageKind},
};
use jiff::{ToSpan, civil::date, tz::Offset};
use operations::{
    Actor, Desk, Error, Result,
    actor::Subscriber,
    desk::{Clock, Entropy, Settings},
    id_numbers::IndexKey,
    jobs::{self, Gateways},
    messages::Gateway,
    provisioning::{Network, Report, WorkOrderDocument},
    second_factor::StaffRule,
    vault::Vault,
};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicI64, AtomicU64, Ordering},
};
use store::{Store, imports::CustomerFile};
use uuid::Uuid;

/// Ten in the morning at the operator, nine days into a cycle of thirty.
pub(crate) const TODAY: Date = date(2026, 11, 10);
const NOW: &str = "2026-11-10T02:00:00Z";

/// A hall with a catalogue and nobody in it.
pub(crate) struct Hall {
    pub(crate) desk: Desk,
    clock: Arc<MovableClock>,
    pub(crate) outside: Outside,
    _folder: tempfile::TempDir,
}

struct MovableClock(AtomicI64);

impl Clock for MovableClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

struct Counter(AtomicU64);

impl Entropy for Counter {
    fn id(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::SeqCst)) + (1 << 100))
    }

    fn bits(&self) -> u64 {
        self.0.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    fn secret(&self) -> [u8; 32] {
        let mut secret = [0; 32];
        secret[..8].copy_from_slice(&self.bits().to_le_bytes());
        secret
    }
}

/// The world outside: what was delivered, what the network was asked, what it will say.
#[derive(Default)]
pub(crate) struct Outside {
    pub(crate) delivered: Mutex<Vec<Message>>,
    pub(crate) work_orders: Mutex<Vec<WorkOrderDocument>>,
    pub(crate) reports: Mutex<Vec<Report>>,
    pub(crate) is_down: Mutex<bool>,
}

#[async_trait]
impl Gateway for Outside {
    async fn deliver(&self, message: &Message) -> std::result::Result<(), String> {
        if *self.is_down.lock().unwrap() {
            return Err("the gateway is down".to_owned());
        }
        self.delivered.lock().unwrap().push(message.clone());
        Ok(())
    }
}

#[async_trait]
impl Network for Outside {
    async fn submit(&self, document: &WorkOrderDocument) -> std::result::Result<(), String> {
        if *self.is_down.lock().unwrap() {
            return Err("the network is down".to_owned());
        }
        self.work_orders.lock().unwrap().push(document.clone());
        Ok(())
    }

    async fn reports(&self) -> std::result::Result<Vec<Report>, String> {
        Ok(self.reports.lock().unwrap().clone())
    }

    async fn taken(&self, report: &Report) -> std::result::Result<(), String> {
        self.reports.lock().unwrap().retain(|known| known != report);
        Ok(())
    }
}

impl Hall {
    pub(crate) async fn open() -> Self {
        Self::with(false).await
    }

    /// A hall of an operator who wants the customer's consent before staff do something in their place.
    pub(crate) async fn demanding_consent() -> Self {
        Self::with(true).await
    }

    async fn with(consent_by_code: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store =
            Store::open(&format!("sqlite:{}", folder.path().join("hall.db").display())).await.unwrap();
        let clock =
            Arc::new(MovableClock(AtomicI64::new(NOW.parse::<Timestamp>().unwrap().as_microsecond())));
        let settings = Settings {
            offset: Offset::constant(8),
            sessions: SessionPolicy::default(),
            consent_by_code,
            staff_second_factor: StaffRule::WhenAdded,
            contact: ContactPolicy::default(),
            public_url: "https://hall.example".to_owned(),
            index_key: Some(IndexKey::new("a key of tests")),
        };
        let entropy = Arc::new(Counter(AtomicU64::new(1)));
        let desk = Desk::new(store, clock.clone(), entropy, Vault::new([7; 32]), settings);
        let hall = Self { desk, clock, outside: Outside::default(), _folder: folder };
        let offerings = &catalogue();
        hall.write(|mut unit| async move {
            for offering in offerings {
                unit.put_offering(offering).await?;
            }
            Ok(())
        })
        .await;
        hall
    }

    pub(crate) async fn write<T, F, Fut>(&self, work: F) -> T
    where
        F: Fn(store::Unit) -> Fut,
        Fut: Future<Output = Result<T>>,
    {
        self.desk.store().write(work).await.unwrap()
    }

    pub(crate) async fn read<T, F, Fut>(&self, work: F) -> T
    where
        F: FnOnce(store::Unit) -> Fut,
        Fut: Future<Output = Result<T>>,
    {
        self.desk.store().read(work).await.unwrap()
    }

    /// Moves the clock on.
    pub(crate) fn wait(&self, span: jiff::Span) {
        let later = self.desk.now().checked_add(span).unwrap();
        self.clock.0.store(later.as_microsecond(), Ordering::SeqCst);
    }

    /// Moves the clock to the first morning of the next cycle.
    pub(crate) fn wait_for_next_cycle(&self) {
        let first = self.desk.cycle().next().first();
        let morning = self.desk.start_of(first).checked_add(8.hours()).unwrap();
        self.clock.0.store(morning.as_microsecond(), Ordering::SeqCst);
    }

    /// Runs everything that is due, until nothing is.
    pub(crate) async fn run_jobs(&self) {
        let gateways = Gateways { messages: &self.outside, network: &self.outside };
        while jobs::run_due(&self.desk, &gateways).await.unwrap() > 0 {}
    }

    /// Lets the network answer every work order it was asked and has not answered.
    pub(crate) async fn network_answers(&self, done: bool, reason: &str) {
        let asked: Vec<_> = self.outside.work_orders.lock().unwrap().drain(..).collect();
        let reports = asked.into_iter().map(|asked| Report { id: asked.id, done, reason: reason.to_owned() });
        self.outside.reports.lock().unwrap().extend(reports);
        operations::provisioning::take_reports(&self.desk, &self.outside).await.unwrap();
        self.run_jobs().await;
    }

    /// Brings a customer in and signs them in.
    pub(crate) async fn bring(&self, newcomer: Newcomer) -> Actor {
        let file = newcomer.file();
        let customer = file.customer.clone();
        let files = &[file];
        self.write(|mut unit| async move { Ok(unit.import_customers(files).await?) }).await;
        Actor::Subscriber(Subscriber {
            customer_id: customer.id,
            code: customer.code,
            name: customer.name,
            language: customer.language,
            has_company_business: false,
            session_id: self.desk.id(),
            proof: Proof::Password,
            proved_at: self.desk.now(),
        })
    }

    pub(crate) async fn order(&self, number: &str) -> Order {
        self.read(|mut unit| async move { Ok(unit.order_by_number(number).await?.unwrap()) }).await
    }

    pub(crate) fn key(&self) -> Uuid {
        self.desk.id()
    }
}

/// A customer with one phone line on `PHONE-50`, since two years, nothing owed.
#[derive(Clone)]
pub(crate) struct Newcomer {
    pub(crate) seed: u128,
    pub(crate) senior: bool,
    pub(crate) tier: Tier,
    pub(crate) blacklisted: bool,
    pub(crate) plan: &'static str,
    pub(crate) price: i64,
    pub(crate) add_ons: Vec<(&'static str, i64)>,
    pub(crate) bound_until: Option<Date>,
    /// Totals of unpaid bills in yuan, the newest last; the newest is for last month.
    pub(crate) unpaid: Vec<i64>,
    /// Minutes, megabytes, messages in each of the last six months.
    pub(crate) usage: (i64, i64, i64),
}

impl Newcomer {
    pub(crate) fn new(seed: u128) -> Self {
        Self {
            seed,
            senior: false,
            tier: Tier::Standard,
            blacklisted: false,
            plan: "PHONE-50",
            price: 50,
            add_ons: Vec::new(),
            bound_until: None,
            unpaid: Vec::new(),
            usage: (100, 1_000, 10),
        }
    }

    fn id<T: From<Uuid>>(&self, part: u128) -> T {
        Uuid::from_u128(self.seed * 1_000_000 + part).into()
    }

    fn bits(&self, part: u64) -> u64 {
        u64::try_from(self.seed).unwrap().wrapping_mul(0x2545_F491_4F6C_DD1D).wrapping_add(part * 7_919)
    }

    /// Short code of the line.
    pub(crate) fn line(&self) -> String {
        from_bits(NumberKind::Line, self.bits(1))
    }

    /// Number of the account.
    pub(crate) fn account(&self) -> String {
        from_bits(NumberKind::Account, self.bits(2))
    }

    /// Number of the n-th unpaid bill.
    pub(crate) fn bill(&self, n: u64) -> String {
        from_bits(NumberKind::Bill, self.bits(10 + n))
    }

    pub(crate) fn mobile(&self) -> Msisdn {
        Msisdn::parse(&format!("199{:08}", self.seed)).unwrap()
    }

    fn product(&self, part: u128, offering: &str, kind: OfferingKind, yuan: i64) -> Product {
        Product {
            id: self.id(part),
            line_id: self.id(4),
            offering: OfferingCode(offering.to_owned()),
            kind,
            status: ProductStatus::Active,
            monthly_price: Money::from_yuan(yuan),
            starts_on: date(2024, 11, 1),
            ends_on: None,
            version: 1,
        }
    }

    pub(crate) fn file(&self) -> CustomerFile {
        let since = date(2024, 11, 1);
        let customer = Customer {
            id: self.id(1),
            party_id: self.id(2),
            code: format!("TEST-{}", self.seed),
            name: format!("TEST-{}", self.seed),
            kind: PartyKind::Individual,
            senior: self.senior,
            tier: self.tier,
            blacklisted: self.blacklisted,
            segment: "phone/40".to_owned(),
            language: Language::ZhCn,
            mobile: self.mobile(),
            email: None,
            id_last_six: "28401X".to_owned(),
            notify_by_sms: true,
            notify_by_email: false,
            marketing_consent: false,
            status: CustomerStatus::Active,
            since,
            origin: Origin::Entered,
            version: 1,
        };
        let account = Account {
            id: self.id(3),
            number: self.account(),
            customer_id: customer.id,
            status: AccountStatus::Active,
            payment_method: PaymentMethod::Online,
            paperless: true,
            opened_on: since,
            closed_on: None,
            origin: Origin::Entered,
            version: 1,
        };
        let line = Line {
            id: self.id(4),
            code: self.line(),
            customer_id: customer.id,
            account_id: account.id,
            kind: LineKind::Phone,
            msisdn: Some(self.mobile()),
            state: LineState::Active,
            barred: None,
            barred_beneath: None,
            since,
            ended_on: None,
            version: 1,
        };
        let add_ons = self.add_ons.iter().zip(20..);
        let products = std::iter::once(self.product(5, self.plan, OfferingKind::Plan, self.price))
            .chain(add_ons.map(|((code, yuan), part)| self.product(part, code, OfferingKind::AddOn, *yuan)));
        let agreement = Agreement {
            id: self.id(6),
            line_id: line.id,
            term: if self.bound_until.is_some() { Term::TwoYears } else { Term::MonthToMonth },
            starts_on: since,
            ends_on: self.bound_until,
            committed_monthly: Money::from_yuan(self.price),
            termination_percent: 50,
        };
        let bills: Vec<(Bill, Vec<BillLine>)> =
            (0..).zip(&self.unpaid).map(|(n, yuan)| self.unpaid_bill(n, *yuan)).collect();
        CustomerFile {
            products: products.collect(),
            agreements: vec![agreement],
            transactions: bills.iter().filter_map(|(bill, _)| self.issued(bill)).collect(),
            bills,
            history: None,
            payments: Vec::new(),
            usage: self.events(),
            lines: vec![line],
            account,
            customer,
        }
    }

    fn unpaid_bill(&self, n: u64, yuan: i64) -> (Bill, Vec<BillLine>) {
        let back = i32::try_from(self.unpaid.len()).unwrap() - i32::try_from(n).unwrap();
        let cycle = Cycle::of(TODAY).plus(-back);
        let issued_on = cycle.next().first();
        let bill = Bill {
            id: self.id(100 + u128::from(n)),
            number: self.bill(n),
            account_id: self.id(3),
            customer_id: self.id(1),
            period_first: cycle.first(),
            period_last: cycle.last(),
            issued_on,
            due_on: issued_on.saturating_add(19.days()),
            total: Money::from_yuan(yuan),
            state: BillState::Sent,
            origin: Origin::Entered,
        };
        let line = BillLine {
            position: 1,
            kind: ChargeKind::Plan,
            line_id: Some(self.id(4)),
            offering: Some(OfferingCode(self.plan.to_owned())),
            usage: None,
            quantity: 1,
            first: cycle.first(),
            last: cycle.last(),
            amount: Money::from_yuan(yuan),
        };
        (bill, vec![line])
    }

    fn issued(&self, bill: &Bill) -> Option<Transaction> {
        let id = self.id(200 + bill.id.0.as_u128() % 100);
        bill.transaction(id, NOW.parse().unwrap())
    }

    fn events(&self) -> Vec<UsageEvent> {
        let (voice, data, messages) = self.usage;
        let mut events = Vec::new();
        for back in 1..=6 {
            let day = Cycle::of(TODAY).plus(-back).first();
            let at: Timestamp = format!("{day}T04:00:00Z").parse().unwrap();
            let used = [(UsageKind::Voice, voice), (UsageKind::Data, data), (UsageKind::Message, messages)];
            for (sequence, (kind, quantity)) in (0..).zip(used) {
                events.push(UsageEvent { line_id: self.id(4), at, sequence, kind, quantity });
            }
        }
        events
    }
}

/// The plans of the tests: dearer ones include more.
fn catalogue() -> Vec<Offering> {
    let plan = |code: &str, yuan, voice, data| offering(code, OfferingKind::Plan, yuan, Some((voice, data)));
    let add_on = |code: &str, yuan| offering(code, OfferingKind::AddOn, yuan, None);
    vec![
        plan("PHONE-20", 20, 100, 1_000),
        plan("PHONE-50", 50, 300, 5_000),
        Offering {
            excludes: vec![OfferingCode("FILMS".to_owned())],
            ..plan("PHONE-110", 110, 1_000, 50_000)
        },
        Offering { eligibility: Eligibility::Seniors, ..plan("SENIOR-10", 10, 100, 500) },
        Offering { sale_until: Some(date(2025, 12, 31)), ..plan("OLD-30", 30, 200, 2_000) },
        add_on("FILMS", 10),
        add_on("SAFE", 5),
    ]
}

fn offering(code: &str, kind: OfferingKind, yuan: i64, allowance: Option<(i64, i64)>) -> Offering {
    Offering {
        code: OfferingCode(code.to_owned()),
        kind,
        line_kind: LineKind::Phone,
        name: Text { zh_cn: code.to_owned(), en: code.to_owned() },
        summary: Text { zh_cn: code.to_owned(), en: code.to_owned() },
        monthly_price: Money::from_yuan(yuan),
        allowances: Allowances {
            voice_minutes: Some(allowance.map_or(0, |(voice, _)| voice)),
            data_mb: Some(allowance.map_or(0, |(_, data)| data)),
            messages: Some(50),
        },
        overage: Overage {
            voice_minute: Money::from_fen(15),
            data_block: Money::from_fen(50),
            message: Money::from_fen(10),
        },
        speed_mbps: None,
        sale_from: date(2020, 1, 1),
        sale_until: None,
        eligibility: Eligibility::Everyone,
        needs: vec![Need::LowPrice],
        excludes: Vec::new(),
    }
}

/// The refusal an operation ended with.
pub(crate) fn refusal<T: std::fmt::Debug>(done: Result<T>) -> operations::Refusal {
    match done {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, not {other:?}"),
    }
}
