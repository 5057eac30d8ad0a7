//! The end that Windows sets: the window is closed, the user signs out, the computer shuts down.

use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use tokio::signal::windows::{ctrl_close, ctrl_logoff, ctrl_shutdown};

/// Calls `ending` once Windows wants the program to end. From then on the program has five seconds;
/// its process goes on until it ends by itself, or they are over.
///
/// # Errors
/// Windows does not tell.
pub fn on_closing(ending: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let (mut close, mut logoff, mut shutdown) = (ctrl_close()?, ctrl_logoff()?, ctrl_shutdown()?);
    thread::Builder::new()
        .name("closing".to_owned())
        .spawn(move || {
            wait(poll_fn(|context| {
                let over = close.poll_recv(context).is_ready()
                    || logoff.poll_recv(context).is_ready()
                    || shutdown.poll_recv(context).is_ready();
                if over { Poll::Ready(()) } else { Poll::Pending }
            }));
            ending();
        })?;
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
