//! A command and the answer that follows it, in logs of one conversation at a time.

use super::{Raw, is_answer, unanswered};
use crate::finding::RecordingFault;
use crate::recording::Failure;

/// The command that waits for its answer.
#[derive(Default)]
pub(super) struct OpenCommand {
    command: Option<Vec<u8>>,
}

impl OpenCommand {
    pub(super) fn is_open(&self) -> bool {
        self.command.is_some()
    }

    pub(super) fn command(&mut self, command: Vec<u8>, found: &mut Vec<Raw>) {
        unanswered(self.command.replace(command), found);
    }

    pub(super) fn answer(
        &mut self,
        answer: Vec<u8>,
        micros: u64,
        found: &mut Vec<Raw>,
    ) -> Result<(), RecordingFault> {
        match self.command.take() {
            None => found.push(Raw::Orphan),
            Some(_) if !is_answer(&answer) => return Err(RecordingFault::NotALogLine),
            Some(command) => found.push(Raw::Exchange {
                command,
                answer: Ok(answer),
                micros,
            }),
        }
        Ok(())
    }

    pub(super) fn failed(&mut self, failure: Failure, found: &mut Vec<Raw>) {
        found.extend(self.command.take().map(|command| Raw::Exchange {
            command,
            answer: Err(failure),
            micros: 0,
        }));
    }

    pub(super) fn end(&mut self, found: &mut Vec<Raw>) {
        unanswered(self.command.take(), found);
    }
}
