//! How a tree of 100,000 units is kept: as paths, as the hall does, and as a closure table, which holds a row for each unit
//! and each unit above it. The same random tree both ways, in SQLite files with the same settings; the same questions in
//! the same order: list a subtree, say whether one unit lies beneath another, hang a subtree elsewhere (durable).

use crate::{
    report::{Figure, grouped, median, number},
    workplace::Workplace,
};
use anyhow::{Context as _, Result, ensure};
use crm::company::tree::Path;
use sqlx::{
    Connection as _, Executor as _,
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous},
};
use std::time::Instant;

const UNITS: u32 = 100_000;
/// Units written by one statement.
const AT_ONCE: usize = 500;
/// Subtrees that are listed and moved have so many units.
const SUBTREE: std::ops::RangeInclusive<usize> = 100..=2_000;
const LISTED: usize = 200;
const CHECKED: usize = 5_000;
const MOVED: usize = 40;

/// The figures of keeping a tree.
pub(crate) fn measure(workplace: &Workplace) -> Result<Vec<Figure>> {
    let folder = workplace.folder().join("tree");
    std::fs::create_dir_all(&folder)?;
    workplace.runtime().block_on(async {
        let tree = Tree::grow();
        let paths = Paths::fill(&folder.join("paths.db"), &tree).await?;
        let closure = Closure::fill(&folder.join("closure.db"), &tree).await?;
        compare(&tree, paths, closure).await
    })
}

/// A random tree: each unit hangs under one of those before it.
struct Tree {
    /// The unit above; none for the first.
    parents: Vec<Option<usize>>,
    /// Units in each subtree, the unit itself included.
    sizes: Vec<usize>,
    state: u64,
}

impl Tree {
    fn grow() -> Self {
        let mut tree = Self { parents: vec![None], sizes: Vec::new(), state: 2_026 };
        for unit in 1..UNITS as usize {
            let parent = tree.draw(unit);
            tree.parents.push(Some(parent));
        }
        tree.sizes = vec![1; UNITS as usize];
        for unit in (1..UNITS as usize).rev() {
            if let Some(parent) = tree.parents[unit] {
                tree.sizes[parent] += tree.sizes[unit];
            }
        }
        tree
    }

    /// A number below `end`, the same in every run.
    fn draw(&mut self, end: usize) -> usize {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 33).unwrap_or(0) % end
    }

    /// A unit with a subtree worth moving.
    fn draw_subtree(&mut self) -> usize {
        loop {
            let unit = self.draw(UNITS as usize);
            if SUBTREE.contains(&self.sizes[unit]) {
                return unit;
            }
        }
    }

    fn above(&self, unit: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(unit), |unit| self.parents[*unit])
    }
}

fn code(unit: usize) -> String {
    format!("G{unit:09}")
}

fn id(unit: usize) -> i64 {
    i64::try_from(unit).unwrap_or(0)
}

async fn open(file: &std::path::Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("cache_size", "-16000");
    Ok(SqliteConnection::connect_with(&options).await?)
}

/// The tree as paths.
struct Paths(SqliteConnection);

impl Paths {
    async fn fill(file: &std::path::Path, tree: &Tree) -> Result<Self> {
        let mut connection = open(file).await?;
        connection
            .execute("CREATE TABLE units (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE) STRICT; BEGIN")
            .await?;
        let mut paths: Vec<Path> = Vec::with_capacity(tree.parents.len());
        for (unit, parent) in tree.parents.iter().enumerate() {
            let path =
                parent.map_or_else(|| Path::top(&code(unit)), |parent| paths[parent].child(&code(unit)));
            paths.push(path);
        }
        let rows: Vec<(usize, &Path)> = paths.iter().enumerate().collect();
        for chunk in rows.chunks(AT_ONCE) {
            let mut insert = sqlx::QueryBuilder::new("INSERT INTO units (id, path) ");
            insert.push_values(chunk, |mut values, (unit, path)| {
                values.push_bind(id(*unit));
                values.push_bind(path.as_str());
            });
            insert.build().execute(&mut connection).await?;
        }
        connection.execute("COMMIT").await?;
        Ok(Self(connection))
    }

    async fn path(&mut self, unit: usize) -> Result<Path> {
        let path = sqlx::query_scalar("SELECT path FROM units WHERE id = $1").bind(id(unit));
        Ok(Path::kept(path.fetch_one(&mut self.0).await?))
    }

    async fn beneath(&mut self, unit: usize) -> Result<Vec<i64>> {
        let path = self.path(unit).await?;
        let units = sqlx::query_scalar("SELECT id FROM units WHERE path >= $1 AND path < $2");
        Ok(units.bind(path.as_str()).bind(path.end()).fetch_all(&mut self.0).await?)
    }

    async fn lies_beneath(&mut self, unit: usize, above: usize) -> Result<bool> {
        Ok(self.path(above).await?.covers(&self.path(unit).await?))
    }

    async fn hang(&mut self, unit: usize, under: usize) -> Result<()> {
        let from = self.path(unit).await?;
        let to = self.path(under).await?.child(&code(unit));
        let carry = sqlx::query(
            "UPDATE units SET path = $3 || substr(path, length($1) + 1) WHERE path >= $1 AND path < $2",
        );
        carry.bind(from.as_str()).bind(from.end()).bind(to.as_str()).execute(&mut self.0).await?;
        Ok(())
    }
}

/// The tree as a closure table.
struct Closure(SqliteConnection);

