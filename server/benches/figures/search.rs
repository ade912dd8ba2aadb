//! Finding a customer among a million: each kind of search as staff ask it, from the term to the masked answer with its
//! audit event, and the 99th percentile of how long it takes. R-CUS-1
//!
//! Beside it stands the floor of the same run: one row read by its primary key over a bare connection, which no search can
//! be faster than. The customers are a SQLite file, and a PostgreSQL database too where `WANGTING_TEST_POSTGRES` names a
//! server; names are made of characters at random. A debug build has fewer customers, to see that it runs.

use crate::{
    report::{Figure, grouped, number},
    workplace::Workplace,
};
use anyhow::{Context as _, Result, ensure};
use crm::{
    accounts::{Account, AccountStatus, PaymentMethod},
    customers::{Customer, CustomerStatus, Msisdn, Origin, PartyKind, Tier, name_keys},
    language::Language,
    sign_in::{Proof, StaffRole},
};
use jiff::civil::date;
use operations::{Actor, Desk, actor::StaffMember, id_numbers::IndexKey, staff_customers};
use server::{
    config::{Configuration, Secret},
    import::id_number,
};
use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, PgConnection,
    sqlite::{SqliteConnectOptions, SqliteConnection},
};
use std::{env, time::Instant};
use store::{Error, Store, imports::CustomerFile};
use uuid::Uuid;

const CUSTOMERS: u32 = if cfg!(debug_assertions) { 20_000 } else { 1_000_000 };
/// Customers written in one transaction.
const AT_ONCE: u32 = 2_000;
/// Searches of each kind.
const SEARCHES: u32 = 500;
/// What a search may take at most, in milliseconds.
const AIM: f64 = 20.0;
const KEY: &str = "0123456789abcdef0123456789abcdef";
/// What names are made of: 32 characters, several of them read in more ways than one.
const CHARACTERS: [char; 32] = [
    '东', '南', '西', '北', '长', '江', '黄', '河', '海', '山', '石', '林', '云', '风', '雨', '雪', '春',
    '夏', '秋', '冬', '单', '曾', '乐', '朝', '金', '木', '水', '火', '土', '天', '地', '和',
];

/// The figures of searching.
pub(crate) fn measure(workplace: &Workplace) -> Result<Vec<Figure>> {
    workplace.runtime().block_on(async {
        let path = workplace.folder().join("search.db");
        let mut figures = searched(&format!("sqlite:{}", path.display()), "SQLite").await?;
        let options = SqliteConnectOptions::new().filename(&path).read_only(true);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let mut times = Vec::new();
        for round in 0..SEARCHES {
            let begin = Instant::now();
            let id = sqlx::query("SELECT code FROM customers WHERE id = $1").bind(id(1, drawn(round)));
            ensure!(id.fetch_optional(&mut connection).await?.is_some(), "a customer is not there");
            times.push(begin.elapsed().as_secs_f64() * 1_000.0);
        }
        figures.push(
            Figure::new("floor: one row by primary key, p99", p99(&mut times), 2, "ms")
                .note("SQLite, a bare connection"),
        );
        if let Ok(server) = env::var("WANGTING_TEST_POSTGRES") {
            figures.extend(on_postgres(&server).await?);
        }
        Ok(figures)
    })
}

async fn on_postgres(server: &str) -> Result<Vec<Figure>> {
    let database = format!("search_{}", std::process::id());
    let mut connection = PgConnection::connect(server).await?;
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {database}"))).await?;
    let (base, _) = server.rsplit_once('/').context("an address of a server names a database")?;
    let figures = searched(&format!("{base}/{database}"), "PostgreSQL").await;
    connection.execute(AssertSqlSafe(format!("DROP DATABASE {database} WITH (FORCE)"))).await?;
    figures
}

async fn searched(database: &str, engine: &str) -> Result<Vec<Figure>> {
    let mut configuration = Configuration { database: database.to_owned(), ..Configuration::default() };
    configuration.customer_file.index_key = Secret::try_from(KEY.to_owned()).ok();
    // Nothing is sealed here; without it a key would be made and left in a file.
    configuration.encryption.key = Secret::try_from(KEY.to_owned()).ok();
    let desk = server::desk(&configuration).await?;
    fill(desk.store()).await?;
    let agent = agent(&desk);
    let mut figures = Vec::new();
    for (kind, term) in KINDS {
        let mut times = Vec::new();
        for round in 0..SEARCHES {
            let who = drawn(round);
            let term = term(who);
            let begin = Instant::now();
            let found = staff_customers::find(&desk, &agent, &term).await?;
            times.push(begin.elapsed().as_secs_f64() * 1_000.0);
            let code = code(who);
            let is_right = found.more || found.customers.iter().any(|customer| customer.code == code);
            ensure!(is_right, "{kind} {term:?} does not find {code}");
        }
        figures.push(
            Figure::new(format!("search by {kind}, p99"), p99(&mut times), 2, "ms").at_most(AIM).note(
                format!("{engine}, {} customers, with its audit event written", grouped(number(CUSTOMERS))),
            ),
        );
    }
    desk.store().close().await;
    Ok(figures)
}

