//! A hall of its own for each test, and who comes in.

use crate::{
    browser::{Answer, Browser},
    people::{AGENT, AUDITOR, Cast, PASSWORD, Part, Person, STAFF_PASSWORD, SUPERVISOR},
    postgres,
};
use operations::Desk;
use server::{
    Server,
    config::{Configuration, SecondFactorRule, Secret},
};
use std::{
    fs,
    future::Future,
    net::Ipv4Addr,
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    net::TcpListener,
    sync::{OnceCell, oneshot},
    task::JoinHandle,
    time::{Instant, sleep},
};

/// Longest wait for what happens behind the pages.
const PATIENCE: Duration = Duration::from_secs(15);

/// Where a hall keeps its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// A hall that is open, with everybody registered.
pub(crate) struct Hall {
    /// `http://127.0.0.1:PORT`
    pub(crate) url: String,
    /// The desk behind it: for what a browser cannot see, and for the passing of time.
    pub(crate) desk: Desk,
    pub(crate) cast: &'static Cast,
    folder: TempDir,
    /// The database on PostgreSQL.
    database: Option<String>,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

/// A member of staff in a customer's place.
pub(crate) struct Deputy {
    pub(crate) browser: Browser,
    /// What each of their forms carries.
    pub(crate) acting: String,
}

/// What every test begins with, made once.
struct Furniture {
    cast: Cast,
    database: Vec<u8>,
    /// What SQLite has not yet moved from its log into the database.
    log: Vec<u8>,
}

async fn furniture() -> &'static Furniture {
    static FURNITURE: OnceCell<Furniture> = OnceCell::const_new();
    FURNITURE
        .get_or_init(async || {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("hall.db");
            let desk = desk(&sqlite(&path)).await;
            let cast = Cast::choose(&desk);
            cast.move_in(&desk).await;
            desk.store().close().await;
            let log = fs::read(path.with_extension("db-wal")).unwrap_or_default();
            Furniture { cast, database: fs::read(path).unwrap(), log }
        })
        .await
}

/// Lets everybody move into a database.
pub(crate) async fn furnish(database: &str) {
    let desk = desk(database).await;
    furniture().await.cast.move_in(&desk).await;
    desk.store().close().await;
}

/// Writes a database that everybody has moved into.
pub(crate) async fn furnished(path: &Path) -> &'static Cast {
    let furniture = furniture().await;
    fs::write(path, &furniture.database).unwrap();
    fs::write(path.with_extension("db-wal"), &furniture.log).unwrap();
    &furniture.cast
}

