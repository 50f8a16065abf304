/** What the child process that holds Valhalla is asked. The query is Valhalla's own, as JSON. */
export interface ValhallaQuestion {
  readonly id: number;
  readonly action: 'route' | 'locate' | 'matrix' | 'traceAttributes';
  readonly query: string;
}

/** A refusal is Valhalla's own sentence, e.g. "No suitable edges near location". */
export type ValhallaAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly refusal: string };

/** How the child ends when it has used more memory than it may. */
export const memoryExitCode = 70;
/** How the child ends when the binding cannot be loaded or the map cannot be opened. */
export const unusableExitCode = 71;

/** What the child process is told first. */
export interface ValhallaChildSetup {
  readonly bindingFile: string;
  readonly config: object;
  readonly maxMemoryBytes: number;
}
