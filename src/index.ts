/** The package's public API: a pass as a function, and the format of its report. */
export type { Config } from './domain/config.js';
export { NightshiftError, type ErrorCode } from './domain/errors.js';
export type { Observer, PassEvent } from './domain/events.js';
export { reportSchema, type Report } from './domain/report.js';
export { runPass, type PassRequest } from './pipeline/run-pass.js';