impl Closure {
    async fn fill(file: &std::path::Path, tree: &Tree) -> Result<Self> {
        let mut connection = open(file).await?;
        connection
            .execute(
                "CREATE TABLE closure (above INTEGER NOT NULL, unit INTEGER NOT NULL, PRIMARY KEY (above, unit)) \
                 STRICT, WITHOUT ROWID; CREATE INDEX closure_by_unit ON closure (unit, above); BEGIN",
            )
            .await?;
        let rows: Vec<(usize, usize)> = (0..tree.parents.len())
            .flat_map(|unit| tree.above(unit).map(move |above| (above, unit)).collect::<Vec<_>>())
            .collect();
        for chunk in rows.chunks(AT_ONCE) {
            let mut insert = sqlx::QueryBuilder::new("INSERT INTO closure (above, unit) ");
            insert.push_values(chunk, |mut values, (above, unit)| {
                values.push_bind(id(*above));
                values.push_bind(id(*unit));
            });
            insert.build().execute(&mut connection).await?;
        }
        connection.execute("COMMIT").await?;
        Ok(Self(connection))
    }

    async fn rows(&mut self) -> Result<i64> {
        Ok(sqlx::query_scalar("SELECT count(*) FROM closure").fetch_one(&mut self.0).await?)
    }

    async fn beneath(&mut self, unit: usize) -> Result<Vec<i64>> {
        let units = sqlx::query_scalar("SELECT unit FROM closure WHERE above = $1");
        Ok(units.bind(id(unit)).fetch_all(&mut self.0).await?)
    }

    async fn lies_beneath(&mut self, unit: usize, above: usize) -> Result<bool> {
        let row = sqlx::query_scalar::<_, i64>("SELECT 1 FROM closure WHERE above = $1 AND unit = $2");
        Ok(row.bind(id(above)).bind(id(unit)).fetch_optional(&mut self.0).await?.is_some())
    }

    async fn hang(&mut self, unit: usize, under: usize) -> Result<()> {
        let mut transaction = self.0.begin().await?;
        let cut = sqlx::query(
            "DELETE FROM closure WHERE unit IN (SELECT unit FROM closure WHERE above = $1) \
             AND above IN (SELECT above FROM closure WHERE unit = $1 AND above <> $1)",
        );
        cut.bind(id(unit)).execute(&mut *transaction).await?;
        let join = sqlx::query(
            "INSERT INTO closure (above, unit) SELECT a.above, b.unit FROM closure a, closure b \
             WHERE a.unit = $2 AND b.above = $1",
        );
        join.bind(id(unit)).bind(id(under)).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Milliseconds since a moment.
fn since(begin: Instant) -> f64 {
    begin.elapsed().as_secs_f64() * 1000.0
}

async fn compare(drawn: &Tree, mut paths: Paths, mut closure: Closure) -> Result<Vec<Figure>> {
    let mut tree = Tree { parents: drawn.parents.clone(), sizes: drawn.sizes.clone(), state: 7 };
    let (mut listed, mut checked, mut moved) = ((vec![], vec![]), (vec![], vec![]), (vec![], vec![]));
    for _ in 0..LISTED {
        let unit = tree.draw_subtree();
        let begin = Instant::now();
        let mut by_path = paths.beneath(unit).await?;
        listed.0.push(since(begin));
        let begin = Instant::now();
        let mut by_closure = closure.beneath(unit).await?;
        listed.1.push(since(begin));
        by_path.sort_unstable();
        by_closure.sort_unstable();
        ensure!(by_path == by_closure && by_path.len() == tree.sizes[unit], "the two trees differ");
    }
    for _ in 0..CHECKED {
        let (unit, above) = (tree.draw(UNITS as usize), tree.draw_subtree());
        let begin = Instant::now();
        let by_path = paths.lies_beneath(unit, above).await?;
        checked.0.push(since(begin));
        let begin = Instant::now();
        let by_closure = closure.lies_beneath(unit, above).await?;
        checked.1.push(since(begin));
        ensure!(by_path == by_closure, "the two trees differ");
    }
    let mut units = Vec::new();
    while moved.0.len() < MOVED {
        let (unit, under) = (tree.draw_subtree(), tree.draw(UNITS as usize));
        if tree.above(under).any(|above| above == unit) || units.contains(&unit) {
            continue;
        }
        units.push(unit);
        let begin = Instant::now();
        paths.hang(unit, under).await?;
        moved.0.push(since(begin));
        let begin = Instant::now();
        closure.hang(unit, under).await?;
        moved.1.push(since(begin));
        tree.parents[unit] = Some(under);
        // What was drawn by size before stays about that size.
        ensure!(
            paths.beneath(unit).await?.len() == closure.beneath(unit).await?.len(),
            "the two trees differ"
        );
    }
    let rows = u32::try_from(closure.rows().await?).context("a closure of that size")?;
    let figure = |name: &str, (by_path, by_closure): (Vec<f64>, Vec<f64>), note: &str| {
        let (by_path, by_closure) = (median(by_path), median(by_closure));
        Figure::new(format!("{name}, path ÷ closure"), by_path / by_closure, 2, "ratio")
            .note(format!("median {by_path:.3} against {by_closure:.3} ms; {note}"))
    };
    let sizes = format!("{LISTED} subtrees of {} to {} units", SUBTREE.start(), SUBTREE.end());
    Ok(vec![
        figure("subtree listed", listed, &sizes),
        figure("ancestor checked", checked, "two look-ups by key against one"),
        figure("subtree moved", moved, "one durable commit each").at_most(1.0),
        Figure::new("rows of a closure table for 100,000 units", number(rows), 0, "rows")
            .note(format!("{} with paths", grouped(number(UNITS)))),
    ])
}
