//! The door as those without a second factor know it: a right proof opens a session.

use operations::{
    Actor, Desk, Result,
    sign_in::{self, Browser, Entry, Opened},
};

fn opened(entry: Entry) -> Opened {
    match entry {
        Entry::Opened(opened) => opened,
        Entry::SecondStep(_) => panic!("a second factor is asked for"),
    }
}

pub(crate) async fn with_password(
    desk: &Desk,
    mobile: &str,
    password: &str,
    browser: &Browser,
) -> Result<Opened> {
    sign_in::with_password(desk, mobile, password, browser).await.map(opened)
}

pub(crate) async fn staff_with_password(
    desk: &Desk,
    name: &str,
    password: &str,
    browser: &Browser,
) -> Result<Opened> {
    sign_in::staff_with_password(desk, name, password, browser).await.map(opened)
}

pub(crate) async fn with_code(desk: &Desk, mobile: &str, code: &str, browser: &Browser) -> Result<Opened> {
    sign_in::with_code(desk, mobile, code, browser).await.map(opened)
}

pub(crate) async fn prove_by_password(desk: &Desk, actor: &Actor, password: &str) -> Result<Opened> {
    sign_in::prove_by_password(desk, actor, password).await.map(opened)
}

pub(crate) async fn prove_by_code(
    desk: &Desk,
    actor: &Actor,
    code: &str,
    browser: &Browser,
) -> Result<Opened> {
    sign_in::prove_by_code(desk, actor, code, browser).await.map(opened)
}
