import { useState } from 'preact/hooks';
import { tellFailure } from '../../components/notices.js';
import { ScanCode } from '../../components/scan-code.js';
import { t } from '../../i18n/language.js';
import { saveFile } from '../../save-file.js';
import { CopyButton } from '../parts/copy-button.js';
import { formatDay } from '../parts/format-moment.js';
import { peopleApi } from './people-api.js';

/** Links that were just made. Nobody is told them again. */
export interface MadeLinks {
  readonly people: readonly { readonly name: string; readonly login: string; readonly link: string }[];
  readonly expiresAt: string;
}

/** Links to hand out: one as a code to be scanned from the screen, many as a sheet of cards. */
export function MadeLinksCard({ made, onClose }: { readonly made: MadeLinks; readonly onClose: () => void }) {
  const [isPrinting, setPrinting] = useState(false);
  const { people, expiresAt } = made;
  const print = async () => {
    setPrinting(true);
    try {
      saveFile(await peopleApi.cards(people.map(({ link }) => link)), `${t('people.cards')}.pdf`);
    } catch (error) {
      tellFailure(error);
    } finally {
      setPrinting(false);
    }
  };
  const [only] = people;
  return (
    <section class="card made-links" aria-label={t('people.links')}>
      <h3>{t('people.linksMade', { count: people.length, day: formatDay(expiresAt) })}</h3>
      <p class="soft">{t('people.linksOnce')}</p>
      {people.length === 1 && (
        <figure class="made-links__one">
          <ScanCode text={only.link} label={t('people.scan', { name: only.name })} />
          <figcaption>
            <strong>{only.name}</strong>
            <span class="mono">{only.login}</span>
            <input
              class="mono"
              type="text"
              readOnly
              value={only.link}
              aria-label={t('people.link')}
              onFocus={(event) => event.currentTarget.select()}
            />
          </figcaption>
        </figure>
      )}
      <div class="actions">
        <button type="button" class="button button--primary" disabled={isPrinting} onClick={() => void print()}>
          {t(isPrinting ? 'people.printing' : 'people.printCards', { count: people.length })}
        </button>
        <CopyButton
          label={t(people.length === 1 ? 'people.copyLink' : 'people.copyLinks')}
          text={
            people.length === 1
              ? only.link
              : people.map(({ name, login, link }) => `${name}\t${login}\t${link}`).join('\n')
          }
        />
        <button type="button" class="button" onClick={onClose}>
          {t('people.linksDone')}
        </button>
      </div>
      {isPrinting && <div class="progress progress--open" role="progressbar" aria-label={t('people.printing')} />}
    </section>
  );
}
