/** The command line was used wrongly; the sentence says how it is meant. Exit code 2. */
export class UsageError extends Error {}
