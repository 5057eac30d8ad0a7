//! pcapng with one packet each way, which stock Wireshark and tshark decode.
//!
//! The link type is 252, "exported PDU": each packet begins with tags that name the dissector,
//! `iso7816`, and the direction. Bytes that were left out are written as zeros, and the comment of
//! the packet says so.

use std::io::{self, Write};

use crate::recording::{Event, Exchange, Header, Masked, Segment};

const SECTION: u32 = 0x0A0D_0D0A;
const INTERFACE: u32 = 1;
const PACKET: u32 = 6;
const MAGIC: u32 = 0x1A2B_3C4D;
/// `LINKTYPE_WIRESHARK_UPPER_PDU`
const LINK: u16 = 252;

const OPTION_COMMENT: u16 = 1;
const OPTION_NAME: u16 = 2;
const OPTION_FLAGS: u16 = 2;
const OPTION_RESOLUTION: u16 = 9;
const TAG_DISSECTOR: u16 = 12;
const TAG_DIRECTION: u16 = 35;

/// Which way a packet goes.
#[derive(Clone, Copy)]
enum PacketDirection {
    ToCard,
    FromCard,
}

/// Writes a capture file.
pub struct Pcapng<W> {
    output: W,
    clock: u64,
}

impl<W: Write> Pcapng<W> {
    /// Writes the section and its one interface, named by the provenance. Time begins at midnight
    /// UTC of the recorded day: the time of day is not recorded.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn new(output: W, header: &Header) -> io::Result<Self> {
        let midnight = header.today.to_datetime(jiff::civil::Time::midnight());
        let seconds = jiff::tz::Offset::UTC
            .to_timestamp(midnight)
            .map_or(0, jiff::Timestamp::as_second);
        let mut capture = Self {
            output,
            clock: u64::try_from(seconds)
                .unwrap_or(0)
                .saturating_mul(1_000_000),
        };
        let mut section = Vec::new();
        section.extend_from_slice(&MAGIC.to_le_bytes());
        // Version 1.0, length of the section not given.
        section.extend_from_slice(&[1, 0, 0, 0]);
        section.extend_from_slice(&u64::MAX.to_le_bytes());
        capture.block(SECTION, &section)?;
        let mut interface = Vec::new();
        interface.extend_from_slice(&LINK.to_le_bytes());
        interface.extend_from_slice(&[0; 6]);
        option(
            &mut interface,
            OPTION_NAME,
            header.provenance.to_string().as_bytes(),
        );
        // Microseconds.
        option(&mut interface, OPTION_RESOLUTION, &[6]);
        option(&mut interface, 0, &[]);
        capture.block(INTERFACE, &interface)?;
        Ok(capture)
    }

    /// Writes one event: the ATR, or a command and its answer.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Card {
                reader,
                atr: Ok(atr),
                micros,
            } if !atr.is_empty() => {
                self.advance(*micros);
                self.packet("iso7816.atr", PacketDirection::FromCard, atr, reader)
            }
            Event::Exchange(exchange) => self.exchange(exchange),
            Event::Card { micros, .. }
            | Event::Begin { micros, .. }
            | Event::Leave { micros, .. } => {
                self.advance(*micros);
                Ok(())
            }
        }
    }

    fn exchange(&mut self, exchange: &Exchange) -> io::Result<()> {
        let command = zeroed(&exchange.command);
        let mut comment = left_out(&exchange.command);
        if let Err(failure) = &exchange.answer {
            // Nothing came, so there is no packet of it: an empty one would count as malformed.
            comment = format!("{comment} no answer: {failure:?}");
        }
        self.packet("iso7816", PacketDirection::ToCard, &command, comment.trim())?;
        self.advance(exchange.micros);
        let Ok(answer) = &exchange.answer else {
            return Ok(());
        };
        let mut bytes = zeroed(&answer.data);
        bytes.extend(answer.status.into_iter().flat_map(u16::to_be_bytes));
        let comment = left_out(&answer.data);
        self.packet("iso7816", PacketDirection::FromCard, &bytes, &comment)
    }

    fn packet(
        &mut self,
        dissector: &str,
        way: PacketDirection,
        bytes: &[u8],
        comment: &str,
    ) -> io::Result<()> {
        let (direction, flags): (u32, u32) = match way {
            PacketDirection::ToCard => (0, 2),
            PacketDirection::FromCard => (1, 1),
        };
        let mut data = Vec::new();
        tag(&mut data, TAG_DISSECTOR, dissector.as_bytes());
        tag(&mut data, TAG_DIRECTION, &direction.to_be_bytes());
        tag(&mut data, 0, &[]);
        data.extend_from_slice(bytes);
        let length = u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes();
        let mut body = vec![0; 4];
        let [high, low] = [self.clock >> 32, self.clock & 0xFFFF_FFFF];
        for part in [high, low] {
            body.extend_from_slice(&u32::try_from(part).unwrap_or(u32::MAX).to_le_bytes());
        }
        body.extend_from_slice(&length);
        body.extend_from_slice(&length);
        padded(&mut body, &data);
        option(&mut body, OPTION_FLAGS, &flags.to_le_bytes());
        if !comment.is_empty() {
            option(&mut body, OPTION_COMMENT, comment.as_bytes());
        }
        option(&mut body, 0, &[]);
        self.block(PACKET, &body)
    }

    fn block(&mut self, kind: u32, body: &[u8]) -> io::Result<()> {
        let length = u32::try_from(body.len().saturating_add(12)).map_err(io::Error::other)?;
        self.output.write_all(&kind.to_le_bytes())?;
        self.output.write_all(&length.to_le_bytes())?;
        self.output.write_all(body)?;
        self.output.write_all(&length.to_le_bytes())
    }

    fn advance(&mut self, micros: u64) {
        self.clock = self.clock.saturating_add(micros);
    }

    /// Hands everything on.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn finish(mut self) -> io::Result<()> {
        self.output.flush()
    }
}

/// An option of a block: little endian, padded to four bytes.
fn option(to: &mut Vec<u8>, code: u16, value: &[u8]) {
    let value = value.get(..value.len().min(512)).unwrap_or_default();
    to.extend_from_slice(&code.to_le_bytes());
    let length = u16::try_from(value.len()).unwrap_or(0);
    to.extend_from_slice(&length.to_le_bytes());
    padded(to, value);
}

/// A tag of an exported PDU: big endian, padded to four bytes.
fn tag(to: &mut Vec<u8>, code: u16, value: &[u8]) {
    to.extend_from_slice(&code.to_be_bytes());
    let length = u16::try_from(value.len()).unwrap_or(0).next_multiple_of(4);
    to.extend_from_slice(&length.to_be_bytes());
    padded(to, value);
}

fn padded(to: &mut Vec<u8>, value: &[u8]) {
    to.extend_from_slice(value);
    to.resize(to.len().next_multiple_of(4), 0);
}

fn zeroed(masked: &Masked) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(masked.len());
    for segment in masked.segments() {
        match segment {
            Segment::Clear(clear) => bytes.extend_from_slice(clear),
            Segment::Marker { length, .. } => bytes.resize(bytes.len().saturating_add(length), 0),
        }
    }
    bytes
}

/// What was left out, for the comment of a packet.
fn left_out(masked: &Masked) -> String {
    let parts: Vec<_> = masked
        .segments()
        .filter_map(|segment| match segment {
            Segment::Clear(_) => None,
            Segment::Marker { kind, length } => Some(format!("{kind:?} {length}")),
        })
        .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("left out, written as 00: {}", parts.join(", "))
    }
}
