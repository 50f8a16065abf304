/** The depots that somebody is for, by their ids; undefined means all of them. Empty for nobody only. */
export type OwnDepots = readonly string[] | undefined;

/** Whether what is of this depot is theirs. */
export function isOwn(own: OwnDepots, depotId: string): boolean {
  return own === undefined || own.includes(depotId);
}

/** The one depot of somebody who is for just one. */
export function onlyDepot(own: OwnDepots): string | undefined {
  return own?.length === 1 ? own[0] : undefined;
}

/** The same depots each once, in the order of their ids: two such sets that are the same are equal. */
export function depotSet(given: readonly string[]): readonly string[] {
  return [...new Set(given)].sort();
}
