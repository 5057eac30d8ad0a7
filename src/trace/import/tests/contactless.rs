//! The conversation of `samples`, as programs write it that speak to a contactless card by themselves,
//! or lend a reader.

/// `LIBNFC_LOG_LEVEL=3` with a PN533; the last answer as a serial line gives it.
pub(super) const LIBNFC: &str = "\
nfc-list uses libnfc 1.8.0
debug\tlibnfc.driver.pn53x_usb\tTX: 00 00 ff 04 fc d4 4a 01 00 e1 00 
debug\tlibnfc.driver.pn53x_usb\tRX: 00 00 ff 08 f8 d5 4b 01 01 04 00 28 04 ae 00 
debug\tlibnfc.chip.pn53x\tInDataExchange
debug\tlibnfc.driver.pn53x_usb\tTX: 00 00 ff 12 ee d4 40 01 00 a4 04 0c 0a d3 92 f0 00 26 01 00 00 00 01 b0 00 
debug\tlibnfc.driver.pn53x_usb\tRX: 00 00 ff 00 ff 00 
debug\tlibnfc.driver.pn53x_usb\tRX: 00 00 ff 05 fb d5 41 00 90 00 5a 00 
debug\tlibnfc.chip.pn53x\tInDataExchange
debug\tlibnfc.driver.pn53x_usb\tTX: 00 00 ff 0a f6 d4 40 01 00 a4 02 0c 02 00 18 1f 00 
debug\tlibnfc.driver.pn53x_usb\tRX: 00 00 ff 00 ff 00 
debug\tlibnfc.driver.pn53x_usb\tRX: 00 00 ff 05 fb d5 41 00 90 00 5a 00 
debug\tlibnfc.chip.pn53x\tInDataExchange
debug\tlibnfc.driver.pn53x_usb\tTX: 00 00 ff 0c f4 d4 40 01 00 20 00 80 04 31 32 33 34 7d 00 
debug\tlibnfc.driver.pn53x_usb\tRX: 00 00 ff 00 ff 00 
debug\tlibnfc.driver.pn53x_usb\tRX: 00 00 ff 05 fb d5 41 00 63 c2 c5 00 
debug\tlibnfc.chip.pn53x\tInDataExchange
debug\tlibnfc.driver.pn53x_usb\tTX: 00 00 ff 08 f8 d4 40 01 00 b0 00 00 04 37 00 
debug\tlibnfc.driver.pn53x_usb\tRX: 00 00 ff 00 ff 00 
debug\tlibnfc.bus.uart\tRX: 00 00 ff 09 f7 
debug\tlibnfc.bus.uart\tRX: d5 41 00 01 02 03 04 90 00 50 00 
";

/// The same with an ACR122, which has frames of its own.
pub(super) const ACR122: &str = "\
debug\tlibnfc.driver.acr122_usb\tACR122 Get LED state
debug\tlibnfc.driver.acr122_usb\tTX: 6b 17 00 00 00 00 00 00 00 00 ff 00 00 00 12 d4 40 01 00 a4 04 0c 0a d3 92 f0 00 26 01 00 00 00 01 
debug\tlibnfc.driver.acr122_usb\tRX: 80 07 00 00 00 00 00 02 00 00 d5 41 00 90 00 90 00 
debug\tlibnfc.driver.acr122_usb\tTX: 6b 0f 00 00 00 00 00 00 00 00 ff 00 00 00 0a d4 40 01 00 a4 02 0c 02 00 18 
debug\tlibnfc.driver.acr122_usb\tRX: 80 07 00 00 00 00 00 02 00 00 d5 41 00 90 00 90 00 
debug\tlibnfc.driver.acr122_usb\tTX: 6b 11 00 00 00 00 00 00 00 00 ff 00 00 00 0c d4 40 01 00 20 00 80 04 31 32 33 34 
debug\tlibnfc.driver.acr122_usb\tRX: 80 07 00 00 00 00 00 02 00 00 d5 41 00 63 c2 90 00 
debug\tlibnfc.driver.acr122_usb\tTX: 6b 0d 00 00 00 00 00 00 00 00 ff 00 00 00 08 d4 40 01 00 b0 00 00 04 
debug\tlibnfc.driver.acr122_usb\tRX: 80 0b 00 00 00 00 00 02 00 00 d5 41 00 01 02 03 04 90 00 90 00 
";

/// A program on top of libnfc.
pub(super) const LIBNFC_PLAIN: &str = "\
=> 00 a4 04 0c 0a d3 92 f0 00 26 01 00 00 00 01
<= 90 00
=> 00 a4 02 0c 02 00 18
<= 90 00
=> 00 20 00 80 04 31 32 33 34
<= 63 c2
=> 00 b0 00 00 04
<= 01 02 03 04 90 00
";

