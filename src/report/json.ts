/** The report as JSON, for other programs. */
import { NightshiftError } from '../domain/errors.js';
import { reportSchema, type Report } from '../domain/report.js';

/**
 * The report as indented JSON with a line break at its end; keys stand in the order of the schema.
 *
 * @throws NightshiftError `internal` when the report does not keep to its schema.
 */
export function renderJson(report: Report): string {
  const parsed = reportSchema.safeParse(report);
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new NightshiftError('internal', `the report does not keep to its own format at: ${where}`, {
      cause: parsed.error,
    });
  }
  return `${JSON.stringify(parsed.data, null, 2)}\n`;
}
