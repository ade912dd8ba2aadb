//! The browser entry of the hall: wakes the islands of a server-rendered page, and nothing else.

/// Called by the page's hydration script once the WASM module is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    app::islands::link();
    leptos::mount::hydrate_islands();
}
