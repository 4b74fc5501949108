/** Column lists that give the tables' columns the names of the row schemas. */

export const runColumns = `id, started_at AS startedAt, ended_at AS endedAt, commit_id AS "commit", branch, seed, sandbox,
  authors, outcome`;

export const decisionColumns = `run_id AS runId, candidate_id AS candidateId, target AS targetId, file, author, kind,
  title, code, status, reason, detail, runs, gained_statements AS gainedStatements,
  gained_branches AS gainedBranches, mutants_killed AS mutantsKilled, mutants_tried AS mutantsTried,
  test_file AS testFile, commit_id AS "commit", at,
  (SELECT runs.sandbox FROM runs WHERE runs.id = candidates.run_id) AS sandbox`;

export const attemptColumns = 'run_id AS runId, target AS targetId, author, hash, status, reason, seconds';

export const findingColumns = 'run_id AS runId, kind, target, title, detail, reproduce, at';

export const deliveryColumns = `run_id AS runId, file, test_file AS testFile, state, commit_id AS "commit",
  content_hash AS contentHash, at`;

export const unfinishedColumns = `${deliveryColumns}, plan`;
