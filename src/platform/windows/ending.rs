//! What Windows ends a program with: Ctrl-C and Ctrl-Break, the window closed, the user signing out, the
//! computer shutting down.

use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_logoff, ctrl_shutdown};

/// Calls `ending` each time Windows wants the program to end. But for Ctrl-C and Ctrl-Break the program
/// has five seconds from then on; its process goes on until it ends by itself, or they are over. Of
/// signing out and shutting down Windows tells services, and promises nothing to others.
///
/// # Errors
/// Windows does not tell.
pub fn on_ending(ending: impl Fn() + Send + 'static) -> io::Result<()> {
    let (mut c, mut pause) = (ctrl_c()?, ctrl_break()?);
    let (mut close, mut logoff, mut shutdown) = (ctrl_close()?, ctrl_logoff()?, ctrl_shutdown()?);
    let (begun, beginning) = mpsc::channel();
    thread::Builder::new()
        .name("ending".to_owned())
        .spawn(move || {
            // Whoever waits for it is told, or gone.
            let _ = begun.send(());
            loop {
                wait(poll_fn(|context| {
                    // Each is asked, so that each wakes this thread.
                    let told = [
                        c.poll_recv(context),
                        pause.poll_recv(context),
                        close.poll_recv(context),
                        logoff.poll_recv(context),
                        shutdown.poll_recv(context),
                    ];
                    if told.iter().any(Poll::is_ready) {
                        Poll::Ready(())
                    } else {
                        Poll::Pending
                    }
                }));
                ending();
            }
        })?;
    // A process of Wine that ends while a thread of it is still being made says so on standard error.
    let _ = beginning.recv();
    Ok(())
}

/// Waits in this thread, without a runtime.
fn wait(future: impl Future<Output = ()>) {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    while future.as_mut().poll(&mut context).is_pending() {
        thread::park();
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
