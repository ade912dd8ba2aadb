//! Closing: requests under way are finished, new ones are not begun, and the database is left in order.

use crate::{
    hall::Hall,
    people::{PASSWORD, Part},
};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{sleep, timeout},
};

#[tokio::test]
async fn a_request_under_way_is_finished() {
    let hall = Hall::open().await;
    let address = hall.url.strip_prefix("http://").expect("an address").to_owned();
    let mobile = hall.the(Part::Subscriber).mobile();
    let body = serde_urlencoded::to_string([("mobile", mobile), ("password", PASSWORD), ("next", "/usage")])
        .unwrap();
    let (first, rest) = body.split_at(10);
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{first}",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // The hall has begun to read.
    sleep(Duration::from_millis(200)).await;
    let closing = hall.begin_to_close();
    sleep(Duration::from_millis(200)).await;
    assert!(TcpStream::connect(&address).await.is_err(), "nobody is let in any more");
    assert!(!closing.is_finished(), "somebody is still inside");
    stream.write_all(rest.as_bytes()).await.unwrap();
    let mut answer = String::new();
    timeout(Duration::from_secs(10), stream.read_to_string(&mut answer)).await.expect("an answer").unwrap();
    assert!(answer.starts_with("HTTP/1.1 303 ") && answer.contains("\r\nlocation: /usage\r\n"), "{answer}");
    timeout(Duration::from_secs(10), closing).await.expect("the hall closes").unwrap();
}

#[tokio::test]
async fn an_open_connection_without_a_request_does_not_hold_the_hall_open() {
    let hall = Hall::open().await;
    let browser = hall.visitor();
    browser.get("/sign-in").await.expect_status(200);
    let silent = TcpStream::connect(hall.url.strip_prefix("http://").expect("an address")).await.unwrap();
    timeout(Duration::from_secs(5), hall.close()).await.expect("the hall closes");
    drop(silent);
}
