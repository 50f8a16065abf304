import { type Finding, reasonIn } from '../../../application/tables/finding.js';
import type { Language } from '../../../domain/told.js';

/** A finding as the API tells it: its code and facts for programs, its sentence in the language that is asked for. */
export function toldFinding(finding: Finding, language: Language) {
  const { level, file, line, column, value, code, facts } = finding;
  return { level, file, line, column, value, code, facts, reason: reasonIn(finding, language) };
}
