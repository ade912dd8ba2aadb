//! What a browser has to load on its first visit: the page and everything it names, compressed, heads and bodies
//! as they are on the wire. A kilobyte has 1,000 bytes.
//!
//! The server is the program with the release's site folder. A page names styles, icons and manifest in its head, and
//! where it has an island its script and WASM; styles and scripts name more files. All of these count.

use crate::{
    client::{self, Connection, Encoding, header},
    hall::Size,
    program::Program,
    report::{Figure, number},
    workplace::Workplace,
};
use anyhow::{Result, ensure};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::Path,
};

const KILOBYTE: f64 = 1000.0;

/// The figures of the first visit.
pub(crate) fn measure(workplace: &Workplace) -> Result<Vec<Figure>> {
    let styles = workplace.site().join("pkg/wangting.css.br");
    ensure!(styles.is_file(), "{} is not there: `cargo xtask bench` builds it", styles.display());
    let hall = workplace.hall(Size::Large)?;
    let guest = hall.guest();
    let program = Program::serve(hall, workplace.site(), false)?;
    let mut browser = Browser::open(&program)?;
    let door = browser.weigh("/sign-in", None)?;
    let mut pages = Vec::new();
    for (_, address) in &guest.pages {
        pages.push((address, browser.weigh(address, Some(&guest.token))?));
    }
    pages.sort_by_key(|(_, weight)| weight.total());
    ensure!(!pages.is_empty(), "there are no pages");
    let without = pages.iter().filter(|(_, weight)| weight.wasm == 0).count();
    let (heaviest, weight) = &pages[pages.len() - 1];
    let (lightest, least) = &pages[0];
    let still = door.wasm == 0 && door.script == 0;
    let door_figure =
        Figure::new("sign-in page, first visit, compressed", door.kilobytes(), 1, "KB").at_most(15.0);
    let page_figure =
        Figure::new("heaviest customer page, first visit, compressed", weight.kilobytes(), 1, "KB")
            .at_most(90.0);
    Ok(vec![
        door_figure.with("no script, no WASM", still).note(door.to_string()),
        page_figure.note(format!(
            "{heaviest}: {weight}; lightest {lightest}: {:.1} KB; {without} of {} pages carry no script",
            least.kilobytes(),
            pages.len(),
        )),
    ])
}

/// Bytes by kind.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    html: usize,
    styles: usize,
    script: usize,
    wasm: usize,
    /// Icons, manifest.
    other: usize,
}

impl Weight {
    fn total(&self) -> usize {
        self.html + self.styles + self.script + self.wasm + self.other
    }

    fn kilobytes(&self) -> f64 {
        number(self.total()) / KILOBYTE
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            ("HTML", self.html),
            ("CSS", self.styles),
            ("JS", self.script),
            ("WASM", self.wasm),
            ("icon and manifest", self.other),
        ];
        let parts = parts.into_iter().filter(|(_, bytes)| *bytes > 0);
        let parts: Vec<String> =
            parts.map(|(name, bytes)| format!("{name} {:.1}", number(bytes) / KILOBYTE)).collect();
        f.write_str(&parts.join(", "))
    }
}

/// A file as it was loaded: its size on the wire, its kind, and the files it names.
#[derive(Clone)]
struct File {
    wire: usize,
    kind: String,
    names: BTreeSet<String>,
}

/// Loads pages, each as if it were the first; what a file weighs is looked up once.
struct Browser {
    connection: Connection,
    address: std::net::SocketAddr,
    files: BTreeMap<String, File>,
}

impl Browser {
    fn open(program: &Program) -> Result<Self> {
        let connection = Connection::open(program.address)?;
        Ok(Self { connection, address: program.address, files: BTreeMap::new() })
    }

    fn weigh(&mut self, path: &str, token: Option<&str>) -> Result<Weight> {
        let page = self.load(path, token)?;
        ensure!(page.kind.starts_with("text/html"), "{path} is {}, not a page", page.kind);
        let mut weight = Weight { html: page.wire, ..Weight::default() };
        let mut seen = BTreeSet::new();
        let mut wanted = page.names;
        while let Some(name) = wanted.pop_first() {
            if !seen.insert(name.clone()) {
                continue;
            }
            let file = match self.files.get(&name) {
                Some(file) => file.clone(),
                None => self.load(&name, None)?,
            };
            let part = match file.kind.as_str() {
                "text/css" => &mut weight.styles,
                "application/wasm" => &mut weight.wasm,
                kind if kind.contains("javascript") => &mut weight.script,
                _ => &mut weight.other,
            };
            *part += file.wire;
            wanted.extend(file.names.iter().cloned());
            self.files.insert(name, file);
        }
        Ok(weight)
    }

    fn load(&mut self, path: &str, token: Option<&str>) -> Result<File> {
        let compressed = client::request(self.address, path, token, Encoding::Browser);
        let answer = self.connection.get(&compressed)?;
        ensure!(answer.status == 200, "{path} was answered with {}", answer.status);
        let kind = header(answer.head, "content-type").unwrap_or_default().to_owned();
        let wire = answer.wire;
        // To look into it, it is loaded once more as it is.
        let plain = client::request(self.address, path, token, Encoding::Plain);
        let text = String::from_utf8(self.connection.get(&plain)?.body).unwrap_or_default();
        let names = match kind.split(';').next().unwrap_or_default() {
            "text/html" => named_by_page(&text),
            "text/css" => named_by_styles(&text, path),
            kind if kind.contains("javascript") => named_by_script(&text, path),
            _ => BTreeSet::new(),
        };
        let is_awake = kind.starts_with("text/html") && text.contains("<leptos-island");
        let has_wasm = names.iter().any(|name| has_extension(name, "wasm"));
        ensure!(!is_awake || has_wasm, "{path} has an island and names no WASM");
        Ok(File { wire, kind, names })
    }
}

/// What a browser loads for a page: what `<link>`, `<script>` and `<img>` name.
fn named_by_page(html: &str) -> BTreeSet<String> {
    let tags = html.split('<').filter_map(|tag| tag.split_once('>')).map(|(tag, _)| tag);
    let loading = tags.filter(|tag| ["link ", "script ", "img "].iter().any(|name| tag.starts_with(name)));
    let names = loading.filter_map(|tag| attribute(tag, "href").or_else(|| attribute(tag, "src")));
    names.filter(|name| name.starts_with('/')).map(str::to_owned).collect()
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// Files that styles name; what they hold themselves (`data:`) is no file.
fn named_by_styles(styles: &str, path: &str) -> BTreeSet<String> {
    let names = styles.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    let names = names.map(|name| name.trim_matches(['"', '\''])).filter(|name| !name.starts_with("data:"));
    names.filter(|name| !name.starts_with('#')).map(|name| beside(path, name)).collect()
}

/// Modules that a script imports: `from './other.js'`. Others of its texts look like names of files and are none.
fn named_by_script(script: &str, path: &str) -> BTreeSet<String> {
    let imports = script.split("from ").skip(1).filter_map(|rest| {
        let quote = rest.chars().next().filter(|first| ['"', '\''].contains(first))?;
        rest[1..].split(quote).next()
    });
    imports.filter(|text| text.starts_with("./")).map(|name| beside(path, name)).collect()
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|known| known == extension)
}

/// The address of a file that one at `path` names.
fn beside(path: &str, name: &str) -> String {
    if name.starts_with('/') {
        return name.to_owned();
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{}", name.trim_start_matches("./"))
}
