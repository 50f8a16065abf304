import type { Depot } from '../../api/types.js';
import { zoneName, zones } from '../../components/zone-badge.js';
import { t } from '../../i18n/language.js';

type ApartRuleSet = Pick<Depot['rules'], 'incompatibleZones' | 'incompatibleOnTrip'>;
type Pair = [string, string];

/** For every two zones, whether their goods may share a compartment, a vehicle, or neither. */
export function ApartRules({ rules }: { readonly rules: ApartRuleSet }) {
  const has = (pairs: readonly (readonly string[])[] | undefined, [one, other]: Pair) =>
    pairs?.some((pair) => pair.includes(one) && pair.includes(other)) === true;
  return pairsOfZones().map((pair) => (
    <label key={nameOf(pair)} class="rule">
      <span class="label">{pair.map(zoneName).join(' + ')}</span>
      <select name={nameOf(pair)}>
        {(['together', 'compartment', 'vehicle'] as const).map((choice) => (
          <option
            key={choice}
            value={choice}
            selected={
              choice ===
              (has(rules.incompatibleOnTrip, pair)
                ? 'vehicle'
                : has(rules.incompatibleZones, pair)
                  ? 'compartment'
                  : 'together')
            }
          >
            {t(`rules.apart.${choice}`)}
          </option>
        ))}
      </select>
    </label>
  ));
}

/** What the form says of each pair. */
export function apartOf(form: FormData): ApartRuleSet {
  const chosen = (choice: string) => {
    const pairs = pairsOfZones().filter((pair) => form.get(nameOf(pair)) === choice);
    return pairs.length > 0 ? pairs : undefined;
  };
  return { incompatibleZones: chosen('compartment'), incompatibleOnTrip: chosen('vehicle') };
}

function pairsOfZones(): Pair[] {
  const ids = zones.value.map(({ zoneId }) => zoneId);
  return ids.flatMap((one, at) => ids.slice(at + 1).map((other): Pair => [one, other]));
}

function nameOf([one, other]: Pair): string {
  return `apart ${one} ${other}`;
}