/// A kind of search, and the term that finds a customer by it.
type Kind = (&'static str, fn(u32) -> String);

const KINDS: [Kind; 9] = [
    ("customer code", code),
    ("beginning of the name", |who| name(who).chars().take(2).collect()),
    ("initials", |who| key(who, true)),
    ("whole pinyin", |who| key(who, false)),
    ("mobile number", mobile),
    ("first seven digits", |who| mobile(who)[..7].to_owned()),
    ("last four digits", |who| mobile(who)[7..].to_owned()),
    ("last eight digits", |who| mobile(who)[3..].to_owned()),
    ("ID number", |who| id_number(&code(who), false).as_str().to_owned()),
];

/// The shortest or the longest key of a name.
fn key(who: u32, initials: bool) -> String {
    let mut keys = name_keys(&name(who));
    keys.sort_by_key(String::len);
    let key = if initials { keys.into_iter().next() } else { keys.pop() };
    key.unwrap_or_default()
}

fn p99(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() * 99 / 100]
}

/// The customer of a round, the same in every run.
fn drawn(round: u32) -> u32 {
    round.wrapping_mul(2_654_435_761) % CUSTOMERS
}

fn code(who: u32) -> String {
    format!("S{who:07}")
}

fn mobile(who: u32) -> String {
    // Not in order of code.
    format!("154{:08}", u64::from(who) * 77_777_777 % 100_000_000)
}

fn name(who: u32) -> String {
    let mut bits = u64::from(who).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    let mut name = String::new();
    for _ in 0..3 {
        name.push(CHARACTERS[usize::try_from(bits % 32).unwrap_or(0)]);
        bits /= 32;
    }
    name
}

fn id(kind: u64, who: u32) -> Uuid {
    Uuid::from_u64_pair(kind, u64::from(who))
}

fn agent(desk: &Desk) -> Actor {
    Actor::Staff(StaffMember {
        staff_id: id(9, 1).into(),
        name: "desk.one".to_owned(),
        role: StaffRole::SupportAgent,
        session_id: id(9, 2).into(),
        proof: Proof::Password,
        proved_at: desk.now(),
    })
}

async fn fill(store: &Store) -> Result<()> {
    let key = &IndexKey::new(KEY);
    for first in (0..CUSTOMERS).step_by(AT_ONCE as usize) {
        let files = &(first..(first + AT_ONCE).min(CUSTOMERS)).map(file).collect::<Vec<_>>();
        let write = store.write(|mut unit| async move {
            unit.import_customers(files).await?;
            for file in files {
                let hash = key.hash(&id_number(&file.customer.code, false));
                unit.add_id_number(file.customer.party_id, &hash, Origin::Generated).await?;
            }
            Ok::<_, Error>(())
        });
        write.await?;
    }
    Ok(())
}

fn file(who: u32) -> CustomerFile {
    let since = date(2024, 1, 1);
    let customer = Customer {
        id: id(1, who).into(),
        party_id: id(2, who).into(),
        code: code(who),
        name: name(who),
        kind: PartyKind::Individual,
        senior: false,
        tier: Tier::Standard,
        blacklisted: false,
        segment: "phone/40".to_owned(),
        language: Language::ZhCn,
        mobile: Msisdn::parse(&mobile(who)).expect("eleven digits, the first of them 1"),
        email: None,
        id_last_six: "28401X".to_owned(),
        notify_by_sms: true,
        notify_by_email: false,
        marketing_consent: false,
        status: CustomerStatus::Active,
        since,
        origin: Origin::Generated,
        version: 1,
    };
    let account = Account {
        id: id(3, who).into(),
        number: format!("A{who:08}"),
        customer_id: customer.id,
        status: AccountStatus::Active,
        payment_method: PaymentMethod::Online,
        paperless: true,
        opened_on: since,
        closed_on: None,
        origin: Origin::Generated,
        version: 1,
    };
    CustomerFile {
        customer,
        account,
        lines: Vec::new(),
        products: Vec::new(),
        agreements: Vec::new(),
        bills: Vec::new(),
        history: None,
        payments: Vec::new(),
        transactions: Vec::new(),
        usage: Vec::new(),
    }
}