pub(crate) fn sqlite(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

async fn desk(database: &str) -> Desk {
    let mut configuration = Configuration { database: database.to_owned(), ..Configuration::default() };
    configuration.encryption.key = Some(sealing_key());
    server::desk(&configuration).await.unwrap()
}

/// One key for all halls, so that none makes its own beside a database that others use, too.
fn sealing_key() -> Secret {
    Secret::try_from("0123456789abcdef0123456789abcdef".to_owned()).unwrap()
}

/// A site as it lies there after a build.
pub(crate) fn build_site(folder: &Path) -> PathBuf {
    let site = folder.join("site");
    fs::create_dir_all(site.join("pkg")).unwrap();
    fs::write(site.join("pkg/wangting.css"), "body { color: green }").unwrap();
    fs::write(site.join("favicon.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    site
}

impl Hall {
    pub(crate) async fn open() -> Self {
        Self::open_with(Engine::Sqlite, |_| {}).await
    }

    pub(crate) async fn open_on(engine: Engine) -> Self {
        Self::open_with(engine, |_| {}).await
    }

    pub(crate) async fn open_with(engine: Engine, change: impl FnOnce(&mut Configuration)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let cast = &furniture().await.cast;
        let (address, database) = match engine {
            Engine::Sqlite => {
                let path = folder.path().join("hall.db");
                furnished(&path).await;
                (sqlite(&path), None)
            }
            Engine::Postgres => {
                let name = postgres::furnished().await;
                (postgres::address_of(&name), Some(name))
            }
        };
        let mut configuration = Configuration {
            database: address,
            folder: folder.path().join("var"),
            site_root: build_site(folder.path()),
            ..Configuration::default()
        };
        configuration.payment.sandbox = Some(true);
        configuration.encryption.key = Some(sealing_key());
        configuration.staff.second_factor = Some(SecondFactorRule::WhenAdded);
        change(&mut configuration);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Server::open(&configuration, listener).await.unwrap();
        let desk = server.desk().clone();
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(server.run(async {
            // A test that fails drops the other end, which stops the hall as well.
            let _ = stopped.await;
        }));
        Self { url, desk, cast, folder, database, stop, running }
    }

    /// Asks the hall to close, without waiting for it.
    pub(crate) fn begin_to_close(self) -> JoinHandle<()> {
        let Self { stop, running, database, folder, .. } = self;
        stop.send(()).expect("the hall is open");
        tokio::spawn(async move {
            running.await.expect("closing does not panic");
            if let Some(database) = database {
                postgres::drop(&database).await;
            }
            drop(folder);
        })
    }

    pub(crate) async fn close(self) {
        let closing = self.begin_to_close();
        tokio::time::timeout(PATIENCE, closing).await.expect("the hall closes").unwrap();
    }

    /// What the file gateways write.
    pub(crate) fn var(&self) -> PathBuf {
        self.folder.path().join("var")
    }

    pub(crate) fn the(&self, part: Part) -> Person<'static> {
        self.cast.the(part)
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn visitor(&self) -> Browser {
        Browser::new(&self.url)
    }

    /// A browser in which a customer is signed in.
    pub(crate) async fn subscriber(&self, part: Part) -> Browser {
        let browser = self.visitor();
        sign_in(&browser, self.the(part).mobile()).await.expect_status(303);
        browser
    }

    pub(crate) async fn agent(&self) -> Browser {
        self.staff(AGENT, "/staff/requests").await
    }

    pub(crate) async fn supervisor(&self) -> Browser {
        self.staff(SUPERVISOR, "/staff/requests").await
    }

    pub(crate) async fn auditor(&self) -> Browser {
        self.staff(AUDITOR, "/staff/audit").await
    }

    async fn staff(&self, name: &str, home: &str) -> Browser {
        let browser = self.visitor();
        browser
            .post("/staff/sign-in", &[("name", name), ("password", STAFF_PASSWORD), ("next", "")])
            .await
            .expect_redirect(home);
        browser
    }

    /// A browser in which a member of staff acts for a customer.
    pub(crate) async fn deputy(&self, staff: &str, part: Part, raised: bool) -> Deputy {
        let browser = self.staff(staff, "/staff/requests").await;
        let code = &self.the(part).file.customer.code;
        let grounds = [("purpose", "callerEnquiry"), ("caller", "yes"), ("reason", "Asks about the bill.")];
        browser.post(format!("/staff/customers/{code}/act"), &grounds).await.expect_redirect("/");
        let home = browser.get("/").await.expect_status(200);
        let acting = home.form("/api/acting/end").get("acting").expect("an acting").to_owned();
        if raised {
            browser.submit(&home.form("/api/acting/raise")).await.expect_redirect("/");
            // Its answer is shown once.
            browser.get("/").await.expect_status(200);
        }
        Deputy { browser, acting }
    }

    /// Waits for something to happen behind the pages.
    pub(crate) async fn sees<T, Fut>(&self, what: &str, look: impl Fn() -> Fut) -> T
    where
        Fut: Future<Output = Option<T>>,
    {
        wait_for(what, look).await
    }

    /// The words of the newest short message to a customer that fit.
    pub(crate) async fn message(&self, to: Person<'_>, fits: impl Fn(&str) -> bool) -> String {
        let folder = self.var().join("sms");
        let recipient = format!("To: {}\n", to.mobile());
        let fits = &fits;
        self.sees("a short message", || {
            let files = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
            let whole = files.filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
            let texts = whole.filter_map(|path| fs::read_to_string(path).ok());
            let mut own: Vec<String> =
                texts.filter(|text| text.starts_with(&recipient) && fits(text)).collect();
            // The second line is the date.
            own.sort_by_key(|text| text.lines().nth(1).map(str::to_owned));
            async move { own.pop() }
        })
        .await
    }
}

/// Waits until `look` sees something.
pub(crate) async fn wait_for<T, Fut>(what: &str, look: impl Fn() -> Fut) -> T
where
    Fut: Future<Output = Option<T>>,
{
    let begin = Instant::now();
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(begin.elapsed() < PATIENCE, "{what} never came");
        sleep(Duration::from_millis(20)).await;
    }
}

/// Signs a customer in.
pub(crate) async fn sign_in(browser: &Browser, mobile: &str) -> Answer {
    browser.post("/sign-in", &[("mobile", mobile), ("password", PASSWORD), ("next", "")]).await
}
