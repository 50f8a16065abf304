/** What a sentence about a fault names: a number or a text, or a field, which goes by what its reader calls it. */
export type Fact = string | number | { readonly field: string };
export type Facts = Readonly<Record<string, Fact>>;

/** Facts whose fields are named already: they can be kept and sent. */
export type ToldFacts = Readonly<Record<string, string | number>>;

/** The facts with each field by the name that `nameOf` gives it. */
export function toldFacts(facts: Facts, nameOf: (field: string) => string): ToldFacts {
  const told: Record<string, string | number> = {};
  for (const [name, fact] of Object.entries(facts)) told[name] = typeof fact === 'object' ? nameOf(fact.field) : fact;
  return told;
}
