//! `kill -9` in the middle of writing: what was acknowledged is there, and nothing by halves. SQLite only: on
//! PostgreSQL it is the server that would have to be killed.

use crate::{audit, engines::at_once, jobs};
use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};
use store::{Error, Store};

/// Tells the writer below which database to write to, and from which number on.
const DATABASE: &str = "WANGTING_TEST_DURABILITY_DATABASE";
const FIRST: &str = "WANGTING_TEST_DURABILITY_FIRST";
const WRITERS: u32 = 8;
const ENOUGH: usize = 200;

#[tokio::test]
async fn acknowledged_writes_survive_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}", folder.path().join("hall.db").display());
    let mut acknowledged = BTreeSet::new();
    for round in 0..3 {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "durability::writes_until_it_is_killed", "--ignored", "--nocapture"])
            .env(DATABASE, &address)
            .env(FIRST, (round * 1_000_000).to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        let number = |line: std::io::Result<String>| {
            line.unwrap().strip_prefix("acknowledged ").map(|number| number.parse::<u32>().unwrap())
        };
        acknowledged.extend(lines.by_ref().filter_map(number).take(ENOUGH));
        writer.kill().unwrap();
        // What it still said before it died counts as well.
        acknowledged.extend(lines.filter_map(number));
        assert!(!writer.wait().unwrap().success());

        let store = Store::open(&address).await.unwrap();
        let read = store.read(async |mut work| {
            let events = work.latest_events(1_000_000).await?;
            Ok::<_, Error>((events, work.count_jobs().await?.waiting))
        });
        let (events, jobs) = read.await.unwrap();
        assert_eq!(events.len(), usize::try_from(jobs).unwrap(), "half of a unit");
        let kept: BTreeSet<_> = events.into_iter().map(|event| event.id).collect();
        for number in &acknowledged {
            assert!(kept.contains(&audit::event(*number).id), "{number} was acknowledged and is lost");
        }
        store.close().await;
    }
    assert!(acknowledged.len() >= 3 * ENOUGH);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "acknowledged_writes_survive_a_kill starts and kills it"]
async fn writes_until_it_is_killed() {
    let told = |variable| std::env::var(variable).expect("acknowledged_writes_survive_a_kill tells");
    let first: u32 = told(FIRST).parse().unwrap();
    let store = Store::open(&told(DATABASE)).await.unwrap();
    at_once(WRITERS, |writer| {
        let store = store.clone();
        async move {
            for number in (first + writer..).step_by(WRITERS as usize) {
                let write = store.write(async |mut work| {
                    work.record(&audit::event(number)).await?;
                    work.enqueue(&jobs::job(number)).await
                });
                write.await.unwrap();
                println!("acknowledged {number}");
            }
        }
    })
    .await;
}
