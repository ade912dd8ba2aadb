//! The database gone for a while: every page says so in words, machines are told, and all is well again by itself.

use crate::{
    browser::Ask,
    hall::{Engine, Hall, wait_for},
    people::{PASSWORD, Part},
    postgres,
};
use std::{net::Ipv4Addr, net::SocketAddr, time::Duration};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// The wire between the hall and its database, to be cut.
struct Wire {
    here: SocketAddr,
    there: String,
    carrying: Option<JoinHandle<()>>,
}

impl Wire {
    /// Listens on a free port and carries everything to the server of an address.
    async fn to(address: &str) -> (Self, String) {
        let rest = address.split_once("://").expect("an address").1;
        let (authority, database) = rest.split_once('/').expect("an address with a database");
        let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (user, host));
        let there = if host.contains(':') { host.to_owned() } else { format!("{host}:5432") };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let mut wire = Self { here: listener.local_addr().unwrap(), there, carrying: None };
        wire.carry(listener);
        let here = wire.here;
        (wire, format!("postgres://{user}@{here}/{database}"))
    }

    fn carry(&mut self, listener: TcpListener) {
        let there = self.there.clone();
        self.carrying = Some(tokio::spawn(async move {
            // What it carries ends with it.
            let mut connections = tokio::task::JoinSet::new();
            loop {
                let (mut near, _) = listener.accept().await.unwrap();
                let there = there.clone();
                connections.spawn(async move {
                    let mut far = TcpStream::connect(there).await.unwrap();
                    // Whoever hangs up first.
                    let _ = copy_bidirectional(&mut near, &mut far).await;
                });
            }
        }));
    }

    async fn cut(&mut self) {
        let carrying = self.carrying.take().expect("a whole wire");
        carrying.abort();
        assert!(carrying.await.is_err_and(|error| error.is_cancelled()));
    }

    async fn mend(&mut self) {
        let listener = TcpListener::bind(self.here).await.unwrap();
        self.carry(listener);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_goes_and_comes_back() {
    let database = postgres::furnished().await;
    let (mut wire, address) = Wire::to(&postgres::address_of(&database)).await;
    let hall = Hall::open_with(Engine::Sqlite, |configuration| configuration.database = address).await;
    let browser = hall.subscriber(Part::Subscriber).await;
    let machine = hall.visitor();
    machine.get("/readyz").await.expect_status(200);

    wire.cut().await;
    let (ready, alive, page, door, form, stranger) = tokio::join!(
        machine.ask(Ask::get("/readyz").in_trouble()),
        machine.get("/healthz"),
        browser.ask(Ask::get("/bills").in_trouble()),
        machine.get("/sign-in"),
        machine.ask(
            Ask::post("/sign-in", &[("mobile", hall.the(Part::Subscriber).mobile()), ("password", PASSWORD)])
                .in_trouble()
        ),
        machine.get("/no/such/page"),
    );
    ready.expect_status(503);
    alive.expect_status(200);
    for answer in [page, form] {
        let answer = answer.expect_status(503).expect_language("zh-CN").expect_text("暂时无法使用");
        assert!(answer.header("retry-after").parse::<u32>().is_ok(), "{:?}", answer.headers);
    }
    // What needs no records works on.
    door.expect_status(200);
    stranger.expect_status(404);

    wire.mend().await;
    let is_ready = async || (machine.ask(Ask::get("/readyz").in_trouble()).await.status == 200).then_some(());
    wait_for("the database", is_ready).await;
    browser.get("/bills").await.expect_status(200);
    let number = crate::asking::file(&browser, "question").await;
    // The work behind the pages goes on as well.
    hall.message(hall.the(Part::Subscriber), |text| text.contains(&number)).await;
    tokio::time::timeout(Duration::from_secs(15), hall.close()).await.expect("the hall closes");
    postgres::drop(&database).await;
}