/// nfcpy at the level DEBUG: a command in two blocks, and a card that asks for more time.
pub(super) const NFCPY: &str = "\
203 ms [nfc.clf] searching for reader on path usb
3504 ms [nfc.clf] found 106B sensb_res=50000000000000000000000000
3600 ms [nfc.clf] >>> 1200a4040c0ad392f0 timeout=0.077
3600 ms [nfc.clf] <<< a2 0.003s
3600 ms [nfc.clf] >>> 0300260100000001 timeout=0.077
3600 ms [nfc.clf] <<< 039000 0.012s
3610 ms [nfc.clf] >>> 0300a4020c020018 timeout=0.077
3610 ms [nfc.clf] <<< 039000 0.012s
3620 ms [nfc.clf] >>> 02002000800431323334 timeout=0.077
3620 ms [nfc.clf] <<< f201 0.077s
3620 ms [nfc.clf] >>> f201 timeout=0.154
3620 ms [nfc.clf] <<< 0263c2 0.043s
3630 ms [nfc.clf] >>> 0300b0000004 timeout=0.077
3630 ms [nfc.clf] <<< 03010203049000 0.012s
";

/// nfcpy one level below, with an RC-S380.
pub(super) const PORT100: &str = "\
3600 ms [nfc.clf.transport] >>> 0000ffffff0700f9d6042701050000f900
3601 ms [nfc.clf.transport] <<< 0000ff00ff00
3602 ms [nfc.clf.transport] <<< 0000ffffff1300edd70500000000085000000000d1030f008081c12700
DEBUG:nfc.clf.transport:>>> 0000ffffff1400ecd60427010200a4040c0ad392f000260100000001c100
DEBUG:nfc.clf.transport:<<< 0000ff00ff00
DEBUG:nfc.clf.transport:<<< 0000ffffff0a00f6d70500000000080290008a00
DEBUG:nfc.clf.transport:>>> 0000ffffff0c00f4d60427010300a4020c0200182f00
DEBUG:nfc.clf.transport:<<< 0000ff00ff00
DEBUG:nfc.clf.transport:<<< 0000ffffff0a00f6d70500000000080390008900
DEBUG:nfc.clf.transport:>>> 0000ffffff0e00f2d6042701020020008004313233348e00
DEBUG:nfc.clf.transport:<<< 0000ff00ff00
DEBUG:nfc.clf.transport:<<< 0000ffffff0a00f6d70500000000080263c2f500
DEBUG:nfc.clf.transport:>>> 0000ffffff0a00f6d60427010300b00000044700
DEBUG:nfc.clf.transport:<<< 0000ff00ff00
DEBUG:nfc.clf.transport:<<< 0000ffffff0e00f2d7050000000008030102030490007f00
";

/// `FreeRDP` 2.
pub(super) const FREERDP2: &str = "\
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - ConnectW_Call {
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - szReader: Virtual PCD 00 00 dwShareMode: SCARD_SHARE_SHARED (0x00000002) dwPreferredProtocols: SCARD_PROTOCOL_Tx (0x00000003)
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - Transmit_Call {
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   cbSendLength: 15
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   pbSendBuffer: { 00A4040C0AD392F000260100000001 }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - Transmit_Return {
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   ReturnCode: SCARD_S_SUCCESS (0x00000000)
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   pioRecvPci: null
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   cbRecvLength: 2
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   pbRecvBuffer: { 9000 }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - Transmit_Call {
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   cbSendLength: 7
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   pbSendBuffer: { 00A4020C020018 }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - Transmit_Return {
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   ReturnCode: SCARD_S_SUCCESS (0x00000000)
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   pioRecvPci: null
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   cbRecvLength: 2
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   pbRecvBuffer: { 9000 }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - Transmit_Call {
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   cbSendLength: 9
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   pbSendBuffer: { 002000800431323334 }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - Transmit_Return {
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   ReturnCode: SCARD_S_SUCCESS (0x00000000)
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   pioRecvPci: null
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   cbRecvLength: 2
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   pbRecvBuffer: { 63C2 }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - Transmit_Call {
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   cbSendLength: 5
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   pbSendBuffer: { 00B0000004 }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - Transmit_Return {
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   ReturnCode: SCARD_S_SUCCESS (0x00000000)
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   pioRecvPci: null
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   cbRecvLength: 6
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] -   pbRecvBuffer: { 010203049000 }
[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - }
";

/// `FreeRDP` 3.
pub(super) const FREERDP: &str = "\
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_call]: Transmit_Call {
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_call]:   pbSendBuffer: { 00A4040C0AD392F000260100000001 }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_call]: }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]: Transmit_Return {
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]:   ReturnCode: SCARD_S_SUCCESS (0x00000000)
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]:   pbRecvBuffer: { 9000 }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]: }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_call]: Transmit_Call {
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_call]:   pbSendBuffer: { 00A4020C020018 }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_call]: }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]: Transmit_Return {
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]:   ReturnCode: SCARD_S_SUCCESS (0x00000000)
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]:   pbRecvBuffer: { 9000 }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]: }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_call]: Transmit_Call {
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_call]:   pbSendBuffer: { 002000800431323334 }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_call]: }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]: Transmit_Return {
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]:   ReturnCode: SCARD_S_SUCCESS (0x00000000)
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]:   pbRecvBuffer: { 63C2 }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]: }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_call]: Transmit_Call {
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_call]:   pbSendBuffer: { 00B0000004 }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_call]: }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]: Transmit_Return {
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]:   ReturnCode: SCARD_S_SUCCESS (0x00000000)
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]:   pbRecvBuffer: { 010203049000 }
[10:35:54:442] [5284:000014b4] [DEBUG][com.freerdp.scard.pack] - [smartcard_trace_transmit_return]: }
";

