import '../../styles/manage/setup.css';
import type { SetupStep } from '../../api/types.js';
import { demo } from '../../components/demo/demo-state.js';
import { Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { formatCount } from '../../format.js';
import { t } from '../../i18n/language.js';
import { hrefOf, openSection } from '../address.js';
import { sections } from '../sections.js';
import { startApi } from './start-api.js';

/** Where a step is done: the first of these sections that is there; none leads to the console. */
const places: Readonly<Record<SetupStep['step'], readonly string[]>> = {
  map: ['map'],
  depot: ['depots', 'import'],
  zones: ['zones', 'depots'],
  products: ['products', 'import'],
  vehicles: ['vehicles', 'import'],
  stations: ['stations', 'import'],
  people: ['couriers', 'users'],
  orders: ['import'],
  plan: [],
};

/** The steps to the first plan: what is there, what is missing, and where to go on. */
export function SetupSection() {
  const { value, error, reload } = useLoaded(startApi.setup, '');
  if (value === undefined) return error === undefined ? <Loading /> : <Failure error={error} onRetry={reload} />;
  const done = value.steps.filter(({ isDone }) => isDone).length;
  const isDemo = demo.value !== undefined && demo.value.state !== 'none';
  return (
    <section class="setup">
      <header class="setup__head">
        <h2>{t('setup.title')}</h2>
        <p class="soft">{t(isDemo ? 'setup.demo' : 'setup.lead')}</p>
        <label class="setup__progress">
          <span>{t('setup.progress', { done, all: value.steps.length })}</span>
          <progress max={value.steps.length} value={done} />
        </label>
        {value.isDone && (
          <p class="setup__all">
            {t('setup.allDone')}{' '}
            <a class="button button--primary" href="/">
              {t('setup.toConsole')}
            </a>
          </p>
        )}
      </header>
      <ol class="setup__steps">
        {value.steps.map((step, at) => (
          <Step key={step.step} step={step} no={at + 1} isNext={step.step === value.next} />
        ))}
      </ol>
    </section>
  );
}

interface StepProps {
  readonly step: SetupStep;
  readonly no: number;
  readonly isNext: boolean;
}

function Step({ step: { step, isDone, count, note, noted }, no, isNext }: StepProps) {
  const path = pathOf(step, note);
  const to = path === undefined ? '/' : hrefOf(path);
  return (
    <li class={isNext ? 'setup__step setup__step--next' : 'setup__step'} aria-current={isNext ? 'step' : undefined}>
      <span class={isDone ? 'setup__sign setup__sign--done' : 'setup__sign'} aria-hidden="true">
        {isDone ? '✓' : no}
      </span>
      <div class="setup__what">
        <h3>
          {t(`setup.${step}`)} <span class="small soft">{t(isDone ? 'setup.done' : 'setup.missing')}</span>
        </h3>
        <p class="soft">{t(`setup.${step}.why`)}</p>
        {note !== '' && <p class="setup__note">! {t(`setup.note.${note}`, { n: formatCount(noted) })}</p>}
      </div>
      {count > 0 && <span class="setup__count">{t(`setup.${step}.count`, { n: formatCount(count) })}</span>}
      <a
        class={isNext ? 'button button--primary' : 'button'}
        href={to}
        onClick={(event) => {
          if (path === undefined || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
          event.preventDefault();
          openSection(path);
        }}
      >
        {t(`setup.${step}.do`)}
      </a>
    </li>
  );
}

/** The section that does it, among those that this installation has. */
function pathOf(step: SetupStep['step'], note: SetupStep['note']): string | undefined {
  const wanted = note === 'no-accounts' ? ['users'] : places[step];
  return wanted.find((path) => sections.some((section) => section.path === path));
}
