import { useEffect } from 'preact/hooks';
import type { Impact } from '../../../api/types.js';
import type { Kind } from '../../../components/network/change-api.js';
import { useLoaded } from '../../../components/use-loaded.js';
import { formatCount } from '../../../format.js';
import { t } from '../../../i18n/language.js';
import { networkApi } from '../network-api.js';

/** Values of a status that end a thing, for a while or for good. */
const endings: ReadonlySet<unknown> = new Set(['suspended', 'closed', 'maintenance', 'retired', 'inactive', false]);

/** Whether a change of this field to this value takes the thing out of use. */
export function isEnding(field: string, value: unknown): boolean {
  return (field === 'status' || field === 'active') && endings.has(value);
}

interface ImpactNoteProps {
  readonly kind: Kind;
  readonly ids: readonly string[];
  readonly onLoaded?: (impact: Impact) => void;
}

/** The most things that are looked at one by one. */
const mostLooked = 25;

/** What is open now and would be touched if these went out of use: said before it is done. */
export function ImpactNote({ kind, ids, onLoaded }: ImpactNoteProps) {
  const looked = ids.slice(0, mostLooked);
  const loaded = useLoaded(
    async () => sum(await Promise.all(looked.map((id) => networkApi.impact(kind, id)))),
    `${kind} ${looked.join(' ')}`,
  );
  useEffect(() => {
    if (loaded.value !== undefined) onLoaded?.(loaded.value);
  }, [loaded.value]);
  if (loaded.error !== undefined) return <p class="impact soft">{t('impact.unknown')}</p>;
  if (loaded.value === undefined) return <p class="impact soft">{t('impact.loading')}</p>;
  const { affected } = loaded.value;
  return (
    <div class="impact" role="status">
      <p>{t(affected.length === 0 ? 'impact.nothing' : 'impact.title')}</p>
      {affected.length > 0 && (
        <ul>
          {affected.map(({ what, count, examples }) => (
            <li key={what}>
              <strong>{t(`impact.${what}`, { count: formatCount(count) })}</strong>
              <span class="soft">
                {' '}
                {examples.join(', ')}
                {count > examples.length && ' …'}
              </span>
            </li>
          ))}
        </ul>
      )}
      {ids.length > looked.length && (
        <p class="soft">{t('impact.looked', { count: looked.length, all: ids.length })}</p>
      )}
    </div>
  );
}

function sum(impacts: readonly Impact[]): Impact {
  const all = new Map<Impact['affected'][number]['what'], { count: number; examples: string[] }>();
  for (const { what, count, examples } of impacts.flatMap(({ affected }) => affected)) {
    const known = all.get(what) ?? { count: 0, examples: [] };
    all.set(what, { count: known.count + count, examples: [...known.examples, ...examples].slice(0, 3) });
  }
  return {
    affected: [...all].map(([what, rest]) => ({ what, ...rest })),
    mayDelete: impacts.every(({ mayDelete }) => mayDelete),
  };
}