/// logcat of a phone: what the chip is told, a command in two packets, and the program's own lines beside it.
pub(super) const NCI: &str = "\
11-28 10:20:30.123   903  3890 D NxpNciR : len =   9 > 6105060102040000FF
11-28 10:20:30.200   903  3890 D NxpNciX : len =  11 > 10000800A4040C0AD392F0
11-28 10:20:30.200   903  3890 D NxpNciX : len =  10 > 00000700260100000001
11-28 10:20:30.200   903  3890 D NxpNciR : len =   6 > 600603010001
11-28 10:20:30.200   903  3890 D NxpNciR : len =   5 > 0000029000
11-28 10:20:30.210  5290  5290 D Reader  : transceive: 00A4040C0AD392F000260100000001
11-28 10:20:30.201   903  3890 D NxpNciX : len =  10 > 00000700A4020C020018
11-28 10:20:30.201   903  3890 D NxpNciR : len =   6 > 600603010001
11-28 10:20:30.201   903  3890 D NxpNciR : len =   5 > 0000029000
11-28 10:20:30.210  5290  5290 D Reader  : transceive: 00A4020C020018
11-28 10:20:30.202   903  3890 D NxpNciX : len =  12 > 000009002000800431323334
11-28 10:20:30.202   903  3890 D NxpNciR : len =   6 > 600603010001
11-28 10:20:30.202   903  3890 D NxpNciR : len =   5 > 00000263C2
11-28 10:20:30.210  5290  5290 D Reader  : transceive: 002000800431323334
11-28 10:20:30.203   903  3890 D NxpNciX : len =   8 > 00000500B0000004
11-28 10:20:30.203   903  3890 D NxpNciR : len =   6 > 600603010001
11-28 10:20:30.203   903  3890 D NxpNciR : len =   9 > 000006010203049000
11-28 10:20:30.210  5290  5290 D Reader  : transceive: 00B0000004
";

/// Words before the bytes.
pub(super) const LOGCAT_WORDS: &str = "\
05-14 10:20:30.123  5290  5310 D MyApp   : Sending APDU: 00A4040C0AD392F000260100000001
05-14 10:20:30.150  5290  5310 D MyApp   : Response = [90 00]
05-14 10:20:30.160  5290  5310 D MyApp   : transceive(00A4020C020018)
05-14 10:20:30.170  5290  5310 D MyApp   : APDU << 9000
05-14 10:20:30.180  5290  5310 D MyApp   : APDU >> 00 20 00 80 04 31 32 33 34
05-14 10:20:30.190  5290  5310 D MyApp   : Received response: 0x63C2
05-14 10:20:30.200  5290  5310 D MyApp   : command = 00B0000004
05-14 10:20:30.210  5290  5310 D MyApp   : result: 010203049000
";

/// The lines of a program alone.
pub(super) const LOGCAT: &str = "\
D/Reader ( 5290): transceive: 00A4040C0AD392F000260100000001
D/Reader ( 5290): response: 9000
D/Reader ( 5290): transceive: 00A4020C020018
D/Reader ( 5290): response: 9000
D/Reader ( 5290): transceive: 002000800431323334
D/Reader ( 5290): response: 63C2
D/Reader ( 5290): transceive: 00B0000004
D/Reader ( 5290): response: 010203049000
";
