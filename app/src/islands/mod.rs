//! The interactive parts of pages. Each wakes around HTML the server has already rendered, and the page works
//! without it.
//!
//! An island is one view and two ways to it: on the server a component that renders the view with its props beside it
//! ([`asleep`]), in the browser a function of the same name that hydrates the view from them ([`wake`]). Islands change
//! nothing on the server: a plain form around them does.
//!
//! What an island needs is weighed: every visitor of a page with one loads the code of all of them. So this is not
//! leptos's own `#[island]`, which sends props as JSON: a reader of JSON with its numbers, escapes and errors, and one of
//! dates written in letters, came to more than all the islands together. Props are [packed](props) instead, and days in
//! them are numbers ([`crm::day_number`]).

pub mod bill_lines;
pub mod order_tracker;
pub mod plan_preview;
pub(crate) mod props;

/// Ties this crate into the browser entry, which would otherwise leave its islands out of the WASM module.
pub fn link() {}

/// An island as the server renders it. `name` is that of its function in the browser.
#[cfg(feature = "ssr")]
pub(crate) fn asleep<P: serde::Serialize, V: leptos::IntoView>(
    name: &'static str,
    props: P,
    view: impl FnOnce(P) -> V,
) -> impl leptos::IntoView {
    use leptos::tachys::html::islands::Island;

    let packed = props::pack(&props);
    Island::new(name, view(props).into_view()).with_props(packed)
}

/// Runs `first` once the island is awake; again when what it asks for has changed. On the server there is nothing to
/// wake. All islands share the one box: each closure of its own type would bring the code of an effect along.
fn once_awake(first: impl Fn() + 'static) {
    let first: Box<dyn Fn()> = Box::new(first);
    leptos::prelude::Effect::new(move |_| first());
}

/// Wakes the island in `element`. One whose props cannot be read stays as the server rendered it.
#[cfg(feature = "hydrate")]
fn wake<P: serde::de::DeserializeOwned, V: leptos::IntoView>(
    element: &web_sys::Element,
    view: impl FnOnce(P) -> V,
) {
    use leptos::{
        prelude::RenderHtml,
        tachys::{html::islands::Island, view::Position},
    };

    let Some(props) = element.get_attribute("data-props").and_then(|packed| props::unpack(&packed)) else {
        return;
    };
    let island = Island::new("", view(props).into_view());
    // It lives as long as the page.
    std::mem::forget(island.hydrate_from_position::<true>(element, Position::Current));
}
