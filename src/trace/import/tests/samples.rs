//! One conversation, as each program logs it: SELECT AP, SELECT EF, VERIFY, READ BINARY.

pub(super) const PCSCD: &str = "\
00000000 pcscdaemon.c:663:main() pcsc-lite 1.9.9 daemon ready.
00001234 Card ATR: 3B E0 00 FF 81 31 FE 45 14 
00000377 APDU: 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01 
00000812 SW: 90 00 
00000377 [140716743940160] APDU: 00 A4 02 0C 02 00 18 
00000010 [140716743940160] SW: 90 00 
\u{1b}[32m00000377\u{1b}[0m APDU: 00 20 00 80 04 31 32 33 34 
00000020 eventhandler.c:1:f() something else
00043119 SW: 63 C2 
00000377 APDU: 00 B0 00 00 04 
00000001 SW: 01 02 03 04 90 00 
";

pub(super) const APDU4J: &str = "\
# ATR: 3BE000FF8131FE4514
# PROTOCOL: T=1
00A4040C0AD392F000260100000001
# 24ms
9000
00A4020C020018
9000
002000800431323334
# 43ms
63C2
00B0000004
# 0ms
010203049000
";

pub(super) const PYSCARD: &str = "\
connecting to Virtual PCD 00 00
> 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01
<  [] 90 00
> 00 A4 02 0C 02 00 18
<  [] 90 00
> 00 20 00 80 04 31 32 33 34
<  [] 63 C2
> 00 B0 00 00 04
< 01 02 03 04 90 00
disconnecting from Virtual PCD 00 00
";

pub(super) const OPENSC: &str = "\
P:54; T:0x1 00:47:39.400 [opensc-tool] ctx.c:805:sc_context_create: ===================================
P:54; T:0x1 00:47:39.489 [opensc-tool] reader-pcsc.c:325:pcsc_transmit: reader 'Virtual PCD 00 00'
P:54; T:0x1 00:47:39.489 [opensc-tool] reader-pcsc.c:326:pcsc_transmit: 
Outgoing APDU (15 bytes):
00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01 .....&.....00 A4

P:54; T:0x1 00:47:39.490 [opensc-tool] reader-pcsc.c:335:pcsc_transmit: 
Incoming APDU (2 bytes):
90 00 ..
P:54; T:0x1 00:47:39.490 [opensc-tool] reader-pcsc.c:325:pcsc_transmit: reader 'Virtual PCD 00 00'
Outgoing APDU (7 bytes):
00 A4 02 0C 02 00 18 .......
Incoming APDU (2 bytes):
90 00 ..
P:54; T:0x1 00:47:39.500 [opensc-tool] reader-pcsc.c:326:pcsc_transmit: 
Outgoing APDU (9 bytes):
00 20 00 80 04 31 32 33 34 . ...1234
P:54; T:0x1 00:47:39.543 [opensc-tool] reader-pcsc.c:335:pcsc_transmit: 
Incoming APDU (2 bytes):
63 C2 c.
Outgoing APDU (5 bytes):
00 B0 00 00 04 .....
Incoming APDU (6 bytes):
01 02 03 04 90 00 ......
";

pub(super) const SPY_TEXT: &str = "\
SCardConnect
 i szReader: Virtual PCD 00 00
 => Command successful. (SCARD_S_SUCCESS [0x00000000])  [0.000001]
SCardTransmit
 i hCard: 0x3C03C623
 i bSendBuffer
 i  0000 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01    .........&.....
 o bRecvBuffer
 o  0000 90 00                                           ..
 => Command successful. (SCARD_S_SUCCESS [0x00000000])  [0.043000]
SCardTransmit
 i  0000 00 A4 02 0C 02 00 18                            .......
 o  0000 90 00                                           ..
 => Command successful. (SCARD_S_SUCCESS [0x00000000])  [0.000050]
SCardTransmit
 i  0000 00 20 00 80 04 31 32 33 34                      . ...1234
 o  0000 63 C2                                           c.
 => Command successful. (SCARD_S_SUCCESS [0x00000000])  [0.000050]
SCardTransmit
 i  0000 00 B0 00 00 04                                  .....
 o  0000 01 02 03 04 90 00                               ......
 => Command successful. (SCARD_S_SUCCESS [0x00000000])  [0.000050]
";

pub(super) const OLD_OPENSC: &str = "\
0x7f4 10:20:30.100 [opensc-tool] reader-pcsc.c:184:pcsc_internal_transmit: called
0x7f4 10:20:30.101 [opensc-tool] apdu.c:187:sc_apdu_log: 
Outgoing APDU data [   15 bytes] =====================================
00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01 .........&.....
======================================================================
Incoming APDU data [    2 bytes] =====================================
90 00 ..
======================================================================
Outgoing APDU data [    7 bytes] =====================================
00 A4 02 0C 02 00 18 .......
======================================================================
Incoming APDU data [    2 bytes] =====================================
90 00 ..
Outgoing APDU data [    9 bytes] =====================================
00 20 00 80 04 31 32 33 34 . ...1234
Incoming APDU data [    2 bytes] =====================================
63 C2 c.
Outgoing APDU data [    5 bytes] =====================================
00 B0 00 00 04 .....
Incoming APDU data [    6 bytes] =====================================
01 02 03 04 90 00 ......
";

pub(super) const ARROWS: &str = "\
# gp --debug
A>> T=1 (4+0010) 00A4040C 0A D392F000260100000001
A<< (0000+2) (24ms) 9000
A>> T=1 (4+0002) 00A4020C 02 0018
A<< (0000+2) (3ms) 9000
A>> T=1 (4+0004) 00200080 04 31323334
A<< (0000+2) (43ms) 63C2
A>> T=1 (4+0000) 00B00000 04
A<< (0004+2) (9ms) 01020304 9000
";

pub(super) const TRAFFIC: &str = "\
TRAFFIC 12:00:00.123 [ykman.pcsc.send_and_receive:97] SEND: 00a4040c0ad392f000260100000001
TRAFFIC 12:00:00.124 [ykman.pcsc.send_and_receive:104] RECV:  SW=9000
TRAFFIC 12:00:00.125 [ykman.pcsc.send_and_receive:97] SEND: 00a4020c020018
TRAFFIC 12:00:00.126 [ykman.pcsc.send_and_receive:104] RECV:  SW=9000
TRAFFIC 12:00:00.127 [ykman.pcsc.send_and_receive:97] SEND: 002000800431323334
TRAFFIC 12:00:00.128 [ykman.pcsc.send_and_receive:104] RECV:  SW=63c2
TRAFFIC 12:00:00.129 [ykman.pcsc.send_and_receive:97] SEND: 00b0000004
TRAFFIC 12:00:00.130 [ykman.pcsc.send_and_receive:104] RECV: 01020304 SW=9000
";

/// Version 2.4, which leaves the PIN out.
pub(super) const SCDAEMON_24: &str = "\
2026-11-28 15:02:13 scdaemon[19] pcsc_control failed: unsupported feature (0x8010001f)
2026-11-28 15:02:13 scdaemon[19] slot 0: ATR=3be000ff8131fe4514
2026-11-28 15:02:13 scdaemon[19] DBG: PCSC_data: 00a4040c0ad392f000260100000001
2026-11-28 15:02:13 scdaemon[19] DBG:  response: sw=9000  datalen=0
2026-11-28 15:02:13 scdaemon[19] DBG:       dump:  9000
2026-11-28 15:02:13 scdaemon[19] DBG: PCSC_data: 00a4020c020018
2026-11-28 15:02:13 scdaemon[19] DBG:  response: sw=9000  datalen=0
2026-11-28 15:02:13 scdaemon[19] DBG:       dump:  9000
2026-11-28 15:02:13 scdaemon[19] DBG: PCSC_data: 00 20 00 80 04 [hidden]
2026-11-28 15:02:13 scdaemon[19] DBG:  response: sw=63C2  datalen=0
2026-11-28 15:02:13 scdaemon[19] DBG:       dump:  63c2
2026-11-28 15:02:13 scdaemon[19] DBG: PCSC_data: 00b0000004
2026-11-28 15:02:13 scdaemon[19] DBG:  response: sw=9000  datalen=4
2026-11-28 15:02:13 scdaemon[19] DBG:       dump:  010203049000
";

pub(super) const SCDAEMON: &str = "\
2026-11-28 07:43:42 scdaemon[22747] reader slot 0: active protocol: T1
2026-11-28 07:43:42 scdaemon[22747] slot 0: ATR=3B E0 00 FF 81 31 FE 45 14
2026-11-28 07:43:42 scdaemon[22747] DBG:   PCSC_data: 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01
2026-11-28 07:43:42 scdaemon[22747] DBG:  response: sw=9000  datalen=0
2026-11-28 07:43:42 scdaemon[22747] DBG:       dump:  90 00
2026-11-28 07:43:42 scdaemon[22747] DBG:   PCSC_data: 00 A4 02 0C 02 00 18
2026-11-28 07:43:42 scdaemon[22747] DBG:  response: sw=9000  datalen=0
2026-11-28 07:43:42 scdaemon[22747] DBG:       dump:  90 00
2026-11-28 07:43:42 scdaemon[22747] DBG:   PCSC_data: 00 20 00 80 04 31 32 33 34
2026-11-28 07:43:42 scdaemon[22747] DBG:  response: sw=63C2  datalen=0
2026-11-28 07:43:42 scdaemon[22747] DBG:       dump:  63 C2
2026-11-28 07:43:42 scdaemon[22747] DBG:   PCSC_data: 00 B0 00 00 04
2026-11-28 07:43:42 scdaemon[22747] DBG:  response: sw=9000  datalen=4
2026-11-28 07:43:42 scdaemon[22747] DBG:       dump:  01 02 03 04 90 00
";

pub(super) const MYNA: &str = "\
[TRACE] < 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01
[TRACE] > 90 00
[TRACE] < 00 A4 02 0C 02 00 18
[TRACE] > 90 00
\u{1b}[36m[TRACE]\u{1b}[0m < 00 20 00 80 04 31 32 33 34
[TRACE] > 63 C2
[TRACE] < 00 B0 00 00 04
[TRACE] > 01 02 03 04 90 00
";

pub(super) const SCRIPTOR: &str = "\
Using given card reader: Virtual PCD 00 00
> 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01
< 90 0 : Normal processing.
> 00 A4 02 0C 02 00 18
< 90 00 : Normal processing.
> 00 20 00 80 04 31 32 33 34
< 63 C2 : 2 tries left.
> 00 B0 00 00 04
< 01 02 03 04 90 00 : Normal processing.
";

/// Version 1 of pcsc-spy says the meaning of a result, version 2 does not.
pub(super) fn spy(version: u8) -> String {
    let meaning = if version == 1 {
        "Command successful.|"
    } else {
        ""
    };
    let mut log = format!(
        "7F8C@>|1795308533|0|SCardConnect\n7F8C@0x3C03C623\n7F8C@Virtual PCD 00 00\n7F8C@0x00000002\n\
         7F8C@0x00000003\n7F8C@0x3C03C623\n7F8C@0x00000002\n7F8C@<|1795308533|5|SCardConnect|{meaning}0x00000000\n\
         7F8C@>|1795308533|6|SCardStatus\n7F8C@0x3C03C623\n7F8C@3B E0 00 FF 81 31 FE 45 14 \n\
         7F8C@<|1795308533|7|SCardStatus|{meaning}0x00000000\n"
    );
    for (command, answer) in [
        ("00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01 ", "90 00 "),
        ("00 A4 02 0C 02 00 18 ", "90 00 "),
        ("00 20 00 80 04 31 32 33 34 ", "63 C2 "),
        ("00 B0 00 00 04 ", "01 02 03 04 90 00 "),
    ] {
        log += &format!(
            "7F8C@>|1795308533|100|SCardTransmit\n7F8C@0x3C03C623\n7F8C@0x00000002\n7F8C@0x00000010\n\
             7F8C@0x0000000F\n7F8C@{command}\n7F8C@0x00000001\n7F8C@0x00000010\n7F8C@0x00000002\n\
             7F8C@{answer}\n7F8C@<|1795308533|143100|SCardTransmit|{meaning}0x00000000\n"
        );
    }
    log
}
