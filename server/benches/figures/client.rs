//! A browser's side of HTTP/1.1, as little of it as is needed: one kept-alive connection, one request at a time, every
//! byte of the answer counted. So small that the server has the processor to itself.

use anyhow::{Context as _, Result, bail, ensure};
use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    ops::Range,
    time::Duration,
};

/// Nothing that is measured takes nearly as long.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longer than most answers, so that one read takes each.
const AT_ONCE: usize = 64 * 1024;

/// A connection that is kept.
pub(crate) struct Connection {
    stream: TcpStream,
    /// Bytes of the answer; those after `filled` are left from longer ones.
    buffer: Vec<u8>,
    filled: usize,
}

/// An answer that has just been read.
pub(crate) struct Answer<'c> {
    /// Status code.
    pub(crate) status: u16,
    /// Status line and headers.
    pub(crate) head: &'c str,
    /// The body as it came, compressed or not, without the marks between its chunks.
    pub(crate) body: Vec<u8>,
    /// Bytes on the wire, from the status line to the end of the body.
    pub(crate) wire: usize,
}

/// Where the parts of an answer lie.
struct Parts {
    status: u16,
    head: usize,
    body: Vec<Range<usize>>,
    end: usize,
}

/// The text of a GET request.
pub(crate) fn request(address: SocketAddr, path: &str, token: Option<&str>, encoding: Encoding) -> Vec<u8> {
    let mut text = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html,*/*\r\n");
    if let Some(token) = token {
        text.push_str("Cookie: session=");
        text.push_str(token);
        text.push_str("\r\n");
    }
    if let Encoding::Browser = encoding {
        text.push_str("Accept-Encoding: gzip, deflate, br\r\n");
    }
    text.push_str("\r\n");
    text.into_bytes()
}

/// What the browser says it can unpack.
#[derive(Clone, Copy)]
pub(crate) enum Encoding {
    /// Nothing.
    Plain,
    /// What every browser of today does.
    Browser,
}

impl Connection {
    /// Opens a connection.
    pub(crate) fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).with_context(|| format!("cannot reach {address}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { stream, buffer: vec![0; AT_ONCE], filled: 0 })
    }

    /// Sends a request, reads the whole answer and says its status.
    pub(crate) fn exchange(&mut self, request: &[u8]) -> Result<u16> {
        Ok(self.read(request)?.status)
    }

    /// Sends a request and hands out the whole answer.
    pub(crate) fn get(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        let Parts { status, head, body, end } = self.read(request)?;
        let body = body.into_iter().flat_map(|part| &self.buffer[part]).copied().collect();
        let head = std::str::from_utf8(&self.buffer[..head])?;
        Ok(Answer { status, head, body, wire: end })
    }

    fn read(&mut self, request: &[u8]) -> Result<Parts> {
        self.stream.write_all(request)?;
        self.filled = 0;
        let head = self.through(0, b"\r\n\r\n")?;
        let text = std::str::from_utf8(&self.buffer[..head]).context("a head that is no text")?;
        let status =
            text.get(9..12).and_then(|status| status.parse().ok()).context("an answer without a status")?;
        let whole = header(text, "content-length").map(str::parse::<usize>).transpose()?;
        let chunked = header(text, "transfer-encoding") == Some("chunked");
        match whole {
            _ if status == 304 => Ok(Parts { status, head, body: Vec::new(), end: head }),
            Some(length) => {
                let end = head + length;
                self.fill(end)?;
                Ok(Parts { status, head, body: std::iter::once(head..end).collect(), end })
            }
            None if chunked => {
                let (body, end) = self.chunks(head)?;
                Ok(Parts { status, head, body, end })
            }
            None => bail!("an answer of unknown length: {text}"),
        }
    }

    fn chunks(&mut self, mut at: usize) -> Result<(Vec<Range<usize>>, usize)> {
        let mut parts = Vec::new();
        loop {
            let begin = self.through(at, b"\r\n")?;
            let size = std::str::from_utf8(&self.buffer[at..begin - 2])?;
            let size = usize::from_str_radix(size, 16).context("a chunk without a size")?;
            let end = begin + size;
            self.fill(end + 2)?;
            if size == 0 {
                return Ok((parts, end + 2));
            }
            parts.push(begin..end);
            at = end + 2;
        }
    }

    /// Where the first `mark` after `from` ends.
    fn through(&mut self, from: usize, mark: &[u8]) -> Result<usize> {
        let mut looked = from;
        loop {
            let found =
                self.buffer[looked..self.filled].windows(mark.len()).position(|window| window == mark);
            if let Some(at) = found {
                return Ok(looked + at + mark.len());
            }
            looked = self.filled.saturating_sub(mark.len()).max(from);
            self.fill(self.filled + 1)?;
        }
    }

    /// Reads until there are so many bytes.
    fn fill(&mut self, until: usize) -> Result<()> {
        if self.buffer.len() < until {
            self.buffer.resize(until.next_multiple_of(AT_ONCE), 0);
        }
        while self.filled < until {
            let read =
                self.stream.read(&mut self.buffer[self.filled..]).context("the answer did not come")?;
            ensure!(read > 0, "the server closed the connection");
            self.filled += read;
        }
        Ok(())
    }
}

/// The value of a header.
pub(crate) fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find_map(|(known, value)| known.eq_ignore_ascii_case(name).then_some(value.trim()))
}
