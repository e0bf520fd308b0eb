//! What is checked only at the end, which may be the doing of any change.

use super::super::carry_out::constraints;
use super::super::check::Task;
use super::super::order::in_order;
use super::super::problems;
use super::Trial;
use crate::target::diagnostics::{Said, TargetError};
use crate::target::sql::sql;
use app::error::Problem;
use tokio::time::Instant;

impl Trial<'_> {
    /// Checks what was deferred, after all changes went well by themselves. Of those that a broken
    /// constraint may be the doing of, those are told that break it at once as well, if any do.
    pub(super) async fn deferred(
        &mut self,
        tasks: &[Task<'_>],
        until: Instant,
    ) -> Result<Vec<Problem>, TargetError> {
        let Some(said) = self.refused(&constraints()).await? else { return Ok(Vec::new()) };
        let Some(constraint) = self.constraint(&said).await? else {
            return Ok(vec![problems::of_row(None, &said)]);
        };
        let relation = self.relation;
        let mut involved: Vec<_> =
            tasks.iter().filter(|task| problems::involves(relation, task, &constraint)).collect();
        if involved.len() > 1 {
            let at_once = self.breaking(tasks, &said, until).await?;
            if involved.iter().any(|task| at_once.contains(&task.change)) {
                involved.retain(|task| at_once.contains(&task.change));
            }
        }
        let told = |task| problems::of_constraint(relation, task, &said, &constraint);
        let problems: Vec<_> = involved.into_iter().flat_map(told).collect();
        Ok(if problems.is_empty() { vec![problems::of_row(None, &said)] } else { problems })
    }

    /// Tries all changes anew, and finds those that break a constraint where nothing is deferred.
    async fn breaking(
        &mut self,
        tasks: &[Task<'_>],
        broken: &Said,
        until: Instant,
    ) -> Result<Vec<usize>, TargetError> {
        let back = sql!("rollback to savepoint beginning");
        self.lease.go_on().query(&back).query(&constraints()).send().await?;
        let mut breaking = Vec::new();
        for task in in_order(self.relation, tasks, self.before) {
            if Instant::now() > until {
                return Ok(Vec::new());
            }
            let Some(statement) = self.statement(task) else { continue };
            let said = self.refused(&statement).await?;
            if said.is_some_and(|said| said.constraint == broken.constraint) {
                breaking.push(task.change);
            }
        }
        Ok(breaking)
    }
}
