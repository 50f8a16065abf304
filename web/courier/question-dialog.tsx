import { useEffect, useRef } from 'preact/hooks';
import type { Stop, ZoneTotes } from '../api/types.js';
import { PartNote } from '../components/part-note.js';
import { ZoneBadge, zoneName } from '../components/zone-badge.js';
import { t } from '../i18n/language.js';
import { report } from './courier-state.js';

export interface Question {
  readonly kind: 'partly' | 'refused' | 'failed' | 'temperature';
  readonly stop: Stop;
  /** What the report tells beside. */
  readonly told?: { readonly totesTakenBack?: ZoneTotes[] };
}

const reasonsOf = {
  refused: ['warm', 'damaged', 'other'],
  failed: ['nobody', 'closed', 'noAccess', 'other'],
} as const;

const titles = {
  partly: 'courier.partly',
  refused: 'courier.refuse',
  failed: 'courier.fail',
  temperature: 'courier.temperature',
} as const;

/** How warm, and of which goods in which compartment: those that were named, or the only ones of the stop. */
function measured({ consignments }: Stop, form: FormData) {
  const named = consignments.find(({ consignmentId }) => consignmentId === form.get('goods')) ?? consignments.at(0);
  return { celsius: Number(form.get('celsius')), zoneId: named?.zoneId, compartmentNo: named?.compartmentNo };
}

/** What else must be said with a report: how many totes, why not, how warm. */
export function QuestionDialog({ question, onClose }: { readonly question: Question; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { kind, stop, told } = question;
  const send = (form: FormData) => {
    const { stopId } = stop;
    const note =
      [form.get('reason'), form.get('note')].filter((text) => text !== null && text !== '').join(': ') || undefined;
    if (kind === 'temperature') report({ kind, stopId, ...measured(stop, form), note }, `${form.get('celsius')} °C`);
    else if (kind === 'partly') {
      const consignments = stop.consignments.map(({ consignmentId, totes }) => {
        const handed = Number(form.get(consignmentId));
        const outcome =
          handed === totes ? ('delivered' as const) : handed === 0 ? ('refused' as const) : ('partial' as const);
        return { consignmentId, outcome, totesHandedOver: handed };
      });
      report({ kind: 'delivered', stopId, consignments, note, ...told }, t('courier.partly'));
    } else report({ kind, stopId, note }, t(titles[kind]));
    onClose();
  };
  return (
    <dialog ref={dialog} class="sheet-dialog" onClose={onClose} aria-label={t(titles[kind])}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send(new FormData(event.currentTarget));
        }}
      >
        <h2>{t(titles[kind])}</h2>
        <p class="soft">{stop.stationName}</p>
        {kind === 'temperature' && (
          <>
            {stop.consignments.length > 1 && (
              <fieldset class="reasons">
                <legend class="label">{t('courier.measured')}</legend>
                {stop.consignments.map(({ consignmentId, zoneId, compartmentNo }, at) => (
                  <label key={consignmentId}>
                    <input type="radio" name="goods" value={consignmentId} defaultChecked={at === 0} />
                    <span>
                      {zoneName(zoneId)} · {t('courier.compartment', { n: compartmentNo })}
                    </span>
                  </label>
                ))}
              </fieldset>
            )}
            <label class="field">
              <span>{t('courier.celsius')}</span>
              <input name="celsius" type="number" step="0.1" min={-60} max={60} required />
            </label>
          </>
        )}
        {kind === 'partly' && (
          <fieldset class="amounts">
            <legend class="label">{t('courier.totesHanded')}</legend>
            {stop.consignments.map(({ consignmentId, zoneId, totes, part }) => (
              <label key={consignmentId}>
                <ZoneBadge zoneId={zoneId} />
                <PartNote part={part} />
                <input
                  name={consignmentId}
                  type="number"
                  inputmode="numeric"
                  min={0}
                  max={totes}
                  defaultValue={totes}
                  required
                />
                <span class="soft">/ {totes}</span>
              </label>
            ))}
          </fieldset>
        )}
        {(kind === 'refused' || kind === 'failed') && (
          <fieldset class="reasons">
            <legend class="label">{t('courier.reason')}</legend>
            {reasonsOf[kind].map((reason, at) => (
              <label key={reason}>
                <input type="radio" name="reason" value={t(`courier.reason.${reason}`)} defaultChecked={at === 0} />
                <span>{t(`courier.reason.${reason}`)}</span>
              </label>
            ))}
          </fieldset>
        )}
        <label class="field">
          <span>{t('courier.note')}</span>
          <input name="note" type="text" maxLength={500} />
        </label>
        <div class="pair">
          <button type="button" class="button button--big" onClick={onClose}>
            {t('general.cancel')}
          </button>
          <button type="submit" class="button button--primary button--big">
            {t('courier.send')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
