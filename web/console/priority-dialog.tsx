import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { api } from '../api/api.js';
import type { PriorityRule } from '../api/types.js';
import { tell, tellFailure } from '../components/notices.js';
import { areaName } from '../i18n/area-name.js';
import { t } from '../i18n/language.js';

export const orderClasses = ['cold', 'fresh', 'ordinary'] as const;
export const tiers = ['normal', 'silver', 'gold', 'vip'] as const;
/** Holds wherever no row names the order's own area. */
const anywhere = '*';

/** The table that orders get their priority from: a number for each class and tier, everywhere or for one area. */
export function PriorityDialog({ open, areas }: { readonly open: Signal<boolean>; readonly areas: readonly string[] }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const rules = useSignal<readonly PriorityRule[] | undefined>(undefined);
  const area = useSignal(anywhere);
  useEffect(() => {
    if (!open.value) {
      dialog.current?.close();
      return;
    }
    dialog.current?.showModal();
    api.priorityRules().then(
      (found) => (rules.value = found),
      (error: unknown) => {
        tellFailure(error);
        open.value = false;
      },
    );
  }, [open.value]);

  const find = (orderClass: string, tier: string, of: string) =>
    rules.value?.find((rule) => rule.orderClass === orderClass && rule.customerTier === tier && rule.area === of);
  const save = async (form: HTMLFormElement) => {
    const given = new FormData(form);
    const others = rules.value!.filter((rule) => rule.area !== area.value);
    const own = orderClasses.flatMap((orderClass) =>
      tiers.flatMap((customerTier): PriorityRule[] => {
        const priority = String(given.get(`${orderClass} ${customerTier}`) ?? '');
        // Left empty, the number for everywhere holds.
        return priority === '' ? [] : [{ orderClass, customerTier, area: area.value, priority: Number(priority) }];
      }),
    );
    try {
      await api.replacePriorityRules([...others, ...own]);
      open.value = false;
      tell(t('priority.saved'));
    } catch (error) {
      tellFailure(error);
    }
  };
  return (
    <dialog ref={dialog} class="dialog" onClose={() => (open.value = false)} aria-label={t('priority.title')}>
      {rules.value !== undefined && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void save(event.currentTarget);
          }}
        >
          <h2>{t('priority.title')}</h2>
          <p class="small soft">{t('priority.hint')}</p>
          <label class="priority__area">
            <span class="label">{t('order.area')}</span>
            <select value={area.value} onChange={(event) => (area.value = event.currentTarget.value)}>
              <option value={anywhere}>{t('priority.anywhere')}</option>
              {areas.map((each) => (
                <option key={each} value={each}>
                  {areaName(each)}
                </option>
              ))}
            </select>
          </label>
          <table class="priority" key={area.value}>
            <thead>
              <tr>
                <th />
                {tiers.map((tier) => (
                  <th key={tier} scope="col">
                    {t(`tier.${tier}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {orderClasses.map((orderClass) => (
                <tr key={orderClass}>
                  <th scope="row">{t(`order.class.${orderClass}`)}</th>
                  {tiers.map((tier) => (
                    <td key={tier}>
                      <input
                        type="number"
                        name={`${orderClass} ${tier}`}
                        min={1}
                        max={9}
                        required={area.value === anywhere}
                        defaultValue={find(orderClass, tier, area.value)?.priority}
                        placeholder={String(find(orderClass, tier, anywhere)?.priority ?? '')}
                        aria-label={`${t(`order.class.${orderClass}`)} · ${t(`tier.${tier}`)}`}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <div class="dialog__actions">
            <button type="button" class="button" onClick={() => (open.value = false)}>
              {t('general.cancel')}
            </button>
            <button type="submit" class="button button--primary">
              {t('general.save')}
            </button>
          </div>
        </form>
      )}
    </dialog>
  );
}
